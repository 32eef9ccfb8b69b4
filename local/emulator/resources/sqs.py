"""SQS: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/."""

import json
from collections.abc import Mapping
from typing import Any, ClassVar

from local.emulator.resources.base import Aws, Inputs, Made, ResourceType, differing, text

_ATTRIBUTES = {
    "visibilityTimeoutSeconds": "VisibilityTimeout",
    "messageRetentionSeconds": "MessageRetentionPeriod",
    "maxMessageSize": "MaximumMessageSize",
    "delaySeconds": "DelaySeconds",
    "receiveWaitTimeSeconds": "ReceiveMessageWaitTimeSeconds",
    "policy": "Policy",
    "redrivePolicy": "RedrivePolicy",
    "redriveAllowPolicy": "RedriveAllowPolicy",
    "kmsMasterKeyId": "KmsMasterKeyId",
    "kmsDataKeyReusePeriodSeconds": "KmsDataKeyReusePeriodSeconds",
    "sqsManagedSseEnabled": "SqsManagedSseEnabled",
    "fifoQueue": "FifoQueue",
    "contentBasedDeduplication": "ContentBasedDeduplication",
    "deduplicationScope": "DeduplicationScope",
    "fifoThroughputLimit": "FifoThroughputLimit",
}

# What an attribute is when the program no longer gives it; the others are empty then.
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
_DEFAULTS = {
    "visibilityTimeoutSeconds": 30,
    "messageRetentionSeconds": 345_600,
    "maxMessageSize": 1_048_576,
    "delaySeconds": 0,
    "receiveWaitTimeSeconds": 0,
    "kmsDataKeyReusePeriodSeconds": 300,
    "sqsManagedSseEnabled": True,
    "contentBasedDeduplication": False,
    "deduplicationScope": "queue",
    "fifoThroughputLimit": "perQueue",
}


class Queue(ResourceType):
    """A queue. Its ``url`` is the emulator's, which answers, where AWS's own would not."""

    pulumi_type = "aws:sqs/queue:Queue"
    replaced_by: ClassVar[frozenset[str]] = frozenset({"name", "namePrefix", "fifoQueue"})

    def create(self, aws: Aws, inputs: Inputs) -> Made:
        queue_name = aws.name(inputs)
        attributes = {
            theirs: text(inputs[ours]) for ours, theirs in _ATTRIBUTES.items() if ours in inputs
        }
        # SQS takes a fifo queue by `true` only; a standard queue leaves it out.
        if attributes.get("FifoQueue") == "false":
            del attributes["FifoQueue"]
        url = aws.client("sqs").create_queue(
            QueueName=queue_name, Attributes=attributes, tags=aws.tags(inputs)
        )["QueueUrl"]
        return Made(url, {"name": queue_name, "url": url, "arn": aws.arn("sqs", queue_name)})

    def read(self, aws: Aws, made_id: str, state: Inputs) -> Mapping[str, Any] | None:
        given = _attributes(aws, made_id)
        name = made_id.rpartition("/")[2]
        fixed = {"name": name, "url": made_id, "arn": aws.arn("sqs", name)}
        return {**fixed, **{ours: given.get(theirs) for ours, theirs in _ATTRIBUTES.items()}}

    def update(self, aws: Aws, made_id: str, old: Inputs, new: Inputs) -> Mapping[str, Any]:
        changed = differing(old, new)
        attributes = {
            theirs: text(new.get(ours, _DEFAULTS.get(ours, "")))
            for ours, theirs in _ATTRIBUTES.items()
            if ours in changed
        }
        aws.client("sqs").set_queue_attributes(QueueUrl=made_id, Attributes=attributes)
        return {}

    def delete(self, aws: Aws, made_id: str, state: Inputs) -> None:
        aws.client("sqs").delete_queue(QueueUrl=made_id)


class _QueueAttribute(ResourceType):
    """One attribute of a queue, as a resource of its own."""

    replaced_by: ClassVar[frozenset[str]] = frozenset({"queueUrl"})

    def __init__(self, pulumi_type: str, ours: str, theirs: str) -> None:
        self.pulumi_type = pulumi_type
        self._ours = ours
        self._theirs = theirs

    def create(self, aws: Aws, inputs: Inputs) -> Made:
        url = inputs["queueUrl"]
        aws.client("sqs").set_queue_attributes(
            QueueUrl=url, Attributes={self._theirs: text(inputs[self._ours])}
        )
        return Made(url)

    def read(self, aws: Aws, made_id: str, state: Inputs) -> Mapping[str, Any] | None:
        value = _attributes(aws, made_id).get(self._theirs)
        return {"queueUrl": made_id, self._ours: value} if value else None

    def update(self, aws: Aws, made_id: str, old: Inputs, new: Inputs) -> Mapping[str, Any]:
        self.create(aws, new)
        return {}

    def delete(self, aws: Aws, made_id: str, state: Inputs) -> None:
        # An empty attribute takes the policy away.
        aws.client("sqs").set_queue_attributes(QueueUrl=made_id, Attributes={self._theirs: ""})


def _attributes(aws: Aws, url: str) -> dict[str, Any]:
    given = aws.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["All"])
    return {
        name: json.loads(value) if value.isdigit() or value in {"true", "false"} else value
        for name, value in given["Attributes"].items()
    }


TYPES = (
    Queue(),
    _QueueAttribute("aws:sqs/queuePolicy:QueuePolicy", "policy", "Policy"),
    _QueueAttribute("aws:sqs/redrivePolicy:RedrivePolicy", "redrivePolicy", "RedrivePolicy"),
    _QueueAttribute(
        "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy", "redriveAllowPolicy", "RedriveAllowPolicy"
    ),
)
