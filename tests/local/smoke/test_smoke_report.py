import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from local.emulator.backend import Note, Report
from local.engine.project import Project, StackConfig
from local.engine.run import Run
from local.smoke import report
from local.smoke.outcome import Outcome, Smoke, Step

FINDING = {
    "account": "111111111111",
    "severity": "CRITICAL",
    "rule": "admin-star",
    "status": "OPEN",
    "resource": "arn:aws:iam::111111111111:policy/" + "x" * 100,
}
SMOKE = Smoke((Step("GET /findings", "1 finding", 0.25),), (FINDING,))


def outcome(smoke: Smoke | None = SMOKE, error: str | None = None) -> Outcome:
    project = Project("p", Path("/p"), Path("/p"))
    run = Run(
        StackConfig(project, "local"),
        (),
        outputs={"url": "https://x", "key": "hush"},
        secret_outputs=frozenset({"key"}),
    )
    notes = [
        Note("urn:1", "vault", "aws:glacier/vault:Vault", "", "not there"),
        Note("urn:2", "f", "aws:lambda/function:Function", "tracingConfig", "there is no X-Ray"),
    ]
    return Outcome(run, Report(3, notes), smoke, error, {"deploy": 1.23456})


@pytest.fixture
def console() -> Console:
    return Console(file=io.StringIO(), markup=False, highlight=False, emoji=False)


def shown(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_the_report_for_programs_has_everything_but_secrets() -> None:
    data = report.data(outcome())

    assert json.loads(json.dumps(data)) == {
        "deployed": 3,
        "not_emulated": [
            {
                "urn": "urn:1",
                "name": "vault",
                "type": "aws:glacier/vault:Vault",
                "property": "",
                "reason": "not there",
            }
        ],
        "without_effect": [
            {
                "urn": "urn:2",
                "name": "f",
                "type": "aws:lambda/function:Function",
                "property": "tracingConfig",
                "reason": "there is no X-Ray",
            }
        ],
        "outputs": {"key": "[secret]", "url": "https://x"},
        "smoke": {
            "steps": [{"call": "GET /findings", "result": "1 finding", "seconds": 0.25}],
            "findings": [FINDING],
            "error": None,
        },
        "recorded": [],
        "timings": {"deploy": 1.235},
    }


def test_a_failed_smoke_call_is_in_the_report_for_programs() -> None:
    assert report.data(outcome(None, "GET /x: got 500"))["smoke"] == {
        "steps": [],
        "findings": [],
        "error": "GET /x: got 500",
    }


def test_a_pipe_gets_each_finding_on_one_line(console: Console) -> None:
    report.show_smoke(console, SMOKE)

    call, heading, finding = shown(console).splitlines()
    assert call.split() == ["✓", "GET", "/findings", "1", "finding", "0.2", "s"]
    assert heading.split() == ["account", "severity", "rule", "status", "resource"]
    assert finding.split() == list(FINDING.values())


def test_outputs_do_not_show_secrets(console: Console) -> None:
    report.show_outputs(console, outcome().run)

    assert shown(console).splitlines() == ["key  [secret]", "url  https://x"]


def test_text_from_the_emulator_does_not_act_on_the_terminal(console: Console) -> None:
    hostile = {**FINDING, "resource": "\x1b[31mred\x1b[0m", "rule": "[bold]not markup"}

    report.show_smoke(console, Smoke((), (hostile,)))

    assert "\x1b" not in shown(console)
    assert "[bold]not markup" in shown(console)
