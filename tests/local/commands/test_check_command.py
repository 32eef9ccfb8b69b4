"""``bulwark check`` as its users run it."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.support.commands import BULWARK, outcome

pytestmark = pytest.mark.e2e

PLAIN = '[{"type": "aws:sqs/queue:Queue", "name": "[red]q", "inputs": {"name": "q"}}]'


def test_a_file_is_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "resources.json"
    file.write_text(PLAIN)

    code, out, err = outcome(capsys, "check", str(file), "--json")
    report = json.loads(out)

    assert (code, err) == (1, "")
    assert set(report) == {
        "resources",
        "violations",
        "undetermined",
        "remedied",
        "types_without_rules",
    }
    assert report["resources"] == 1
    assert {(one["rule"], one["level"]) for one in report["violations"]} >= {
        ("sqs-tls", "mandatory")
    }
    assert {one["urn"] for one in report["violations"]} == {
        "urn:pulumi:check::check::aws:sqs/queue:Queue::[red]q"
    }


def test_people_read_the_names_of_a_file_as_they_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "resources.json"
    file.write_text(PLAIN)

    code, out, _ = outcome(capsys, "check", str(file))

    assert code == 1
    assert "aws:sqs/queue:Queue [red]q" in out
    assert out.splitlines()[-1].startswith("resources.json: 1 resource, 2 violations")


def test_a_policy_that_is_no_json_is_bad_input_and_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    policy = {"type": "aws:iam/policy:Policy", "name": "broken", "inputs": {"policy": "{oops"}}
    (tmp_path / "resources.json").write_text(json.dumps([policy]))

    code, output, _ = outcome(capsys, "check", str(tmp_path / "resources.json"), "--json")

    (violation,) = json.loads(output)["violations"]
    assert code == 2
    assert violation["rule"] == "malformed-policy"
    assert (violation["name"], violation["path"]) == ("broken", "policy")


def test_an_empty_list_is_clean(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "resources.json"
    file.write_text("[]")

    assert outcome(capsys, "check", str(file)) == (
        0,
        "resources.json: 0 resources, 0 violations\n",
        "",
    )


def test_an_empty_list_starts_no_pack(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("local.policy.process.PackProcess", None)
    file = tmp_path / "resources.json"
    file.write_text("[]")

    assert outcome(capsys, "check", str(file))[0] == 0


def test_a_configuration_is_read_even_for_an_empty_list(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "resources.json"
    file.write_text("[]")

    code, _, err = outcome(capsys, "check", str(file), "--profile", "none")

    assert code == 2
    assert "profile: got 'none'" in err


@pytest.mark.parametrize(
    ("option", "start"), [("--sarif", "{"), ("--junit", "<?xml"), ("--html", "<!doctype html>")]
)
def test_a_dash_writes_a_report_to_standard_output_and_the_text_beside_it(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    option: str,
    start: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("resources.json").write_text(PLAIN)

    code, out, err = outcome(capsys, "check", "resources.json", option, "-")

    assert code == 1
    assert out.lower().startswith(start)
    assert out.endswith("\n")
    assert err.splitlines()[-1].startswith("resources.json: 1 resource, 2 violations")
    assert [file.name for file in tmp_path.iterdir()] == ["resources.json"]


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (["--sarif", "-", "--json"], "--sarif - and --json"),
        (["--junit", "-", "--html", "-"], "--junit - and --html -"),
    ],
)
@pytest.mark.parametrize("command", [["check", "missing.json"], ["preview", "-s", "missing"]])
def test_two_reports_on_standard_output_are_refused_before_anything_is_read(
    capsys: pytest.CaptureFixture[str], command: list[str], options: list[str], named: str
) -> None:
    assert outcome(capsys, *command, *options) == (
        2,
        "",
        f"error: {named}: standard output takes one report; give the others files.\n",
    )


@pytest.mark.e2e
def test_a_hundred_megabytes_of_garbage_are_refused_at_once() -> None:
    garbage = b"\x00garbage" * (100 * 1024**2 // 8)

    ended = subprocess.run(  # noqa: S603 -- our own command
        [*BULWARK, "check", "-"], input=garbage, capture_output=True, check=False, timeout=20
    )

    assert (ended.returncode, ended.stdout) == (2, b"")
    assert ended.stderr.startswith(b"error: standard input: not JSON: it starts with '\\x00garbage")
    assert ended.stderr.count(b"\n") == 1
