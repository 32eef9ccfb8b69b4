"""What `bulwark check` reads."""

import json
from pathlib import Path

import pytest

from local.engine.values import SECRET, SIGNATURE, UNKNOWN_MARK, is_unknown
from local.state.read import DEEPEST
from tests.support.states import QUEUE, STACK, exported, resources_of, state

QUEUE_TYPE = "aws:sqs/queue:Queue"


def test_a_plain_list_becomes_resources(tmp_path: Path) -> None:
    given = [{"type": "aws:sqs/queue:Queue", "name": "q", "inputs": {"n": 3, "tags": {"a": "b"}}}]

    resources, outputs = resources_of(tmp_path, given)

    assert [(one.urn, one.type, one.name, one.inputs) for one in resources] == [
        (
            "urn:pulumi:check::check::aws:sqs/queue:Queue::q",
            "aws:sqs/queue:Queue",
            "q",
            {"n": 3, "tags": {"a": "b"}},
        )
    ]
    assert outputs == {}


@pytest.mark.parametrize(
    ("short", "type_"),
    [
        ("aws:sqs:Queue", QUEUE_TYPE),
        ("aws:s3:BucketObjectv2", "aws:s3/bucketObjectv2:BucketObjectv2"),
        (QUEUE_TYPE, QUEUE_TYPE),
        ("aws-native:sqs:Queue", "aws-native:sqs:Queue"),
        ("kubernetes:apps/v1:Deployment", "kubernetes:apps/v1:Deployment"),
    ],
)
def test_a_list_may_name_types_as_programs_in_yaml_do(
    tmp_path: Path, short: str, type_: str
) -> None:
    (one,), _ = resources_of(tmp_path, [{"type": short, "name": "q", "inputs": {}}])

    assert (one.type, one.urn) == (type_, f"urn:pulumi:check::check::{type_}::q")


def test_an_export_becomes_resources_with_their_options_and_outputs(tmp_path: Path) -> None:
    given = exported(
        state(
            id="https://sqs",
            inputs={"name": "q", "fifo": True},
            outputs={"arn": "arn:q", "name": "q"},
            parent="urn:pulumi:dev::demo::demo:index:Box::box",
            protect=True,
            dependencies=["urn:a"],
            propertyDependencies={"name": ["urn:a"], "fifo": None},
            provider="urn:pulumi:dev::demo::pulumi:providers:aws::main::id",
            additionalSecretOutputs=["key"],
            customTimeouts={"create": 90},
        )
    )

    (one,), outputs = resources_of(tmp_path, given)

    assert (one.urn, one.name, one.custom, one.protect) == (QUEUE, "q", True, True)
    assert one.inputs == {"name": "q", "fifo": True}
    assert one.parent == "urn:pulumi:dev::demo::demo:index:Box::box"
    assert one.dependencies == ("urn:a",)
    assert one.property_dependencies == {"name": ("urn:a",), "fifo": ()}
    assert one.provider == "urn:pulumi:dev::demo::pulumi:providers:aws::main::id"
    assert one.additional_secret_outputs == ("key",)
    assert one.timeouts.create == 90
    assert outputs == {QUEUE: {"arn": "arn:q", "name": "q"}}


def test_encrypted_secrets_are_unknown_and_shown_ones_are_read(tmp_path: Path) -> None:
    given = exported(
        state(
            inputs={
                "policy": {SIGNATURE: SECRET, "ciphertext": "AAAB"},
                "tags": {"a": {SIGNATURE: SECRET, "plaintext": '"shown"'}},
                "open": 1,
            }
        )
    )

    (one,), _ = resources_of(tmp_path, given)

    assert is_unknown(one.inputs["policy"])
    assert one.inputs["tags"] == {"a": "shown"}
    assert one.secret_inputs == {"policy", "tags"}


@pytest.mark.parametrize("plaintext", ["{", None, "[" * 5_000])
def test_a_secret_that_is_no_json_is_unknown(tmp_path: Path, plaintext: object) -> None:
    held = {SIGNATURE: SECRET, "plaintext": plaintext}

    (one,), _ = resources_of(tmp_path, exported(state(inputs={"policy": held})))

    assert is_unknown(one.inputs["policy"])
    assert one.secret_inputs == {"policy"}


def test_what_lies_deeper_than_a_message_can_hold_is_unknown(tmp_path: Path) -> None:
    content = json.dumps(exported(state(inputs={"a": "A"}, outputs={"a": "A"})))
    deep = content.replace('"A"', "[" * 500 + "]" * 500)

    (one,), outputs = resources_of(tmp_path, deep)

    for held in (one.inputs["a"], outputs[QUEUE]["a"]):
        value, depth = held, 1
        while isinstance(value, list):
            (value,), depth = value, depth + 1
        assert (depth, is_unknown(value) or value == UNKNOWN_MARK) == (DEEPEST, True)


def test_a_resource_without_odd_texts_is_judged_all_the_same(tmp_path: Path) -> None:
    given = exported(
        state(
            parent="\ud800",
            dependencies=["\ud800", 1, "urn:a"],
            customTimeouts={"create": 10**400, "delete": 5},
        )
    )

    (one,), _ = resources_of(tmp_path, given)

    assert (one.parent, one.dependencies) == ("", ("urn:a",))
    assert (one.timeouts.create, one.timeouts.delete) == (0, 5)


def test_what_is_on_its_way_out_is_not_judged(tmp_path: Path) -> None:
    resources, _ = resources_of(tmp_path, exported(state(delete=True, inputs={"old": 1}), state()))

    assert [one.inputs for one in resources] == [{}]


def test_a_preview_of_pulumi_is_judged_by_its_new_states(tmp_path: Path) -> None:
    given = {
        "config": {},
        "steps": [
            {"op": "same", "urn": STACK["urn"], "newState": STACK},
            {"op": "delete", "urn": "urn:x", "oldState": state()},
            {"op": "create-replacement", "urn": QUEUE, "newState": state(inputs={"n": 1})},
            {"op": "replace", "urn": QUEUE, "newState": state(inputs={"n": 2})},
        ],
    }

    resources, _ = resources_of(tmp_path, given)

    assert [one.inputs for one in resources] == [{"n": 2}]


@pytest.mark.parametrize(
    "content",
    [
        [],
        {"version": 3, "deployment": None},
        {"version": 3, "deployment": {"manifest": {}}},
        {"steps": []},
        {"changeSummary": {"same": 1}},
    ],
)
def test_a_file_without_resources_is_read_as_such(tmp_path: Path, content: object) -> None:
    assert resources_of(tmp_path, content) == ([], {})
