"""Who can become whom within a stack, and who can give itself more rights."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from guardrails.iam import document
from guardrails.iam.entity import Entity, Policy
from guardrails.iam.escalation.chains import ASSUME, Becomes, Edge
from guardrails.iam.escalation.find import openings
from guardrails.iam.escalation.strength import surplus
from guardrails.iam.escalation.targets import reaches_itself
from guardrails.iam.model import DocumentKind, Statement
from guardrails.iam.reach import Allowed, Reach, reach_of
from local.access import actions, grants
from local.access.edges import Drawing
from local.access.model import MANY, EdgeKind, Grant, Node, Side
from local.access.stack import Stack

_HOWS: Final = {
    ASSUME: "become",
    "code-swap": "change its code",
    "credentials": "make its credentials",
    "pass-role": "pass it on",
    "session": "open a session",
    "trust": "change its trust",
}
# A principal that becomes more than these becomes nearly all: one edge says it.
_MOST_APART: Final = 40
_ITSELF: Final = "give itself more rights"
_TRUST: Final = "assumeRolePolicy"


def draw(becomes: Becomes, stack: Stack, drawing: Drawing) -> None:
    """Draw who can become whom.

    Assuming a role that lets itself be assumed is how roles are used; every other way to one that
    can do more is an escalation.
    """
    numbers = {entity.source: at for at, entity in enumerate(becomes.stack.entities)}
    ways: dict[tuple[str, str], list[Edge]] = {}
    for edge in becomes.edges:
        ways.setdefault((edge.source.source, edge.how), []).append(edge)
    for (source, how), edges in ways.items():
        said = _HOWS.get(how, how)
        if len(edges) > _MOST_APART:
            alarming = how != ASSUME and _gains(edges, becomes, numbers)
            many = drawing.add(_many(edges))
            grant = _behind(edges[0], stack)
            drawing.draw(EdgeKind.BECOMES, source, many.id, said, grant, alarming=alarming)
            continue
        for edge in edges:
            alarming = how != ASSUME and _gains([edge], becomes, numbers)
            target, grant = edge.target.source, _behind(edge, stack)
            drawing.draw(EdgeKind.BECOMES, source, target, said, grant, alarming=alarming)
    for at, entity in enumerate(becomes.stack.entities):
        _draw_itself(entity, becomes.stack.arns[at], becomes.stack.reach(at), stack, drawing)


def _gains(edges: Sequence[Edge], becomes: Becomes, numbers: Mapping[str, int]) -> bool:
    """Whether one of the targets of one source can do more than it; many are taken to."""
    weak = becomes.stack.reach(numbers[edges[0].source.source])
    if not surplus(_everything(), weak):
        return False
    return len(edges) > _MOST_APART or any(
        surplus(becomes.stack.reach(numbers[edge.target.source]), weak) for edge in edges
    )


def _many(edges: Sequence[Edge]) -> Node:
    """One node for all that a principal can become, itself included: others share it."""
    ids = {edges[0].source.source, *(edge.target.source for edge in edges)}
    covers = tuple(sorted(ids))
    return Node(
        id=f"many:{hashlib.sha256(json.dumps(covers).encode()).hexdigest()[:16]}",
        side=Side.RESOURCE,
        kind=MANY,
        name=f"any of {len(covers)} principals",
        covers=covers,
    )


def _draw_itself(entity: Entity, arn: str, reach: Reach, stack: Stack, drawing: Drawing) -> None:
    for opening in openings(reach):
        if reaches_itself(opening, entity, arn) and surplus(_everything(), reach):
            drawing.draw(
                EdgeKind.BECOMES,
                entity.source,
                entity.source,
                _ITSELF,
                _of_gate(opening.gate, opening.path.needs, stack),
                alarming=True,
            )


def _of_gate(gate: Allowed, needs: tuple[str, ...], stack: Stack) -> Grant | None:
    if (gate.policy.source, gate.policy.path) in stack.hidden:
        return None
    return _grant(gate.statement, gate.policy, needs)


def _behind(edge: Edge, stack: Stack) -> Grant | None:
    """The statement that lets the one become the other."""
    policy = edge.policy
    if policy is None and edge.target.trust is not None:
        policy = Policy("trust policy", edge.target.trust, edge.target.source, _TRUST)
    if policy is None or (policy.source, policy.path) in stack.hidden:
        return None
    needs = edge.path.needs if edge.path else ("sts:AssumeRole",)
    for statement in policy.document.statements:
        if edge.place == statement.path or edge.place.startswith(f"{statement.path}."):
            return _grant(statement, policy, needs)
    return None


def _grant(statement: Statement, policy: Policy, needs: tuple[str, ...]) -> Grant:
    levels = {action: actions.levels(action) for action in needs}
    return grants.made(statement, policy, levels, statement.resources)


@cache
def _everything() -> Reach:
    """What an administrator can do."""
    statement = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    parsed = document.parse(
        {"Version": "2012-10-17", "Statement": statement}, DocumentKind.IDENTITY
    ).document
    if parsed is None:
        raise AssertionError(statement)
    return reach_of(parsed)
