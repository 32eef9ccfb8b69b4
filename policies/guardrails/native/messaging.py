"""SQS and SNS."""

from typing import Final

from guardrails.native.model import At, Lacking, NativeType
from guardrails.native.shapes import as_json, tags
from guardrails.resource_types import QUEUE, QUEUE_POLICY

_QUEUE: Final = NativeType(
    "aws-native:sqs:Queue",
    QUEUE,
    {
        "name": "queueName",
        "arn": "arn",
        "url": "queueUrl",
        "fifoQueue": "fifoQueue",
        "kmsMasterKeyId": "kmsMasterKeyId",
        "sqsManagedSseEnabled": "sqsManagedSseEnabled",
        "messageRetentionSeconds": "messageRetentionPeriod",
        "visibilityTimeoutSeconds": "visibilityTimeout",
        "redrivePolicy": At("redrivePolicy", as_json),
        "policy": Lacking("queueName"),
        "redriveAllowPolicy": At("redriveAllowPolicy", as_json),
        "tags": At("tags", tags),
    },
)

_QUEUE_POLICY: Final = NativeType(
    "aws-native:sqs:QueueInlinePolicy",
    QUEUE_POLICY,
    {"queueUrl": "queue", "policy": At("policyDocument", as_json)},
    documents=("policyDocument",),
)

TYPES: Final = (_QUEUE, _QUEUE_POLICY)
