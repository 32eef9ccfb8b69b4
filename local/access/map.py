"""Builds the access map of a stack from its principals, its resource policies and its resources."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from guardrails import entities as declared
from guardrails.graph import Graph
from guardrails.iam.entity import Entity, ResourcePolicy
from guardrails.iam.escalation.chains import becomes
from local.access import chains, grants
from local.access import stack as stacks
from local.access.edges import Drawing
from local.access.left import Left
from local.access.model import AccessMap, EdgeKind, Node, Runs, Side
from local.access.outside import Outside
from local.access.stack import Stack
from local.access.targets import Target, Targets
from local.engine import urn as urns

# Names of types that say little without their service.
_VAGUE: Final = frozenset({"account", "job", "project", "stack"})
_WORDS: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def of_graph(name: str, graph: Graph) -> AccessMap:
    """The map of a stack.

    Args:
        name: What the map is of, for people.
        graph: The stack's resources, as stack rules get them.
    """
    return build(
        name, declared.entities(graph), declared.resource_policies(graph), stacks.read(graph)
    )


def build(
    name: str, entities: Sequence[Entity], policies: Iterable[ResourcePolicy], stack: Stack
) -> AccessMap:
    """The map of these principals, resource policies and resources."""
    principals = {one.source: _principal(one) for one in entities}
    targets = Targets(
        (*stack.targets, *(Target(principals[one.source], one.arn) for one in entities)),
        stack.aliases,
    )
    drawing = Drawing()
    for node in (*principals.values(), *(one.node for one in stack.targets)):
        drawing.add(node)
    becoming = becomes(entities)
    for at, entity in enumerate(entities):
        left = Left(entity, becoming.stack.reach(at))
        grants.draw(entity, left, stack, targets, drawing)
    chains.draw(becoming, stack, drawing)
    outside = Outside(stack, {one.arn: principals[one.source] for one in entities}, drawing)
    outside.trust(entities)
    outside.policies(policies, targets)
    outside.doors()
    for source, function in stack.triggers:
        drawing.draw(EdgeKind.TRIGGERS, source, function, "triggers")
    return drawing.finished(name)


def _principal(entity: Entity) -> Node:
    return Node(
        id=entity.source,
        side=Side.ENTITY,
        kind=str(entity.kind),
        name=entity.name,
        arn=entity.arn,
        source=entity.source,
        runs=tuple(
            dict.fromkeys(
                Runs(_kind(one.source), one.name, one.source, one.service) for one in entity.runners
            )
        ),
        unresolved=entity.unresolved,
    )


def _kind(urn: str) -> str:
    """What people call a resource by its type: ``state machine`` of ``…:StateMachine``."""
    module, _, own = urns.type_of(urn).partition(":")[2].partition("/")
    called = _WORDS.sub(" ", own.rpartition(":")[2]).lower()
    return f"{module} {called}" if called in _VAGUE else called


def limited(whole: AccessMap, ids: frozenset[str]) -> AccessMap:
    """The map of some principals: what they reach, what reaches them, what runs as them."""
    mine = ids | {node.id for node in whole.nodes.values() if node.acts_as in ids}
    mine |= {run.source for id_ in ids for run in whole.nodes[id_].runs}
    many = {node.id for node in whole.nodes.values() if mine.intersection(node.covers)}
    edges = tuple(
        one for one in whole.edges if one.origin in mine or one.target in mine or one.target in many
    )
    kept = mine | {end for one in edges for end in (one.origin, one.target)}
    nodes = {id_: node for id_, node in whole.nodes.items() if id_ in kept}
    return AccessMap(whole.name, nodes, edges, whole.notes)
