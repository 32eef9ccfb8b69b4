"""The access map for programs."""

from collections.abc import Mapping
from typing import Any, Final

from local.access.model import AccessMap, Edge, Grant, Node

VERSION: Final = 1
"""Of the shape below; it grows when a key goes away or means something else."""


def report(given: AccessMap) -> dict[str, Any]:
    """The report of ``bulwark access --json``.

    ``nodes`` have ``id``, ``side`` (``outside``, ``entity``, ``resource``), ``kind``, ``name``,
    ``arn``, ``urn``, ``runs`` (what acts as a role), ``acts_as`` (the role of a function),
    ``covers`` (the ids that a pattern matches) and ``unresolved``. What is not there is empty.

    ``edges`` lead ``from`` one id ``to`` another. Their ``kind`` is ``can``, ``becomes``, ``open``
    or ``triggers``; ``level`` is the highest access level of ``actions``, which are by level;
    ``statements`` are those behind the edge, each with its place.
    """
    return {
        "version": VERSION,
        "name": given.name,
        "nodes": [_node(node) for node in given.nodes.values()],
        "edges": [_edge(edge) for edge in given.edges],
        "notes": list(given.notes),
    }


def _node(node: Node) -> dict[str, Any]:
    return {
        "id": node.id,
        "side": str(node.side),
        "kind": node.kind,
        "name": node.name,
        "arn": node.arn,
        "urn": node.source,
        "runs": [
            {"kind": one.kind, "name": one.name, "urn": one.source, "service": one.service}
            for one in node.runs
        ],
        "acts_as": node.acts_as,
        "covers": list(node.covers),
        "unresolved": list(node.unresolved),
    }


def _edge(edge: Edge) -> dict[str, Any]:
    return {
        "kind": str(edge.kind),
        "from": edge.origin,
        "to": edge.target,
        "how": edge.how,
        "level": edge.level,
        "actions": _actions(edge.actions),
        "conditional": edge.conditional,
        "alarming": edge.alarming,
        "statements": [_grant(grant) for grant in edge.grants],
    }


def _grant(grant: Grant) -> dict[str, Any]:
    return {
        "policy": grant.policy,
        "urn": grant.source,
        "path": grant.path,
        "actions": _actions(grant.actions),
        "resources": list(grant.resources),
        "conditions": list(grant.conditions),
    }


def _actions(actions: Mapping[str, tuple[str, ...]]) -> dict[str, list[str]]:
    return {level: list(names) for level, names in actions.items()}
