import json
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.core.errors import LimitError, SpecError
from components.events import StreamSource, StreamSourceArgs
from components.events.patterns import check_patterns
from components.function import FunctionReference
from components.iam import Grant, grant
from components.queue import DeadLetterQueue
from components.table import Table
from tests.support.engine import Registry, is_unknown, register

MAPPING = "aws:lambda/eventSourceMapping:EventSourceMapping"
TABLE = "aws:dynamodb/table:Table"
FAILED_ARN = "arn:aws:sqs:eu-central-1:123456789012:bulwark-test-failed"
STREAMS = "arn:aws:dynamodb:eu-central-1:123456789012:table/bulwark-test-orders/stream/*"
ALIAS_ARN = "arn:aws:lambda:eu-central-1:123456789012:function:bulwark-test-notify:live"
INSERTS = '{"eventName": ["INSERT"]}'


def notify(grants: list[Grant]) -> FunctionReference:
    return {
        "name": "bulwark-test-notify",
        "alias_arn": ALIAS_ARN,
        "timeout_seconds": 10,
        "grants": grants,
    }


def registered(changes: dict[str, object] | None = None, *, without: str = "") -> Registry:
    def program() -> None:
        orders = Table("orders", {"partition_key": {"name": "id"}, "stream": "NEW_IMAGE"})
        failed = DeadLetterQueue("failed", {})
        grants = {"read": orders.read_stream(), "send": failed.send()}
        args = {
            "stream": orders.stream_reference,
            "function": notify([one for name, one in grants.items() if name != without]),
            "failure_queue": failed.reference,
            **(changes or {}),
        }
        StreamSource("critical", cast("StreamSourceArgs", args))

    return register(program, preview=True)


def problem(changes: dict[str, object] | None = None, *, without: str = "") -> str:
    with pytest.raises(SpecError) as caught:
        registered(changes, without=without)
    return str(caught.value).removeprefix("StreamSource 'critical'")


def test_records_that_keep_failing_are_given_up_and_told_of() -> None:
    registry = registered({"filters": [INSERTS]})

    assert registry.types() == {
        "bulwark:index:Table": 1,
        TABLE: 1,
        "bulwark:index:DeadLetterQueue": 1,
        "aws:sqs/queue:Queue": 1,
        "bulwark:index:StreamSource": 1,
        MAPPING: 1,
    }
    mapping = registry.one(MAPPING)
    assert is_unknown(mapping.inputs["eventSourceArn"])
    assert {key: value for key, value in mapping.inputs.items() if key != "eventSourceArn"} == {
        "functionName": ALIAS_ARN,
        "startingPosition": "TRIM_HORIZON",
        "batchSize": 100,
        "maximumBatchingWindowInSeconds": 0,
        "bisectBatchOnFunctionError": True,
        "maximumRetryAttempts": 5,
        "maximumRecordAgeInSeconds": 86_400,
        "functionResponseTypes": ["ReportBatchItemFailures"],
        "filterCriteria": {"filters": [{"pattern": INSERTS}]},
        "destinationConfig": {"onFailure": {"destinationArn": FAILED_ARN}},
    }
    assert set(mapping.dependencies) == {
        registry.one(TABLE).urn,
        registry.one("aws:sqs/queue:Queue").urn,
    }


def test_without_filters_every_record_is_delivered() -> None:
    assert "filterCriteria" not in registered().one(MAPPING).inputs


@pytest.mark.parametrize(
    ("argument", "given", "name"),
    [
        ("batch_size", 1, "batchSize"),
        ("batch_size", 10_000, "batchSize"),
        ("batch_window_seconds", 300, "maximumBatchingWindowInSeconds"),
        ("retries", 0, "maximumRetryAttempts"),
        ("retries", 10_000, "maximumRetryAttempts"),
        ("max_record_age_seconds", 60, "maximumRecordAgeInSeconds"),
        ("max_record_age_seconds", 604_800, "maximumRecordAgeInSeconds"),
        ("starting_position", "LATEST", "startingPosition"),
    ],
)
def test_the_bounds_are_taken(argument: str, given: object, name: str) -> None:
    assert registered({argument: given}).one(MAPPING).inputs[name] == given


@pytest.mark.parametrize(
    ("argument", "given", "allowed"),
    [
        ("batch_size", 0, "a whole number of records from 1 to 10000"),
        ("batch_size", 10_001, "a whole number of records from 1 to 10000"),
        ("batch_window_seconds", 301, "a whole number of seconds from 0 to 300"),
        ("retries", -1, "a whole number of retries from 0 to 10000"),
        ("max_record_age_seconds", 59, "a whole number of seconds from 60 to 604800"),
        ("max_record_age_seconds", 604_801, "a whole number of seconds from 60 to 604800"),
        ("starting_position", "OLDEST", "one of LATEST, TRIM_HORIZON"),
    ],
)
def test_what_lambda_does_not_take_is_refused(argument: str, given: object, allowed: str) -> None:
    assert problem({argument: given}) == f".{argument}: got {given!r}; allowed: {allowed}."


def test_a_function_that_may_not_read_the_stream_is_refused() -> None:
    assert problem(without="read") == (
        ".function: got 'bulwark-test-notify'; allowed: a function whose grants hold "
        "dynamodb:DescribeStream, dynamodb:GetRecords, dynamodb:GetShardIterator, "
        f"dynamodb:ListStreams on {STREAMS}. Add table.read_stream() to the function's grants."
    )


def test_a_function_that_may_not_send_to_the_failure_queue_is_refused() -> None:
    assert problem(without="send") == (
        ".function: got 'bulwark-test-notify'; allowed: a function whose grants hold "
        f"sqs:SendMessage on {FAILED_ARN}. Add failure_queue.send() to the function's grants."
    )


def test_a_fifo_queue_for_failures_is_refused() -> None:
    fifo = {"name": "failed.fifo", "arn": FAILED_ARN, "fifo": True}

    assert problem({"failure_queue": fifo}) == (
        ".failure_queue: got 'failed.fifo'; "
        "allowed: a standard queue: failures go to no FIFO queue."
    )


def test_a_table_without_a_stream_has_no_stream_to_refer_to() -> None:
    def program() -> None:
        _ = Table("orders", {"partition_key": {"name": "id"}}).stream_reference

    with pytest.raises(ValueError, match=r"Table 'orders' has no stream: set its `stream`"):
        register(program)


def test_what_a_stream_reference_holds() -> None:
    tables: list[Table] = []
    register(
        lambda: tables.append(
            Table("orders", {"partition_key": {"name": "id"}, "stream": "KEYS_ONLY"})
        )
    )

    reference = tables[0].stream_reference
    assert (reference["table_name"], reference["view"]) == ("bulwark-test-orders", "KEYS_ONLY")


def test_reading_streams_of_all_tables_is_not_mistaken_for_this_one() -> None:
    other = grant(["dynamodb:GetRecords"], [STREAMS.replace("orders", "others")])

    assert "dynamodb:GetRecords" in problem({"function": notify([other])})


PATTERN = 'allowed: an object whose leaves are lists, such as {"eventName": ["INSERT"]}.'


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "{}",
        '"INSERT"',
        "1",
        "null",
        '{"eventName": "INSERT"}',
        '{"a": {"b": []}}',
        '{"a":{}}',
        "[[1]]",
        '{"a": [1], "b": true}',
    ],
)
def test_json_that_is_no_pattern_is_refused(text: str) -> None:
    with pytest.raises(SpecError) as caught:
        check_patterns("filters", [INSERTS, text])

    assert str(caught.value) == f"filters[1]: got {text!r}; {PATTERN}"


@pytest.mark.parametrize("text", ["", "{", "{'eventName': ['INSERT']}", "[" * 4000])
def test_text_that_is_no_json_is_refused(text: str) -> None:
    with pytest.raises(SpecError, match=r"filters\[0\]: got .* allowed: JSON \("):
        check_patterns("filters", [text])


def test_the_limits_of_filters_hold_at_both_sides() -> None:
    longest = json.dumps({"a": ["x" * (4096 - len('{"a": [""]}'))]})

    check_patterns("filters", [longest] * 5)
    with pytest.raises(LimitError, match=r"filters: got 6; allowed: at most 5 filters\."):
        check_patterns("filters", [INSERTS] * 6)
    with pytest.raises(LimitError, match=r"got '4097 characters'; allowed: at most 4096 char"):
        check_patterns("filters", [longest.replace("x", "xx", 1)])


LEAVES = st.lists(st.one_of(st.text(max_size=5), st.none(), st.integers()), min_size=1, max_size=3)
PATTERNS = st.dictionaries(
    st.text(max_size=5),
    st.recursive(
        LEAVES,
        lambda nodes: st.dictionaries(st.text(max_size=5), nodes, min_size=1, max_size=3),
        max_leaves=5,
    ),
    min_size=1,
    max_size=3,
)


@given(PATTERNS)
def test_every_tree_of_lists_is_a_pattern(pattern: dict[str, object]) -> None:
    check_patterns("filters", [json.dumps(pattern)])


@given(PATTERNS, st.one_of(st.text(max_size=5), st.none(), st.integers(), st.booleans()))
def test_one_leaf_that_is_no_list_spoils_a_pattern(
    pattern: dict[str, object], leaf: object
) -> None:
    with pytest.raises(SpecError):
        check_patterns("filters", [json.dumps({**pattern, "spoilt": {"deep": leaf}})])
