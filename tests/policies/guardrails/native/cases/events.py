"""EventBridge."""

from typing import Final

from tests.policies.guardrails.native.cases.model import (
    ACCOUNT,
    DEAD_ARN,
    QUEUE_ARN,
    REGION,
    STREAM_ARN,
    UNKNOWN,
    Case,
    document,
    native,
    tls,
)

_QUEUE: Final = native(
    "sqs:Queue",
    "orders",
    {
        "queueName": "orders",
        "kmsMasterKeyId": UNKNOWN,
        "visibilityTimeout": 180,
        "redrivePolicy": {"deadLetterTargetArn": DEAD_ARN, "maxReceiveCount": 5},
    },
)

_QUEUE_POLICIES: Final = [
    native(
        "sqs:QueueInlinePolicy",
        name,
        {
            "queue": f"https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/{name}",
            "policyDocument": document(
                tls("sqs:*", f"arn:aws:sqs:{REGION}:{ACCOUNT}:{name}"),
            ),
        },
    )
    for name in ("orders", "dead")
]

_OPEN: Final = {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}

CASES: Final[dict[str, Case]] = {
    "events:EventBus": Case(
        good=[
            native(
                "events:EventBus",
                properties={
                    "name": "shop",
                    "kmsKeyIdentifier": UNKNOWN,
                    "deadLetterConfig": {"arn": DEAD_ARN},
                },
            )
        ],
        bad=[
            native(
                "events:EventBus",
                properties={
                    "name": "shop",
                    "policy": document({**_OPEN, "Action": "events:PutEvents"}),
                },
            )
        ],
        found=[
            ("event-bus-cmk", "kmsKeyIdentifier"),
            ("event-bus-open", "policy.Statement[0].Principal"),
        ],
    ),
    "events:EventBusPolicy": Case(
        good=[
            native(
                "events:EventBusPolicy",
                properties={
                    "eventBusName": "shop",
                    "statementId": "own",
                    "statement": {
                        "Sid": "Own",
                        "Effect": "Allow",
                        "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:role/shop"},
                        "Action": "events:PutEvents",
                        "Resource": f"arn:aws:events:{REGION}:{ACCOUNT}:event-bus/shop",
                    },
                },
            )
        ],
        bad=[
            native(
                "events:EventBusPolicy",
                properties={
                    "statementId": "all",
                    "statement": {**_OPEN, "Action": "events:PutEvents"},
                },
            ),
            native(
                "events:EventBusPolicy",
                "older",
                {"statementId": "all", "principal": "*", "action": "events:PutEvents"},
            ),
        ],
        found=[
            ("event-bus-open", "principal"),
            ("event-bus-open", "statement.Principal"),
        ],
    ),
    "events:Rule": Case(
        good=[
            _QUEUE,
            native(
                "sqs:Queue",
                "dead",
                {"queueName": "dead", "kmsMasterKeyId": UNKNOWN, "messageRetentionPeriod": 1209600},
            ),
            *_QUEUE_POLICIES,
            native(
                "events:Rule",
                properties={
                    "name": "paid",
                    "eventPattern": {"source": ["shop"]},
                    "targets": [
                        {"id": "q", "arn": QUEUE_ARN, "deadLetterConfig": {"arn": DEAD_ARN}}
                    ],
                },
            ),
        ],
        bad=[
            native(
                "events:Rule",
                properties={
                    "name": "paid",
                    "eventPattern": {"source": ["shop"]},
                    "targets": [{"id": "q", "arn": QUEUE_ARN}],
                },
            )
        ],
        found=[
            ("event-target-dlq", "targets[0].deadLetterConfig.arn"),
        ],
    ),
    "scheduler:Schedule": Case(
        good=[
            native(
                "scheduler:Schedule",
                properties={
                    "kmsKeyArn": UNKNOWN,
                    "target": {
                        "arn": QUEUE_ARN,
                        "roleArn": UNKNOWN,
                        "deadLetterConfig": {"arn": DEAD_ARN},
                    },
                },
            )
        ],
        bad=[
            native(
                "scheduler:Schedule",
                properties={"target": {"arn": QUEUE_ARN, "roleArn": UNKNOWN, "input": "{}"}},
            )
        ],
        found=[
            ("event-target-dlq", "target.deadLetterConfig.arn"),
        ],
    ),
    "pipes:Pipe": Case(
        good=[
            native(
                "pipes:Pipe",
                properties={
                    "name": "copy",
                    "kmsKeyIdentifier": UNKNOWN,
                    "roleArn": UNKNOWN,
                    "source": STREAM_ARN,
                    "target": QUEUE_ARN,
                    "sourceParameters": {
                        "kinesisStreamParameters": {
                            "startingPosition": "LATEST",
                            "deadLetterConfig": {"arn": DEAD_ARN},
                        }
                    },
                },
            )
        ],
        bad=[
            native(
                "pipes:Pipe",
                properties={
                    "name": "copy",
                    "source": STREAM_ARN,
                    "target": QUEUE_ARN,
                    "roleArn": UNKNOWN,
                },
            )
        ],
        found=[
            ("event-bus-cmk", "kmsKeyIdentifier"),
        ],
    ),
}
