"""Lambda."""

from typing import Any, Final

from tests.policies.guardrails.native.cases.model import (
    ACCOUNT,
    QUEUE_ARN,
    REGION,
    STREAM_ARN,
    UNKNOWN,
    Case,
    document,
    native,
)

_SEND: Final = {
    "Sid": "Send",
    "Effect": "Allow",
    "Action": "sqs:SendMessage",
    "Resource": QUEUE_ARN,
}


def _trust(service: str) -> dict[str, Any]:
    return document(
        {
            "Sid": "Service",
            "Effect": "Allow",
            "Principal": {"Service": service},
            "Action": "sts:AssumeRole",
            "Condition": {"StringEquals": {"aws:SourceAccount": ACCOUNT}},
        }
    )


_ROLE: Final = native(
    "iam:Role",
    "work",
    {
        "roleName": "work",
        "assumeRolePolicyDocument": _trust("lambda.amazonaws.com"),
        "policies": [{"policyName": "send", "policyDocument": document(_SEND)}],
    },
)

_ROLE_ARN: Final = f"arn:aws:iam::{ACCOUNT}:role/work"

_LOGS: Final = native(
    "logs:LogGroup",
    "work",
    {"logGroupName": "/aws/lambda/work", "retentionInDays": 365, "kmsKeyId": UNKNOWN},
)

_FUNCTION: Final[dict[str, Any]] = {
    "functionName": "work",
    "role": _ROLE_ARN,
    "runtime": "python3.13",
    "handler": "work.handler",
    "code": {"s3Bucket": "code", "s3Key": "work.zip"},
    "timeout": 30,
    "memorySize": 256,
    "tracingConfig": {"mode": "Active"},
    "kmsKeyArn": UNKNOWN,
    "environment": {"variables": {"QUEUE": "orders"}},
    "deadLetterConfig": {"targetArn": QUEUE_ARN},
}

_WORK: Final = native("lambda:Function", "work", _FUNCTION)

_AROUND: Final = [_WORK, _ROLE, _LOGS]

_ALIAS: Final = native(
    "lambda:Alias", "live", {"name": "live", "functionName": "work", "functionVersion": "1"}
)

_ALIAS_ARN: Final = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:work:live"

_MAPPING: Final[dict[str, Any]] = {
    "functionName": _ALIAS_ARN,
    "eventSourceArn": STREAM_ARN,
    "startingPosition": "LATEST",
    "batchSize": 10,
    "bisectBatchOnFunctionError": True,
    "maximumRetryAttempts": 3,
    "maximumRecordAgeInSeconds": 3600,
    "functionResponseTypes": ["ReportBatchItemFailures"],
    "destinationConfig": {"onFailure": {"destination": QUEUE_ARN}},
    "filterCriteria": {"filters": [{"pattern": '{"data": {"paid": [true]}}'}]},
}

_BUS_RULE: Final = native(
    "events:Rule",
    "paid",
    {
        "name": "paid",
        "eventPattern": {"source": ["shop"]},
        "targets": [{"id": "f", "arn": _ALIAS_ARN, "deadLetterConfig": {"arn": QUEUE_ARN}}],
    },
)

_ASYNCHRONOUS: Final = [
    native(
        "lambda:Function",
        "work",
        {key: value for key, value in _FUNCTION.items() if key != "deadLetterConfig"},
    ),
    *_AROUND[1:],
    _ALIAS,
    _BUS_RULE,
]


CASES: Final[dict[str, Case]] = {
    "lambda:Function": Case(
        good=_AROUND,
        bad=[
            native(
                "lambda:Function",
                properties={
                    "functionName": "it",
                    "role": UNKNOWN,
                    "runtime": "python3.7",
                    "memorySize": 64,
                    "environment": {"variables": {"DB_PASSWORD": "kT9x#pQ2vL8zR4mW"}},
                    "layers": [f"arn:aws:lambda:{REGION}:999988887777:layer:x:1"],
                },
                depends={"role": [_ROLE]},
            ),
            _ROLE,
        ],
        found=[
            ("lambda-env-cmk", "kmsKeyArn"),
            ("lambda-env-secret", "environment.variables.DB_PASSWORD"),
            ("lambda-layer-foreign", "layers[0]"),
            ("lambda-limits", "memorySize"),
            ("lambda-log-retention", "functionName"),
            ("lambda-runtime", "runtime"),
            ("lambda-timeout-memory", "timeout"),
            ("lambda-tracing", "tracingConfig.mode"),
        ],
    ),
    "lambda:Permission": Case(
        good=[
            *_AROUND,
            native(
                "lambda:Permission",
                properties={
                    "functionName": "work",
                    "action": "lambda:InvokeFunction",
                    "principal": "events.amazonaws.com",
                    "sourceArn": f"arn:aws:events:{REGION}:{ACCOUNT}:rule/paid",
                    "sourceAccount": ACCOUNT,
                },
            ),
        ],
        bad=[
            native(
                "lambda:Permission",
                properties={"functionName": "work", "action": "lambda:*", "principal": "*"},
            ),
            native(
                "lambda:Permission",
                "source",
                {
                    "functionName": "work",
                    "action": "lambda:InvokeFunction",
                    "principal": "s3.amazonaws.com",
                },
            ),
        ],
        found=[
            ("lambda-permission-action", "action"),
            ("lambda-permission-source", "sourceArn"),
            ("lambda-public-permission", "principal"),
        ],
    ),
    "lambda:LayerVersionPermission": Case(
        good=[
            native(
                "lambda:LayerVersionPermission",
                properties={
                    "layerVersionArn": UNKNOWN,
                    "action": "lambda:GetLayerVersion",
                    "principal": "999988887777",
                },
            )
        ],
        bad=[
            native(
                "lambda:LayerVersionPermission",
                properties={
                    "layerVersionArn": UNKNOWN,
                    "action": "lambda:GetLayerVersion",
                    "principal": "*",
                },
            )
        ],
        found=[
            ("lambda-layer-public", "principal"),
        ],
    ),
    "lambda:EventSourceMapping": Case(
        good=[*_AROUND, _ALIAS, native("lambda:EventSourceMapping", properties=_MAPPING)],
        bad=[
            *_AROUND,
            native(
                "lambda:EventSourceMapping",
                properties={
                    "functionName": "work",
                    "eventSourceArn": STREAM_ARN,
                    "startingPosition": "LATEST",
                },
            ),
        ],
        found=[
            ("esm-batch-failure", "functionResponseTypes"),
            ("esm-failure-destination", "destinationConfig.onFailure.destination"),
            ("esm-filter", "filterCriteria.filters"),
            ("esm-stream-limits", "bisectBatchOnFunctionError"),
            ("esm-stream-limits", "maximumRecordAgeInSeconds"),
            ("esm-stream-limits", "maximumRetryAttempts"),
            ("lambda-alias", "functionName"),
        ],
    ),
    "lambda:EventInvokeConfig": Case(
        good=[
            *_ASYNCHRONOUS,
            native(
                "lambda:EventInvokeConfig",
                properties={
                    "functionName": "work",
                    "qualifier": "live",
                    "destinationConfig": {"onFailure": {"destination": QUEUE_ARN}},
                },
            ),
        ],
        bad=_ASYNCHRONOUS,
        found=[
            ("lambda-dlq", "deadLetterConfig.targetArn"),
        ],
    ),
    "lambda:Alias": Case(
        good=[*_AROUND, _ALIAS, _BUS_RULE],
        bad=[
            *_AROUND,
            native(
                "events:Rule",
                properties={
                    "name": "paid",
                    "eventPattern": {"source": ["shop"]},
                    "targets": [
                        {
                            "id": "f",
                            "arn": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:work",
                            "deadLetterConfig": {"arn": QUEUE_ARN},
                        }
                    ],
                },
            ),
        ],
        found=[
            ("lambda-alias", "targets[0].arn"),
        ],
    ),
    "lambda:Url": Case(
        good=[
            native(
                "lambda:Url",
                properties={"targetFunctionArn": _ALIAS_ARN, "authType": "AWS_IAM"},
            )
        ],
        bad=[
            native(
                "lambda:Url",
                properties={
                    "targetFunctionArn": _ALIAS_ARN,
                    "authType": "NONE",
                    "cors": {"allowOrigins": ["*"], "allowCredentials": True},
                },
            )
        ],
        found=[
            ("lambda-url-auth", "authType"),
            ("lambda-url-cors", "cors.allowOrigins[0]"),
        ],
    ),
}
