"""The shapes of ``QueueSource``, ``StreamSource`` and ``Schedule``."""

from typing import NotRequired, TypedDict

from components.function.args import FunctionReference
from components.queue.args import QueueReference
from components.table.args import StreamReference


class QueueSourceArgs(TypedDict):
    """The arguments of ``QueueSource``."""

    queue: QueueReference
    """Whose messages are delivered. Its visibility timeout is at least six times the function's
    timeout, plus the waiting window."""

    function: FunctionReference
    """Who gets them; its grants hold ``queue.consume()``. It answers with the messages that
    failed (``batchItemFailures``), the others are deleted."""

    batch_size: NotRequired[int]
    """The most messages of one invocation, from 1 to 10000; 10 without a window and for a FIFO
    queue. Default: 10."""

    batch_window_seconds: NotRequired[int]
    """How long to wait for a batch to fill, from 0 to 300 seconds; 0 for a FIFO queue.
    Default: 0."""

    max_concurrency: NotRequired[int]
    """The most invocations at a time, from 2 to 1000. Default: what the account allows."""


class StreamSourceArgs(TypedDict):
    """The arguments of ``StreamSource``."""

    stream: StreamReference
    """Whose records are delivered, in order within an item."""

    function: FunctionReference
    """Who gets them; its grants hold ``table.read_stream()`` and ``queue.send()`` of the failure
    queue. It answers with the first record that failed (``batchItemFailures``)."""

    failure_queue: QueueReference
    """Where AWS tells of the records that were given up; a standard queue."""

    filters: NotRequired[list[str]]
    """Patterns as JSON; a record that matches one of them is delivered. Up to 5, each up to 4096
    characters. Default: every record."""

    batch_size: NotRequired[int]
    """The most records of one invocation, from 1 to 10000. Default: 100."""

    batch_window_seconds: NotRequired[int]
    """How long to wait for a batch to fill, from 0 to 300 seconds. Default: 0."""

    retries: NotRequired[int]
    """How often a batch that failed is tried again, halved each time, from 0 to 10000.
    Default: 5."""

    max_record_age_seconds: NotRequired[int]
    """How old a record may be to be tried still, from 60 to 604800 seconds. Default: 86400, as
    long as DynamoDB keeps it."""

    starting_position: NotRequired[str]
    """Where to begin: ``TRIM_HORIZON`` (the oldest record) or ``LATEST``.
    Default: ``TRIM_HORIZON``."""


class ScheduleArgs(TypedDict):
    """The arguments of ``Schedule``."""

    expression: str
    """When: ``rate(1 day)``, ``cron(0 6 * * ? *)`` or ``at(2027-01-31T06:00:00)``."""

    timezone: NotRequired[str]
    """The time zone of ``cron`` and ``at``, such as ``Europe/Berlin``. Default: ``UTC``."""

    function: FunctionReference
    """Whom to invoke."""

    dead_letter_queue: QueueReference
    """Where invocations go that could not be delivered; a standard queue."""

    flexible_window_minutes: NotRequired[int]
    """How much later an invocation may come, to spread load, from 1 to 1440 minutes.
    Default: on time."""

    retries: NotRequired[int]
    """How often a delivery is tried again, from 0 to 185. Default: 3."""

    max_event_age_seconds: NotRequired[int]
    """For how long a delivery is tried, from 60 to 86400 seconds. Default: 3600."""

    payload: NotRequired[str]
    """The event, as JSON. Default: Scheduler's own, with the schedule's ARN and time."""
