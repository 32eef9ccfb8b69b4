"""CloudWatch and its logs: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/."""

from collections.abc import Mapping
from typing import Any, ClassVar

from local.emulator.resources.base import (
    Aws,
    Inputs,
    Made,
    ResourceType,
    chosen,
    differing,
    pascal,
)

_ALARM = {
    "comparisonOperator": "ComparisonOperator",
    "evaluationPeriods": "EvaluationPeriods",
    "metricName": "MetricName",
    "namespace": "Namespace",
    "period": "Period",
    "statistic": "Statistic",
    "extendedStatistic": "ExtendedStatistic",
    "threshold": "Threshold",
    "thresholdMetricId": "ThresholdMetricId",
    "datapointsToAlarm": "DatapointsToAlarm",
    "treatMissingData": "TreatMissingData",
    "evaluateLowSampleCountPercentiles": "EvaluateLowSampleCountPercentile",
    "unit": "Unit",
    "alarmDescription": "AlarmDescription",
    "actionsEnabled": "ActionsEnabled",
    "alarmActions": "AlarmActions",
    "okActions": "OKActions",
    "insufficientDataActions": "InsufficientDataActions",
}


class LogGroup(ResourceType):
    """A log group."""

    pulumi_type = "aws:cloudwatch/logGroup:LogGroup"
    inert: ClassVar[Mapping[str, str]] = {
        "retentionInDays": "it is recorded; nothing expires",
        "kmsKeyId": "the key is recorded; logs are not encrypted with it",
    }
    later: ClassVar[frozenset[str]] = frozenset({"skipDestroy"})
    replaced_by: ClassVar[frozenset[str]] = frozenset({"name", "namePrefix", "logGroupClass"})

    def create(self, aws: Aws, inputs: Inputs) -> Made:
        logs = aws.client("logs")
        group = aws.name(inputs)
        optional = {
            "kmsKeyId": "kmsKeyId",
            "logGroupClass": "logGroupClass",
            "deletionProtectionEnabled": "deletionProtectionEnabled",
        }
        logs.create_log_group(logGroupName=group, tags=aws.tags(inputs), **chosen(inputs, optional))
        if inputs.get("retentionInDays"):
            logs.put_retention_policy(logGroupName=group, retentionInDays=inputs["retentionInDays"])
        return Made(group, {"name": group, "arn": aws.arn("logs", f"log-group:{group}")})

    def read(self, aws: Aws, made_id: str, state: Inputs) -> Mapping[str, Any] | None:
        groups = aws.client("logs").describe_log_groups(logGroupNamePrefix=made_id)["logGroups"]
        found = [group for group in groups if group["logGroupName"] == made_id]
        if not found:
            return None
        names = ("retentionInDays", "kmsKeyId")
        return {"name": made_id, **{name: found[0].get(name) for name in names}}

    def update(self, aws: Aws, made_id: str, old: Inputs, new: Inputs) -> Mapping[str, Any]:
        logs = aws.client("logs")
        changed = differing(old, new)
        if "retentionInDays" in changed and new.get("retentionInDays"):
            logs.put_retention_policy(logGroupName=made_id, retentionInDays=new["retentionInDays"])
        elif "retentionInDays" in changed:
            logs.delete_retention_policy(logGroupName=made_id)
        if "kmsKeyId" in changed and new.get("kmsKeyId"):
            logs.associate_kms_key(logGroupName=made_id, kmsKeyId=new["kmsKeyId"])
        elif "kmsKeyId" in changed:
            logs.disassociate_kms_key(logGroupName=made_id)
        return {}

    def delete(self, aws: Aws, made_id: str, state: Inputs) -> None:
        if not state.get("skipDestroy"):
            aws.client("logs").delete_log_group(logGroupName=made_id)


class MetricAlarm(ResourceType):
    """An alarm on a metric."""

    pulumi_type = "aws:cloudwatch/metricAlarm:MetricAlarm"

    def create(self, aws: Aws, inputs: Inputs) -> Made:
        alarm = aws.name(inputs)
        further = {}
        if inputs.get("dimensions"):
            further["Dimensions"] = [
                {"Name": key, "Value": value} for key, value in inputs["dimensions"].items()
            ]
        if inputs.get("metricQueries"):
            further["Metrics"] = [_query(query) for query in inputs["metricQueries"]]
        aws.client("cloudwatch").put_metric_alarm(
            AlarmName=alarm, Tags=aws.tag_list(inputs), **chosen(inputs, _ALARM), **further
        )
        return Made(alarm, {"name": alarm, "arn": aws.arn("cloudwatch", f"alarm:{alarm}")})

    def read(self, aws: Aws, made_id: str, state: Inputs) -> Mapping[str, Any] | None:
        alarms = aws.client("cloudwatch").describe_alarms(AlarmNames=[made_id])["MetricAlarms"]
        if not alarms:
            return None
        return {"name": made_id, **{ours: alarms[0].get(theirs) for ours, theirs in _ALARM.items()}}

    def update(self, aws: Aws, made_id: str, old: Inputs, new: Inputs) -> Mapping[str, Any]:
        self.create(aws, new)  # PutMetricAlarm replaces the whole alarm
        return {}

    def delete(self, aws: Aws, made_id: str, state: Inputs) -> None:
        aws.client("cloudwatch").delete_alarms(AlarmNames=[made_id])


def _query(query: dict[str, object]) -> dict[str, object]:
    given = pascal(query)
    metric = given.pop("Metric", None)
    if metric:
        dimensions = [{"Name": k, "Value": v} for k, v in metric.pop("Dimensions", {}).items()]
        outer = {key: metric.pop(key) for key in ("Period", "Stat", "Unit") if key in metric}
        given["MetricStat"] = {"Metric": {**metric, "Dimensions": dimensions}, **outer}
    return given


TYPES = (LogGroup(), MetricAlarm())
