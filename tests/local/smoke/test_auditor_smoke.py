"""The smoke calls fail when the auditor does not work, and say where and why.

That they pass when it does is shown with the command: ``tests/local/commands/test_up_command.py``.
"""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from local.emulator.backend import EmulatorBackend
from local.emulator.clients import Keys
from local.emulator.emulator import Emulator, running
from local.engine.project import find_project, read_stack
from local.engine.run import run_program
from local.smoke import auditor
from local.smoke.api import Api
from local.smoke.auditor import SmokeError
from local.smoke.stack import AuditorStack
from tests.support.emulated import PLACE

REPOSITORY = Path(__file__).parents[3]
OUTPUTS = {
    "api_url": "https://127.0.0.1/v1",
    "api_id": "a",
    "api_stage": "v1",
    "findings_table": "findings",
    "audits_queue_url": "https://127.0.0.1/audits",
    "audits_dead_letter_queue_url": "https://127.0.0.1/dead",
    "alerts_topic_arn": "arn:aws:sns:eu-central-1:000000000000:alerts",
    "dispatch_function": "dispatch",
    "audit_role_name": "audit",
    "audit_external_id": "id",
}


@contextmanager
def deployed() -> Generator[tuple[Emulator, AuditorStack]]:
    """The real auditor, in an embedded AWS of its own."""
    with running(PLACE) as emulator:
        stack = read_stack(find_project(REPOSITORY), "local")
        outputs = run_program(stack, EmulatorBackend(emulator)).outputs
        found = AuditorStack.of(outputs)
        assert found is not None
        yield emulator, found


@pytest.mark.e2e
def test_an_audit_role_that_trusts_another_external_id_fails_the_audit() -> None:
    with deployed() as (emulator, stack):
        told: list[str] = []

        with pytest.raises(SmokeError) as caught:
            auditor.run(
                emulator,
                replace(stack, audit_external_id="another"),
                told.append,
                audit_seconds=10,
            )

    said = str(caught.value)
    assert said.startswith(
        "queue of audits: the end of the audit did not come within 10 seconds\n"
        "bulwark-local-audit-account: "
    )
    assert "AccessDenied" in said
    assert "sts:AssumeRole" in said
    assert "auditing: 4 of 4 accounts left" in told


@pytest.mark.e2e
def test_a_grant_that_the_api_lacks_fails_its_first_call() -> None:
    with deployed() as (emulator, stack):
        emulator.client("iam").delete_role_policy(
            RoleName="bulwark-local-findings-api", PolicyName="grants"
        )

        with pytest.raises(SmokeError) as caught:
            auditor.run(emulator, stack)

    said = str(caught.value)
    assert said.startswith("GET /findings?limit=2: got 500, expected 200: ")
    assert "not authorized to perform: dynamodb:Query" in said


@pytest.mark.e2e
def test_a_function_that_is_not_there_fails_the_dispatch() -> None:
    with deployed() as (emulator, stack), pytest.raises(SmokeError) as caught:
        auditor.run(emulator, replace(stack, dispatch_function="missing"))

    said = str(caught.value)
    assert said.startswith("first audit: invoke dispatch: An error occurred")
    assert "ResourceNotFoundException" in said


def test_outputs_of_another_stack_are_not_an_auditors() -> None:
    assert AuditorStack.of(OUTPUTS) == AuditorStack(**OUTPUTS)
    assert AuditorStack.of({**OUTPUTS, "further": 1}) == AuditorStack(**OUTPUTS)
    assert AuditorStack.of({}) is None
    for name in OUTPUTS:
        without = {key: value for key, value in OUTPUTS.items() if key != name}
        assert AuditorStack.of(without) is None
        assert AuditorStack.of({**OUTPUTS, name: None}) is None


def test_an_api_that_does_not_answer_is_an_os_error() -> None:
    api = Api("https://127.0.0.1:1/v1", "eu-central-1", None, Keys("a", "b"))

    with pytest.raises(OSError, match="Connection refused"):
        api.call("GET", "/findings")
