"""CloudWatch and its logs: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/."""

from collections.abc import Mapping
from typing import ClassVar

from local.emulator.resources.base import (
    Aws,
    Inputs,
    Made,
    ResourceType,
    chosen,
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


def _query(query: dict[str, object]) -> dict[str, object]:
    given = pascal(query)
    metric = given.pop("Metric", None)
    if metric:
        dimensions = [{"Name": k, "Value": v} for k, v in metric.pop("Dimensions", {}).items()]
        outer = {key: metric.pop(key) for key in ("Period", "Stat", "Unit") if key in metric}
        given["MetricStat"] = {"Metric": {**metric, "Dimensions": dimensions}, **outer}
    return given


TYPES = (LogGroup(), MetricAlarm())
