"""``bulwark access`` as its users run it."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree as ET

import pytest

from local.cli import main
from tests.support.commands import outcome
from tests.support.projects import write

ACCOUNT: Final = "111122223333"
ROLE_TYPE: Final = "aws:iam/role:Role"
PROGRAM: Final = """
import json, pulumi, pulumi_aws as aws
provider = aws.Provider("main", region="eu-central-1", allowed_account_ids=["111122223333"])
of = pulumi.ResourceOptions(provider=provider)
role = aws.iam.Role("app", name="app", opts=of, assume_role_policy=json.dumps({
    "Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
    "Principal": {"Service": "lambda.amazonaws.com"}}]}))
aws.iam.RolePolicy("grants", name="grants", role=role.name, opts=of, policy=json.dumps({
    "Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sqs:SendMessage",
    "Resource": "arn:aws:sqs:eu-central-1:111122223333:jobs"}]}))
aws.sqs.Queue("jobs", name="jobs", opts=of)
"""


def exported(*names: str) -> str:
    """A state export with roles of these names that send to a queue."""
    resources: list[dict[str, Any]] = []
    for name in names:
        trust = {
            "Effect": "Allow",
            "Principal": {"AWS": "999999999999"},
            "Action": "sts:AssumeRole",
        }
        send = {
            "Effect": "Allow",
            "Action": "sqs:SendMessage",
            "Resource": f"arn:aws:sqs:eu-central-1:{ACCOUNT}:jobs",
        }
        policy = json.dumps({"Version": "2012-10-17", "Statement": [send]})
        resources.append(
            {
                "urn": f"urn:pulumi:dev::app::{ROLE_TYPE}::{name}",
                "type": ROLE_TYPE,
                "custom": True,
                "inputs": {
                    "name": name,
                    "assumeRolePolicy": json.dumps({"Version": "2012-10-17", "Statement": [trust]}),
                    "inlinePolicies": [{"name": "own", "policy": policy}],
                },
                "outputs": {"arn": f"arn:aws:iam::{ACCOUNT}:role/{name}"},
            }
        )
    return json.dumps({"version": 3, "deployment": {"resources": resources}})


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "state.json"
    path.write_text(exported("app", "other"))
    return path


@pytest.fixture(autouse=True)
def _no_signals(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("local.cli._end_in_order", lambda: None)
    return iter([None])


def test_the_map_of_a_stack_is_shown_from_its_preview(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, PROGRAM)

    code, out, err = outcome(capsys, "-C", str(tmp_path), "access")

    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "role app",
        "  queue jobs",
        "    write        sqs:SendMessage",
        "  open to service lambda.amazonaws.com",
        "",
        "dev: 1 principal, 1 resource, nothing open to strangers, no escalation",
    ]


def test_the_map_of_an_exported_stack_is_shown_from_the_file(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = outcome(capsys, "access", "--file", str(file), "--json")

    report = json.loads(out)
    assert (code, report["version"], report["name"]) == (0, 1, "state.json")
    assert [one["name"] for one in report["nodes"] if one["side"] == "entity"] == ["app", "other"]
    assert [edge["kind"] for edge in report["edges"]] == ["open", "open", "can", "can"]


def test_one_role_alone_is_shown_by_its_name(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, out, _ = outcome(capsys, "access", "--file", str(file), "--role", "other", "--json")

    names = [one["name"] for one in json.loads(out)["nodes"]]
    assert names == ["999999999999", "other", "jobs"]


def test_a_role_that_is_not_there_is_refused_with_those_that_are(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert outcome(capsys, "access", "--file", str(file), "--role", "ap") == (
        2,
        "",
        "error: --role: got 'ap'; allowed: app, other.\n",
    )


def test_a_picture_goes_to_a_file_or_to_standard_output(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "map.svg"

    assert outcome(capsys, "access", "--file", str(file), "--svg", str(target)) == (0, "", "")
    _, out, _ = outcome(capsys, "access", "--file", str(file), "--svg")

    assert out == target.read_text()
    assert ET.fromstring(out).tag == "{http://www.w3.org/2000/svg}svg"  # noqa: S314 -- our own


def test_graphviz_text_goes_to_a_file_or_to_standard_output(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "map.dot"

    assert outcome(capsys, "access", "--file", str(file), "--dot", str(target)) == (0, "", "")
    _, out, _ = outcome(capsys, "access", "--file", str(file), "--dot")

    assert out == target.read_text()
    assert out.startswith("digraph access {\n")


def test_a_file_that_cannot_be_written_is_an_error(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "missing" / "map.svg"

    assert outcome(capsys, "access", "--file", str(file), "--svg", str(target)) == (
        2,
        "",
        f"error: {target}: No such file or directory.\n",
    )


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "empty."),
        ("{", "not JSON"),
        ('{"Resources": {}}', "an object with the keys Resources"),
        ('[{"type": "x", "name": "y"}]', "resource 0: type: got 'x'"),
    ],
)
def test_what_is_no_file_of_resources_is_refused(
    content: str, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "given.json"
    path.write_text(content)

    code, out, err = outcome(capsys, "access", "--file", str(path))

    assert (code, out) == (2, "")
    assert says in err


def test_a_missing_stack_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path)

    code, out, err = outcome(capsys, "-C", str(tmp_path), "access", "-s", "nope")

    assert (code, out) == (2, "")
    assert "nope" in err


@pytest.mark.parametrize(
    "arguments",
    [("--json", "--dot"), ("--svg", "a.svg", "--json"), ("-s", "dev", "--file", "x.json")],
)
def test_two_forms_or_two_sources_at_once_are_bad_usage(
    arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as exit_:
        main(("access", *arguments))

    assert exit_.value.code == 2
    assert "not allowed with" in capsys.readouterr().err


@pytest.mark.e2e
def test_the_command_finds_the_policy_engine_by_itself(file: Path) -> None:
    done = subprocess.run(  # noqa: S603 -- our own command
        [sys.executable, "-m", "local.cli", "access", "--file", str(file)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == (
        "state.json: 2 principals, 1 resource, nothing open to strangers, no escalation"
    )
