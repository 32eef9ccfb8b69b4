"""What conditions say for sure, before there is a request.

A few keys are known of a principal: its ARN, its account, its name, its tags, and the service that
a path passes a role to. What a condition on another key says is left open.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from guardrails.iam import wildcard
from guardrails.iam.conditions import Bound, bounds
from guardrails.iam.entity import Entity, EntityKind
from guardrails.iam.model import Condition

PASSED_TO: Final = "iam:passedtoservice"

_Compares = Callable[[str, str], bool]


def _equal(pattern: str, value: str) -> bool:
    return pattern == value


def _equal_in_any_case(pattern: str, value: str) -> bool:
    return pattern.lower() == value.lower()


# By operator: how it compares, and the operator that it negates.
_COMPARES: Final[Mapping[str, tuple[_Compares, str]]] = {
    "stringequals": (_equal, ""),
    "stringequalsignorecase": (_equal_in_any_case, ""),
    "stringlike": (wildcard.matches, ""),
    "arnequals": (wildcard.matches, ""),
    "arnlike": (wildcard.matches, ""),
    "stringnotequals": (_equal, "stringequals"),
    "stringnotequalsignorecase": (_equal_in_any_case, "stringequalsignorecase"),
    "stringnotlike": (wildcard.matches, "stringlike"),
    "arnnotequals": (wildcard.matches, "arnequals"),
    "arnnotlike": (wildcard.matches, "arnlike"),
}


def known_of(entity: Entity) -> dict[str, str]:
    """The values of condition keys that every request of a principal has."""
    known = {f"aws:principaltag/{key.lower()}": value for key, value in entity.tags.items()}
    if entity.account_id:
        known["aws:principalaccount"] = entity.account_id
        # A group calls nothing: its members do.
        if entity.kind is not EntityKind.GROUP:
            known["aws:principalarn"] = entity.arn
    if entity.kind is EntityKind.USER:
        known["aws:username"] = entity.name
    return known


def never_holds(conditions: Iterable[Condition], known: Mapping[str, str]) -> bool:
    """Whether a condition fails for every request."""
    return any(_holds(condition, known) is False for condition in conditions)


def left_by_denial(
    conditions: Iterable[Condition], known: Mapping[str, str]
) -> frozenset[Bound] | None:
    """What binds the requests that a Deny with these conditions lets pass.

    Returns:
        ``None`` when it lets none pass. A Deny with one condition that is a negation lets only
        those pass that have one of its values: they are bound to these. Of any other condition it
        is not certain what it lets pass.
    """
    open_ = [(one, held) for one in conditions if (held := _holds(one, known)) is not True]
    if not open_:
        return None
    if len(open_) > 1 or open_[0][1] is False:
        return frozenset()
    condition = open_[0][0]
    _, positive = _COMPARES.get(condition.operator, (_equal, ""))
    if not positive or condition.qualifier:
        return frozenset()
    asked = Condition(
        positive, "", if_exists=False, key=condition.key, values=condition.values, path=""
    )
    return bounds((asked,))


def _holds(condition: Condition, known: Mapping[str, str]) -> bool | None:
    value = known.get(condition.key.lower())
    if value is None:
        return None
    if condition.operator == "null":
        return "false" in map(str.lower, condition.values)
    compares, negates = _COMPARES.get(condition.operator, (None, ""))
    if compares is None or any("${" in one for one in condition.values):
        return None
    found = any(compares(one, value) for one in condition.values)
    return not found if negates else found
