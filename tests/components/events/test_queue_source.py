from typing import cast

import pytest

from components.core.errors import LimitError, SpecError
from components.events import QueueSource, QueueSourceArgs
from components.function import FunctionReference
from components.iam import grant
from components.queue import Queue, QueueReference
from tests.support.engine import Registry, register

MAPPING = "aws:lambda/eventSourceMapping:EventSourceMapping"
QUEUE_ARN = "arn:aws:sqs:eu-central-1:123456789012:bulwark-test-orders"
ALIAS_ARN = "arn:aws:lambda:eu-central-1:123456789012:function:bulwark-test-checkout:live"
CONSUME = grant(["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"], [QUEUE_ARN])


def queue(**changes: object) -> QueueReference:
    base: QueueReference = {
        "name": "bulwark-test-orders",
        "arn": QUEUE_ARN,
        "url": "https://sqs.eu-central-1.amazonaws.com/123456789012/bulwark-test-orders",
        "visibility_timeout_seconds": 60,
        "fifo": False,
    }
    return cast("QueueReference", {**base, **changes})


def function(**changes: object) -> FunctionReference:
    base: FunctionReference = {
        "name": "bulwark-test-checkout",
        "alias_arn": ALIAS_ARN,
        "timeout_seconds": 10,
        "grants": [CONSUME],
    }
    return cast("FunctionReference", {**base, **changes})


def registered(**changes: object) -> Registry:
    args = {"queue": queue(), "function": function(), **changes}
    return register(lambda: QueueSource("orders", cast("QueueSourceArgs", args)), preview=True)


def problem(**changes: object) -> str:
    with pytest.raises(SpecError) as caught:
        registered(**changes)
    return str(caught.value)


def test_messages_go_to_the_alias_and_a_batch_may_fail_in_part() -> None:
    registry = registered()

    assert registry.types() == {"bulwark:index:QueueSource": 1, MAPPING: 1}
    assert registry.one(MAPPING).inputs == {
        "eventSourceArn": QUEUE_ARN,
        "functionName": ALIAS_ARN,
        "batchSize": 10,
        "maximumBatchingWindowInSeconds": 0,
        "functionResponseTypes": ["ReportBatchItemFailures"],
    }


def test_the_mapping_waits_for_what_it_names() -> None:
    def program() -> None:
        orders = Queue("orders", {"visibility_timeout_seconds": 60})
        args: QueueSourceArgs = {"queue": orders.reference, "function": function()}
        QueueSource("orders", args)

    registry = register(program, preview=True)

    queue_urn = registry.one("aws:sqs/queue:Queue", "orders").urn
    assert queue_urn in registry.one(MAPPING).dependencies


@pytest.mark.parametrize("most", [2, 1000])
def test_concurrency_can_be_bounded(most: int) -> None:
    mapping = registered(max_concurrency=most).one(MAPPING)

    assert mapping.inputs["scalingConfig"] == {"maximumConcurrency": most}


@pytest.mark.parametrize("most", [1, 1001])
def test_a_concurrency_that_lambda_does_not_take_is_refused(most: int) -> None:
    assert problem(max_concurrency=most) == (
        f"QueueSource 'orders'.max_concurrency: got {most}; "
        "allowed: a whole number of invocations from 2 to 1000."
    )


@pytest.mark.parametrize(
    ("visibility", "window", "least"),
    [
        (60, 0, "60 seconds: 6 times the function's timeout of 10"),
        (90, 30, "90 seconds: 6 times the function's timeout of 10, and the window of 30"),
    ],
)
def test_the_visibility_timeout_outlasts_six_attempts(
    visibility: int, window: int, least: str
) -> None:
    enough = queue(visibility_timeout_seconds=visibility)
    too_short = queue(visibility_timeout_seconds=visibility - 1)

    registered(queue=enough, batch_window_seconds=window)
    assert problem(queue=too_short, batch_window_seconds=window) == (
        f"QueueSource 'orders': the queue's visibility timeout: got {visibility - 1}; "
        f"allowed: at least {least}. Set `visibility_timeout_seconds` of the queue."
    )


def test_more_than_10_messages_need_a_window() -> None:
    long = queue(visibility_timeout_seconds=61)

    mapping = registered(queue=long, batch_size=11, batch_window_seconds=1).one(MAPPING)
    assert mapping.inputs["batchSize"] == 11
    assert problem(queue=long, batch_size=11) == (
        "QueueSource 'orders'.batch_size: got 11; allowed: a whole number of messages from 1 to "
        "10. More than 10 need a `batch_window_seconds` of at least 1."
    )


def test_more_than_10000_messages_are_refused() -> None:
    long = queue(visibility_timeout_seconds=61)

    registered(queue=long, batch_size=10_000, batch_window_seconds=1)
    assert problem(queue=long, batch_size=10_001, batch_window_seconds=1).endswith("1 to 10000.")


def test_a_fifo_queue_takes_10_messages_and_no_window() -> None:
    registered(queue=queue(fifo=True), batch_size=10)
    assert problem(queue=queue(fifo=True), batch_size=11) == (
        "QueueSource 'orders'.batch_size: got 11; allowed: a whole number of messages from 1 to 10."
    )
    assert problem(queue=queue(fifo=True), batch_window_seconds=1) == (
        "QueueSource 'orders'.batch_window_seconds: got 1; allowed: 0 seconds for a FIFO queue."
    )


def test_a_window_that_lambda_does_not_take_is_refused() -> None:
    with pytest.raises(LimitError, match="got 301; allowed: a whole number of seconds from 0 to"):
        registered(batch_window_seconds=301)


def test_a_function_that_may_not_consume_the_queue_is_refused() -> None:
    sends = grant(["sqs:SendMessage", "sqs:DeleteMessage"], [QUEUE_ARN])
    of_another = grant(["sqs:ReceiveMessage"], [f"{QUEUE_ARN}-dead"])

    assert problem(function=function(grants=[sends, of_another])) == (
        "QueueSource 'orders'.function: got 'bulwark-test-checkout'; allowed: a function whose "
        f"grants hold sqs:ReceiveMessage, sqs:GetQueueAttributes on {QUEUE_ARN}. "
        "Add queue.consume() to the function's grants."
    )


def test_a_permission_under_a_condition_does_not_count() -> None:
    sometimes = grant(
        ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
        [QUEUE_ARN],
        conditions={"StringEquals": {"aws:PrincipalOrgID": ["o-1"]}},
    )

    assert "Add queue.consume()" in problem(function=function(grants=[sometimes]))


def test_a_misspelt_argument_is_refused() -> None:
    assert problem(batch=1).startswith("QueueSource 'orders'.batch: got 'batch'; allowed: the keys")
