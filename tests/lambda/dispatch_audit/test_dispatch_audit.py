import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import boto3
import pytest

from dispatch_audit import handler as dispatch
from dispatch_audit import sending
from dispatch_audit.sending import UnsentError
from findings.request import AuditRequest, RequestError
from tests.support.auditor import metrics_of

Entries = list[dict[str, Any]]


class UnreliableQueue:
    """Answers batches as a script says: per call the ids that fail, and how."""

    def __init__(self, *script: dict[str, bool] | Exception) -> None:
        self.script = list(script)
        self.batches: list[list[str]] = []

    def send_message_batch(self, *, QueueUrl: str, Entries: Entries) -> dict[str, Any]:  # noqa: N803 -- boto3's names
        self.batches.append([entry["Id"] for entry in Entries])
        failing = self.script.pop(0) if self.script else {}
        if isinstance(failing, Exception):
            raise failing
        return {
            "Successful": [{"Id": entry["Id"]} for entry in Entries if entry["Id"] not in failing],
            "Failed": [{"Id": id_, "SenderFault": fault} for id_, fault in failing.items()],
        }


@pytest.fixture(autouse=True)
def fresh_services(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    url = boto3.client("sqs").create_queue(QueueName="audits")["QueueUrl"]
    monkeypatch.setenv("AUDITS_QUEUE_URL", url)
    monkeypatch.setattr(sending, "PAUSES", (0.0, 0.0, 0.0))
    services = dispatch.services
    services.cache_clear()
    yield url
    services.cache_clear()


def organization(members: int) -> list[str]:
    organizations = boto3.client("organizations")
    organizations.create_organization(FeatureSet="ALL")
    for number in range(members):
        organizations.create_account(AccountName=f"a{number}", Email=f"a{number}@example.com")
    pages = organizations.get_paginator("list_accounts").paginate()
    return [account["Id"] for page in pages for account in page["Accounts"]]


def received(url: str) -> list[dict[str, Any]]:
    sqs = boto3.client("sqs")
    bodies: list[dict[str, Any]] = []
    while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        bodies += [json.loads(message["Body"]) for message in messages]
    return bodies


def test_every_account_gets_one_message(
    fresh_services: str, context: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    accounts = organization(members=24)

    answer = dispatch.handler({"audit_id": "2026-05-01"}, context)

    assert answer == {"audit_id": "2026-05-01", "accounts": 25, "messages": 25}
    bodies = received(fresh_services)
    assert sorted(body["account_id"] for body in bodies) == sorted(accounts)
    assert bodies[0] == {
        "version": 1,
        "account_id": bodies[0]["account_id"],
        "audit_id": "2026-05-01",
    }
    figures = metrics_of(capsys.readouterr().out)
    assert figures == {"Dispatches": 1, "ActiveAccounts": 25, "MessagesSent": 25}


def test_a_run_without_a_name_is_that_of_the_day(fresh_services: str, context: Any) -> None:
    organization(members=0)
    before = datetime.now(UTC).date().isoformat()

    run = dispatch.handler({}, context)["audit_id"]

    assert before <= run <= datetime.now(UTC).date().isoformat()


@pytest.mark.parametrize(
    "name", ["yesterday", 7, None, "2026-05-01\n", "2026-05-01T03:00:00+02:00"]
)
def test_a_run_is_named_by_a_date_or_a_time(name: object, context: Any) -> None:
    with pytest.raises(RequestError, match="audit_id: got"):
        dispatch.handler({"audit_id": name}, context)


class OnePage:
    def __init__(self, accounts: Entries) -> None:
        self.accounts = accounts

    def get_paginator(self, _: str) -> "OnePage":
        return self

    def paginate(self) -> list[dict[str, Entries]]:
        return [{"Accounts": self.accounts[:1]}, {"Accounts": self.accounts[1:]}, {}]


def with_services(
    monkeypatch: pytest.MonkeyPatch, queue: UnreliableQueue, accounts: Entries
) -> None:
    services: Any = dispatch.Services
    fake = services(organizations=OnePage(accounts), sqs=queue, queue_url="https://queue")
    monkeypatch.setattr(dispatch, "services", lambda: fake)


def active(*ids: str) -> Entries:
    return [{"Id": id_, "State": "ACTIVE"} for id_ in ids]


def test_accounts_that_are_not_in_use_are_left_out(
    monkeypatch: pytest.MonkeyPatch, context: Any, fresh_services: str
) -> None:
    queue = UnreliableQueue()
    accounts = [
        {"Id": "1" * 12, "State": "ACTIVE", "Status": "ACTIVE"},
        {"Id": "2" * 12, "State": "PENDING_CLOSURE", "Status": "ACTIVE"},
        {"Id": "3" * 12, "Status": "ACTIVE"},
        {"Id": "4" * 12, "Status": "SUSPENDED"},
        {"Id": "1" * 12, "State": "ACTIVE"},
    ]
    with_services(monkeypatch, queue, accounts)

    dispatch.handler({}, context)

    assert queue.batches == [["1" * 12, "3" * 12]]


def test_only_entries_that_failed_are_sent_again(
    monkeypatch: pytest.MonkeyPatch, context: Any, fresh_services: str
) -> None:
    queue = UnreliableQueue({"b": False, "c": False}, {"c": False})
    with_services(monkeypatch, queue, active("a", "b", "c"))

    assert dispatch.handler({}, context)["messages"] == 3

    assert queue.batches == [["a", "b", "c"], ["b", "c"], ["c"]]


def test_what_still_fails_is_named_after_all_else_was_sent(
    monkeypatch: pytest.MonkeyPatch,
    context: Any,
    capsys: pytest.CaptureFixture[str],
    fresh_services: str,
) -> None:
    ids = [f"{number:012}" for number in range(12)]
    always = {ids[3]: False}
    queue = UnreliableQueue(always, always, always, always)
    with_services(monkeypatch, queue, active(*ids))

    with pytest.raises(UnsentError, match=f"for 1 accounts: {ids[3]}$"):
        dispatch.handler({}, context)

    assert [len(batch) for batch in queue.batches] == [10, 1, 1, 1, 2]
    assert metrics_of(capsys.readouterr().out)["MessagesSent"] == 11


def test_an_entry_that_is_our_own_fault_is_not_sent_again(
    monkeypatch: pytest.MonkeyPatch, context: Any, fresh_services: str
) -> None:
    queue = UnreliableQueue({"a": True, "b": False})
    with_services(monkeypatch, queue, active("a", "b"))

    with pytest.raises(UnsentError, match=r"for 1 accounts: a$"):
        dispatch.handler({}, context)

    assert queue.batches == [["a", "b"], ["b"]]


def test_a_batch_that_is_refused_does_not_keep_back_the_others(
    monkeypatch: pytest.MonkeyPatch, context: Any, fresh_services: str
) -> None:
    from botocore.exceptions import ConnectTimeoutError  # noqa: PLC0415 -- only here

    ids = [f"{number:012}" for number in range(11)]
    queue = UnreliableQueue(ConnectTimeoutError(endpoint_url="https://sqs"))
    with_services(monkeypatch, queue, active(*ids))

    with pytest.raises(UnsentError) as caught:
        dispatch.handler({}, context)

    assert caught.value.accounts == tuple(ids[:10])
    assert queue.batches == [ids[:10], ids[10:]]


def test_pauses_between_attempts_grow_and_are_short() -> None:
    queue: Any = UnreliableQueue(*[{"1": False}] * 4)
    slept: list[float] = []
    request = AuditRequest(account_id="1", audit_id="2026-05-01")

    with pytest.raises(UnsentError):
        sending.send(queue, "https://queue", [request], sleep=slept.append)

    assert slept == list(sending.PAUSES)
