"""What commands say of files that are not what they read: the same, whichever command it is."""

import io
import json
import sys
from pathlib import Path

import pytest

from local.cli import main

COMMANDS = (
    ("check",),
    ("lint",),
    ("context-keys",),
    ("simulate", "--action", "s3:GetObject", "--policy"),
)
DOCUMENT = '{"Version": "2012-10-17", "Statement": []}'


def said(
    capsys: pytest.CaptureFixture[str], command: tuple[str, ...], file: str
) -> tuple[int, str, str]:
    code = main([*command, file])
    shown = capsys.readouterr()
    return code, shown.out, shown.err


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "empty."),
        (" \n\t", "empty."),
        (
            "Version: 2012-10-17\nStatement: []\n",
            "not JSON: it starts with 'Version: 2012-10-17\\n'.",
        ),
        ("name,policy\n", "not JSON: it starts with 'name,policy\\n'."),
        ("1,2\n", "not JSON: it starts with '1,2\\n'."),
        ("nullable: true", "not JSON: it starts with 'nullable: true'."),
        ("// x\n" + DOCUMENT, 'not JSON: it starts with \'// x\\n{"Version": "20\'.'),
        ('resource "aws_iam_policy" "p" {}', "a Terraform configuration."),
        ("AWSTemplateFormatVersion: 2010-09-09", "a CloudFormation template."),
    ],
)
def test_another_format_is_named(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    command: tuple[str, ...],
    content: str,
    message: str,
) -> None:
    file = tmp_path / "given.json"
    file.write_text(content)

    code, out, err = said(capsys, command, str(file))

    assert (code, out) == (2, "")
    name = "given.json" if command == ("check",) else str(file)
    assert err.startswith(f"error: {name}: {message} ")
    assert ("This command reads " if command == ("check",) else "Expected a policy ") in err


@pytest.mark.parametrize("command", COMMANDS[1:])
@pytest.mark.parametrize(
    ("content", "what"),
    [
        ({"Resources": {"P": {"Type": "AWS::IAM::Policy"}}}, "a CloudFormation template."),
        ({"terraform_version": "1", "planned_values": {}}, "a Terraform plan."),
        ({"version": 3, "deployment": {}}, "a stack's export, which `bulwark check` reads."),
        (42, "holds no policy document."),
        (None, "holds no policy document."),
    ],
)
def test_json_of_another_tool_is_named(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    command: tuple[str, ...],
    content: object,
    what: str,
) -> None:
    file = tmp_path / "given.json"
    file.write_text(json.dumps(content))

    code, _, err = said(capsys, command, str(file))

    assert code == 2
    assert err.startswith(f"error: {file}: {what} ")


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("42", "got a single value."),
        ("-1.5", "got a single value."),
        ("null", "got a single value."),
        ("true", "got a single value."),
        ('"hello"', "got a single value."),
        ("{}", "an empty object."),
        (DOCUMENT, "a single IAM policy document."),
    ],
)
def test_json_without_resources_is_told_as_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, what: str
) -> None:
    file = tmp_path / "given.json"
    file.write_text(content)

    code, _, err = said(capsys, ("check",), str(file))

    assert code == 2
    assert err.startswith(f"error: given.json: {what} This command reads ")


def test_a_folder_is_told_as_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = said(capsys, ("check",), str(tmp_path))

    assert code == 2
    assert err.startswith(f"error: {tmp_path}: a folder. This command reads ")


@pytest.mark.parametrize("command", COMMANDS[1:])
def test_an_empty_standard_input_is_told_as_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: tuple[str, ...]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))

    code, _, err = said(capsys, command, "-")

    assert code == 2
    assert err.startswith("error: standard input: empty. Expected a policy document")


@pytest.mark.parametrize("content", ['{"Version" 1}', '[{"Statement": []}', "{"])
def test_what_is_meant_to_be_a_document_is_a_malformed_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str
) -> None:
    file = tmp_path / "given.json"
    file.write_text(content)

    code, out, _ = said(capsys, ("lint",), str(file))

    assert code == 2
    assert "malformed-policy" in out
    assert "The document is no JSON: " in out
