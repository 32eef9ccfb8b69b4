"""Where everything in the picture stands, in pixels."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from local.access.boxes import Box, Row
from local.access.metrics import width
from local.access.picture import Picture
from local.access.ranks import Line, Ranked, ranked

MARGIN: Final = 24.0
TOP: Final = 112.0
"""What the title and the legend take."""

PADDING: Final = 10.0
KIND_SIZE, TITLE_SIZE, LINE_SIZE, ROW_SIZE = 9.5, 12.5, 10.5, 11.0
KIND_HEIGHT, TITLE_HEIGHT, LINE_HEIGHT, ROW_HEIGHT = 14.0, 17.0, 15.0, 18.0
ROW_GAP: Final = 6.0
"""Above the first row."""

BETWEEN: Final = 16.0
"""From a label to the name before it."""

_BOX_GAP: Final = 16.0
_POINT_HEIGHT: Final = 4.0
_NARROWEST, _WIDEST = 150.0, 300.0
_NARROWEST_GAP, _WIDEST_GAP = 70.0, 150.0
_GAP_BY_LINE: Final = 5.0
_ROUNDS: Final = 8


@dataclass(frozen=True, slots=True)
class Placed:
    """A box in its place: the upper left corner, and its size.

    Attributes:
        lined: The numbers of the rows from which a line begins.
    """

    box: Box
    x: float
    y: float
    width: float
    height: float
    lined: frozenset[int]

    def row_y(self, number: int) -> float:
        """The middle of a row."""
        return self.y + _head(self.box) + ROW_GAP + (number + 0.5) * ROW_HEIGHT


@dataclass(frozen=True, slots=True)
class Drawn:
    """A line in its place.

    Attributes:
        points: Pairs of where it leaves a column and where it reaches the next.
    """

    row: Row
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Layout:
    """The picture in its places."""

    boxes: tuple[Placed, ...]
    lines: tuple[Drawn, ...]
    width: float
    height: float


def laid_out(picture: Picture) -> Layout:
    """Give everything its place."""
    found = ranked(picture.boxes)
    boxes, lines = _with_rows_in_order(picture.boxes, found)
    heights = {
        id_: _height(boxes[id_]) if id_ in boxes else _POINT_HEIGHT
        for column in found.columns
        for id_ in column
    }
    tops = _tops(found.columns, heights, lines)
    widths = [_width(boxes[id_] for id_ in column if id_ in boxes) for column in found.columns]
    lefts = _lefts(found.columns, widths, lines)
    lined: dict[str, list[int]] = {}
    for line in lines:
        lined.setdefault(line.origin, []).append(line.row)
    placed = {
        id_: Placed(
            boxes[id_],
            lefts[number],
            tops[id_],
            widths[number],
            heights[id_],
            frozenset(lined.get(id_, ())),
        )
        for number, column in enumerate(found.columns)
        for id_ in column
        if id_ in boxes
    }
    spans = {
        id_: (left, left + own)
        for column, left, own in zip(found.columns, lefts, widths, strict=True)
        for id_ in column
    }
    right = (lefts[-1] + widths[-1]) if widths else 0.0
    bottom = max((one.y + one.height for one in placed.values()), default=TOP)
    return Layout(
        boxes=tuple(placed.values()),
        lines=tuple(_drawn(lines, _Places(placed, tops, spans))),
        width=right + MARGIN,
        height=bottom + MARGIN,
    )


def _head(box: Box) -> float:
    return PADDING + KIND_HEIGHT + TITLE_HEIGHT + len(box.lines) * LINE_HEIGHT


def _height(box: Box) -> float:
    rows = ROW_GAP + len(box.rows) * ROW_HEIGHT if box.rows else 0.0
    return _head(box) + rows + PADDING


def _width(boxes: Iterable[Box]) -> float:
    widest = max((_wanted(box) for box in boxes), default=0.0)
    # One more for what the additions are rounded by.
    return min(max(widest + 2 * PADDING + 1, _NARROWEST), _WIDEST)


def _wanted(box: Box) -> float:
    rows = (width(row.name, ROW_SIZE) + BETWEEN + width(row.label, ROW_SIZE) for row in box.rows)
    return max(
        width(box.title, TITLE_SIZE, bold=True),
        width(box.kind, KIND_SIZE),
        *(width(line, LINE_SIZE) for line in box.lines),
        *rows,
        0.0,
    )


def _with_rows_in_order(
    boxes: Mapping[str, Box], found: Ranked
) -> tuple[dict[str, Box], list[Line]]:
    """The boxes with their rows in the order in which their lines go, then those without one."""
    place = {id_: at for column in found.columns for at, id_ in enumerate(column)}
    goes = {(line.origin, line.row): place[line.stops[1]] for line in found.lines}
    orders = {
        id_: sorted(range(len(box.rows)), key=lambda row: goes.get((id_, row), len(place)))
        for id_, box in boxes.items()
    }
    ordered = {
        id_: replace(box, rows=tuple(box.rows[row] for row in orders[id_]))
        for id_, box in boxes.items()
    }
    lines = [replace(one, row=orders[one.origin].index(one.row)) for one in found.lines]
    return ordered, lines


def _tops(
    columns: Sequence[Sequence[str]], heights: Mapping[str, float], lines: Iterable[Line]
) -> dict[str, float]:
    """Where each box begins: as near as can be to the middle of what it is tied to."""
    ties: dict[str, list[str]] = {}
    for line in lines:
        for left, right in pairwise(line.stops):
            ties.setdefault(left, []).append(right)
            ties.setdefault(right, []).append(left)
    tops: dict[str, float] = {}
    for column in columns:
        at = 0.0
        for id_ in column:
            tops[id_] = at
            at += heights[id_] + _BOX_GAP
    for sweep in range(_ROUNDS):
        for column in columns if sweep % 2 else reversed(columns):
            wanted = [
                _mean(
                    [tops[one] + heights[one] / 2 for one in ties.get(id_, ())],
                    tops[id_] + heights[id_] / 2,
                )
                - heights[id_] / 2
                for id_ in column
            ]
            tops.update(zip(column, _apart(wanted, [heights[id_] for id_ in column]), strict=True))
    highest = min(tops.values(), default=0.0)
    return {id_: top - highest + TOP for id_, top in tops.items()}


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _apart(wanted: Sequence[float], heights: Sequence[float]) -> list[float]:
    """The places nearest to the wanted ones (by squares) that keep the order and do not overlap."""
    offsets = [0.0]
    for height in heights:
        offsets.append(offsets[-1] + height + _BOX_GAP)
    # Without the heights, what is left is to be non-decreasing: neighbours that are not are pooled.
    pools: list[tuple[float, int]] = []
    for one, offset in zip(wanted, offsets, strict=False):
        mean, count = one - offset, 1
        while pools and pools[-1][0] > mean:
            other, others = pools.pop()
            mean = (mean * count + other * others) / (count + others)
            count += others
        pools.append((mean, count))
    flat = [mean for mean, count in pools for _ in range(count)]
    return [mean + offset for mean, offset in zip(flat, offsets, strict=False)]


def _lefts(
    columns: Sequence[Sequence[str]], widths: Sequence[float], lines: Sequence[Line]
) -> list[float]:
    place = {id_: number for number, column in enumerate(columns) for id_ in column}
    leaving = [0] * len(columns)
    for line in lines:
        for stop in line.stops[:-1]:
            leaving[place[stop]] += 1
    lefts: list[float] = []
    at = MARGIN
    for own, count in zip(widths, leaving, strict=True):
        lefts.append(at)
        at += own + min(max(_NARROWEST_GAP, count * _GAP_BY_LINE), _WIDEST_GAP)
    return lefts


@dataclass(frozen=True)
class _Places:
    """Where boxes, points and columns are."""

    boxes: Mapping[str, Placed]
    tops: Mapping[str, float]
    spans: Mapping[str, tuple[float, float]]
    """The left and the right end of the column of each box and point."""


def _drawn(lines: Sequence[Line], places: _Places) -> Iterable[Drawn]:
    starts = {line: places.boxes[line.origin].row_y(line.row) for line in lines}
    ports = _ports(lines, places, starts)
    for line in lines:
        points = [(places.spans[line.origin][1], starts[line])]
        for stop in line.stops[1:-1]:
            points += [(x, places.tops[stop] + _POINT_HEIGHT / 2) for x in places.spans[stop]]
        points.append((places.spans[line.stops[-1]][0], ports[line]))
        yield Drawn(places.boxes[line.origin].box.rows[line.row], tuple(points))


def _ports(
    lines: Iterable[Line], places: _Places, starts: Mapping[Line, float]
) -> dict[Line, float]:
    """Where each line reaches its target: in the order in which the lines come."""
    arriving: dict[str, list[tuple[float, float, Line]]] = {}
    for line in lines:
        last = line.stops[-2]
        came = starts[line] if last in places.boxes else places.tops[last]
        arriving.setdefault(line.stops[-1], []).append((came, starts[line], line))
    found: dict[Line, float] = {}
    for id_, coming in arriving.items():
        box = places.boxes[id_]
        room = _head(box.box) + (0.0 if box.box.rows else PADDING) - 2 * PADDING
        step = room / (len(coming) + 1)
        ordered = sorted(coming, key=lambda one: one[:2])
        for number, (_, _, line) in enumerate(ordered, 1):
            found[line] = box.y + PADDING + number * step
    return found
