"""The access map as a picture: one SVG text that needs nothing else, no font, no script."""

import re
from collections.abc import Iterable, Iterator
from typing import Final
from xml.sax.saxutils import escape

from local.access import layout, picture
from local.access.colours import ALARM, COLOURS, PLAIN, Pair
from local.access.layout import Drawn, Layout, Placed
from local.access.metrics import fitted, width
from local.access.model import AccessMap, Side
from local.report.console import clean

_GROUND: Final = {
    "ground": Pair("#f6f8fa", "#0d1117"),
    "card": Pair("#ffffff", "#161b22"),
    "edge": Pair("#d0d7de", "#3d444d"),
    "ink": Pair("#1f2328", "#e6edf3"),
    "dim": Pair("#59636e", "#9198a1"),
}
_SIDES: Final = {
    Side.OUTSIDE: Pair("#6e7781", "#8b949e"),
    Side.ENTITY: Pair("#0969da", "#58a6ff"),
    Side.RESOURCE: Pair("#1a7f37", "#3fb950"),
}
_COLUMNS: Final = {
    Side.OUTSIDE: "Outside",
    Side.ENTITY: "Principals",
    Side.RESOURCE: "Resources",
}
_LEGEND: Final = (
    ("list", "list"),
    ("read", "read"),
    ("tagging", "tagging"),
    ("write", "write"),
    ("permissions", "permissions"),
    (ALARM, "open to outside, or escalation"),
    (PLAIN, "lets in"),
)
_DASHES: Final = "5 4"
_LONGEST_TOOLTIP: Final = 1500
_TITLE_SIZE, _LEGEND_SIZE = 17.0, 11.0
_NARROWEST: Final = 860.0
_NOT_XML: Final = re.compile("[\ufffe\uffff]")


def render(given: AccessMap) -> str:
    """The picture of a map, as SVG."""
    seen = picture.of(given)
    placed = layout.laid_out(seen)
    sentences = seen.sentences
    whole = max(placed.width, _NARROWEST)
    height = placed.height + len(sentences) * layout.LINE_HEIGHT
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="access-map" role="img" '
        f'viewBox="0 0 {whole:.0f} {height:.0f}" width="{whole:.0f}" height="{height:.0f}" '
        f'font-family="system-ui, -apple-system, Segoe UI, Helvetica, Arial, sans-serif">'
    )
    return "\n".join(
        (
            opening,
            f"<title>{_text(seen.title)}</title>",
            f"<desc>{_text(_described(placed))}</desc>",
            _style(),
            f'<rect {_fill("ground")} width="100%" height="100%" rx="8"/>',
            *_heading(seen.title),
            *_columns(placed.boxes),
            *(_line(line) for line in placed.lines),
            *(part for box in placed.boxes for part in _box(box)),
            *_sentences(sentences, placed.height),
            "</svg>\n",
        )
    )


def _described(placed: Layout) -> str:
    """What the picture says, in words, for those who do not see it."""
    said = (
        f"{box.box.kind} {box.box.title}: "
        + "; ".join(f"{row.label} {row.name}" for row in box.box.rows)
        for box in placed.boxes
        if box.box.rows
    )
    return "From left to right: outside, principals, resources. " + ". ".join(said)


def _style() -> str:
    """The colours on a dark ground; on a light one those of the elements themselves hold."""
    pairs = {**_GROUND, **COLOURS, **_SIDES}
    rules = "".join(
        f".access-map .{name}{{fill:{pair.dark}}}.access-map .{name}-line{{stroke:{pair.dark}}}"
        for name, pair in pairs.items()
    )
    return f"<style>@media (prefers-color-scheme: dark){{{rules}}}</style>"


def _fill(name: str) -> str:
    return f'class="{name}" fill="{_pair(name).light}"'


def _stroke(name: str) -> str:
    return f'class="{name}-line" stroke="{_pair(name).light}"'


def _pair(name: str) -> Pair:
    return _GROUND.get(name) or COLOURS.get(name) or _SIDES[Side(name)]


def _heading(title: str) -> Iterator[str]:
    x, y = layout.MARGIN, 36.0
    room = _NARROWEST - 2 * layout.MARGIN
    yield _words(fitted(clean(title), room, _TITLE_SIZE, bold=True), x, y, _TITLE_SIZE, bold=True)
    y += 26
    for name, said in _LEGEND:
        yield f'<circle {_fill(name)} cx="{x + 4:.1f}" cy="{y - 4:.1f}" r="4"/>'
        yield _words(said, x + 13, y, _LEGEND_SIZE, "dim")
        x += 13 + width(said, _LEGEND_SIZE) + 16
    yield (
        f'<path {_stroke(PLAIN)} fill="none" stroke-width="1.5" stroke-dasharray="{_DASHES}" '
        f'd="M{x:.1f} {y - 4:.1f}h26"/>'
    )
    yield _words("under conditions", x + 33, y, _LEGEND_SIZE, "dim")


def _columns(boxes: Iterable[Placed]) -> Iterator[str]:
    """What each side of the picture is, above its first column."""
    first: dict[Side, float] = {}
    for one in boxes:
        first[one.box.side] = min(first.get(one.box.side, one.x), one.x)
    for side, x in first.items():
        yield _words(_COLUMNS[side], x, layout.TOP - 10, _LEGEND_SIZE, side, bold=True)


def _line(line: Drawn) -> str:
    dashes = f' stroke-dasharray="{_DASHES}"' if line.row.dashed else ""
    return (
        f'<path {_stroke(line.row.style)} fill="none" stroke-width="1.5" stroke-opacity=".75"'
        f'{dashes} d="{_path(line.points)}">{_tooltip(line.row.tooltip)}</path>'
    )


def _path(points: tuple[tuple[float, float], ...]) -> str:
    """Curves between columns, straight through the columns that the line passes."""
    (x, y), *further = points
    parts = [f"M{x:.1f} {y:.1f}"]
    for number, (to_x, to_y) in enumerate(further):
        if number % 2:
            parts.append(f"L{to_x:.1f} {to_y:.1f}")
        else:
            middle = (x + to_x) / 2
            parts.append(f"C{middle:.1f} {y:.1f} {middle:.1f} {to_y:.1f} {to_x:.1f} {to_y:.1f}")
        x, y = to_x, to_y
    return "".join(parts)


def _box(placed: Placed) -> Iterator[str]:
    box, left = placed.box, placed.x + layout.PADDING
    room = placed.width - 2 * layout.PADDING
    yield f"<g>{_tooltip(box.tooltip)}"
    size = f'x="{placed.x:.1f}" y="{placed.y:.1f}" height="{placed.height:.1f}"'
    yield (
        f'<rect class="card edge-line" fill="{_GROUND["card"].light}" '
        f'stroke="{_GROUND["edge"].light}" {size} width="{placed.width:.1f}" rx="6"/>'
    )
    yield f'<rect {_fill(box.side)} {size} width="4" rx="2"/>'
    y = placed.y + layout.PADDING + layout.KIND_HEIGHT - 4
    yield _words(fitted(box.kind, room, layout.KIND_SIZE), left, y, layout.KIND_SIZE, "dim")
    y += layout.TITLE_HEIGHT
    title = fitted(box.title, room, layout.TITLE_SIZE, bold=True)
    yield _words(title, left, y, layout.TITLE_SIZE, bold=True)
    for line in box.lines:
        y += layout.LINE_HEIGHT
        yield _words(fitted(line, room, layout.LINE_SIZE), left, y, layout.LINE_SIZE, "dim")
    yield "</g>"
    yield from _rows(placed, left, room)


def _rows(placed: Placed, left: float, room: float) -> Iterator[str]:
    right = placed.x + placed.width
    size = layout.ROW_SIZE
    for number, row in enumerate(placed.box.rows):
        middle = placed.row_y(number)
        label = fitted(row.label, room * 0.6, size)
        name = fitted(row.name, room - layout.BETWEEN - width(label, size), size)
        y = middle + size * 0.35
        yield f"<g>{_tooltip(row.tooltip)}"
        yield _words(name, left, y, size, "ink")
        yield _words(label, right - layout.PADDING, y, size, row.style, end=True)
        if number in placed.lined:
            yield f'<circle {_fill(row.style)} cx="{right:.1f}" cy="{middle:.1f}" r="3"/>'
        yield "</g>"


def _sentences(sentences: Iterable[str], top: float) -> Iterator[str]:
    y = top - layout.MARGIN / 2 + 4
    room = _NARROWEST - 2 * layout.MARGIN
    for one in sentences:
        yield _words(
            fitted(clean(one), room, layout.LINE_SIZE), layout.MARGIN, y, layout.LINE_SIZE, "dim"
        )
        y += layout.LINE_HEIGHT


def _words(  # noqa: PLR0913 -- a text has that many attributes
    said: str,
    x: float,
    y: float,
    size: float,
    colour: str = "ink",
    *,
    bold: bool = False,
    end: bool = False,
) -> str:
    weight = ' font-weight="600"' if bold else ""
    anchor = ' text-anchor="end"' if end else ""
    return (
        f'<text {_fill(colour)} x="{x:.1f}" y="{y:.1f}" font-size="{size}"{weight}{anchor}>'
        f"{_text(said)}</text>"
    )


def _tooltip(said: str) -> str:
    if not said:
        return ""
    short = said if len(said) <= _LONGEST_TOOLTIP else f"{said[:_LONGEST_TOOLTIP]}…"
    return f"<title>{_text(short)}</title>"


def _text(said: str) -> str:
    """A text between tags: without what XML refuses."""
    return escape(_NOT_XML.sub("", clean(said, lines=True)))
