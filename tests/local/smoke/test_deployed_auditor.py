"""The real auditor in the embedded AWS, under what a queue does to its consumers."""

import json
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from local.emulator.backend import EmulatorBackend
from local.emulator.emulator import Emulator, running
from local.emulator.waiting import until
from local.engine.project import find_project, read_stack
from local.engine.run import run_program
from local.smoke.seeding import Seeded, seed
from local.smoke.stack import AuditorStack
from tests.support.emulated import PLACE

pytestmark = pytest.mark.e2e

REPOSITORY = Path(__file__).parents[3]
SECONDS = 60

Deployed = tuple[Emulator, AuditorStack, tuple[Seeded, ...]]


@pytest.fixture(name="deployed", scope="module")
def deployed_auditor() -> Generator[Deployed]:
    with running(PLACE) as emulator:
        stack = read_stack(find_project(REPOSITORY), "local")
        auditor = AuditorStack.of(run_program(stack, EmulatorBackend(emulator)).outputs)
        assert auditor is not None
        # A message that failed comes back at once, not after half an hour.
        emulator.client("sqs").set_queue_attributes(
            QueueUrl=auditor.audits_queue_url, Attributes={"VisibilityTimeout": "0"}
        )
        yield emulator, auditor, seed(emulator, auditor)


def send(deployed: Deployed, body: object) -> None:
    emulator, auditor, _ = deployed
    text = body if isinstance(body, str) else json.dumps(body)
    emulator.client("sqs").send_message(QueueUrl=auditor.audits_queue_url, MessageBody=text)


def dead_letter(deployed: Deployed) -> str:
    """The next message that was given up."""
    emulator, auditor, _ = deployed
    sqs, url = emulator.client("sqs"), auditor.audits_dead_letter_queue_url

    def received() -> list[dict[str, Any]]:
        return sqs.receive_message(QueueUrl=url, WaitTimeSeconds=1).get("Messages", [])

    [message] = until("a dead letter", received, seconds=SECONDS)
    sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return str(message["Body"])


def findings(deployed: Deployed, account_id: str) -> dict[str, str]:
    """An account's findings and their versions."""
    emulator, auditor, _ = deployed
    answer = emulator.client("dynamodb").query(
        TableName=auditor.findings_table,
        KeyConditionExpression="account = :account",
        ExpressionAttributeValues={":account": {"S": account_id}},
    )
    return {one["rule"]["S"]: one["version"]["N"] for one in answer["Items"]}


def audits(deployed: Deployed) -> int:
    """How many audits are remembered as done."""
    emulator, _, _ = deployed
    items = emulator.client("dynamodb").scan(TableName="bulwark-local-idempotency")["Items"]
    return sum(item["status"]["S"] == "COMPLETED" for item in items)


@pytest.mark.parametrize("body", ["{not json", {"version": 1, "account_id": "1", "audit_id": "x"}])
def test_a_message_that_no_retry_mends_becomes_a_dead_letter(
    deployed: Deployed, body: object
) -> None:
    send(deployed, body)

    assert dead_letter(deployed) == (body if isinstance(body, str) else json.dumps(body))


def test_an_account_that_lets_nobody_in_becomes_a_dead_letter_and_does_not_hold_up_others(
    deployed: Deployed,
) -> None:
    _, _, (own, *_) = deployed
    closed = {"version": 1, "account_id": "999999999999", "audit_id": "2026-01-01"}
    send(deployed, closed)
    send(deployed, {**closed, "account_id": own.account_id})

    assert json.loads(dead_letter(deployed)) == closed
    until("the other audit", lambda: findings(deployed, own.account_id), seconds=SECONDS)


def test_a_message_that_is_delivered_twice_is_audited_once(deployed: Deployed) -> None:
    admin = next(one for one in deployed[2] if "admin-star" in one.rules)
    message = {"version": 1, "account_id": admin.account_id, "audit_id": "2026-02-02"}
    before = audits(deployed)

    for _ in range(3):
        send(deployed, message)
    send(deployed, {**message, "audit_id": "2026-02-03"})

    until("two audits", lambda: audits(deployed) == before + 2, seconds=SECONDS)
    assert findings(deployed, admin.account_id) == dict.fromkeys(admin.rules, "1")
