"""Each condition operator: met, not met, with the key absent, with the key unknown."""

import pytest

from guardrails.iam.document import parse
from guardrails.iam.elements import OPERATORS
from guardrails.iam.evaluation.conditions import holds
from guardrails.iam.evaluation.logic import Met
from guardrails.iam.evaluation.request import Context
from guardrails.iam.model import Condition, DocumentKind

KEY = "test:Key"
TOPIC = "arn:aws:sns:eu-central-1:111122223333:alerts"


def condition(operator: str, *values: str, key: str = KEY) -> Condition:
    statement = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    given = {"Statement": [{**statement, "Condition": {operator: {key: list(values)}}}]}
    document = parse(given, DocumentKind.IDENTITY).document
    assert document
    return document.statements[0].conditions[0]


def met(operator: str, values: tuple[str, ...], *given: str) -> Met:
    return holds(condition(operator, *values), Context({KEY.lower(): given}, unknown=False))


# The operator, the policy's values, a value of the request that meets it and one that does not.
CASES = [
    ("StringEquals", ("red", "blue"), "blue", "Blue"),
    ("StringEquals", ("r*d",), "r*d", "red"),
    ("StringNotEquals", ("red", "blue"), "green", "blue"),
    ("StringEqualsIgnoreCase", ("red",), "RED", "re"),
    ("StringNotEqualsIgnoreCase", ("red",), "redd", "Red"),
    ("StringLike", ("r*", "b?e"), "rot", "blue"),
    ("StringLike", ("r?d",), "red", "rd"),
    ("StringNotLike", ("r*", "b?e"), "blue", "bee"),
    ("NumericEquals", ("10",), "10.0", "10.01"),
    ("NumericNotEquals", ("10", "12"), "11", "12.00"),
    ("NumericLessThan", ("10",), "9.999", "10"),
    ("NumericLessThanEquals", ("10",), "10", "10.001"),
    ("NumericGreaterThan", ("-10",), "-9", "-10"),
    ("NumericGreaterThanEquals", ("10", "20"), "10", "9"),
    ("DateEquals", ("2026-01-01T00:00:00Z",), "2026-01-01T01:00:00+01:00", "2026-01-01T00:00:01Z"),
    ("DateEquals", ("1767225600",), "2026-01-01T00:00:00Z", "2026-01-01T00:00:00.5Z"),
    ("DateEquals", ("2026",), "2026-01-01", "2026-01-02"),
    ("DateNotEquals", ("2026-01-01",), "2026-01-02", "1767225600"),
    ("DateLessThan", ("2026-01-01T00:00:00Z",), "2025-12-31T23:59:59Z", "2026-01-01T00:00:00Z"),
    ("DateLessThan", ("2026-01-01T00:00:00Z",), "2026-01-01T00:30:00+01:00", "2026-01-01"),
    ("DateLessThanEquals", ("2026-06",), "2026-06-01", "2026-06-01T00:00:01Z"),
    ("DateGreaterThan", ("2026-06-01",), "2026-06-01T00:00:01Z", "2026-06-01"),
    ("DateGreaterThanEquals", ("2026-06-01",), "2026-06-01", "1767225600"),
    ("Bool", ("true",), "True", "false"),
    ("Bool", ("FALSE",), "false", "true"),
    ("BinaryEquals", ("QmluYXJ5",), "QmluYXJ5", "QmluYXJ4"),
    ("IpAddress", ("192.0.2.0/24",), "192.0.2.255", "192.0.3.0"),
    ("IpAddress", ("192.0.2.7",), "192.0.2.7", "192.0.2.8"),
    ("IpAddress", ("2001:db8::/32",), "2001:DB8:1::1", "2001:db9::1"),
    ("IpAddress", ("2001:DB8:0::1",), "2001:db8::1", "2001:db8::2"),
    ("IpAddress", ("0.0.0.0/0",), "8.8.8.8", "::1"),
    ("NotIpAddress", ("10.0.0.0/8", "192.0.2.7"), "2001:db8::1", "10.255.0.1"),
    ("ArnEquals", ("arn:aws:sns:*:111122223333:alerts",), TOPIC, TOPIC + "s"),
    ("ArnLike", ("arn:aws:sns:*:*:al?rts",), TOPIC, TOPIC.replace("sns", "sqs")),
    ("ArnLike", ("arn:aws:sns:*",), TOPIC, TOPIC.replace("sns", "sqs")),
    ("ArnLike", ("*",), TOPIC, "alerts"),
    ("ArnNotEquals", (TOPIC,), TOPIC + "s", TOPIC),
    ("ArnNotLike", ("arn:aws:sns:*:*:*", "arn:aws:sqs:*:*:*"), "arn:aws:s3:::b", TOPIC),
]


@pytest.mark.parametrize(("operator", "values", "hit", "miss"), CASES)
def test_each_operator_is_met_by_one_value_and_not_by_another(
    operator: str, values: tuple[str, ...], hit: str, miss: str
) -> None:
    assert met(operator, values, hit) is Met.YES
    assert met(operator, values, miss) is Met.NO


def test_every_operator_of_aws_is_tried() -> None:
    assert {operator.lower() for operator, *_ in CASES} | {"null"} == OPERATORS


@pytest.mark.parametrize("operator", sorted({operator for operator, *_ in CASES}))
def test_an_absent_key_meets_negations_and_if_exists_alone(operator: str) -> None:
    negates = "Not" in operator

    assert met(operator, ("x",)) is Met.of(negates)
    assert met(operator + "IfExists", ("x",)) is Met.YES
    assert met("ForAllValues:" + operator, ("x",)) is Met.YES
    assert met("ForAnyValue:" + operator, ("x",)) is Met.NO
    assert met("ForAnyValue:" + operator + "IfExists", ("x",)) is Met.YES


@pytest.mark.parametrize("operator", sorted({operator for operator, *_ in CASES}))
@pytest.mark.parametrize("qualifier", ["", "ForAllValues:", "ForAnyValue:"])
@pytest.mark.parametrize("suffix", ["", "IfExists"])
def test_an_unknown_key_leaves_any_operator_unknown(
    operator: str, qualifier: str, suffix: str
) -> None:
    given = condition(qualifier + operator + suffix, "x")

    assert holds(given, Context({}, unknown=True)) is Met.UNKNOWN
    assert holds(given, Context({}, unknown=False)) is not Met.UNKNOWN


@pytest.mark.parametrize(
    ("values", "present", "absent", "unknown"),
    [
        (("true",), Met.NO, Met.YES, Met.UNKNOWN),
        (("False",), Met.YES, Met.NO, Met.UNKNOWN),
        (("true", "false"), Met.YES, Met.YES, Met.YES),
        (("maybe",), Met.NO, Met.NO, Met.NO),
    ],
)
def test_null_asks_whether_the_key_is_there(
    values: tuple[str, ...], present: Met, absent: Met, unknown: Met
) -> None:
    assert met("Null", values, "anything") is present
    assert met("Null", values) is absent
    assert holds(condition("Null", *values), Context({}, unknown=True)) is unknown


@pytest.mark.parametrize(
    ("operator", "values", "given"),
    [
        ("NumericNotEquals", ("10",), "ten"),
        ("NumericEquals", ("1e1",), "10"),
        ("NumericLessThan", ("9" * 31,), "1"),
        ("DateNotEquals", ("2026-01-01",), "tomorrow"),
        ("DateEquals", ("2026-02-30",), "2026-02-30"),
        ("DateGreaterThan", ("0000-01-01",), "2026-01-01"),
        ("Bool", ("true",), "1"),
        ("BinaryEquals", ("%",), "%"),
        ("NotIpAddress", ("10.0.0.0/8",), "here"),
        ("NotIpAddress", ("10.0.0.0/99",), "10.0.0.1"),
        ("IpAddress", ("10.0.0.0/255.0.0.0",), "10.0.0.1"),
        ("ArnNotLike", (TOPIC,), "alerts"),
        ("ArnNotLike", ("alerts",), TOPIC),
        ("ArnLike", ("arn:aws:sns:*:alerts",), TOPIC),
    ],
)
def test_what_is_not_of_the_operators_type_meets_neither_it_nor_its_negation(
    operator: str, values: tuple[str, ...], given: str
) -> None:
    assert met(operator, values, given) is Met.NO


def test_an_operator_that_aws_does_not_know_is_never_met() -> None:
    assert met("StringResembles", ("x",), "x") is Met.NO


def test_arns_are_compared_part_by_part() -> None:
    pattern = "arn:aws:service:*:111122223333:finance/*"
    value = "arn:aws:service:us-east-2:999999999999:store/abc:111122223333:finance/document.txt"

    assert met("ArnLike", (pattern,), value) is Met.NO
    assert met("StringLike", (pattern,), value) is Met.YES


@pytest.mark.parametrize(
    ("operator", "given", "expected"),
    [
        ("ForAllValues:StringEquals", ("a", "b"), Met.YES),
        ("ForAllValues:StringEquals", ("a", "c"), Met.NO),
        ("ForAllValues:StringEquals", ("",), Met.YES),
        ("ForAllValues:StringEquals", ("", "c"), Met.NO),
        ("ForAnyValue:StringEquals", ("c", "b"), Met.YES),
        ("ForAnyValue:StringEquals", ("c", "d"), Met.NO),
        ("ForAllValues:StringNotEquals", ("c", "d"), Met.YES),
        ("ForAllValues:StringNotEquals", ("c", "a"), Met.NO),
        ("ForAnyValue:StringNotEquals", ("c", "a"), Met.YES),
        ("ForAnyValue:StringNotEquals", ("b", "a"), Met.NO),
        ("StringEquals", ("a", "b"), Met.NO),
        ("StringNotEquals", ("c", "d"), Met.NO),
        ("StringEqualsIfExists", ("a", "b"), Met.NO),
    ],
)
def test_several_values_take_a_qualifier(
    operator: str, given: tuple[str, ...], expected: Met
) -> None:
    assert met(operator, ("a", "b"), *given) is expected


def test_keys_are_found_in_any_case() -> None:
    given = condition("StringEquals", "x", key="AWS:PrincipalTag/Team")

    assert holds(given, Context({"aws:principaltag/team": ("x",)}, unknown=False)) is Met.YES
