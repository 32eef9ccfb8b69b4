"""The access map as Graphviz text."""

from collections.abc import Iterator
from typing import Final

from local.access import colours, words
from local.access.model import AccessMap, Edge, EdgeKind, Node, Side
from local.report.console import clean

_SHAPES: Final = {Side.OUTSIDE: "ellipse", Side.ENTITY: "box", Side.RESOURCE: "note"}
_RANKS: Final = {Side.OUTSIDE: "source", Side.RESOURCE: "sink"}


def render(given: AccessMap) -> str:
    """The map in Graphviz's language, left to right."""
    return "\n".join(_lines(given)) + "\n"


def _lines(given: AccessMap) -> Iterator[str]:
    numbers = {id_: f"n{number}" for number, id_ in enumerate(given.nodes)}
    yield "digraph access {"
    yield f"  label={_quoted(f'Access map of {given.name}')}; labelloc=t; rankdir=LR;"
    yield "  node [fontname=Helvetica, fontsize=11]; edge [fontname=Helvetica, fontsize=9];"
    for node in given.nodes.values():
        shape = _SHAPES[node.side]
        tip = node.arn or node.id
        label, tooltip = _quoted(_label(node)), _quoted(tip)
        yield f"  {numbers[node.id]} [shape={shape}, label={label}, tooltip={tooltip}];"
    for side, rank in _RANKS.items():
        members = [numbers[one.id] for one in given.nodes.values() if one.side is side]
        if members:
            yield f"  {{ rank={rank}; {'; '.join(members)}; }}"
    for edge in given.edges:
        yield f"  {numbers[edge.origin]} -> {numbers[edge.target]} [{_attributes(edge)}];"
    for node in given.nodes.values():
        if node.acts_as in numbers:
            ends = f"{numbers[node.id]} -> {numbers[node.acts_as]}"
            yield f'  {ends} [label="acts as", style=dotted];'
    yield "}"


def _label(node: Node) -> str:
    return "\n".join([words.called(node), *(f"runs {words.running(run)}" for run in node.runs)])


def _attributes(edge: Edge) -> str:
    style = "dashed" if edge.conditional or edge.kind is EdgeKind.TRIGGERS else "solid"
    tip = "\n".join(words.details(edge))
    colour = colours.COLOURS[colours.style(edge)].light
    return (
        f"label={_quoted(words.label(edge))}, color={_quoted(colour)}, "
        f"style={style}, tooltip={_quoted(tip)}"
    )


def _quoted(text: str) -> str:
    """A text in Graphviz's quotes, where a backslash and a quote mean something."""
    lines = (clean(line) for line in text.splitlines() or [""])
    return '"' + "\\n".join(one.replace("\\", "\\\\").replace('"', '\\"') for one in lines) + '"'
