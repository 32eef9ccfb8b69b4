"""Whether conditions bind a request, and what of it: the resource, the caller, the network.

A condition counts only when it holds a request to values that its author chose. ``StringLike *``,
``Bool aws:SecureTransport``, every negation, ``…IfExists`` and ``ForAllValues`` on a key that the
request may lack do not, nor do values that the caller chooses (``${aws:RequestTag/team}``):
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html

In a statement that denies it is the other way round: ``StringNotEquals`` leaves only the values
that it names.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Final

from guardrails.iam import arn, managed, wildcard
from guardrails.iam.bounding_keys import OF_POLICIES, Bound, kind_of
from guardrails.iam.model import Condition

# Present in every request for the actions that know them, so that IfExists changes nothing.
_ALWAYS_PRESENT: Final = frozenset({"iam:passedtoservice"})

# Whatever the sender of a request writes into it.
_MADE_UP: Final = ("aws:requesttag/", "aws:tagkeys", "aws:referer", "aws:useragent")
# The name of a variable, without the value that stands in for a missing one.
_VARIABLE: Final = re.compile(r"\$\{([^${},]*)")
_UNTHOUGHT_OF_SERVICE: Final = "\ue000\ue000\ue000.eu-central-1.amazonaws.com"

# What S3 takes for a fixed range of addresses:
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
_WIDEST_NETWORK: Final = {".": 8, ":": 32}


def bounds(conditions: Iterable[Condition]) -> frozenset[Bound]:
    """What the conditions of a statement, which hold all together, bind."""
    given = tuple(conditions)
    required = {
        condition.key.lower()
        for condition in given
        if condition.operator == "null" and set(map(str.lower, condition.values)) == {"false"}
    }
    found: set[Bound] = set()
    for condition in given:
        kind = kind_of(condition.key.lower())
        if kind is not None and _binds(condition, kind, required):
            found.add(kind)
    return frozenset(found)


def leaves(conditions: Iterable[Condition]) -> frozenset[Bound]:
    """What remains bound where a statement denies under these conditions.

    ``StringNotEquals aws:ResourceAccount`` denies all but the resources of the accounts it names,
    those of unknown account included; a condition that a caller can avoid leaves everything.
    """
    given = [one for one in conditions if one.key.lower() != "aws:principalisawsservice"]
    kinds = {_left_by(condition) for condition in given}
    (kind,) = kinds if len(kinds) == 1 else (None,)
    return frozenset() if kind is None else frozenset({kind})


def _left_by(condition: Condition) -> Bound | None:
    operator = _OPPOSITES.get(condition.operator)
    if operator is None or condition.qualifier:
        return None
    kind = kind_of(condition.key.lower())
    # Without the key the denial holds, with IfExists too.
    opposite = replace(condition, operator=operator, if_exists=False)
    return kind if kind is not None and _binds(opposite, kind, set()) else None


def _binds(condition: Condition, kind: Bound, required: set[str]) -> bool:
    key = condition.key.lower()
    present = key in required or key in _ALWAYS_PRESENT
    if (condition.if_exists or condition.qualifier == "forallvalues") and not present:
        return False
    if any(_is_the_callers(value.lower(), key) for value in condition.values):
        return False
    holds = _HOLDS.get((condition.operator, kind)) or _HOLDS.get((condition.operator, None))
    if holds is None or not all(map(holds, condition.values)):
        return False
    # What is held to a policy that gives every right is not held.
    return key not in OF_POLICIES or not any(map(managed.may_be_strong, condition.values))


def _is_the_callers(value: str, key: str) -> bool:
    """Whether a value is what the request says: the key itself, or what its sender makes up."""
    used = {name.strip() for name in _VARIABLE.findall(value)}
    return key in used or any(name.startswith(_MADE_UP) for name in used)


def _names_something(value: str) -> bool:
    """Without wildcards any value is a chosen one; a star is meant as a wildcard, and useless."""
    return bool(value) and not wildcard.is_star(value)


def _is_chosen(value: str) -> bool:
    """Whether a pattern leaves something out: not ``*``, and not ``alias/*`` either."""
    value = arn.fill_in(value)
    if value.startswith("arn:"):
        return _is_chosen_resource(value)
    return not wildcard.is_star(value.removeprefix("alias/"))


def _is_chosen_caller(value: str) -> bool:
    """Whether a pattern names an account, an organization or a principal: not ``o-*``."""
    value = arn.fill_in(value)
    if value.startswith("arn:"):
        return _is_chosen_arn(value)
    first = value.replace(":", "/").partition("/")[0]
    return bool(first) and not wildcard.has_wildcard(first)


def _is_chosen_service(value: str) -> bool:
    """Whether a pattern names a service: not ``*.amazonaws.com``."""
    return not wildcard.matches(value, _UNTHOUGHT_OF_SERVICE)


def _is_chosen_arn(value: str) -> bool:
    """Whether an ARN names its account, or its resource where ARNs have no account (S3)."""
    parts = arn.split(arn.fill_in(value))
    if parts is None:
        return False
    if parts.account:
        return not wildcard.has_wildcard(parts.account)
    return not wildcard.has_wildcard(parts.resource.partition("/")[0])


def _is_chosen_resource(value: str) -> bool:
    """Whether an ARN names a resource: ``function:*`` of one account does not."""
    parts = arn.split(arn.fill_in(value))
    if parts is None or not parts.account:
        return _is_chosen_arn(value)
    _, separator, name = parts.resource.replace(":", "/").partition("/")
    return not wildcard.is_star(name if separator else parts.resource)


def _is_chosen_network(value: str) -> bool:
    """Whether a range of addresses is narrower than a large part of the internet."""
    address, slash, length = value.partition("/")
    if not slash:
        return bool(address)
    widest = _WIDEST_NETWORK[":" if ":" in address else "."]
    return length.isascii() and length.isdigit() and int(length[:4]) >= widest


def _is_true(value: str) -> bool:
    return value.lower() == "true"


_OPPOSITES: Final = {
    "stringnotequals": "stringequals",
    "stringnotequalsignorecase": "stringequalsignorecase",
    "stringnotlike": "stringlike",
    "arnnotequals": "arnequals",
    "arnnotlike": "arnlike",
    "notipaddress": "ipaddress",
}

# By operator, and by what the key binds where that matters. No other operator binds anything.
_HOLDS: Final[Mapping[tuple[str, Bound | None], Callable[[str], bool]]] = {
    ("stringequals", None): _names_something,
    ("stringequalsignorecase", None): _names_something,
    ("stringlike", None): _is_chosen,
    ("stringlike", Bound.CALLER): _is_chosen_caller,
    ("stringlike", Bound.SERVICE): _is_chosen_service,
    ("stringlike", Bound.VIA): _is_chosen_service,
    ("arnequals", None): _is_chosen_arn,
    ("arnequals", Bound.RESOURCE): _is_chosen_resource,
    ("arnlike", None): _is_chosen_arn,
    ("arnlike", Bound.RESOURCE): _is_chosen_resource,
    ("ipaddress", None): _is_chosen_network,
    ("bool", Bound.NETWORK): _is_true,
}
