"""The shapes of ``Queue`` and ``DeadLetterQueue``."""

from typing import NotRequired, TypedDict

import pulumi

from components.key.args import EncryptionKey
from components.topic.args import TopicReference


class QueueArgs(TypedDict):
    """The arguments of ``Queue``."""

    visibility_timeout_seconds: int
    """How long a received message stays hidden from others, from 0 to 43200 seconds. At least six
    times the timeout of the function that consumes it."""

    max_receive_count: NotRequired[int]
    """After how many receives a message moves to the dead-letter queue, from 1 to 1000.
    Default: 5."""

    retention_seconds: NotRequired[int]
    """How long an unread message is kept, from 60 to 1209600 seconds. Default: 345600 (4 days).
    The dead-letter queue keeps its messages for 14 days."""

    fifo: NotRequired[bool]
    """Whether messages keep their order within a group, each delivered once. Default: no."""

    topics: NotRequired[list[TopicReference]]
    """Topics to subscribe to; each message arrives as it was published. Where ``encryption_key``
    is given, that key has to name ``sns`` among its ``services``. Default: none."""

    encryption_key: NotRequired[EncryptionKey]
    """The customer-managed key. Default: a key that SQS owns (SSE-SQS)."""


class DeadLetterQueueArgs(TypedDict):
    """The arguments of ``DeadLetterQueue``."""

    encryption_key: NotRequired[EncryptionKey]
    """The customer-managed key. Default: a key that SQS owns (SSE-SQS)."""


class QueueReference(TypedDict):
    """A queue as other components take it; all of it but ``ready`` is known at preview."""

    name: str
    """The queue's name in AWS."""

    arn: str
    """The queue's ARN."""

    url: str
    """The queue's URL."""

    visibility_timeout_seconds: int
    """How long a received message stays hidden from others."""

    fifo: bool
    """Whether it is a FIFO queue."""

    encryption_alias: NotRequired[str]
    """The alias of the queue's customer-managed key, which a sender and a consumer use too.
    Default: none, the queue is encrypted by SQS itself."""

    ready: NotRequired[pulumi.Input[str]]
    """Known once the queue exists: who names the queue in plain text waits for this. Default: the
    queue exists already."""
