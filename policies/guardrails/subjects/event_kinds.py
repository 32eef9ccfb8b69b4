"""What an event source mapping reads: a queue, a stream, Kafka."""

from enum import StrEnum
from typing import Final

from guardrails.view import Resource

_OTHERS: Final = (
    "selfManagedEventSource",
    "topics",
    "queues",
    "documentDbEventSourceConfig",
    "amazonManagedKafkaEventSourceConfig",
)


class EventKind(StrEnum):
    """The kinds whose settings differ."""

    QUEUE = "queue"
    STREAM = "stream"
    KAFKA = "Kafka topic"
    OTHER = "other"


_BY_SERVICE: Final = {
    "sqs": EventKind.QUEUE,
    "kinesis": EventKind.STREAM,
    "dynamodb": EventKind.STREAM,
    "kafka": EventKind.KAFKA,
}


def kind_of(mapping: Resource) -> EventKind:
    """What a mapping reads, also while the ARN of its source is not known.

    Only streams and Kafka have a position to start from, and Kafka has topics:
    https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html
    """
    source = mapping["eventSourceArn"]
    if source.text.startswith("arn:"):
        return _BY_SERVICE.get(source.text.split(":")[2], EventKind.OTHER)
    if not (mapping["topics"].missing and mapping["selfManagedEventSource"].missing):
        return EventKind.KAFKA
    if source.missing or any(not mapping[name].missing for name in _OTHERS):
        return EventKind.OTHER
    return EventKind.QUEUE if mapping["startingPosition"].missing else EventKind.STREAM
