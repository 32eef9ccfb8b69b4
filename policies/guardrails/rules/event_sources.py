"""What feeds functions from queues and streams."""

from collections.abc import Iterator
from typing import Final

from guardrails.answers import demand
from guardrails.graph import Graph
from guardrails.model import Fail, Level, Result, Scope, Severity, Undetermined, rule
from guardrails.resource_types import EVENT_SOURCE, QUEUE
from guardrails.subjects.event_kinds import EventKind, kind_of
from guardrails.subjects.invocations import Way, invocations
from guardrails.view import Resource, View

_IN_PART: Final = "ReportBatchItemFailures"
_BATCHED: Final = (EventKind.QUEUE, EventKind.STREAM)

# What AWS takes where nothing is said.
_FUNCTION_TIMEOUT: Final = 3
_VISIBILITY_TIMEOUT: Final = 30
# https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
_TIMES: Final = 6


@rule(
    "esm-failure-destination",
    "A stream that a function reads says where failed batches are told",
    category="resilience",
    severity=Severity.MEDIUM,
    applies_to=[EVENT_SOURCE],
    why="Records that the function cannot process expire in the stream, and nobody hears of it.",
    remediation="Set destination_config={'on_failure': {'destination_arn': queue.arn}}.",
    snippet="""aws.lambda_.EventSourceMapping(
    "orders",
    event_source_arn=table.stream_arn,
    starting_position="LATEST",
    destination_config={"on_failure": {"destination_arn": failures.arn}},
)""",
    equivalents=["serverless-rules:ES1001", "cdk-nag:LambdaEventSourceMappingDestination"],
    notes="Lambda",
)
def failure_destination(mapping: Resource) -> Iterator[Result]:
    """Streams and Kafka; a queue has dead letters of its own."""
    if kind_of(mapping) not in (EventKind.STREAM, EventKind.KAFKA):
        return
    destination = mapping["destinationConfig"]["onFailure"]["destinationArn"]
    if destination.missing:
        yield Fail(
            "A batch that keeps failing is dropped, and no queue or topic is told which.",
            destination.path,
            "destination_config={'on_failure': {'destination_arn': <a queue's ARN>}}",
        )
    elif destination.unknown and not destination.path.endswith("destinationArn"):
        yield Undetermined(destination.path)


@rule(
    "esm-batch-failure",
    "A function that reads batches says which messages failed",
    category="resilience",
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    applies_to=[EVENT_SOURCE],
    why="One message that fails brings back the whole batch, so the others are processed again.",
    remediation=f"Set function_response_types=['{_IN_PART}'] and let the handler answer with the "
    "ids of the messages that failed.",
    snippet="""aws.lambda_.EventSourceMapping(
    "orders", function_response_types=["ReportBatchItemFailures"]
)""",
    own="No tool of the catalogue looks at what a batch's failure brings back.",
    notes="Lambda",
)
def batch_failures(mapping: Resource) -> Iterator[Result]:
    """A batch of one fails as a whole anyway."""
    if kind_of(mapping) not in _BATCHED or mapping["batchSize"].number == 1:
        return
    types = mapping["functionResponseTypes"]
    unknown = next((one for one in (types, *types.items()) if one.unknown), None)
    if any(one.text == _IN_PART for one in types.items()):
        return
    if unknown is not None:
        yield Undetermined(unknown.path)
        return
    yield Fail(
        "One message that fails brings back its whole batch.",
        types.path,
        f"function_response_types=['{_IN_PART}']",
    )


@rule(
    "esm-stream-limits",
    "A record that keeps failing does not hold up its stream",
    category="resilience",
    severity=Severity.MEDIUM,
    applies_to=[EVENT_SOURCE],
    why="Without limits a bad record is tried until it expires, a day to a year, and all records "
    "behind it wait.",
    remediation="Set maximum_retry_attempts, maximum_record_age_in_seconds and "
    "bisect_batch_on_function_error=True.",
    snippet="""aws.lambda_.EventSourceMapping(
    "orders",
    bisect_batch_on_function_error=True,
    maximum_retry_attempts=5,
    maximum_record_age_in_seconds=86400,
)""",
    own="No tool of the catalogue looks at the limits of a stream's retries.",
    notes="Lambda",
)
def stream_limits(mapping: Resource) -> Iterator[Result]:
    """-1 is AWS's word for without limit, as is leaving it out."""
    if kind_of(mapping) is not EventKind.STREAM:
        return
    yield from demand(
        mapping["maximumRetryAttempts"],
        _is_limited(mapping["maximumRetryAttempts"]),
        "A batch that fails is tried again until its records expire.",
        "maximum_retry_attempts=5",
    )
    yield from demand(
        mapping["maximumRecordAgeInSeconds"],
        _is_limited(mapping["maximumRecordAgeInSeconds"]),
        "Records are processed however old they are, and hold up newer ones.",
        "maximum_record_age_in_seconds=86400",
    )
    if mapping["batchSize"].number != 1:
        yield from demand(
            mapping["bisectBatchOnFunctionError"],
            mapping["bisectBatchOnFunctionError"].flag is True,
            "One bad record fails its whole batch each time, for the batch is not split.",
            "bisect_batch_on_function_error=True",
        )


def _is_limited(view: View) -> bool:
    return view.number is not None and view.number >= 0


@rule(
    "esm-filter",
    "A function that reads a stream is invoked for the records that it wants",
    category="serverless",
    severity=Severity.LOW,
    level=Level.ADVISORY,
    applies_to=[EVENT_SOURCE],
    why="Every change invokes the function, and each invocation that does nothing is paid for.",
    remediation="Set filter_criteria with a pattern for what the function works on; one that wants "
    "everything may be waived.",
    snippet="""aws.lambda_.EventSourceMapping(
    "orders",
    filter_criteria={"filters": [{"pattern": '{"eventName": ["INSERT"]}'}]},
)""",
    own="No tool of the catalogue looks at filters.",
    notes="Lambda",
)
def filtered(mapping: Resource) -> Iterator[Result]:
    """Queues are filtered where they are filled."""
    if kind_of(mapping) is EventKind.STREAM:
        filters = mapping["filterCriteria"]["filters"]
        yield from demand(
            filters,
            not filters.missing,
            "The function is invoked for every record of the stream.",
            "filter_criteria={'filters': [{'pattern': <what the function wants>}]}",
        )


@rule(
    "esm-sqs-visibility",
    "A queue hides its messages for six times as long as their function may run",
    category="resilience",
    severity=Severity.MEDIUM,
    scope=Scope.STACK,
    applies_to=[EVENT_SOURCE],
    why="A message that comes back while it is still worked on is worked on twice; AWS asks for "
    "room for throttled tries.",
    remediation="Set visibility_timeout_seconds to 6 times the function's timeout plus the batch "
    "window.",
    snippet="""orders = aws.sqs.Queue("orders", visibility_timeout_seconds=6 * 30 + 5)
work = aws.lambda_.Function("work", timeout=30)
aws.lambda_.EventSourceMapping("orders", maximum_batching_window_in_seconds=5)""",
    equivalents=["cdk-nag:LambdaEventSourceSQSVisibilityTimeout"],
    notes="SQS/SNS",
)
def visibility(graph: Graph) -> Iterator[Result]:
    """Mappings whose queue and function are both of the stack."""
    for one in invocations(graph):
        if one.way is not Way.POLLED or kind_of(one.holder) is not EventKind.QUEUE:
            continue
        queue = graph.target(one.holder, one.holder["eventSourceArn"], [QUEUE])
        if queue is not None:
            yield from _long_enough(one.holder, queue, one.function)


def _long_enough(mapping: Resource, queue: Resource, function: Resource) -> Iterator[Result]:
    hidden, runs = queue["visibilityTimeoutSeconds"], function["timeout"]
    window = mapping["maximumBatchingWindowInSeconds"]
    for holder, view in ((queue, hidden), (function, runs), (mapping, window)):
        if view.unknown:
            yield Undetermined(view.path, holder.urn)
            return
    seconds = _or(hidden, _VISIBILITY_TIMEOUT)
    timeout, waits = _or(runs, _FUNCTION_TIMEOUT), _or(window, 0)
    wanted = _TIMES * timeout + waits
    if seconds >= wanted:
        return
    # Lambda takes no mapping whose queue hides messages for less than the function may run.
    refused = seconds < timeout
    yield Fail(
        f"Messages come back after {seconds:g} seconds, and {function.name!r} may run {timeout:g}"
        + (": Lambda refuses the mapping." if refused else f": {wanted:g} leave room for retries."),
        hidden.path,
        f"visibility_timeout_seconds={wanted:g}",
        queue.urn,
        Severity.HIGH if refused else None,
    )


def _or(view: View, default: float) -> float:
    return default if view.number is None else view.number


RULES = (failure_destination, batch_failures, stream_limits, filtered, visibility)
