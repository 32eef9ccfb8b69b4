"""Queues and topics."""

from tests.policies.guardrails.rule_cases.model import UNKNOWN, Cases, Properties, one, policy, urn

QUEUE = "aws:sqs/queue:Queue"
QUEUE_POLICY = "aws:sqs/queuePolicy:QueuePolicy"
TOPIC = "aws:sns/topic:Topic"
TOPIC_POLICY = "aws:sns/topicPolicy:TopicPolicy"
URL = "https://sqs.eu-central-1.amazonaws.com/123456789012/jobs"
TOPIC_ARN = "arn:aws:sns:eu-central-1:123456789012:alerts"


def deny_plain_http(action: str = "sqs:*", **changes: object) -> Properties:
    return {
        "Effect": "Deny",
        "Principal": "*",
        "Action": action,
        "Resource": "*",
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        **changes,
    }


NARROWED = {
    "Bool": {"aws:SecureTransport": "false"},
    "StringEquals": {"aws:PrincipalAccount": "123456789012"},
}
QUEUE_HERE = one(QUEUE, {"name": "jobs"})

CASES = {
    "sqs-sse": Cases(
        QUEUE,
        fails=[({"sqsManagedSseEnabled": False}, ["sqsManagedSseEnabled"])],
        passes=[{"sqsManagedSseEnabled": True}, {"kmsMasterKeyId": "alias/x"}],
        near_misses=[
            {},
            {"sqsManagedSseEnabled": False, "kmsMasterKeyId": "alias/x"},
            {"sqsManagedSseEnabled": False, "kmsMasterKeyId": UNKNOWN},
        ],
        undetermined=[({"sqsManagedSseEnabled": UNKNOWN}, "sqsManagedSseEnabled")],
    ),
    "sqs-cmk": Cases(
        QUEUE,
        fails=[
            ({}, ["kmsMasterKeyId"]),
            ({"kmsMasterKeyId": "alias/aws/sqs"}, ["kmsMasterKeyId"]),
            (
                {"kmsMasterKeyId": "arn:aws:kms:eu-central-1:123456789012:alias/aws/sqs"},
                ["kmsMasterKeyId"],
            ),
        ],
        passes=[{"kmsMasterKeyId": "alias/data"}],
        near_misses=[{"kmsMasterKeyId": UNKNOWN}, {"kmsMasterKeyId": "alias/aws/sqs-data"}],
        always_known="a key that is given but not known yet is a key",
    ),
    "sns-sse": Cases(
        TOPIC,
        fails=[({}, ["kmsMasterKeyId"])],
        passes=[{"kmsMasterKeyId": "alias/data"}],
        near_misses=[{"kmsMasterKeyId": UNKNOWN}],
        always_known="a key that is given but not known yet is a key",
    ),
    "sqs-tls": Cases(
        "",
        fails=[
            ([QUEUE_HERE], ["policy"]),
            (
                [QUEUE_HERE, one(QUEUE_POLICY, {"queueUrl": URL, "policy": policy()})],
                ["policy"],
            ),
            # Another queue's policy does not help this one.
            (
                [
                    QUEUE_HERE,
                    one(
                        QUEUE_POLICY,
                        {"queueUrl": f"{URL}-dead", "policy": policy(deny_plain_http())},
                    ),
                ],
                ["policy"],
            ),
            (
                [one(QUEUE, {"name": "jobs", "policy": policy(deny_plain_http("sqs:Send*"))})],
                ["policy"],
            ),
            (
                [one(QUEUE, {"name": "jobs", "policy": policy(deny_plain_http(Effect="Allow"))})],
                ["policy"],
            ),
            (
                [
                    one(
                        QUEUE,
                        {"name": "jobs", "policy": policy(deny_plain_http(Condition=NARROWED))},
                    )
                ],
                ["policy"],
            ),
        ],
        passes=[
            [QUEUE_HERE, one(QUEUE_POLICY, {"queueUrl": URL, "policy": policy(deny_plain_http())})]
        ],
        near_misses=[
            [one(QUEUE, {"name": "jobs", "policy": policy(deny_plain_http())})],
            # The reference is unknown at preview, what it is computed from is not.
            [
                one(QUEUE, {}),
                one(
                    QUEUE_POLICY,
                    {"queueUrl": UNKNOWN, "policy": policy(deny_plain_http())},
                    depends={"queueUrl": [urn(QUEUE, "it")]},
                ),
            ],
            [
                one(QUEUE, {}),
                one(
                    QUEUE_POLICY,
                    {"queueUrl": UNKNOWN, "policy": policy(deny_plain_http())},
                    waits_for=[urn(QUEUE, "it")],
                ),
            ],
        ],
        undetermined=[
            (
                [QUEUE_HERE, one(QUEUE_POLICY, {"queueUrl": URL, "policy": UNKNOWN})],
                "policy",
            ),
            (
                [QUEUE_HERE, one(QUEUE_POLICY, {"queueUrl": UNKNOWN, "policy": policy()})],
                "queueUrl",
            ),
            # The policy names a queue; this one's name is not known, so it may be the one.
            (
                [one(QUEUE, {"name": UNKNOWN}), one(QUEUE_POLICY, {"queueUrl": URL, "policy": ""})],
                "queueUrl",
            ),
        ],
    ),
    "sns-tls": Cases(
        "",
        fails=[
            ([one(TOPIC, {"name": "alerts"})], ["policy"]),
            (
                [
                    one(TOPIC, {"name": "alerts"}),
                    one(
                        TOPIC_POLICY,
                        {"arn": TOPIC_ARN, "policy": policy(deny_plain_http("sns:Subscribe"))},
                    ),
                ],
                ["policy"],
            ),
        ],
        passes=[
            [
                one(TOPIC, {"name": "alerts"}),
                one(
                    TOPIC_POLICY,
                    {"arn": TOPIC_ARN, "policy": policy(deny_plain_http("sns:Publish"))},
                ),
            ]
        ],
        near_misses=[
            [
                one(
                    TOPIC,
                    {
                        "name": "alerts",
                        "policy": policy(deny_plain_http("SNS:publish", Principal={"AWS": "*"})),
                    },
                )
            ]
        ],
        undetermined=[([one(TOPIC, {"name": "alerts", "policy": UNKNOWN})], "policy")],
    ),
}
