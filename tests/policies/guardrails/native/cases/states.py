"""Step Functions."""

import json
from typing import Any, Final

from tests.policies.guardrails.native.cases.model import UNKNOWN, Case, native

_STATES: Final = {
    "StartAt": "Send",
    "TimeoutSeconds": 60,
    "States": {
        "Send": {
            "Type": "Task",
            "Resource": "arn:aws:states:::sqs:sendMessage",
            "TimeoutSeconds": 10,
            "Retry": [{"ErrorEquals": ["States.ALL"], "MaxAttempts": 3}],
            "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Failed"}],
            "End": True,
        },
        "Failed": {"Type": "Fail"},
    },
}
_MACHINE: Final[dict[str, Any]] = {
    "stateMachineName": "orders",
    "roleArn": UNKNOWN,
    "definitionString": json.dumps(_STATES),
    "encryptionConfiguration": {"type": "CUSTOMER_MANAGED_KMS_KEY", "kmsKeyId": UNKNOWN},
    "loggingConfiguration": {
        "level": "ALL",
        "includeExecutionData": False,
        "destinations": [{"cloudWatchLogsLogGroup": {"logGroupArn": UNKNOWN}}],
    },
    "tracingConfiguration": {"enabled": True},
}

CASES: Final[dict[str, Case]] = {
    "stepfunctions:StateMachine": Case(
        good=[
            native("stepfunctions:StateMachine", properties=_MACHINE),
            native(
                "stepfunctions:StateMachine",
                "object",
                {
                    **{key: _MACHINE[key] for key in _MACHINE if key != "definitionString"},
                    "definition": _STATES,
                },
            ),
        ],
        bad=[
            native(
                "stepfunctions:StateMachine",
                properties={
                    "stateMachineName": "orders",
                    "roleArn": UNKNOWN,
                    "definition": {
                        "StartAt": "Nowhere",
                        "States": {
                            "Send": {
                                "Type": "Task",
                                "Resource": "arn:aws:states:::sqs:sendMessage",
                                "End": True,
                            }
                        },
                    },
                    "loggingConfiguration": {"level": "ALL", "includeExecutionData": True},
                },
            )
        ],
        found=[
            ("sfn-cmk", "encryptionConfiguration.kmsKeyId"),
            ("sfn-definition", "definition.StartAt"),
            ("sfn-logging", "loggingConfiguration.destinations.cloudWatchLogsLogGroup.logGroupArn"),
            ("sfn-retry", "definition.States"),
            ("sfn-retry", "definition.States"),
            ("sfn-timeout", "definition.TimeoutSeconds"),
            ("sfn-tracing", "tracingConfiguration.enabled"),
        ],
    ),
}
