"""EventBridge: buses, rules, schedules and pipes."""

from typing import Final

from guardrails.native.model import At, NativeType, Part
from guardrails.native.shapes import as_json, as_statement, spelled, tags

_BUS: Final = "aws:cloudwatch/eventBus:EventBus"
_BUS_POLICY: Final = "aws:cloudwatch/eventBusPolicy:EventBusPolicy"

_TASKS: Final = "targetParameters.ecsTaskParameters.networkConfiguration"

_EVENT_BUS: Final = NativeType(
    "aws-native:events:EventBus",
    _BUS,
    {
        "name": "name",
        "arn": "arn",
        "kmsKeyIdentifier": "kmsKeyIdentifier",
        "deadLetterConfig.arn": "deadLetterConfig.arn",
        "tags": At("tags", tags),
    },
    parts=(Part(_BUS_POLICY, "policy", {"policy": At("policy", as_json)}, whole="eventBusName"),),
    documents=("policy",),
)

_EVENT_BUS_POLICY: Final = NativeType(
    "aws-native:events:EventBusPolicy",
    _BUS_POLICY,
    {"eventBusName": "eventBusName", "policy": At("statement", as_statement)},
    # The older way to write it, without a statement.
    parts=(
        Part(
            "aws:cloudwatch/eventPermission:EventPermission",
            "principal",
            {"principal": "principal", "action": "action", "condition": "condition"},
        ),
    ),
    documents=("statement", "principal"),
)

_RULE: Final = NativeType(
    "aws-native:events:Rule",
    "aws:cloudwatch/eventRule:EventRule",
    {
        "name": "name",
        "arn": "arn",
        "eventBusName": "eventBusName",
        "eventPattern": At("eventPattern", as_json),
    },
    parts=(
        Part(
            "aws:cloudwatch/eventTarget:EventTarget",
            "targets",
            {
                "arn": "arn",
                "roleArn": "roleArn",
                "input": "input",
                "deadLetterConfig.arn": "deadLetterConfig.arn",
                "ecsTarget.networkConfiguration.assignPublicIp": At(
                    "ecsParameters.networkConfiguration.awsVpcConfiguration.assignPublicIp",
                    spelled({"ENABLED": True, "DISABLED": False}),
                ),
            },
            whole="rule",
            each=True,
        ),
    ),
)

_SCHEDULE: Final = NativeType(
    "aws-native:scheduler:Schedule",
    "aws:scheduler/schedule:Schedule",
    {"name": "name", "arn": "arn", "kmsKeyArn": "kmsKeyArn", "target": "target"},
)

_PIPE: Final = NativeType(
    "aws-native:pipes:Pipe",
    "aws:pipes/pipe:Pipe",
    {
        "name": "name",
        "arn": "arn",
        "roleArn": "roleArn",
        "source": "source",
        "target": "target",
        "kmsKeyIdentifier": "kmsKeyIdentifier",
        f"{_TASKS}.awsVpcConfiguration.assignPublicIp": (
            f"{_TASKS}.awsvpcConfiguration.assignPublicIp"
        ),
        "sourceParameters.kinesisStreamParameters": "sourceParameters.kinesisStreamParameters",
        "sourceParameters.dynamodbStreamParameters": "sourceParameters.dynamoDbStreamParameters",
    },
)

TYPES: Final = (_EVENT_BUS, _EVENT_BUS_POLICY, _RULE, _SCHEDULE, _PIPE)
