"""What invokes functions: schedules, queues and streams."""

from components.events.args import QueueSourceArgs, ScheduleArgs, StreamSourceArgs
from components.events.queue_source import QueueSource
from components.events.schedule import Schedule
from components.events.stream_source import StreamSource

__all__ = [
    "QueueSource",
    "QueueSourceArgs",
    "Schedule",
    "ScheduleArgs",
    "StreamSource",
    "StreamSourceArgs",
]
