"""What the condition operators compare: one value of a request with one of a policy.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
"""

import operator
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final, NamedTuple, TypeVar

from guardrails.iam import arn, wildcard
from guardrails.iam.evaluation import values, variables
from guardrails.iam.evaluation.logic import Met
from guardrails.iam.evaluation.request import Context
from guardrails.iam.evaluation.variables import Filled


class Compared(NamedTuple):
    """What came of comparing two values.

    Attributes:
        fits: Whether the request's fits the policy's.
        comparable: Whether they can be compared, both being of the operator's type. Otherwise
            neither the operator nor its negation is met.
    """

    fits: Met
    comparable: Met = Met.YES


Compare = Callable[[str, str, Context | None], Compared]
"""Takes the request's value, the policy's, and the context where texts can have variables."""

_INCOMPARABLE: Final = Compared(Met.NO, Met.NO)

_T = TypeVar("_T")

_ANY_ARN: Final = arn.Arn("*", "*", "*", "*", "*")

NEGATIONS: Final[Mapping[str, str]] = {
    "stringnotequals": "stringequals",
    "stringnotequalsignorecase": "stringequalsignorecase",
    "stringnotlike": "stringlike",
    "numericnotequals": "numericequals",
    "datenotequals": "dateequals",
    "notipaddress": "ipaddress",
    "arnnotequals": "arnequals",
    "arnnotlike": "arnlike",
}


def _filled(value: str, context: Context | None, *, wildcards: bool) -> Filled:
    if context is None:
        return Filled(value if wildcards else variables.literally(value))
    return variables.fill(value, context, wildcards=wildcards)


def _equals(given: str, value: str, context: Context | None) -> Compared:
    filled = _filled(value, context, wildcards=False)
    return Compared(filled.matches(given))


def _equals_in_any_case(given: str, value: str, context: Context | None) -> Compared:
    filled = _filled(value, context, wildcards=False)
    return Compared(filled.matches_in_any_case(given))


def _like(given: str, value: str, context: Context | None) -> Compared:
    filled = _filled(value, context, wildcards=True)
    return Compared(filled.matches(given))


def _arn_like(given: str, value: str, context: Context | None) -> Compared:
    filled = _filled(value, context, wildcards=True)
    if filled.pattern is None:
        return Compared(Met.NO)
    theirs = given.split(":", len(_ANY_ARN))
    pattern = _ANY_ARN if wildcard.is_star(filled.pattern) else arn.split(filled.pattern)
    # A variable may have no value, or one that makes the text something else than an ARN.
    if pattern is None or theirs[0] != "arn" or len(theirs) <= len(pattern):
        return Compared(Met.NO, Met.UNKNOWN if filled.unknown else Met.NO)
    comparable = Met.UNKNOWN if filled.unknown else Met.YES
    fits = all(
        wildcard.matches(variables.whole(mine), variables.literally(part))
        for mine, part in zip(pattern, theirs[1:], strict=True)
    )
    return Compared(filled.decided(fits), comparable)


def _boolean(given: str, value: str, context: Context | None) -> Compared:
    filled = _filled(value, context, wildcards=False)
    if filled.unknown:
        return Compared(Met.UNKNOWN)
    return _booleans(given, filled.pattern or "", context)


def _typed(read: Callable[[str], _T | None], compare: Callable[[_T, _T], bool]) -> Compare:
    """The comparison of two texts that stand for values of a type."""

    def compared(given: str, value: str, _context: Context | None) -> Compared:
        mine, theirs = read(given), read(value)
        if mine is None or theirs is None:
            return _INCOMPARABLE
        return Compared(Met.of(compare(mine, theirs)))

    return compared


_booleans = _typed(values.boolean, operator.eq)


def _within(address: values.Network, allowed: values.Network) -> bool:
    if address.version != allowed.version:
        return False
    return address.network_address in allowed and address.broadcast_address in allowed


_ORDERS: Final[Mapping[str, Callable[[Decimal, Decimal], bool]]] = {
    "equals": operator.eq,
    "lessthan": operator.lt,
    "lessthanequals": operator.le,
    "greaterthan": operator.gt,
    "greaterthanequals": operator.ge,
}

COMPARISONS: Final[Mapping[str, Compare]] = {
    "stringequals": _equals,
    "stringequalsignorecase": _equals_in_any_case,
    "stringlike": _like,
    "arnequals": _arn_like,
    "arnlike": _arn_like,
    "bool": _boolean,
    "binaryequals": _typed(values.binary, operator.eq),
    "ipaddress": _typed(values.network, _within),
    **{f"numeric{name}": _typed(values.number, order) for name, order in _ORDERS.items()},
    **{f"date{name}": _typed(values.seconds, order) for name, order in _ORDERS.items()},
}
