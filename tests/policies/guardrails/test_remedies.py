"""Inputs are rewritten at the paths of a remedy and nowhere else."""

from typing import Any

import pytest
from google.protobuf import json_format, struct_pb2
from hypothesis import given
from hypothesis import strategies as st

from guardrails.model import Level
from guardrails.pack import Pack
from guardrails.remedies import NotMendableError, mended
from tests.policies.guardrails.rule_cases.model import by_id, one

UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
SIGNATURE = "4dabf18193072939515e22adb298388d"
SECRET = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105 -- a signature, no password
ASSET = "c44067f5952c0a294b673a41bacd8c17"


def struct(properties: dict[str, Any]) -> struct_pb2.Struct:
    return json_format.ParseDict(properties, struct_pb2.Struct())


def after(properties: dict[str, Any], changes: dict[str, object]) -> dict[str, Any]:
    return json_format.MessageToDict(mended(struct(properties), changes))


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ({}, {"a": {"b": True}}),
        ({"a": None}, {"a": {"b": True}}),
        ({"a": {"b": False, "c": 1.0}}, {"a": {"b": True, "c": 1.0}}),
        ({"a": [{"b": False}]}, {"a": [{"b": True}]}),
        (
            {"a": {SIGNATURE: SECRET, "value": {"b": False}}},
            {"a": {SIGNATURE: SECRET, "value": {"b": True}}},
        ),
    ],
)
def test_a_path_is_set_and_what_is_missing_on_the_way_is_made(
    before: dict[str, Any], expected: dict[str, Any]
) -> None:
    assert after({**before, "z": UNKNOWN}, {"a.b": True}) == {**expected, "z": UNKNOWN}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a[0].b", [{"b": True}, {"b": False}]),
        ("a[1].b", [{"b": False}, {"b": True}]),
    ],
)
def test_an_element_of_a_list_is_named_by_its_index(path: str, expected: object) -> None:
    assert after({"a": [{"b": False}, {"b": False}]}, {path: True}) == {"a": expected}


def test_an_element_that_is_not_there_is_refused() -> None:
    with pytest.raises(NotMendableError):
        mended(struct({"a": [{"b": 1.0}]}), {"a[1].b": True})


@pytest.mark.parametrize(
    "value",
    [UNKNOWN, "text", 1.0, [{"b": 1.0}, {"b": 2.0}], [], {SIGNATURE: ASSET, "text": "x"}],
)
def test_a_path_through_what_is_no_object_is_refused(value: object) -> None:
    with pytest.raises(NotMendableError):
        mended(struct({"a": value}), {"a.b": True})


@given(
    st.dictionaries(
        st.sampled_from("abcd"), st.none() | st.booleans() | st.text(max_size=5), max_size=4
    )
)
def test_nothing_else_changes_and_the_original_stays(properties: dict[str, Any]) -> None:
    given_struct = struct(properties)
    kept = struct(properties)

    new = json_format.MessageToDict(mended(given_struct, {"e.f": 1}))

    assert given_struct == kept
    assert new == {**json_format.MessageToDict(kept), "e": {"f": 1.0}}


def test_a_rule_for_the_stack_mends_a_resource_as_if_it_were_alone() -> None:
    rule = by_id("imdsv2")
    pack = Pack([rule])
    pack.configure({"imdsv2": Level.REMEDIATE}, {})
    machine = one("aws:ec2/instance:Instance", {})

    assert pack.remedies(machine.type) == [rule]
    assert pack.remedies("aws:ec2/vpc:Vpc") == []
    new = pack.remedied(rule, machine, struct({}))
    assert new is not None
    assert json_format.MessageToDict(new) == {"metadataOptions": {"httpTokens": "required"}}
