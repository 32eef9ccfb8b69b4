import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from audit_account import handler as auditor
from audit_account import report
from audit_account.settings import Settings
from findings.model import Severity, Status
from findings.request import AuditRequest
from findings.settings import SettingsError
from findings.store import FindingStore
from tests.support.auditor import (
    ACCOUNT,
    IDEMPOTENCY_TABLE,
    findings_table,
    idempotency_table,
    metrics_of,
)

pytestmark = pytest.mark.thorough

ADMIN = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}],
}
POLICY = f"arn:aws:iam::{ACCOUNT}:policy/everything"
USER = f"arn:aws:iam::{ACCOUNT}:user/ann"


@pytest.fixture(autouse=True)
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[FindingStore]:
    monkeypatch.setenv("MAX_ACCESS_KEY_AGE_DAYS", "0")
    services = auditor.services
    services.cache_clear()
    idempotency_table()
    yield findings_table()
    services.cache_clear()


def inside(account: str = ACCOUNT) -> Any:
    """IAM in an account, as its own administrator."""
    answer = boto3.client("sts").assume_role(
        RoleArn=f"arn:aws:iam::{account}:role/admin", RoleSessionName="seed"
    )
    credentials = answer["Credentials"]
    return boto3.client(
        "iam",
        aws_access_key_id=credentials["AccessKeyId"],
        aws_secret_access_key=credentials["SecretAccessKey"],
        aws_session_token=credentials["SessionToken"],
    )


@pytest.fixture
def account() -> Any:
    """An account with an admin policy, a user with a key, and its report at hand."""
    iam = inside()
    iam.create_policy(PolicyName="everything", PolicyDocument=json.dumps(ADMIN))
    iam.create_user(UserName="ann")
    iam.create_access_key(UserName="ann")
    iam.generate_credential_report()
    return iam


def message(body: object = None, number: int = 1, **changes: str) -> dict[str, Any]:
    content = {"version": 1, "account_id": ACCOUNT, "audit_id": "2026-05-01"} | changes
    text = body if isinstance(body, str) else json.dumps(content)
    return {"messageId": f"m{number}", "body": text, "eventSource": "aws:sqs"}


def deliver(context: Any, *messages: dict[str, Any]) -> list[str]:
    """The ids of the messages that are reported as failed."""
    answer = auditor.handler({"Records": list(messages)}, context)
    return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]


def open_rules(store: FindingStore) -> set[tuple[str, str]]:
    found = store.in_account(ACCOUNT).values()
    return {(one.rule, one.resource) for one in found if one.status is Status.OPEN}


def test_an_audit_writes_what_is_wrong(
    store: FindingStore, context: Any, account: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    assert deliver(context, message()) == []

    found = open_rules(store)
    assert {("admin-star", POLICY), ("access-key-rotation", USER)} <= found
    severities = {one.rule: one.severity for one in store.in_account(ACCOUNT).values()}
    assert severities["admin-star"] is Severity.CRITICAL
    figures = metrics_of(capsys.readouterr().out)
    assert figures == {
        "MessagesReceived": 1,
        "AuditsCompleted": 1,
        "RowsRejected": 0,
        "FindingsOpened": len(found),
        "AuditsFailed": 0,
    }


def test_a_clean_account_has_no_findings(store: FindingStore, context: Any) -> None:
    inside().generate_credential_report()

    assert deliver(context, message()) == []

    assert store.in_account(ACCOUNT) == {}


def test_the_next_run_resolves_what_was_mended(
    store: FindingStore, context: Any, account: Any
) -> None:
    deliver(context, message())
    account.delete_policy(PolicyArn=POLICY)

    assert deliver(context, message(audit_id="2026-05-02")) == []

    assert open_rules(store) == {("access-key-rotation", USER)}


def test_a_duplicate_delivery_does_nothing(
    store: FindingStore, context: Any, account: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    deliver(context, message())
    before = store.in_account(ACCOUNT)
    account.delete_policy(PolicyArn=POLICY)
    capsys.readouterr()

    assert deliver(context, message(number=2), message(number=3)) == []

    assert store.in_account(ACCOUNT) == before
    assert "AuditsCompleted" not in metrics_of(capsys.readouterr().out)


def test_a_report_that_is_not_ready_is_tried_again_by_the_queue(
    store: FindingStore, context: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    inside().create_policy(PolicyName="everything", PolicyDocument=json.dumps(ADMIN))

    assert deliver(context, message()) == ["m1"]
    assert store.in_account(ACCOUNT) == {}
    assert metrics_of(capsys.readouterr().out)["ReportsNotReady"] == 1

    assert deliver(context, message()) == []
    assert ("admin-star", POLICY) in open_rules(store)


def test_one_message_fails_without_the_others(
    store: FindingStore, context: Any, account: Any
) -> None:
    unready = message(number=1, account_id="1" * 12)
    misspelt = message('{"account": 1}', number=2)

    assert deliver(context, unready, misspelt, message(number=3)) == ["m1", "m2"]

    assert ("admin-star", POLICY) in open_rules(store)


@pytest.mark.parametrize("body", ["", "null", '{"version": 2}', "x" * 300_000])
def test_a_message_that_no_retry_mends_goes_to_the_dead_letters(
    body: str, context: Any, store: FindingStore
) -> None:
    assert deliver(context, message(body)) == ["m1"]
    assert remembered() == []


def remembered() -> list[str]:
    answer = boto3.client("dynamodb").scan(TableName=IDEMPOTENCY_TABLE)
    return [item["status"]["S"] for item in answer["Items"]]


def test_only_finished_audits_are_remembered(context: Any, account: Any) -> None:
    deliver(context, message(), message(number=2, account_id="1" * 12))

    assert remembered() == ["COMPLETED"]


def test_an_audit_of_which_another_delivery_is_at_work_waits_for_it(
    context: Any, account: Any, monkeypatch: pytest.MonkeyPatch, store: FindingStore
) -> None:
    nested: list[str] = []
    fetch = report.fetch

    def meanwhile(iam: Any) -> bytes:
        nested.extend(deliver_to_another_instance(context))
        return fetch(iam)

    monkeypatch.setattr(report, "fetch", meanwhile)

    assert deliver(context, message()) == []
    assert nested == ["IdempotencyAlreadyInProgressError"]


def deliver_to_another_instance(context: Any) -> list[str]:
    try:
        auditor.services().audit_once(request=AuditRequest.parse(message()["body"]))
    except Exception as error:  # noqa: BLE001 -- its name is the result
        return [type(error).__name__]
    return []


def test_rejected_rows_are_a_finding_and_resolve_nothing(
    store: FindingStore, context: Any, account: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    deliver(context, message())
    content: bytes = account.get_credential_report()["Content"]
    tampered = content.replace(ACCOUNT.encode(), b"111111111111")

    def fetch(_: Any) -> bytes:
        return tampered

    monkeypatch.setattr(report, "fetch", fetch)

    assert deliver(context, message(audit_id="2026-05-02")) == []

    found = open_rules(store)
    assert ("access-key-rotation", USER) in found
    assert ("credential-report", f"arn:aws:iam::{ACCOUNT}:root") in found


def test_nothing_secret_is_logged(context: Any, account: Any, store: FindingStore) -> None:
    written = io.StringIO()
    output = logging.StreamHandler(written)
    output.setFormatter(auditor.logger.registered_formatter)
    logger = logging.getLogger("bulwark")
    logger.addHandler(output)
    try:
        deliver(context, message(), message("{", number=2))
        deliver(context, message(number=3, account_id="1" * 12))
    finally:
        logger.removeHandler(output)

    logs = [json.loads(line) for line in written.getvalue().splitlines()]
    assert [(log["message"], log["correlation_id"]) for log in logs] == [
        ("Audited", "m1"),
        ("The audit failed", "m2"),
        ("To be delivered again", "m3"),
    ]
    assert "account_id" not in logs[1]
    assert logs[2]["account_id"] == "1" * 12
    for secret in ("an-external-id", "SecretAccessKey", "SessionToken"):
        assert secret not in written.getvalue()
    assert "an-external-id" not in repr(Settings.read())


@pytest.mark.parametrize("external_id", ["x", "with space", "ü" * 9, "a" * 1225])
def test_an_external_id_that_sts_refuses_is_refused_without_showing_it(
    external_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUDIT_EXTERNAL_ID", external_id)

    with pytest.raises(SettingsError) as caught:
        Settings.read()

    assert str(caught.value) == (
        f"AUDIT_EXTERNAL_ID: got {len(external_id)} characters; "
        "allowed: 2 to 1224 letters, digits and + = , . @ : / -."
    )


def test_settings_are_checked() -> None:
    with pytest.raises(SettingsError, match="AUDIT_ROLE_NAME is not set"):
        Settings.read({"FINDINGS_TABLE_NAME": "f", "IDEMPOTENCY_TABLE_NAME": "i"})
