"""What principals can do by their own policies: edges to what their statements lead to."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from guardrails.iam import arn as arns
from guardrails.iam import wildcard
from guardrails.iam.entity import Entity, Policy
from guardrails.iam.model import Condition, Statement
from guardrails.origin import declared_urn
from local.access import actions
from local.access.edges import Drawing
from local.access.left import Left
from local.access.model import EdgeKind, Grant, Node, Side
from local.access.stack import Stack
from local.access.targets import Targets

# A managed policy has at most 6,144 characters, which is 200 actions on 100 resources.
_MOST_PAIRS: Final = 20_000

_KEY_ALIASES: Final = "kms:resourcealiases"
_KMS: Final = "kms"
_ASSUMING: Final = "sts"


def draw(entity: Entity, left: Left, stack: Stack, targets: Targets, drawing: Drawing) -> None:
    """Draw what a principal can do.

    Args:
        entity: The principal.
        left: What denials and its boundary leave it.
        stack: What it is in.
        targets: Where statements lead to.
        drawing: The map.
    """
    for policy in entity.policies:
        if (policy.source, policy.path) in stack.hidden:
            drawing.note(f"The policy {policy.name} of {entity.name} is a secret: it is left out.")
            continue
        for statement in policy.document.statements:
            if statement.allows:
                for kind, reached in _reached(statement, left, targets):
                    drawing.add(reached.node)
                    grant = made(statement, policy, reached.actions, tuple(reached.resources))
                    drawing.draw(kind, entity.source, reached.node.id, grant=grant)


def _reached(
    statement: Statement, left: Left, targets: Targets
) -> Iterator[tuple[EdgeKind, "_Reached"]]:
    found: dict[tuple[EdgeKind, str], _Reached] = {}
    if len(statement.actions) * len(statement.resources) > _MOST_PAIRS:
        yield EdgeKind.CAN, _all_at_once(statement)
        return
    for group in _grouped(statement):
        for resource in _resources(statement):
            for target in _targets(group, resource, statement, targets):
                levels = group.levels if left.everything else _left(group, left, resource)
                if levels:
                    key = (_kind(group, target), target.id)
                    reached = found.setdefault(key, _Reached(target))
                    reached.resources.setdefault(resource)
                    reached.actions |= levels
    for (kind, _), reached in found.items():
        yield kind, reached


def _all_at_once(statement: Statement) -> "_Reached":
    """The resources of a statement as one node; what is denied of them is not taken away."""
    said = "\n".join(statement.resources)
    id_ = f"listed:{hashlib.sha256(said.encode(errors='replace')).hexdigest()[:16]}"
    name = f"{len(statement.resources)} resources of one statement"
    reached = _Reached(Node(id=id_, side=Side.RESOURCE, kind="resources", name=name))
    reached.actions = {action: actions.levels(action) for action in statement.actions}
    reached.resources = dict.fromkeys(statement.resources)
    return reached


def _left(group: "_Group", left: Left, resource: str) -> dict[str, tuple[str, ...]]:
    levels: dict[str, tuple[str, ...]] = {}
    for action in group.levels:
        levels |= left.of(action, resource)
    return levels


class _Reached:
    """A node with what of a statement leads to it."""

    def __init__(self, node: Node) -> None:
        self.node = node
        self.actions: dict[str, tuple[str, ...]] = {}
        self.resources: dict[str, None] = {}


class _Group:
    """Those of a statement's actions that work on the same services' resources."""

    def __init__(self, service: str, services: frozenset[str] | None) -> None:
        self.service = service
        self.services = services
        self.levels: dict[str, tuple[str, ...]] = {}


def made(
    statement: Statement,
    policy: Policy,
    levels: Mapping[str, Sequence[str]],
    resources: tuple[str, ...],
) -> Grant:
    """A statement as what stands behind an edge.

    Args:
        statement: Which.
        policy: What has it.
        levels: Those of its actions that count, with their access levels.
        resources: Those of its resources that count.
    """
    place = statement.path
    return Grant(
        actions=actions.by_level(levels),
        resources=resources,
        conditions=tuple(map(in_words, statement.conditions)),
        policy=policy.name,
        source=declared_urn(policy.source),
        path=f"{policy.path}.{place}" if policy.path else place,
    )


def in_words(condition: Condition) -> str:
    """A condition on one line: ``kms:ViaService StringEquals sqs.eu-central-1.amazonaws.com``."""
    # The path has the operator in the spelling of the author.
    operator = condition.path.partition(".Condition.")[2].partition(".")[0] or condition.operator
    return f"{condition.key} {operator} {', '.join(condition.values)}".strip()


def _grouped(statement: Statement) -> Iterator[_Group]:
    groups: dict[tuple[str, frozenset[str] | None], _Group] = {}
    for action in actions.of(statement):
        service = "*" if actions.is_everything(action) else actions.service(action)
        services = actions.resource_services(action)
        group = groups.setdefault((service, services), _Group(service, services))
        group.levels[action] = actions.levels(action)
    yield from groups.values()


def _resources(statement: Statement) -> tuple[str, ...]:
    if statement.not_resources:
        return (actions.ALL_BUT + ", ".join(statement.not_resources),)
    return statement.resources


def _targets(
    group: _Group, resource: str, statement: Statement, targets: Targets
) -> Iterator[Node]:
    everything = resource.startswith(actions.ALL_BUT) or arns.is_everything(resource)
    parts = None if everything else arns.split(resource)
    service = group.service if parts is None else parts.service
    if not everything and group.services is not None and not _fits(service, group.services):
        return
    keys = _aliases(statement) if service == _KMS else ()
    if keys and (parts is None or wildcard.has_wildcard(parts.resource)):
        yield from map(targets.key, keys)
    else:
        yield targets.every(group.service) if everything else targets.of(resource)


def _fits(service: str, services: frozenset[str]) -> bool:
    if not wildcard.has_wildcard(service):
        return service in services
    return any(wildcard.matches(service, one) for one in services)


def _aliases(statement: Statement) -> tuple[str, ...]:
    """The aliases that a condition holds a key to."""
    return tuple(
        value
        for condition in statement.conditions
        if condition.key.lower() == _KEY_ALIASES and condition.operator == "stringequals"
        for value in condition.values
    )


def _kind(group: _Group, target: Node) -> EdgeKind:
    is_role = target.kind == "role" and target.side is Side.RESOURCE
    return EdgeKind.BECOMES if is_role and group.service == _ASSUMING else EdgeKind.CAN


def whole(statement: Statement, policy: Policy) -> Grant:
    """A statement with all its actions and resources as what stands behind an edge."""
    levels = {action: actions.levels(action) for action in actions.of(statement)}
    return made(statement, policy, levels, statement.resources)
