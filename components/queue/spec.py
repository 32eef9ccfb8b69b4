"""What a queue has to be, checked before anything is registered."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

from components.core import limits
from components.core.checks import known_keys, whole_number
from components.core.deployment import Deployment
from components.core.errors import SpecError
from components.iam import document
from components.queue.args import QueueArgs, QueueReference

DEAD_LETTER_RETENTION_SECONDS: Final = limits.SQS_RETENTION_SECONDS[-1]
_FIFO_SUFFIX = ".fifo"


@dataclass(frozen=True, slots=True)
class QueueSpec:
    """The validated arguments of ``Queue``."""

    visibility_timeout_seconds: int
    max_receive_count: int
    retention_seconds: int
    fifo: bool

    @classmethod
    def parse(cls, name: str, args: QueueArgs) -> Self:
        """Validate ``args``.

        Raises:
            SpecError: An unknown argument, or a FIFO queue that subscribes to topics.
            LimitError: A number that SQS does not take.
        """
        where = f"Queue {name!r}"
        known_keys(where, args, QueueArgs.__annotations__)
        fifo = args.get("fifo", False)
        if fifo and args.get("topics"):
            allowed = "no topics for a FIFO queue: a standard topic cannot deliver in order"
            raise SpecError(f"{where}.topics", [t["name"] for t in args.get("topics", [])], allowed)
        return cls(
            visibility_timeout_seconds=whole_number(
                f"{where}.visibility_timeout_seconds",
                args["visibility_timeout_seconds"],
                limits.SQS_VISIBILITY_SECONDS,
                "seconds",
            ),
            max_receive_count=whole_number(
                f"{where}.max_receive_count",
                args.get("max_receive_count", 5),
                limits.SQS_RECEIVE_COUNT,
                "receives",
            ),
            retention_seconds=whole_number(
                f"{where}.retention_seconds",
                args.get("retention_seconds", 345_600),
                limits.SQS_RETENTION_SECONDS,
                "seconds",
            ),
            fifo=fifo,
        )


def physical_name(place: Deployment, logical_name: str, *, fifo: bool) -> str:
    """The queue's name in AWS: a FIFO queue's ends in ``.fifo``.

    Raises:
        LimitError: A name above 80 characters, the suffix counted.
    """
    suffix = _FIFO_SUFFIX if fifo else ""
    return place.name(logical_name, limits.SQS_NAME_LENGTH - len(suffix)) + suffix


def queue_policy(place: Deployment, queue_arn: str, topic_arns: Sequence[str] = ()) -> str:
    """The queue policy: TLS only. Whom IAM allows, it leaves to IAM; it lets ``topic_arns`` in."""
    statements = [document.deny_plain_http("DenyPlainHttp", ["sqs:*"], [queue_arn])]
    if topic_arns:
        statements.append(
            {
                "Sid": "AllowTopics",
                "Effect": "Allow",
                "Principal": {"Service": "sns.amazonaws.com"},
                "Action": "sqs:SendMessage",
                "Resource": queue_arn,
                "Condition": {
                    "ArnEquals": {"aws:SourceArn": sorted(topic_arns)},
                    "StringEquals": {"aws:SourceAccount": place.account_id},
                },
            }
        )
    return document.to_json(document.policy(statements))


def redrive_policy(dead_letter_arn: str, max_receive_count: int) -> str:
    """Where a message goes that was received too often."""
    return document.to_json(
        {"deadLetterTargetArn": dead_letter_arn, "maxReceiveCount": max_receive_count}
    )


def redrive_allow_policy(source_arn: str | None) -> str:
    """Which queue may name this one as its dead-letter queue: one, or none."""
    if source_arn is None:
        return document.to_json({"redrivePermission": "denyAll"})
    return document.to_json({"redrivePermission": "byQueue", "sourceQueueArns": [source_arn]})


def standard_queue(where: str, queue: QueueReference) -> None:
    """Refuse a FIFO queue where AWS sends what failed.

    Raises:
        SpecError: The queue is a FIFO queue.
    """
    if queue["fifo"]:
        raise SpecError(where, queue["name"], "a standard queue: failures go to no FIFO queue")
