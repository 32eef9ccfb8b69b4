"""SQS: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/."""

from local.emulator.resources.base import Aws, Inputs, Made, ResourceType, text

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


class Queue(ResourceType):
    """A queue. Its ``url`` is the emulator's, which answers, where AWS's own would not."""

    pulumi_type = "aws:sqs/queue:Queue"

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


class _QueueAttribute(ResourceType):
    """One attribute of a queue, as a resource of its own."""

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


TYPES = (
    Queue(),
    _QueueAttribute("aws:sqs/queuePolicy:QueuePolicy", "policy", "Policy"),
    _QueueAttribute("aws:sqs/redrivePolicy:RedrivePolicy", "redrivePolicy", "RedrivePolicy"),
    _QueueAttribute(
        "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy", "redriveAllowPolicy", "RedriveAllowPolicy"
    ),
)
