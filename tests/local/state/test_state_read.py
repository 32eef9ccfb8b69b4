"""What `bulwark check` reads, and what it refuses with one message."""

import io
import json
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from local.engine.values import SECRET, SIGNATURE, UNKNOWN_MARK, is_unknown
from local.errors import InputError
from local.state.read import DEEPEST, read
from local.state.resources import declared

READS = (
    "This command reads `pulumi stack export`, `pulumi preview --json`, or a list of objects with "
    "type, name and inputs."
)
QUEUE = "urn:pulumi:dev::demo::demo:index:Box$aws:sqs/queue:Queue::q"
STACK = {
    "urn": "urn:pulumi:dev::demo::pulumi:pulumi:Stack::demo-dev",
    "type": "pulumi:pulumi:Stack",
}


def state(**further: Any) -> dict[str, Any]:
    return {"urn": QUEUE, "type": "aws:sqs/queue:Queue", "custom": True, **further}


def exported(*resources: dict[str, Any]) -> dict[str, Any]:
    return {"version": 3, "deployment": {"manifest": {}, "resources": [STACK, *resources]}}


def file_of(folder: Path, content: object) -> str:
    path = folder / "given.json"
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        path.write_text(content if isinstance(content, str) else json.dumps(content))
    return str(path)


def resources_of(folder: Path, content: object) -> Any:
    name, given = read(file_of(folder, content))
    return declared(given, name)


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


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", f"given.json: empty. {READS}"),
        (" \n\t", f"given.json: empty. {READS}"),
        (b"\x80abc", f"given.json: not JSON: it starts with '\ufffdabc'. {READS}"),
        (b'{"a": "\xff"}', f"given.json: not UTF-8 text (byte 7). {READS}"),
        ("hello", f"given.json: not JSON: it starts with 'hello'. {READS}"),
        (
            '{"a": 1,\n "b" 2}',
            f"given.json: not JSON: Expecting ':' delimiter (line 2, column 6). {READS}",
        ),
        ("[1, NaN]", f"given.json: not JSON: NaN is not a number of JSON. {READS}"),
        ("[1e999]", f"given.json: not JSON: 1e999 is not a number of JSON. {READS}"),
        ("[" * 100_000, "given.json: nested too deeply to be a file of resources."),
        ({"a": 1, "b": 2}, f"given.json: an object with the keys a, b. {READS}"),
        (
            {"format_version": "1.2", "terraform_version": "1.9", "planned_values": {}},
            f"given.json: a Terraform plan. {READS}",
        ),
        (
            {"version": 4, "terraform_version": "1.9", "lineage": "x", "resources": []},
            f"given.json: a Terraform state. {READS}",
        ),
        ('resource "aws_sqs_queue" "q" {}', f"given.json: a Terraform configuration. {READS}"),
        (
            {"Resources": {"Q": {"Type": "AWS::SQS::Queue"}}},
            f"given.json: a CloudFormation template. {READS}",
        ),
        (
            "AWSTemplateFormatVersion: 2010-09-09\nResources: {}",
            f"given.json: a CloudFormation template. {READS}",
        ),
        ({"apiVersion": "v1", "kind": "Pod"}, f"given.json: a Kubernetes manifest. {READS}"),
        (
            {"Version": "2012-10-17", "Statement": []},
            f"given.json: a single IAM policy document. {READS}",
        ),
        (b"PK\x03\x04rest", f"given.json: a zip archive, or a saved Terraform plan. {READS}"),
        (
            {"version": 3, "deployment": {"resources": {}}},
            "given.json: deployment.resources: allowed: a list of resources.",
        ),
        (
            [1],
            "given.json: resource 0: allowed: an object with type, name and inputs.",
        ),
        (
            [{"name": "q"}],
            "given.json: resource 0: type: got 'None'; allowed: a text.",
        ),
        (
            [{"type": "aws_sqs_queue", "name": "q"}],
            (
                "given.json: resource 0: type: got 'aws_sqs_queue'; allowed: one such as "
                "aws:sqs/queue:Queue."
            ),
        ),
        (
            [{"type": "AWS::SQS::Queue", "name": "q"}],
            (
                "given.json: resource 0: type: got CloudFormation's 'AWS::SQS::Queue'; allowed: "
                "Pulumi's types."
            ),
        ),
        (
            [{"type": "a:b:C", "name": "q", "properties": {}}],
            "given.json: resource 0: got the key 'properties'; allowed: inputs, name and type.",
        ),
        (
            [{"type": "a:b:C", "name": "q", "inputs": []}],
            "given.json: resource 0 ('q'): inputs: allowed: keys and values.",
        ),
        (
            [{"type": "a:b:C", "name": "q"}, {"type": "a:b:C", "name": "q"}],
            "given.json: resource 1: comes twice: urn:pulumi:check::check::a:b:C::q.",
        ),
        (
            exported({"urn": "urn:x", "type": "a:b:C"}),
            "given.json: resource 1: urn: got 'urn:x'; allowed: a URN of Pulumi's.",
        ),
        (
            '[{"type": "a:b:C", "name": "q", "inputs": {"a": "\\ud800"}}]',
            (
                "given.json: resource 0 ('q'): inputs: 'utf-8' codec can't encode character "
                "'\\ud800' in position 0: surrogates not allowed."
            ),
        ),
        (
            '[{"type": "a:b:C", "name": "q", "inputs": {"a": 1' + "0" * 400 + "}}]",
            "given.json: resource 0 ('q'): inputs: int too large to convert to float.",
        ),
        (
            exported(state(outputs={"a": "\ud800"})),
            (
                "given.json: resource 1 ('q'): outputs: 'utf-8' codec can't encode character "
                "'\\ud800' in position 0: surrogates not allowed."
            ),
        ),
        (
            '[{"type": "a:b:C", "name": "\\ud800"}]',
            "given.json: resource 0: name: got '\\ud800'; allowed: a text.",
        ),
    ],
)
def test_anything_else_is_refused_with_what_it_is(
    tmp_path: Path, content: object, message: str
) -> None:
    with pytest.raises(InputError) as caught:
        resources_of(tmp_path, content)

    assert str(caught.value) == message


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read(str(tmp_path / "none.json"))

    assert str(caught.value) == f"{tmp_path}/none.json: No such file or directory."


class Endless(io.RawIOBase):
    """A stream that never ends; it counts what was taken from it."""

    taken = 0

    def __init__(self, first: bytes) -> None:
        super().__init__()
        self._first = first

    def read(self, size: int = -1) -> bytes:
        self.taken += size
        first, self._first = self._first, b""
        return first + b" " * (size - len(first))


@pytest.mark.parametrize(
    ("first", "message", "most"),
    [
        (b"garbage", "standard input: not JSON: it starts with 'garbage", 2 * 1024**2),
        (b"[", "standard input: over 64 MiB. Check one stack at a time.", 66 * 1024**2),
    ],
)
def test_a_stream_without_end_is_refused_as_soon_as_it_can_be(
    monkeypatch: pytest.MonkeyPatch, first: bytes, message: str, most: int
) -> None:
    stream = Endless(first)
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=stream))

    with pytest.raises(InputError) as caught:
        read("-")

    assert str(caught.value).startswith(message)
    assert stream.taken <= most
