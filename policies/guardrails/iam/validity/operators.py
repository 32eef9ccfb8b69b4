"""Operators and values that do not fit a condition key."""

from collections.abc import Iterator
from typing import Final

from guardrails.iam import text
from guardrails.iam.condition_keys import Key, KeyType
from guardrails.iam.findings import LOW, MEDIUM, Finding, finding
from guardrails.iam.model import Condition, Statement
from guardrails.iam.validity import values

# The families of operators that compare a type, by how their names begin, and an example. AWS
# compares ARNs as texts too, and a moment as the seconds since 1970.
_FAMILIES: Final = {
    KeyType.STRING: (("string",), "StringEquals or StringLike"),
    KeyType.ARN: (("arn", "string"), "ArnEquals or ArnLike"),
    KeyType.BOOL: (("bool",), "Bool"),
    KeyType.NUMERIC: (("numeric",), "NumericEquals or its like"),
    KeyType.DATE: (("date", "numeric"), "DateLessThan or its like"),
    KeyType.IP_ADDRESS: (("ip", "notip"), "IpAddress"),
    KeyType.BINARY: (("binary",), "BinaryEquals"),
}
_NAMES: Final = {
    "string": "texts",
    "arn": "ARNs",
    "bool": "true and false",
    "numeric": "numbers",
    "date": "dates",
    "ip": "IP addresses",
    "notip": "IP addresses",
    "binary": "bytes",
}
_TYPES: Final = {
    KeyType.STRING: "a text",
    KeyType.ARN: "an ARN",
    KeyType.BOOL: "true or false",
    KeyType.NUMERIC: "a number",
    KeyType.DATE: "a date",
    KeyType.IP_ADDRESS: "an IP address",
    KeyType.BINARY: "bytes",
}

# Each of them has several values, and tells whose the request is: one without the key passes.
_WHOSE: Final = frozenset(
    {
        "aws:PrincipalOrgPaths",
        "aws:PrincipalServiceNamesList",
        "aws:ResourceOrgPaths",
        "aws:SourceOrgPaths",
        "aws:VpceOrgPaths",
    }
)


def judge(statement: Statement, condition: Condition, key: Key) -> Iterator[Finding]:
    """What is wrong with a condition on a key that AWS has."""
    family = next((one for one in _NAMES if condition.operator.startswith(one)), "")
    families, example = _FAMILIES[key.type]
    if family and family not in families and not _are_arns(family, condition, key):
        yield finding(
            "condition-type-mismatch",
            condition.path,
            f"{key.name} is {_TYPES[key.type]}, and the operator compares {_NAMES[family]}: AWS "
            "does not say what comes of it.",
            f"Write {example}.",
        )
    else:
        yield from _wrong_value(condition, key, family or condition.operator)
    yield from _all_values(statement, condition, key)


def _are_arns(family: str, condition: Condition, key: Key) -> bool:
    """Whether a key of texts is compared with ARNs, which some such keys hold."""
    if family != "arn" or key.type is not KeyType.STRING:
        return False
    return all(value.startswith("arn:") for value in condition.values)


def _wrong_value(condition: Condition, key: Key, family: str) -> Iterator[Finding]:
    for value in condition.values:
        needed = values.needed(family, value)
        if needed is not None:
            yield finding(
                "condition-type-mismatch",
                condition.path,
                f"The value {text.shown(value)} for {key.name} is not {needed}, which the "
                "operator compares.",
                f"Write {needed}.",
            )
            return


def _all_values(statement: Statement, condition: Condition, key: Key) -> Iterator[Finding]:
    """``ForAllValues`` holds for a request without the key, which must therefore be asked for."""
    if condition.qualifier != "forallvalues" or _is_required(statement, condition):
        return
    if key.many and not (statement.allows and key.name in _WHOSE):
        return
    what = "several values" if key.many else "one value"
    outcome = (
        "a request without it is allowed" if statement.allows else "a request without it is denied"
    )
    remedy = (
        f'Add "Null": {{"{key.name}": "false"}}.'
        if key.many
        else "Leave out ForAllValues: it is for keys of several values."
    )
    yield finding(
        "forallvalues-single",
        condition.path,
        f"A request has {what} of {key.name} or none, and ForAllValues holds for none: {outcome}.",
        remedy,
        MEDIUM if statement.allows else LOW,
    )


def _is_required(statement: Statement, condition: Condition) -> bool:
    """Whether another condition of the statement demands that the key is there."""
    return any(
        other.operator == "null"
        and other.key.lower() == condition.key.lower()
        and all(value.lower() == "false" for value in other.values)
        for other in statement.conditions
    )
