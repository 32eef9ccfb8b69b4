"""SQS queues."""

from components.queue.args import DeadLetterQueueArgs, QueueArgs, QueueReference
from components.queue.component import DeadLetterQueue, Queue
from components.queue.grants import send_to

__all__ = [
    "DeadLetterQueue",
    "DeadLetterQueueArgs",
    "Queue",
    "QueueArgs",
    "QueueReference",
    "send_to",
]
