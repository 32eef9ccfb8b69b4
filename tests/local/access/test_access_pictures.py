"""Pictures of any map: boxes apart, texts inside them, nothing that acts; Graphviz text."""

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Final
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.access import colours, dot, folding, layout, metrics, picture, svg
from local.access.boxes import Box, Row
from local.access.layout import Placed
from local.access.model import AccessMap, Edge, EdgeKind, Grant, Node, Side
from local.access.picture import Picture

SVG: Final = "{http://www.w3.org/2000/svg}"
# A statement of Graphviz's language as `dot` writes them, texts in quotes.
TEXT: Final = r'"(?:[^"\\\n]|\\.)*"'
STATEMENT: Final = re.compile(
    rf"  n\d+( -> n\d+)? \[\w+=(?:{TEXT}|\w+)(, \w+=(?:{TEXT}|\w+))*\];"
    r"|  \{ rank=(source|sink); n\d+(; n\d+)*; \}"
    rf"|  label={TEXT}; labelloc=t; rankdir=LR;"
    r"|  node \[fontname=Helvetica, fontsize=11\]; edge \[fontname=Helvetica, fontsize=9\];"
)

sides = st.sampled_from(list(Side))
texts = st.text(max_size=40)


@st.composite
def pictures(draw: st.DrawFn) -> Picture:
    count = draw(st.integers(min_value=0, max_value=12))
    ids = [f"box {number}" for number in range(count)]
    rows = st.lists(
        st.builds(
            Row,
            label=texts,
            target=st.sampled_from([*ids, "elsewhere"]),
            name=texts,
            style=st.sampled_from(colours.STYLES),
            dashed=st.booleans(),
        ),
        max_size=6,
        unique_by=lambda row: row.target,
    )
    boxes = {
        id_: Box(
            id_,
            draw(sides),
            draw(texts),
            draw(texts),
            tuple(draw(st.lists(texts, max_size=3))),
            tuple(draw(rows)),
        )
        for id_ in ids
    }
    return Picture(draw(texts), boxes, ())


@st.composite
def maps(draw: st.DrawFn) -> AccessMap:
    count = draw(st.integers(min_value=0, max_value=60))
    nodes: dict[str, Node] = {}
    for number in range(count):
        id_ = f"node {number} {draw(texts)}"
        nodes[id_] = Node(id_, draw(sides), draw(texts), draw(texts), draw(texts))
    ids = st.sampled_from(sorted(nodes)) if nodes else st.nothing()
    levels = st.dictionaries(
        st.sampled_from(["read", "write"]), st.tuples(texts), min_size=1, max_size=2
    )
    edges = st.builds(
        Edge,
        st.sampled_from(list(EdgeKind)),
        ids,
        ids,
        texts,
        st.tuples(st.builds(Grant, levels, conditions=st.tuples(texts), policy=texts)),
        st.booleans(),
    )
    found = draw(st.lists(edges, max_size=80 if nodes else 0))
    return AccessMap(draw(texts), nodes, tuple(found), tuple(draw(st.lists(texts, max_size=2))))


def apart(one: Placed, other: Placed) -> bool:
    return (
        one.x + one.width <= other.x
        or other.x + other.width <= one.x
        or one.y + one.height <= other.y
        or other.y + other.height <= one.y
    )


@given(pictures())
def test_no_two_boxes_overlap_and_all_are_within_the_picture(drawn: Picture) -> None:
    placed = layout.laid_out(drawn)

    assert {one.box.id for one in placed.boxes} == set(drawn.boxes)
    for number, one in enumerate(placed.boxes):
        assert all(apart(one, other) for other in placed.boxes[number + 1 :])
        assert one.x >= 0
        assert one.y >= layout.TOP
        assert one.x + one.width <= placed.width
        assert one.y + one.height <= placed.height


@given(pictures())
def test_no_line_crosses_a_box(drawn: Picture) -> None:
    placed = layout.laid_out(drawn)

    for line in placed.lines:
        # Between columns a line has a gap for itself; within one it runs straight.
        within = line.points[1:-1]
        for (left, y), (right, _) in zip(within[::2], within[1::2], strict=True):
            assert not any(
                one.x < right and left < one.x + one.width and one.y <= y <= one.y + one.height
                for one in placed.boxes
            )


@given(pictures())
def test_rows_keep_their_targets_when_they_are_put_in_order(drawn: Picture) -> None:
    placed = {one.box.id: one for one in layout.laid_out(drawn).boxes}

    for id_, box in drawn.boxes.items():
        assert sorted(map(repr, placed[id_].box.rows)) == sorted(map(repr, box.rows))
    for line in layout.laid_out(drawn).lines:
        target = placed[line.row.target]
        x, y = line.points[-1]
        assert x == target.x
        assert target.y <= y <= target.y + target.height


@given(maps())
def test_a_picture_is_xml_whatever_the_names_are_and_no_text_leaves_its_box(
    drawn: AccessMap,
) -> None:
    root = ET.fromstring(svg.render(drawn))  # noqa: S314 -- our own text

    assert root.find(f"{SVG}title") is not None
    assert root.find(f"{SVG}desc") is not None
    right = float(root.attrib["width"])
    for group in root.iter(f"{SVG}g"):
        card = group.find(f"{SVG}rect")
        if card is not None:
            right = float(card.attrib["x"]) + float(card.attrib["width"])
        # Beside each other in a row, below each other in the head of a box.
        spans = [span(one) for one in group.iter(f"{SVG}text")]
        beside = spans if card is None else []
        assert all(end <= right for _, end in spans)
        assert all(one[1] <= other[0] for one, other in pairwise(beside))
    assert all(0 <= start <= end <= float(root.attrib["width"]) for start, end in texts_of(root))


def span(text: ET.Element) -> tuple[float, float]:
    size, at = float(text.attrib["font-size"]), float(text.attrib["x"])
    length = metrics.width(text.text or "", size, bold="font-weight" in text.attrib)
    return (at - length, at) if text.get("text-anchor") == "end" else (at, at + length)


def texts_of(root: ET.Element) -> list[tuple[float, float]]:
    return [span(one) for one in root.iter(f"{SVG}text")]


@given(maps())
def test_a_picture_has_no_more_boxes_on_a_side_than_people_look_at(drawn: AccessMap) -> None:
    found = picture.of(drawn)

    for side in Side:
        count = sum(box.side is side for box in found.boxes.values())
        assert count <= folding.MOST_BOXES
    assert all(len(box.rows) <= folding.MOST_ROWS for box in found.boxes.values())


@given(maps())
def test_graphviz_text_is_graphviz_text_whatever_the_names_are(drawn: AccessMap) -> None:
    first, *statements, last = dot.render(drawn).rstrip("\n").split("\n")

    assert (first, last) == ("digraph access {", "}")
    assert [one for one in statements if not STATEMENT.fullmatch(one)] == []


def role(name: str, *targets: str) -> tuple[Node, list[Edge]]:
    grant = Grant({"read": ("dynamodb:GetItem",)})
    node = Node(name, Side.ENTITY, "role", name)
    return node, [Edge(EdgeKind.CAN, name, target, grants=(grant,)) for target in targets]


def map_of(
    principals: list[tuple[Node, list[Edge]]], tables: list[str], **more: tuple[str, ...]
) -> AccessMap:
    nodes = {node.id: node for node, _ in principals}
    nodes |= {name: Node(name, Side.RESOURCE, "table", name) for name in tables}
    return AccessMap("small", nodes, tuple(one for _, edges in principals for one in edges), **more)


def rows(found: Mapping[str, Box]) -> dict[str, list[str]]:
    return {box.title: [row.name for row in box.rows] for box in found.values() if box.rows}


def test_many_roles_that_are_alike_are_one_box_and_the_others_keep_theirs() -> None:
    alike = [role(f"app-{number:03}", "orders") for number in range(200)]

    found = picture.of(map_of([*alike, role("report", "people")], ["orders", "people"]))

    assert rows(found.boxes) == {
        "app-000 and 199 more": ["table orders"],
        "report": ["table people"],
    }
    assert found.sentences == (
        "'… and more' is one box for several: those that do the same, or too many to draw.",
        "--role NAME shows one principal with all its rows, --json everything.",
    )


def test_what_roles_of_one_box_do_to_each_other_is_left_out() -> None:
    names = [f"app-{number:03}" for number in range(50)]
    chained = [role(name, "orders", names[0]) for name in names]

    found = picture.of(map_of(chained, ["orders"]))

    assert rows(found.boxes)["app-001 and 48 more"] == ["table orders", "role app-000"]
    assert all(row.target != id_ for id_, box in found.boxes.items() for row in box.rows)


def test_a_box_stands_beside_what_its_line_leads_to() -> None:
    drawn = picture.of(map_of([role("a", "x"), role("b", "y")], ["x", "y"]))

    placed = {one.box.title: one for one in layout.laid_out(drawn).boxes}

    for left, right in (("a", "x"), ("b", "y")):
        middles = [placed[one].y + placed[one].height / 2 for one in (left, right)]
        assert abs(middles[0] - middles[1]) < 1


@pytest.mark.parametrize(
    ("text", "bold", "measured"),
    [
        ("bulwark-dev-audit-account", False, 1340),
        ("MWmw@%", False, 560),
        ("illicit jail (1)", False, 583),
        ("arn:aws:s3:::LOGS/*", False, 999),
        ("every resource of organizations", False, 1581),
        ("bulwark-dev-audit-account", True, 1520),
        ("MWmw@%", True, 607),
        ("illicit jail (1)", True, 680),
        ("arn:aws:s3:::LOGS/*", True, 1125),
        ("every resource of organizations", True, 1795),
    ],
)
def test_a_text_is_never_taken_for_narrower_than_a_wide_font_draws_it(
    text: str, measured: float, *, bold: bool
) -> None:
    # In DejaVu Sans at 100 pixels.
    assert measured <= metrics.width(text, 100, bold=bold) <= 1.4 * measured


def test_as_many_roles_as_fit_keep_their_boxes() -> None:
    alike = [role(f"app-{number:03}", "orders") for number in range(folding.MOST_BOXES)]

    found = picture.of(map_of(alike, ["orders"]))

    assert len(found.boxes) == folding.MOST_BOXES + 1
    assert found.sentences == ()


def test_two_hundred_roles_with_a_table_each_are_still_a_picture() -> None:
    names = [f"t-{number}" for number in range(200)]

    found = picture.of(map_of([role(f"app-{name}", name) for name in names], names))

    assert sum(box.count for box in found.boxes.values()) == 400
    assert len(found.boxes) <= 2 * folding.MOST_BOXES


def test_a_map_without_anything_says_so() -> None:
    drawn = svg.render(AccessMap("org"))

    assert "Nothing declared here has a policy." in drawn


def test_what_xml_does_not_take_is_left_out() -> None:
    drawn = svg.render(map_of([role("a\ufffeb\uffff\ud800", "t")], ["t"]))

    ET.fromstring(drawn)  # noqa: S314 -- our own text
    assert ">ab<" in drawn


def test_names_are_escaped_and_long_ones_lose_their_middle() -> None:
    evil = "<script>alert(1)</script>&\x1b[31m\u202e"
    drawn = svg.render(map_of([role(evil, "a" * 150 + "b" * 150)], ["a" * 150 + "b" * 150]))

    assert "<script" not in drawn
    assert "\x1b" not in drawn
    assert "\u202e" not in drawn
    assert "&lt;script&gt;" in drawn
    assert re.search(r">a+…b+<", drawn)


def test_a_hostile_name_stays_a_text_in_graphviz() -> None:
    drawn = dot.render(map_of([role('x"]; evil [label="', "t\\")], ["t\\"]))

    assert 'label="role x\\"]; evil [label=\\""' in drawn
    assert 'label="table t\\\\"' in drawn
