"""SQS, SNS and Kinesis."""

from typing import Final

from guardrails.native.model import ITSELF, At, Lacking, NativeType, Part
from guardrails.native.shapes import Entry, as_json, only, tags
from guardrails.resource_types import QUEUE, QUEUE_POLICY, STREAM, TOPIC, TOPIC_POLICY

_SUBSCRIPTION: Final = "aws:sns/topicSubscription:TopicSubscription"

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
        "redriveAllowPolicy": At("redriveAllowPolicy", as_json),
        "policy": Lacking("queueName"),
        "tags": At("tags", tags),
    },
)

_QUEUE_POLICY: Final = NativeType(
    "aws-native:sqs:QueueInlinePolicy",
    QUEUE_POLICY,
    {"queueUrl": "queue", "policy": At("policyDocument", as_json)},
    documents=("policyDocument",),
)


def _failures(service: str) -> At:
    how = Entry(service, key="protocol", value="failureFeedbackRoleArn")
    return At("deliveryStatusLogging", how)


_TOPIC: Final = NativeType(
    "aws-native:sns:Topic",
    TOPIC,
    {
        "name": "topicName",
        "arn": "topicArn",
        "kmsMasterKeyId": "kmsMasterKeyId",
        "applicationFailureFeedbackRoleArn": _failures("application"),
        "firehoseFailureFeedbackRoleArn": _failures("firehose"),
        "httpFailureFeedbackRoleArn": _failures("http/s"),
        "lambdaFailureFeedbackRoleArn": _failures("lambda"),
        "sqsFailureFeedbackRoleArn": _failures("sqs"),
        "policy": Lacking("topicName"),
        "tags": At("tags", tags),
    },
    parts=(
        Part(
            _SUBSCRIPTION,
            "subscription",
            {
                "protocol": "protocol",
                "endpoint": "endpoint",
                "filterPolicy": Lacking(ITSELF),
                "redrivePolicy": Lacking(ITSELF),
            },
            whole="topic",
            each=True,
        ),
    ),
)

_TOPIC_POLICIES: Final = (
    NativeType(
        "aws-native:sns:TopicInlinePolicy",
        TOPIC_POLICY,
        {"arn": "topicArn", "policy": At("policyDocument", as_json)},
        documents=("policyDocument",),
    ),
    NativeType(
        "aws-native:sns:TopicPolicy",
        TOPIC_POLICY,
        {"arn": At("topics", only), "policy": At("policyDocument", as_json)},
        documents=("policyDocument",),
    ),
)

_TOPIC_SUBSCRIPTION: Final = NativeType(
    "aws-native:sns:Subscription",
    _SUBSCRIPTION,
    {
        "topic": "topicArn",
        "endpoint": "endpoint",
        "protocol": "protocol",
        "filterPolicy": At("filterPolicy", as_json),
        "redrivePolicy": At("redrivePolicy", as_json),
    },
)

_STREAM: Final = NativeType(
    "aws-native:kinesis:Stream",
    STREAM,
    {
        "name": "name",
        "arn": "arn",
        "encryptionType": "streamEncryption.encryptionType",
        "kmsKeyId": "streamEncryption.keyId",
        "tags": At("tags", tags),
    },
)

_STREAM_POLICY: Final = NativeType(
    "aws-native:kinesis:ResourcePolicy",
    "aws:kinesis/resourcePolicy:ResourcePolicy",
    {"resourceArn": "resourceArn", "policy": At("resourcePolicy", as_json)},
    documents=("resourcePolicy",),
)

TYPES: Final = (
    _QUEUE,
    _QUEUE_POLICY,
    _TOPIC,
    *_TOPIC_POLICIES,
    _TOPIC_SUBSCRIPTION,
    _STREAM,
    _STREAM_POLICY,
)
