"""Whom a path leads to in a stack."""

from typing import Final

from guardrails.iam import arn, wildcard
from guardrails.iam.bounding_keys import Bound
from guardrails.iam.entity import Entity, EntityKind
from guardrails.iam.escalation.find import Opening
from guardrails.iam.escalation.model import Target
from guardrails.iam.escalation.stack import Runs, Stack
from guardrails.iam.reach import Resources

_KINDS: Final = {f":{kind}/": kind for kind in EntityKind}
_MANAGED: Final = ":policy/"
_OWN_NAME: Final = "${aws:username}"
_BOUNDARY: Final = "PermissionsBoundary"


def leads_to(opening: Opening, at: int, stack: Stack) -> frozenset[Runs]:
    """The principals that a path leads to from the one with the number ``at``, without itself."""
    gate, path = opening.gate, opening.path
    if Bound.RESOURCE in gate.bound:
        return frozenset()
    scope = gate.scope.of_types(path.types)
    if path.target is Target.PASSED:
        takers = stack.taking(path.service) | stack.taking(path.trusted)
        passed = stack.among(EntityKind.ROLE, scope) & takers
        found = frozenset[Runs]((one, None) for one in passed)
    elif path.target is Target.OTHER and path.service:
        found = stack.running(path, scope)
    elif path.target is Target.OTHER:
        kind = kind_of(opening)
        named = stack.among(kind, scope) if kind else frozenset[int]()
        found = frozenset[Runs]((one, None) for one in named)
    else:
        found = frozenset()
    return frozenset(one for one in found if one[0] != at)


def reaches_itself(opening: Opening, entity: Entity, own_arn: str) -> bool:
    """Whether a path that has to reach the principal itself does."""
    gate, path = opening.gate, opening.path
    if path.target is not Target.ITSELF or Bound.RESOURCE in gate.bound:
        return False
    if path.needs[0].endswith(_BOUNDARY) and entity.boundary is None:
        return False
    if any(_MANAGED in kind for kind in path.types):
        return any(map(gate.scope.meets, _managed(entity)))
    if kind_of(opening) is not entity.kind:
        return False
    named = tuple(one.replace(_OWN_NAME, entity.name) for one in gate.scope.included)
    return Resources(named, gate.scope.excluded, gate.scope.within).meets(own_arn)


def outside(opening: Opening, at: int, stack: Stack) -> tuple[str, ...]:
    """The principals that a path names and the stack does not have: what they may do is open."""
    gate, path = opening.gate, opening.path
    kind = EntityKind.ROLE if path.target is Target.PASSED else kind_of(opening)
    if kind is None or Bound.RESOURCE in gate.bound or path.target is Target.ITSELF:
        return ()
    if path.target is Target.OTHER and path.service:
        return ()
    account = stack.entities[at].account_id
    return tuple(
        one
        for one in gate.scope.of_types(path.types).included
        if "${" not in one
        and not wildcard.is_star(one)
        and not stack.principals[kind].meeting(one)
        and _in_account(one, account)
    )


def kind_of(opening: Opening) -> EntityKind | None:
    """The kind of principal that a path's first action works on; ``None`` for other resources."""
    for part, kind in _KINDS.items():
        if any(part in one and ":iam:" in one for one in opening.path.types):
            return kind
    return None


def _managed(entity: Entity) -> list[str]:
    """Patterns for the ARNs of the managed policies that hold for an entity, AWS's left out."""
    found = [policy.managed_arn(entity.account_id) for policy in entity.policies]
    return [one for one in (*found, entity.boundary_arn) if one]


def _in_account(pattern: str, account: str | None) -> bool:
    """Whether a role may be of the account: those of others are not passed or written."""
    parts = arn.split(pattern)
    return parts is None or account is None or wildcard.matches(parts.account, account)
