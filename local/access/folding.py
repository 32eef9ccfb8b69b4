"""Makes too many boxes fewer: boxes that are alike become one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from local.access import colours
from local.access.boxes import Box, Row
from local.access.model import Side

MOST_BOXES: Final = 24
"""On each side of the picture."""

MOST_ROWS: Final = 16
_MOST_NAMED: Final = 30


def folded(boxes: Mapping[str, Box]) -> tuple[dict[str, Box], tuple[str, ...]]:
    """At most ``MOST_BOXES`` boxes on each side, and sentences on what became one box."""
    found = dict(boxes)
    # Principals are alike once what they reach is.
    for side in (Side.RESOURCE, Side.OUTSIDE, Side.ENTITY):
        found = _joined(found, _alike(_of(found, side)))
        found = _joined(found, _rest(_of(found, side), found))
    found = _without_strays({id_: _with_few_rows(box) for id_, box in found.items()})
    sentences: tuple[str, ...] = ()
    if any(box.count > 1 for box in found.values()):
        sentences = (
            "'… and more' is one box for several: those that do the same, or too many to draw.",
            "--role NAME shows one principal with all its rows, --json everything.",
        )
    return found, sentences


def _of(boxes: Mapping[str, Box], side: Side) -> list[Box]:
    return [box for box in boxes.values() if box.side is side]


def _alike(boxes: Sequence[Box]) -> list[list[Box]]:
    """Boxes that do the same to the same others, where there are too many."""
    if len(boxes) <= MOST_BOXES:
        return []
    groups: dict[object, list[Box]] = {}
    for box in boxes:
        does = frozenset((row.target, row.label, row.style, row.dashed) for row in box.rows)
        if does:
            groups.setdefault((box.kind, does), []).append(box)
    return [group for group in groups.values() if len(group) > 1]


def _rest(boxes: Sequence[Box], everything: Mapping[str, Box]) -> list[list[Box]]:
    """What is left over of the most telling boxes, by kind."""
    if len(boxes) <= MOST_BOXES:
        return []
    reached: dict[str, int] = {}
    for box in everything.values():
        for row in box.rows:
            reached[row.target] = reached.get(row.target, 0) + box.count
    ranked = sorted(boxes, key=lambda box: _rank(box, reached.get(box.id, 0)), reverse=True)
    kinds: dict[str, list[Box]] = {}
    for box in ranked[MOST_BOXES // 2 :]:
        kinds.setdefault(box.kind, []).append(box)
    fewest = sorted(kinds.values(), key=len, reverse=True)
    # Too many kinds to give each its own box.
    most = MOST_BOXES - MOST_BOXES // 2
    if len(fewest) > most:
        fewest[most - 1 :] = [[box for group in fewest[most - 1 :] for box in group]]
    return [group for group in fewest if len(group) > 1]


def _rank(box: Box, reached: int) -> tuple[int, int, int]:
    worst = max((colours.STYLES.index(row.style) for row in box.rows), default=-1)
    return worst, reached + len(box.rows), box.count


def _joined(boxes: Mapping[str, Box], groups: Iterable[Sequence[Box]]) -> dict[str, Box]:
    """The boxes with each group as one, and rows that lead to it."""
    homes: dict[str, str] = {}
    made: dict[str, Box] = {}
    for group in groups:
        one = _one(group)
        made[one.id] = one
        homes.update((box.id, one.id) for box in group)
    if not homes:
        return dict(boxes)
    kept = {id_: box for id_, box in boxes.items() if id_ not in homes} | made
    return {id_: _led(box, homes, made) for id_, box in kept.items()}


def _one(group: Sequence[Box]) -> Box:
    first = group[0]
    id_ = f"folded:{first.id}"
    count = sum(box.count for box in group)
    kinds = {box.kind for box in group}
    names = [box.title for box in group]
    shown = [*names[:_MOST_NAMED], *(["…"] if len(names) > _MOST_NAMED else [])]
    return Box(
        id=id_,
        side=first.side,
        kind=_plural(kinds.pop()) if len(kinds) == 1 else "others",
        title=f"{first.lead or first.title} and {count - 1} more",
        # What a box does to itself stays with it; what one does to another of them is left out.
        rows=_merged(
            replace(row, target=id_) if row.target == box.id else row
            for box in group
            for row in box.rows
        ),
        tooltip="\n".join(shown),
        count=count,
        lead=first.lead or first.title,
    )


def _led(box: Box, homes: Mapping[str, str], made: Mapping[str, Box]) -> Box:
    """The box with its rows leading to what their targets have become."""
    if not any(row.target in homes for row in box.rows):
        return box
    rows: list[Row] = []
    for row in box.rows:
        home = homes.get(row.target)
        if home is None:
            rows.append(row)
        elif home != box.id:
            rows.append(replace(row, target=home, name=made[home].title))
    return replace(box, rows=_merged(rows))


def _merged(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Rows to the same target as one."""
    found: dict[str, Row] = {}
    for row in rows:
        known = found.get(row.target)
        if known is None:
            found[row.target] = row
            continue
        labels = dict.fromkeys((*known.label.split(", "), *row.label.split(", ")))
        found[row.target] = replace(
            known,
            label=", ".join(labels),
            style=max(known.style, row.style, key=colours.STYLES.index),
            dashed=known.dashed and row.dashed,
            tooltip=known.tooltip if known.tooltip == row.tooltip else "see --json",
        )
    return tuple(found.values())


def _plural(kind: str) -> str:
    if kind.endswith("s"):
        return kind
    return f"{kind[:-1]}ies" if kind.endswith("ry") else f"{kind}s"


def _with_few_rows(box: Box) -> Box:
    if len(box.rows) <= MOST_ROWS:
        return box
    ranked = sorted(box.rows, key=lambda row: colours.STYLES.index(row.style), reverse=True)
    return replace(
        box,
        rows=tuple(ranked[: MOST_ROWS - 1]),
        lines=(*box.lines, f"and {len(ranked) - MOST_ROWS + 1} more rows"),
    )


def _without_strays(boxes: dict[str, Box]) -> dict[str, Box]:
    """The boxes without resources that no row leads to any more."""
    reached = {row.target for box in boxes.values() for row in box.rows}
    return {
        id_: box
        for id_, box in boxes.items()
        if box.rows or id_ in reached or box.side is Side.ENTITY
    }
