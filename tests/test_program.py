"""The program itself, every stack of it, under the real policy pack."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from local.engine.project import find_project

ROOT = Path(__file__).parent.parent


def preview(stack: str) -> tuple[int, dict[str, Any]]:
    command = [Path(sys.executable).with_name("bulwark"), "preview", "-s", stack, "--json"]
    done = subprocess.run(  # noqa: S603 -- our own command
        command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    return done.returncode, json.loads(done.stdout)


STACKS = {"org": (21, 6), "dev": (72, 19), "prod": (72, 19), "local": (70, 19)}


def test_every_stack_of_the_project_is_previewed_here() -> None:
    assert find_project(ROOT).stacks() == sorted(STACKS)


@pytest.mark.e2e
@pytest.mark.parametrize(
    ("stack", "resources", "access_documents"),
    [(stack, *counts) for stack, counts in STACKS.items()],
)
def test_on_a_first_preview_every_access_document_is_known_and_no_rule_is_violated(
    stack: str, resources: int, access_documents: int
) -> None:
    exit_code, report = preview(stack)

    assert (exit_code, report["violations"], report["undetermined"]) == (0, [], [])
    assert len(report["resources"]) == resources
    assert report["access_documents"] == access_documents
    assert report["unknown_access_documents"] == 0


@pytest.mark.e2e
def test_the_only_provider_of_a_workload_may_touch_one_account() -> None:
    _, report = preview("dev")

    providers = [one for one in report["resources"] if one["type"] == "pulumi:providers:aws"]
    assert len(providers) == 1
    (account,) = json.loads(providers[0]["inputs"]["allowedAccountIds"])
    assert account in next(
        one["inputs"]["policy"] for one in report["resources"] if one["type"] == "aws:kms/key:Key"
    )
