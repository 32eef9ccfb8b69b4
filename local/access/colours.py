"""The colours of edges: of access levels, and of what is open or lets a principal become more."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from local.access.model import UNKNOWN_LEVEL, Edge, EdgeKind

ALARM: Final = "alarm"
PLAIN: Final = "plain"


class Pair(NamedTuple):
    """A colour on a light ground, and on a dark one."""

    light: str
    dark: str


COLOURS: Final[Mapping[str, Pair]] = {
    PLAIN: Pair("#6e7781", "#8b949e"),
    UNKNOWN_LEVEL: Pair("#6e7781", "#8b949e"),
    "list": Pair("#0f766e", "#2dd4bf"),
    "read": Pair("#0969da", "#58a6ff"),
    "tagging": Pair("#4d7c0f", "#a3e635"),
    "write": Pair("#b45309", "#e3a341"),
    "permissions": Pair("#8250df", "#bc8cff"),
    ALARM: Pair("#cf222e", "#ff7b72"),
}

STYLES: Final = tuple(COLOURS)
"""The names of the colours, the most worrying last."""


def style(edge: Edge) -> str:
    """The colour of an edge by its name: that of its highest level, or of an alarm."""
    if edge.alarming:
        return ALARM
    if edge.kind in {EdgeKind.OPEN, EdgeKind.TRIGGERS}:
        return PLAIN
    return edge.level or PLAIN
