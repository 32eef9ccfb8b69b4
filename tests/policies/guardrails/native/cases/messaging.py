"""SQS, SNS and Kinesis."""

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

_TOPIC_ARN: Final = f"arn:aws:sns:{REGION}:{ACCOUNT}:news"

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

_DEAD: Final = native(
    "sqs:Queue",
    "dead",
    {
        "queueName": "dead",
        "kmsMasterKeyId": UNKNOWN,
        "messageRetentionPeriod": 1209600,
        "redriveAllowPolicy": {"redrivePermission": "byQueue", "sourceQueueArns": [QUEUE_ARN]},
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

_QUEUES: Final = [_QUEUE, _DEAD, *_QUEUE_POLICIES]

_TOPIC: Final = native(
    "sns:Topic",
    "news",
    {
        "topicName": "news",
        "kmsMasterKeyId": UNKNOWN,
        "deliveryStatusLogging": [{"protocol": "sqs", "failureFeedbackRoleArn": UNKNOWN}],
        "subscription": [{"protocol": "email", "endpoint": "team@example.com"}],
    },
)

_TOPIC_POLICY: Final = document(tls("sns:Publish", _TOPIC_ARN))

_SUBSCRIPTION: Final = {
    "topicArn": UNKNOWN,
    "protocol": "sqs",
    "endpoint": QUEUE_ARN,
    "redrivePolicy": {"deadLetterTargetArn": DEAD_ARN},
}

_OPEN: Final = {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}

_PUBLISH: Final = {
    "Sid": "Publish",
    "Effect": "Allow",
    "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:role/news"},
    "Action": "sns:Publish",
    "Resource": _TOPIC_ARN,
}

CASES: Final[dict[str, Case]] = {
    "sqs:Queue": Case(
        good=_QUEUES,
        bad=[
            native("sqs:Queue", properties={"queueName": "it", "sqsManagedSseEnabled": False}),
        ],
        found=[
            ("sqs-dlq", "redrivePolicy"),
            ("sqs-sse", "sqsManagedSseEnabled"),
            ("sqs-tls", "queueName"),
        ],
    ),
    "sqs:QueueInlinePolicy": Case(
        good=_QUEUES,
        bad=[
            *_QUEUES[:2],
            _QUEUE_POLICIES[1],
            native(
                "sqs:QueueInlinePolicy",
                "open",
                {"queue": UNKNOWN, "policyDocument": document({**_OPEN, "Action": "sqs:*"})},
                depends={"queue": [_QUEUE]},
            ),
        ],
        found=[
            ("sqs-policy-action-star", "policyDocument.Statement[0].Action[0]"),
            ("sqs-policy-public", "policyDocument.Statement[0].Principal"),
            ("sqs-policy-tls", "policyDocument"),
        ],
    ),
    "sns:Topic": Case(
        good=[
            _TOPIC,
            native(
                "sns:TopicPolicy",
                properties={"topics": [_TOPIC_ARN], "policyDocument": _TOPIC_POLICY},
            ),
        ],
        bad=[
            native(
                "sns:Topic",
                properties={
                    "topicName": "it",
                    "subscription": [
                        {"protocol": "email", "endpoint": "team@example.com"},
                        {"protocol": "http", "endpoint": "http://example.com"},
                    ],
                },
            )
        ],
        found=[
            ("sns-http-subscription", "subscription[1].protocol"),
            ("sns-redrive", "subscription[1]"),
            ("sns-sse", "kmsMasterKeyId"),
            ("sns-tls", "topicName"),
        ],
    ),
    "sns:TopicPolicy": Case(
        good=[
            _TOPIC,
            native(
                "sns:TopicPolicy",
                properties={"topics": [_TOPIC_ARN], "policyDocument": _TOPIC_POLICY},
            ),
        ],
        bad=[
            _TOPIC,
            native(
                "sns:TopicPolicy",
                properties={"topics": [_TOPIC_ARN], "policyDocument": document(_PUBLISH)},
            ),
        ],
        found=[
            ("sns-policy-tls", "policyDocument"),
        ],
    ),
    "sns:TopicInlinePolicy": Case(
        good=[
            _TOPIC,
            native(
                "sns:TopicInlinePolicy",
                properties={"topicArn": UNKNOWN, "policyDocument": _TOPIC_POLICY},
                depends={"topicArn": [_TOPIC]},
            ),
        ],
        bad=[
            _TOPIC,
            native(
                "sns:TopicInlinePolicy",
                properties={
                    "topicArn": _TOPIC_ARN,
                    "policyDocument": document(
                        _PUBLISH, {**_PUBLISH, "Sid": "Open", "Principal": "*"}
                    ),
                },
            ),
        ],
        found=[
            ("sns-policy-public", "policyDocument.Statement[1].Principal"),
            ("sns-policy-tls", "policyDocument"),
        ],
    ),
    "sns:Subscription": Case(
        good=[native("sns:Subscription", properties=_SUBSCRIPTION)],
        bad=[
            native(
                "sns:Subscription",
                properties={**_SUBSCRIPTION, "protocol": "http", "redrivePolicy": {}},
            )
        ],
        found=[
            ("sns-http-subscription", "protocol"),
            ("sns-redrive", "redrivePolicy"),
        ],
    ),
    "kinesis:Stream": Case(
        good=[
            native(
                "kinesis:Stream",
                properties={"streamEncryption": {"encryptionType": "KMS", "keyId": UNKNOWN}},
            )
        ],
        bad=[
            native("kinesis:Stream"),
            native(
                "kinesis:Stream",
                "shared",
                {"streamEncryption": {"encryptionType": "KMS", "keyId": "alias/aws/kinesis"}},
            ),
        ],
        found=[
            ("kinesis-cmk", "streamEncryption.keyId"),
            ("kinesis-sse", "streamEncryption.encryptionType"),
        ],
    ),
    "kinesis:ResourcePolicy": Case(
        good=[
            native(
                "kinesis:ResourcePolicy",
                properties={
                    "resourceArn": STREAM_ARN,
                    "resourcePolicy": document(
                        {
                            "Sid": "Read",
                            "Effect": "Allow",
                            "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:role/reader"},
                            "Action": ["kinesis:GetRecords", "kinesis:GetShardIterator"],
                            "Resource": STREAM_ARN,
                        }
                    ),
                },
            )
        ],
        bad=[
            native(
                "kinesis:ResourcePolicy",
                properties={
                    "resourceArn": STREAM_ARN,
                    "resourcePolicy": document({**_OPEN, "Action": "kinesis:*"}),
                },
            )
        ],
        found=[
            ("kinesis-resource-policy", "resourcePolicy.Statement[0].Principal"),
            ("resource-policy-action-star", "resourcePolicy.Statement[0].Action[0]"),
        ],
    ),
}
