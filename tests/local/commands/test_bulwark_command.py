"""What holds for every command, and the catalogue of rules."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from guardrails.runtime_rules import RUNTIME_RULES
from local.cli import main
from tests.support.commands import BULWARK, outcome
from tests.support.projects import write

pytestmark = pytest.mark.e2e


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty project, as the working directory."""
    monkeypatch.chdir(tmp_path)
    return write(tmp_path)


def test_the_catalogue_lists_every_rule_once_and_in_full(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, out, err = outcome(capsys, "rules", "--json")
    rules = json.loads(out)
    _, listed, _ = outcome(capsys, "rules")

    assert (code, err) == (0, "")
    assert len({rule["id"] for rule in rules}) == len(rules) > 20
    for rule in rules:
        assert list(rule) == [
            *("id", "title", "category", "severity", "level"),
            *("applies_to", "equivalents", "controls", "why", "remediation", "snippet"),
            *("remedy", "settings"),
        ]
        assert f" {rule['id']} " in listed
    assert listed.splitlines()[-1] == f"{len(rules)} rules, {len(RUNTIME_RULES)} of the audit"


@pytest.mark.parametrize(
    ("arguments", "files", "message"),
    [
        (("preview", "-s", "prd"), {}, "stack: got 'prd'; allowed: dev."),
        (("preview",), {"Pulumi.yaml": "name: [\n"}, "Pulumi.yaml: not YAML: "),
        (
            ("preview",),
            {"Pulumi.dev.yaml": "config: 3"},
            "Pulumi.dev.yaml: config: got 3; allowed: keys and values.",
        ),
        (
            ("preview",),
            {"__main__.py": "import pulumi\nraise pulumi.RunError('bulwark:regoin: unknown')"},
            "bulwark:regoin: unknown",
        ),
        (
            ("preview",),
            {"__main__.py": "def build():\n    raise OSError(2, 'gone')\nbuild()"},
            "the program failed: FileNotFoundError: [Errno 2] gone\n  at __main__.py:2 in build",
        ),
        (("preview", "--policy-pack", "nowhere"), {}, "policy pack "),
        (("check", "none.json"), {}, "none.json: No such file or directory."),
    ],
)
def test_bad_input_is_one_message_and_exit_2(
    project: Path,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    files: dict[str, str],
    message: str,
) -> None:
    for name, content in files.items():
        (project / name).write_text(content)

    code, out, err = outcome(capsys, *arguments)

    assert (code, out) == (2, "")
    assert err.startswith(f"error: {message}")
    assert "Traceback" not in err


@pytest.mark.parametrize("arguments", [(), ("deploy",), ("check",), ("preview", "--nope")])
def test_bad_usage_exits_with_2(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)

    assert caught.value.code == 2
    assert capsys.readouterr().err.startswith("usage: bulwark")


def test_the_version_is_the_packages_and_that_of_its_data(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--version"])

    assert caught.value.code == 0
    assert re.fullmatch(
        r"bulwark 0\.1\.0, AWS's actions as of 20\d\d-\d\d-\d\d\n", capsys.readouterr().out
    )


def test_the_help_does_not_wait_for_pulumi() -> None:
    program = "import sys, local.cli\ntry: local.cli.main(['--help'])\nexcept SystemExit: pass\n"
    program += "print(sorted({'pulumi', 'grpc', 'rich', 'boto3', 'yaml'} & set(sys.modules)))"

    ended = subprocess.run(  # noqa: S603 -- our own interpreter
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert ended.stdout.splitlines()[-1] == "[]"


def test_a_reader_that_has_gone_is_no_error() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as closed:
        ended = subprocess.run(  # noqa: S603 -- our own command
            [*BULWARK, "rules", "--json"], stdout=closed, stderr=subprocess.PIPE, check=False
        )

    assert (ended.returncode, ended.stderr) == (141, b"")
