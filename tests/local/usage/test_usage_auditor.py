"""The auditor's own functions call what they were granted, and were granted what they call."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).parents[3]
PARTS = ("blueprints", "components", "lambda", "policies")


def previewed(folder: Path) -> tuple[dict[str, dict[str, Any]], int]:
    """The usage of each function of the stack dev, and the exit code."""
    command = [
        sys.executable,
        "-m",
        "local.cli",
        "-C",
        str(folder),
        "preview",
        "-s",
        "dev",
        "--json",
    ]
    done = subprocess.run(  # noqa: S603 -- our own command
        command, cwd=REPOSITORY, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.stdout, done.stderr
    usages = json.loads(done.stdout)["usage"]
    return {one["function"].removeprefix("bulwark-dev-"): one for one in usages}, done.returncode


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the project without what others may add to it."""
    for part in PARTS:
        ignored = shutil.ignore_patterns("__pycache__", ".venv")
        shutil.copytree(REPOSITORY / part, tmp_path / part, ignore=ignored)
    for file in (*REPOSITORY.glob("Pulumi*.yaml"), REPOSITORY / "__main__.py"):
        shutil.copy(file, tmp_path)
    return tmp_path


def change(file: Path, before: str, after: str) -> int:
    """Replace a text that is there once; the line on which the new text ends."""
    text = file.read_text()
    assert text.count(before) == 1
    text = text.replace(before, after)
    file.write_text(text)
    return text[: text.index(after) + len(after)].rstrip("\n").count("\n") + 1


def findings(usages: dict[str, dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [
        (name, one["kind"], one["actions"], one["file"], one["line"])
        for name, usage in usages.items()
        for one in usage["findings"]
    ]


@pytest.mark.e2e
def test_calls_and_grants_match_and_nothing_is_left_open() -> None:
    usages, code = previewed(REPOSITORY)

    assert code == 0
    assert sorted(usages) == ["audit-account", "dispatch-audit", "findings-api", "notify-findings"]
    for usage in usages.values():
        assert usage["findings"] == usage["unresolved"] == usage["undecided"] == []
        assert len(usage["used"]) == usage["grants"]
    called = {
        name: sorted({action for call in usage["calls"] for action in call["actions"]})
        for name, usage in usages.items()
    }
    assert called == {
        "audit-account": [
            "dynamodb:DeleteItem",
            "dynamodb:GetItem",
            "dynamodb:PutItem",
            "dynamodb:Query",
            "dynamodb:UpdateItem",
            "sts:AssumeRole",
        ],
        "dispatch-audit": ["organizations:ListAccounts", "sqs:SendMessage"],
        "findings-api": ["dynamodb:GetItem", "dynamodb:Query", "dynamodb:UpdateItem"],
        "notify-findings": ["sns:Publish"],
    }
    others = usages["audit-account"]["calls_of_other_principals"]
    assert {call["service"] for call in others} == {"iam", "sts"}


@pytest.mark.e2e
def test_a_call_more_is_one_finding_at_its_line(copy: Path) -> None:
    handler = copy / "lambda/notify_findings/handler.py"
    before = '    metrics.add_metric("FindingsAnnounced", MetricUnit.Count, 1)\n'
    line = change(handler, before, f"{before}    deployed.sns.list_topics()\n")
    usages, code = previewed(copy)

    place = ("lambda/notify_findings/handler.py", line)
    assert findings(usages) == [
        ("notify-findings", "call-without-grant", ["sns:ListTopics"], *place)
    ]
    assert code == 1


@pytest.mark.e2e
def test_a_grant_more_is_one_finding_at_its_line(copy: Path) -> None:
    program = copy / "blueprints/auditor.py"
    before = "                    findings.put(),\n"
    line = change(program, before, f"{before}                    findings.delete(),\n")
    usages, code = previewed(copy)

    place = ("blueprints/auditor.py", line)
    # The function deletes from its other table: what counts is the table.
    assert findings(usages) == [
        ("audit-account", "grant-without-call", ["dynamodb:DeleteItem"], *place)
    ]
    assert code == 0


@pytest.mark.e2e
def test_a_grant_less_is_one_finding_at_the_call(copy: Path) -> None:
    program = copy / "blueprints/auditor.py"
    before = '                    self._findings.query(index="by_severity"),\n'
    change(program, f"{before}                    self._findings.update(),\n", before)
    usages, code = previewed(copy)
    store = (REPOSITORY / "lambda/shared/findings/store.py").read_text()
    line = store[: store.index("self.client.update_item(")].count("\n") + 1

    place = ("lambda/shared/findings/store.py", line)
    assert findings(usages) == [
        ("findings-api", "call-without-grant", ["dynamodb:UpdateItem"], *place)
    ]
    assert code == 1
