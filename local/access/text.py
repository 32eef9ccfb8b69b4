"""The access map in a terminal: by principal, what it can do, become, and to whom it is open."""

from collections.abc import Iterable
from typing import Final

from rich.console import Console
from rich.text import Text

from local.access import colours, words
from local.access.model import AccessMap, Edge, EdgeKind, Node, Side
from local.report.console import clean, styled

_STYLES: Final = {
    "list": "cyan",
    "read": "blue",
    "tagging": "green",
    "write": "yellow",
    "permissions": "magenta",
    colours.ALARM: "bold red",
}
_INDENT: Final = 2
_DEEP: Final = 4
_LEVEL_WIDTH: Final = 13


def show(console: Console, given: AccessMap) -> None:
    """Show the map."""
    leaving: dict[str, list[Edge]] = {}
    reaching: dict[str, list[Edge]] = {}
    for edge in given.edges:
        leaving.setdefault(edge.origin, []).append(edge)
        reaching.setdefault(edge.target, []).append(edge)
    principals = [node for node in given.nodes.values() if node.side is Side.ENTITY]
    for node in principals:
        _principal(console, given, node, leaving.get(node.id, ()), reaching.get(node.id, ()))
    open_ = [edge for edge in given.edges if _is_open(edge, given)]
    if open_:
        console.print(styled(("resources that let in by their own policies", "bold")))
    for edge in open_:
        _open(console, given, edge, words.called(given.nodes[edge.target]))
    _last_lines(console, given, len(principals))


def _is_open(edge: Edge, given: AccessMap) -> bool:
    return edge.kind is EdgeKind.OPEN and given.nodes[edge.target].side is Side.RESOURCE


def _principal(
    console: Console,
    given: AccessMap,
    node: Node,
    leaving: Iterable[Edge],
    reaching: Iterable[Edge],
) -> None:
    console.print(styled((f"{node.kind} ", "dim"), (clean(node.name), "bold")))
    for run in node.runs:
        _line(console, _INDENT, ("runs ", "dim"), (words.running(run), ""))
    for edge in given.edges:
        if edge.kind is EdgeKind.TRIGGERS and given.nodes[edge.target].acts_as == node.id:
            source = words.called(given.nodes[edge.origin])
            _line(console, _INDENT, ("triggered by ", "dim"), (source, ""))
    for edge in leaving:
        target = words.called(given.nodes[edge.target])
        style = _STYLES[colours.ALARM] if edge.alarming else ""
        if edge.kind is EdgeKind.BECOMES:
            name = "itself" if edge.target == node.id else target
            _line(
                console, _INDENT, ("becomes ", style or "dim"), (name, style), (_how(edge), "dim")
            )
        else:
            _line(console, _INDENT, (target, style))
        _actions(console, edge)
    for edge in reaching:
        if edge.kind is EdgeKind.OPEN:
            _open(console, given, edge, "")
    if node.unresolved:
        gaps = ", ".join(node.unresolved)
        _line(console, _INDENT, ("may do more: not known is ", "yellow"), (clean(gaps), ""))
    console.print()


def _actions(console: Console, edge: Edge) -> None:
    # A wildcard stands at each level that it covers; it is said once.
    together: dict[tuple[str, ...], list[str]] = {}
    for level, names in edge.actions.items():
        together.setdefault(names, []).append(level)
    for names, levels in together.items():
        said = clean(words.short(names))
        style = _STYLES.get(levels[-1], "dim")
        level = words.levels(levels)
        _line(console, _DEEP, (f"{level:<{_LEVEL_WIDTH}}", style), (said, ""), hang=_LEVEL_WIDTH)
    _conditions(console, edge)


def _conditions(console: Console, edge: Edge) -> None:
    said = words.conditions(edge)
    if said:
        # Some statements may ask for nothing: then the conditions hold back a part only.
        word = "if" if edge.conditional else "in part if"
        _line(console, _DEEP, (f"{word:<{_LEVEL_WIDTH}}", "dim"), (said, "dim"), hang=_LEVEL_WIDTH)


def _open(console: Console, given: AccessMap, edge: Edge, target: str) -> None:
    origin = words.called(given.nodes[edge.origin])
    style = _STYLES[colours.ALARM] if edge.alarming else "dim"
    start = (f"{target} ", "") if target else ("", "")
    _line(console, _INDENT, start, ("open to ", style), (origin, ""), (_how(edge), "dim"))
    if target:
        _actions(console, edge)
        return
    _conditions(console, edge)


def _how(edge: Edge) -> str:
    return clean(f" ({edge.how})") if edge.how else ""


def _line(console: Console, indent: int, *parts: tuple[str, str], hang: int = 2) -> None:
    """A line that goes on under itself where the terminal is too narrow."""
    text = styled(*parts)
    if console.soft_wrap:
        console.print(Text(" " * indent) + text)
        return
    room = max(console.width - indent, 2 * hang + 8)
    first = text.wrap(console, room)[0].plain.rstrip()
    cut = len(first)
    console.print(Text(" " * indent) + text[:cut])
    # What goes on has less room, and no space before it.
    while text.plain[cut : cut + 1] == " ":
        cut += 1
    if cut < len(text.plain):
        for further in text[cut:].wrap(console, room - hang):
            further.rstrip()
            console.print(Text(" " * (indent + hang)) + further)


def _last_lines(console: Console, given: AccessMap, principals: int) -> None:
    for note in given.notes:
        console.print(styled((clean(note), "yellow")))
    counts = [
        words.plural(principals, "principal"),
        words.plural(sum(one.side is Side.RESOURCE for one in given.nodes.values()), "resource"),
    ]
    alarming = sum(edge.alarming for edge in given.edges)
    verdict = (
        (f"{alarming} open to outside or escalating", "bold red")
        if alarming
        else ("nothing open to strangers, no escalation", "bold green")
    )
    console.print(
        styled((f"{clean(given.name)}: ", "bold"), (", ".join(counts) + ", ", "bold"), verdict)
    )
