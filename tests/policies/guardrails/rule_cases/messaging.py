"""Queues and topics."""

from tests.policies.guardrails.rule_cases.model import UNKNOWN, Cases, one

QUEUE = "aws:sqs/queue:Queue"
QUEUE_POLICY = "aws:sqs/queuePolicy:QueuePolicy"
TOPIC = "aws:sns/topic:Topic"
TOPIC_POLICY = "aws:sns/topicPolicy:TopicPolicy"
URL = "https://sqs.eu-central-1.amazonaws.com/123456789012/jobs"
TOPIC_ARN = "arn:aws:sns:eu-central-1:123456789012:alerts"
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
        near_misses=[
            {"kmsMasterKeyId": UNKNOWN},
            {"kmsMasterKeyId": "alias/aws/sqs-data"},
            # What is not encrypted at all is for `sqs-sse`.
            {"sqsManagedSseEnabled": False},
        ],
        always_known="a key that is given but not known yet is a key",
    ),
    "sns-sse": Cases(
        TOPIC,
        fails=[({}, ["kmsMasterKeyId"])],
        passes=[{"kmsMasterKeyId": "alias/data"}],
        near_misses=[{"kmsMasterKeyId": UNKNOWN}],
        always_known="a key that is given but not known yet is a key",
    ),
}
