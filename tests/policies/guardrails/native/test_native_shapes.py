"""Single values in the classic shape, with the places that they have in the native one."""

from typing import Any

import pytest

from guardrails.native.model import ITSELF, At, Lacking, Table
from guardrails.native.shapes import (
    ByKey,
    Each,
    Entry,
    as_entries,
    as_json,
    as_statement,
    only,
    shaped,
    spelled,
    stated,
    tags,
    unread,
    when_on,
)
from guardrails.origin import Origin
from guardrails.values import UNKNOWN, Secret
from guardrails.view import View

INLINE: Table = {"name": "policyName", "policy": At("policyDocument", as_json)}


def made(native: dict[str, Any], table: Table) -> tuple[dict[str, object], dict[str, str]]:
    return shaped(View(native), table)


@pytest.mark.parametrize(
    ("native", "table", "classic"),
    [
        ({"tableName": "a"}, {"name": "tableName"}, {"name": "a"}),
        ({}, {"name": "tableName"}, {}),
        ({"a": {"b": 1}}, {"x.y.z": "a.b"}, {"x": {"y": {"z": 1}}}),
        ({"a": [{"b": 1}]}, {"x": "a.b"}, {"x": 1}),
        ({"a": [{"b": 1}, {"b": 2}]}, {"x": "a.b"}, {}),
        ({"b": 2}, {"x": ("a", "b")}, {"x": 2}),
        ({"a": UNKNOWN, "b": 2}, {"x": ("a", "b")}, {"x": UNKNOWN}),
        ({"a": UNKNOWN}, {"x": "a.b"}, {"x": UNKNOWN}),
        ({"a": UNKNOWN}, {"x.y": "a.b", "x.z": "a.c"}, {"x": UNKNOWN}),
        ({"a": UNKNOWN, "b": 1}, {"x.y": "a.b", "x.z": "b"}, {"x": {"y": UNKNOWN, "z": 1}}),
        ({"a": {"b": UNKNOWN}}, {"x.y": "a.b"}, {"x": {"y": UNKNOWN}}),
        ({"a": {"b": UNKNOWN}}, {"x.y": "a.b.c", "x.z": Lacking("a")}, {"x": UNKNOWN}),
        ({"a": Secret({"b": 1})}, {"x": "a.b"}, {"x": Secret(1)}),
        ({"a": UNKNOWN}, {"x": Lacking("a")}, {}),
        ({}, {"x": At("a", default=1)}, {"x": 1}),
        ({"a": "On"}, {"x": At("a", spelled({"On": True}))}, {"x": True}),
        ({"a": "Else"}, {"x": At("a", spelled({"On": True}))}, {"x": "Else"}),
        ({"a": "On"}, {"x": At("a", spelled({"On": None}))}, {}),
        ({"a": {}}, {"x": At("a", stated("it"))}, {"x": "it"}),
        ({"a": True}, {"x": At("a", when_on("it"))}, {"x": "it"}),
        ({"a": False}, {"x": At("a", when_on("it"))}, {}),
        ({"a": ["b"]}, {"x": At("a", only)}, {"x": "b"}),
        ({"a": [UNKNOWN]}, {"x": At("a", only)}, {"x": UNKNOWN}),
        ({"a": ["b", "c"]}, {"x": At("a", only)}, {"x": ["b", "c"]}),
        ({"a": {"b": 1}}, {"x": At("a", unread)}, {"x": UNKNOWN}),
    ],
)
def test_a_table_says_what_is_where(
    native: dict[str, Any], table: Table, classic: dict[str, Any]
) -> None:
    assert made(native, table)[0] == classic


@pytest.mark.parametrize(
    ("how", "given", "value"),
    [
        (tags, [{"key": "a", "value": "b"}], {"a": "b"}),
        (tags, [{"key": "a", "value": UNKNOWN}], {"a": UNKNOWN}),
        (tags, [{"key": "a", "value": Secret("b")}], {"a": Secret("b")}),
        (tags, [{"key": UNKNOWN, "value": "b"}], UNKNOWN),
        (tags, [UNKNOWN], UNKNOWN),
        (tags, ["x", 1, None, {"key": 2}], {}),
        (ByKey("name", "is"), [{"name": "a", "is": 1}], {"a": 1}),
        (Entry("a"), [{"key": "b", "value": 1}, {"key": "a", "value": 2}], 2),
        (Entry("a"), [{"key": UNKNOWN, "value": 1}, {"key": "a", "value": 2}], UNKNOWN),
        (Entry("a"), [{"key": "b", "value": 1}], None),
        (Entry("a"), "x", None),
        (Each({"x": "a"}), [{"a": 1}, UNKNOWN, "b"], [{"x": 1}, UNKNOWN, {}]),
        (Each({"x": "a"}), [Secret({"a": 1})], [Secret({"x": Secret(1)})]),
        (Each({"x": ITSELF}), ["b"], [{"x": "b"}]),
        (as_entries("name", "value"), {"a": 1}, [{"name": "a", "value": 1}]),
        (as_entries("name", "value"), [1], []),
        (as_json, '{"a": 1}', '{"a": 1}'),
        (as_json, {"a": [1, "b"]}, '{"a":[1,"b"]}'),
        (as_json, {"a": [{"b": UNKNOWN}]}, UNKNOWN),
        (as_json, {"a": Secret("b")}, Secret('{"a":"b"}')),
        (
            as_statement,
            {"Effect": "Deny"},
            '{"Version":"2012-10-17","Statement":[{"Effect":"Deny"}]}',
        ),
        (as_statement, {"Effect": UNKNOWN}, UNKNOWN),
    ],
)
def test_a_value_is_put_into_the_classic_shape(how: Any, given: object, value: object) -> None:
    assert how(View(given, "a")).value == value


@pytest.mark.parametrize(
    ("path", "native_path"),
    [
        ("name", "policies"),
        ("inline", "policies"),
        ("inline[1].policy", "policies[1].policyDocument"),
        ("inline[1].policy.Statement[0].Action", "policies[1].policyDocument.Statement[0].Action"),
        ("inline[7].other", "policies[7].other"),
        ("block.deep.on", "spec.isOn"),
        ("block.deep", "spec"),
        ("block", "spec"),
        ("tags.team", "tags[1].value"),
        ("tags.none", "tags.none"),
        ("gone.within", "policies.within"),
        ("whatever", "whatever"),
    ],
)
def test_a_classic_path_leads_to_the_native_place(path: str, native_path: str) -> None:
    native = {
        "policies": [{"policyName": "a"}, {"policyName": "b", "policyDocument": {}}],
        "spec": {"isOn": True},
        "tags": [{"key": "a", "value": "b"}, {"key": "team", "value": "c"}],
    }
    table: Table = {
        "name": Lacking("policies"),
        "gone": Lacking("policies"),
        "inline": At("policies", Each(INLINE)),
        "block.deep.on": "spec.isOn",
        "tags": At("tags", tags),
    }
    places = {path[1:]: native for path, native in made(native, table)[1].items() if path}

    assert Origin("urn", "type", "words", places).place(path) == native_path
    assert Origin("urn", "type", "words", {}, otherwise="here").place("else") == "here"
