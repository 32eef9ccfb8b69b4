"""What `bulwark check` refuses with one message."""

import io
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from local.errors import InputError
from local.state.read import read
from tests.support.states import exported, resources_of, state

READS = (
    "This command reads `pulumi stack export`, `pulumi preview --json`, or a list of objects with "
    "type, name and inputs."
)


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
