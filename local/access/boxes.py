"""The boxes of the picture, and their rows."""

from dataclasses import dataclass

from local.access.model import Side


@dataclass(frozen=True, slots=True)
class Row:
    """What a box does to another.

    Attributes:
        label: In a few words.
        target: The id of the other box.
        name: What the other is called.
        style: One of ``colours.STYLES``.
        dashed: Whether it holds under conditions only.
        tooltip: All there is to say, in lines.
    """

    label: str
    target: str
    name: str
    style: str
    dashed: bool = False
    tooltip: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """A node of the picture, or several that are alike.

    Attributes:
        kind: Said above the title.
        lines: Said below it.
        rows: What it does to others.
        count: How many nodes it stands for.
        lead: The title of the first of several.
    """

    id: str
    side: Side
    kind: str
    title: str
    lines: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    tooltip: str = ""
    count: int = 1
    lead: str = ""
