"""Which column each box stands in, and in which order: so that few lines cross.

Sugiyama's method: columns by what leads to what, points in the columns that a line passes, and
orders improved column by column by the mean place of what each box is tied to.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from local.access.boxes import Box
from local.access.model import Side

MOST_COLUMNS: Final = 4
"""Of principals: who becomes whom who becomes whom …; what leads further is said, not drawn."""

_SWEEPS: Final = 12


@dataclass(frozen=True, slots=True)
class Line:
    """What is drawn from one box to another.

    Attributes:
        origin: The id of a box.
        row: Which of its rows it is.
        stops: What it passes: the origin, a point for each column between, the target.
    """

    origin: str
    row: int
    stops: tuple[str, ...]


@dataclass(frozen=True)
class Ranked:
    """Columns from left to right.

    Attributes:
        columns: The ids of boxes and points, from top to bottom.
        lines: What is drawn; a row that leads to the left has no line.
    """

    columns: tuple[tuple[str, ...], ...]
    lines: tuple[Line, ...]


def ranked(boxes: Mapping[str, Box]) -> Ranked:
    """The boxes in columns."""
    columns = _columns(boxes)
    places: list[list[str]] = [[] for _ in range(max(columns.values(), default=0) + 1)]
    for id_, column in columns.items():
        places[column].append(id_)
    lines: list[Line] = []
    for box in boxes.values():
        for number, row in enumerate(box.rows):
            if row.target in columns and columns[box.id] < columns[row.target]:
                between = range(columns[box.id] + 1, columns[row.target])
                points = [f"point:{column}:{number}:{box.id}" for column in between]
                for column, point in zip(between, points, strict=True):
                    places[column].append(point)
                lines.append(Line(box.id, number, (box.id, *points, row.target)))
    return Ranked(_ordered(places, lines), tuple(lines))


def _columns(boxes: Mapping[str, Box]) -> dict[str, int]:
    """Outside is first, resources are last; a principal stands left of those that it acts on."""
    heights = _heights(boxes)
    highest = max(heights.values(), default=0)
    found: dict[str, int] = {}
    for box in boxes.values():
        if box.side is Side.OUTSIDE:
            found[box.id] = 0
        elif box.side is Side.ENTITY:
            found[box.id] = 1 + highest - heights[box.id]
        else:
            found[box.id] = 2 + highest
    # A side without boxes leaves no gap.
    used = sorted(set(found.values()))
    return {id_: used.index(column) for id_, column in found.items()}


def _heights(boxes: Mapping[str, Box]) -> dict[str, int]:
    """The longest way from each principal to others, circles cut where they close."""
    heights: dict[str, int] = {}
    for start in boxes.values():
        if start.side is Side.ENTITY and start.id not in heights:
            _climb(start.id, boxes, heights)
    return heights


def _climb(start: str, boxes: Mapping[str, Box], heights: dict[str, int]) -> None:
    under_way = {start}
    stack = [(start, iter(_principals(boxes[start], boxes)))]
    while stack:
        id_, others = stack[-1]
        following = next((one for one in others if one not in under_way | heights.keys()), None)
        if following is not None:
            under_way.add(following)
            stack.append((following, iter(_principals(boxes[following], boxes))))
            continue
        stack.pop()
        known = (heights[one] for one in _principals(boxes[id_], boxes) if one in heights)
        heights[id_] = min(1 + max(known, default=-1), MOST_COLUMNS - 1)


def _principals(box: Box, boxes: Mapping[str, Box]) -> list[str]:
    return [
        row.target
        for row in box.rows
        if row.target in boxes and boxes[row.target].side is Side.ENTITY
    ]


def _ordered(places: Sequence[Sequence[str]], lines: Iterable[Line]) -> tuple[tuple[str, ...], ...]:
    before: dict[str, list[str]] = {}
    after: dict[str, list[str]] = {}
    for line in lines:
        for left, right in pairwise(line.stops):
            after.setdefault(left, []).append(right)
            before.setdefault(right, []).append(left)
    columns = [list(column) for column in places]
    best, fewest = [list(column) for column in columns], _crossings(columns, after)
    for sweep in range(_SWEEPS):
        rightward = sweep % 2 == 0
        order = range(1, len(columns)) if rightward else range(len(columns) - 2, -1, -1)
        for at in order:
            beside = columns[at - 1] if rightward else columns[at + 1]
            _sort(columns[at], beside, before if rightward else after)
        for at, column in enumerate(columns):
            for ties, side in ((before, at - 1), (after, at + 1)):
                if 0 <= side < len(columns):
                    _swap(column, columns[side], ties)
        crossings = _crossings(columns, after)
        if crossings < fewest:
            best, fewest = [list(column) for column in columns], crossings
    return tuple(map(tuple, best))


def _sort(column: list[str], beside: Sequence[str], ties: Mapping[str, Sequence[str]]) -> None:
    """Sort by the mean place of what each is tied to; what is tied to nothing stays."""
    place = {id_: number for number, id_ in enumerate(beside)}
    scale = len(beside) / (len(column) or 1)
    means: dict[str, float] = {}
    for number, id_ in enumerate(column):
        tied = [place[one] for one in ties.get(id_, ()) if one in place]
        means[id_] = sum(tied) / len(tied) if tied else number * scale
    column.sort(key=means.__getitem__)


def _swap(column: list[str], beside: Sequence[str], ties: Mapping[str, Sequence[str]]) -> None:
    """Swap neighbours whose lines then cross less often on one side."""
    place = {id_: number for number, id_ in enumerate(beside)}
    ends = {id_: sorted(place[one] for one in ties.get(id_, ()) if one in place) for id_ in column}
    for at in range(len(column) - 1):
        upper, lower = column[at], column[at + 1]
        if _over(ends[upper], ends[lower]) > _over(ends[lower], ends[upper]):
            column[at], column[at + 1] = lower, upper


def _over(upper: Sequence[int], lower: Sequence[int]) -> int:
    """How many lines cross when the one stands above the other; both are sorted."""
    return sum(len(upper) - bisect_right(upper, end) for end in lower)


def _crossings(columns: Sequence[Sequence[str]], after: Mapping[str, Sequence[str]]) -> int:
    """How many lines cross between neighbouring columns."""
    count = 0
    for left, right in pairwise(columns):
        place = {id_: number for number, id_ in enumerate(right)}
        ends = [
            end
            for id_ in left
            for end in sorted(place[one] for one in after.get(id_, ()) if one in place)
        ]
        passed = [0] * (len(right) + 1)
        # Lines seen so far that end further down, counted by a binary indexed tree.
        for seen, end in enumerate(ends):
            at, above = end + 1, 0
            while at:
                above += passed[at]
                at -= at & -at
            count += seen - above
            at = end + 1
            while at < len(passed):
                passed[at] += 1
                at += at & -at
    return count
