"""What event sources have to be, checked before anything is registered."""

from dataclasses import dataclass
from typing import Self

from components.core import arns, limits
from components.core.checks import known_keys, one_of, whole_number
from components.core.deployment import Deployment
from components.core.errors import LimitError
from components.events.access import require
from components.events.args import QueueSourceArgs, ScheduleArgs, StreamSourceArgs
from components.events.expression import check_expression, check_timezone
from components.events.patterns import check_patterns, parse_json
from components.queue import QueueReference
from components.queue import grants as queue_grants
from components.queue.spec import standard_queue
from components.table import grants as table_grants

STARTING_POSITIONS = frozenset({"TRIM_HORIZON", "LATEST"})


@dataclass(frozen=True, slots=True)
class QueueSourceSpec:
    """The validated arguments of ``QueueSource``."""

    batch_size: int
    batch_window_seconds: int
    max_concurrency: int | None

    @classmethod
    def parse(cls, name: str, args: QueueSourceArgs) -> Self:
        """Validate ``args``.

        Raises:
            SpecError: An unknown argument, or a function that may not consume the queue.
            LimitError: A number that Lambda does not take, or a visibility timeout too short.
        """
        where = f"QueueSource {name!r}"
        known_keys(where, args, QueueSourceArgs.__annotations__)
        queue = args["queue"]
        window = _batch_window(where, args.get("batch_window_seconds", 0))
        if queue["fifo"] and window:
            raise LimitError(f"{where}.batch_window_seconds", window, "0 seconds for a FIFO queue")
        spec = cls(
            batch_size=whole_number(
                f"{where}.batch_size",
                args.get("batch_size", limits.SQS_BATCH_SIZE_WITHOUT_WINDOW),
                range(1, _largest_batch(queue, window) + 1),
                "messages",
                _batch_mend(queue, window),
            ),
            batch_window_seconds=window,
            max_concurrency=(
                whole_number(
                    f"{where}.max_concurrency",
                    args["max_concurrency"],
                    limits.SQS_MAPPING_CONCURRENCY,
                    "invocations",
                )
                if "max_concurrency" in args
                else None
            ),
        )
        _check_visibility(where, args, window)
        mend = "Add queue.consume() to the function's grants."
        require(f"{where}.function", args["function"], queue_grants.CONSUME, queue["arn"], mend)
        return spec


@dataclass(frozen=True, slots=True)
class StreamSourceSpec:
    """The validated arguments of ``StreamSource``."""

    filters: tuple[str, ...]
    batch_size: int
    batch_window_seconds: int
    retries: int
    max_record_age_seconds: int
    starting_position: str

    @classmethod
    def parse(cls, place: Deployment, name: str, args: StreamSourceArgs) -> Self:
        """Validate ``args``.

        Raises:
            SpecError: An unknown argument, a filter that is no pattern, a FIFO queue for failures,
                or a function that may not read the stream or send to the failure queue.
            LimitError: A number, or a filter, that Lambda does not take.
        """
        where = f"StreamSource {name!r}"
        known_keys(where, args, StreamSourceArgs.__annotations__)
        standard_queue(f"{where}.failure_queue", args["failure_queue"])
        filters = tuple(args.get("filters", []))
        check_patterns(f"{where}.filters", filters)
        spec = cls(
            filters=filters,
            batch_size=whole_number(
                f"{where}.batch_size",
                args.get("batch_size", 100),
                limits.STREAM_BATCH_SIZE,
                "records",
            ),
            batch_window_seconds=_batch_window(where, args.get("batch_window_seconds", 0)),
            retries=whole_number(
                f"{where}.retries", args.get("retries", 5), limits.STREAM_RETRIES, "retries"
            ),
            max_record_age_seconds=whole_number(
                f"{where}.max_record_age_seconds",
                args.get("max_record_age_seconds", 86_400),
                limits.STREAM_RECORD_AGE_SECONDS,
                "seconds",
            ),
            starting_position=one_of(
                f"{where}.starting_position",
                args.get("starting_position", "TRIM_HORIZON"),
                STARTING_POSITIONS,
            ),
        )
        _check_stream_access(place, where, args)
        return spec


@dataclass(frozen=True, slots=True)
class ScheduleSpec:
    """The validated arguments of ``Schedule``."""

    expression: str
    timezone: str
    flexible_window_minutes: int | None
    retries: int
    max_event_age_seconds: int
    payload: str | None

    @classmethod
    def parse(cls, name: str, args: ScheduleArgs) -> Self:
        """Validate ``args``.

        Raises:
            SpecError: An unknown argument, an expression or a time zone that Scheduler does not
                take, a payload that is no JSON, or a FIFO queue for dead letters.
            LimitError: A number that Scheduler does not take.
        """
        where = f"Schedule {name!r}"
        known_keys(where, args, ScheduleArgs.__annotations__)
        check_expression(f"{where}.expression", args["expression"])
        timezone = args.get("timezone", "UTC")
        check_timezone(f"{where}.timezone", timezone)
        standard_queue(f"{where}.dead_letter_queue", args["dead_letter_queue"])
        payload = args.get("payload")
        if payload is not None:
            parse_json(f"{where}.payload", payload)
        return cls(
            expression=args["expression"],
            timezone=timezone,
            flexible_window_minutes=(
                whole_number(
                    f"{where}.flexible_window_minutes",
                    args["flexible_window_minutes"],
                    limits.SCHEDULE_WINDOW_MINUTES,
                    "minutes",
                )
                if "flexible_window_minutes" in args
                else None
            ),
            retries=whole_number(
                f"{where}.retries", args.get("retries", 3), limits.SCHEDULE_RETRIES, "retries"
            ),
            max_event_age_seconds=whole_number(
                f"{where}.max_event_age_seconds",
                args.get("max_event_age_seconds", 3_600),
                limits.SCHEDULE_EVENT_AGE_SECONDS,
                "seconds",
            ),
            payload=payload,
        )


def _batch_window(where: str, given: object) -> int:
    return whole_number(
        f"{where}.batch_window_seconds", given, limits.BATCH_WINDOW_SECONDS, "seconds"
    )


def _largest_batch(queue: QueueReference, window: int) -> int:
    if queue["fifo"]:
        return limits.SQS_FIFO_BATCH_SIZE
    return limits.SQS_BATCH_SIZE[-1] if window else limits.SQS_BATCH_SIZE_WITHOUT_WINDOW


def _batch_mend(queue: QueueReference, window: int) -> str:
    if queue["fifo"] or window:
        return ""
    return "More than 10 need a `batch_window_seconds` of at least 1."


def _check_visibility(where: str, args: QueueSourceArgs, window: int) -> None:
    # https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
    timeout = args["function"]["timeout_seconds"]
    least = limits.SQS_VISIBILITY_TIMES_FUNCTION_TIMEOUT * timeout + window
    given = args["queue"]["visibility_timeout_seconds"]
    if given < least:
        allowed = f"at least {least} seconds: 6 times the function's timeout of {timeout}"
        if window:
            allowed += f", and the window of {window}"
        mend = "Set `visibility_timeout_seconds` of the queue."
        raise LimitError(f"{where}: the queue's visibility timeout", given, allowed, mend)


def _check_stream_access(place: Deployment, where: str, args: StreamSourceArgs) -> None:
    function = args["function"]
    require(
        f"{where}.function",
        function,
        (*table_grants.READ_STREAM, *table_grants.LIST_STREAMS),
        arns.table_streams(place, args["stream"]["table_name"]),
        "Add table.read_stream() to the function's grants.",
    )
    require(
        f"{where}.function",
        function,
        queue_grants.SEND,
        args["failure_queue"]["arn"],
        "Add failure_queue.send() to the function's grants.",
    )
