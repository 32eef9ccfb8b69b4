"""What the picture shows: boxes with rows, each row with the box that it leads to.

A picture is read at a glance, so it says less than the map: what runs as a role stands in the
role's box, logs and traces are a row without a box, and of too many boxes those alike become one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from local.access import colours, folding, words
from local.access.boxes import Box, Row
from local.access.model import AccessMap, Edge, EdgeKind, Node, Side

_TELEMETRY: Final = "telemetry"
_LOGS: Final = "logs and traces"
_TELEMETRY_KINDS: Final = frozenset({"log group", "logs", "xray", "cloudwatch"})


@dataclass(frozen=True)
class Picture:
    """What is drawn.

    Attributes:
        title: What it is of.
        boxes: By id.
        sentences: What it leaves out.
    """

    title: str
    boxes: Mapping[str, Box]
    sentences: tuple[str, ...]


def of(given: AccessMap) -> Picture:
    """The picture of a map."""
    homes = _homes(given)
    boxes = _boxes(given, homes)
    for id_, rows in _rows(given, homes).items():
        boxes[id_] = replace(boxes[id_], rows=tuple(rows))
    folded, sentences = folding.folded(boxes)
    if not folded:
        sentences = ("Nothing declared here has a policy.",)
    return Picture(f"Who can do what: {given.name}", folded, (*sentences, *given.notes))


def _homes(given: AccessMap) -> dict[str, str]:
    """The box of each node: a function stands in that of its role."""
    homes = {id_: id_ for id_ in given.nodes}
    for node in given.nodes.values():
        if node.side is Side.RESOURCE and node.kind in _TELEMETRY_KINDS:
            homes[node.id] = _TELEMETRY
        if node.acts_as in given.nodes:
            homes[node.id] = node.acts_as
        for run in node.runs:
            if run.source in given.nodes:
                homes[run.source] = node.id
    return homes


def _boxes(given: AccessMap, homes: Mapping[str, str]) -> dict[str, Box]:
    lines: dict[str, list[str]] = {}
    for node in given.nodes.values():
        lines.setdefault(node.id, []).extend(map(words.running, node.runs))
        if node.unresolved:
            lines[node.id].append(f"{len(node.unresolved)} not known at preview")
    for edge in given.edges:
        if edge.kind is EdgeKind.TRIGGERS:
            source = words.called(given.nodes[edge.origin])
            lines.setdefault(homes[edge.target], []).append(f"triggered by {source}")
    return {
        node.id: _box(node, lines.get(node.id, ()))
        for node in given.nodes.values()
        if homes[node.id] == node.id
    }


def _box(node: Node, lines: Iterable[str]) -> Box:
    return Box(
        id=node.id,
        side=node.side,
        kind=words.clean(node.kind),
        title=words.clean(node.name),
        lines=tuple(lines),
        tooltip=words.clean(node.arn or node.id),
    )


def _rows(given: AccessMap, homes: Mapping[str, str]) -> dict[str, list[Row]]:
    joined: dict[tuple[str, str, bool], list[Edge]] = {}
    for edge in given.edges:
        if edge.kind is EdgeKind.TRIGGERS or _is_told(edge, given):
            continue
        origin, target = homes[edge.origin], homes[edge.target]
        # A role's own function leads to itself, and so does what gives it more rights.
        if origin != target or edge.alarming:
            # A principal that can act on another and become it has two rows.
            key = (origin, target, edge.kind is EdgeKind.BECOMES)
            joined.setdefault(key, []).append(edge)
    rows: dict[str, list[Row]] = {}
    for (origin, target, _), edges in joined.items():
        # The function, where its role's box stands for it.
        named = {words.called(given.nodes[edge.target]) for edge in edges}
        name = _LOGS if target == _TELEMETRY else ", ".join(sorted(named))
        name = "itself" if target == origin else name
        rows.setdefault(origin, []).append(_row(target, name, edges))
    return rows


def _is_told(edge: Edge, given: AccessMap) -> bool:
    """Whether the box says it: a service takes the role of what it runs."""
    service = given.nodes[edge.origin].name
    return edge.kind is EdgeKind.OPEN and any(
        run.service == service for run in given.nodes[edge.target].runs
    )


def _row(target: str, name: str, edges: list[Edge]) -> Row:
    labels = dict.fromkeys(part for edge in edges for part in words.label(edge).split(", "))
    tip = [line for edge in edges for line in words.details(edge)]
    return Row(
        label=", ".join(one for one in labels if one),
        target=target,
        name=name,
        style=max(map(colours.style, edges), key=colours.STYLES.index),
        dashed=all(edge.conditional for edge in edges),
        tooltip="\n".join(tip),
    )
