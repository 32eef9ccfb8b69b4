from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import boto3
import pytest

from findings.model import Finding, Severity, Status
from findings.store import FindingStore
from findings_api import handler as api
from tests.support.auditor import ACCOUNT, a_finding, findings_table, metrics_of
from tests.support.findings_api import CALLER, call, get, post

PATH = f"/findings/{ACCOUNT}/{a_finding().finding}"


@pytest.fixture(autouse=True)
def store() -> Iterator[FindingStore]:
    fresh = api.store
    fresh.cache_clear()
    yield findings_table()
    fresh.cache_clear()


def test_a_finding_is_shown_with_json_numbers(store: FindingStore) -> None:
    store.create(a_finding(expires_at=1_800_000_000))

    answer = get(PATH)

    assert answer.status == 200
    assert answer.content == {
        "account": ACCOUNT,
        "finding": "0" * 32,
        "rule": "console-access",
        "title": "An IAM user signs in to the console without MFA",
        "severity": "HIGH",
        "status": "OPEN",
        "resource": f"arn:aws:iam::{ACCOUNT}:user/ann",
        "detail": "ann has a console password and no active MFA device.",
        "fix": "Activate MFA.",
        "version": 1,
        "opened_version": 1,
        "first_seen": "2026-05-01T03:00:00.000Z",
        "changed_at": "2026-05-01T03:00:00.000Z",
        "expires_at": 1_800_000_000,
    }


@pytest.mark.parametrize("path", [PATH, "/nowhere", "/findings"])
def test_no_answer_is_kept_by_a_cache(path: str) -> None:
    headers = get(path).headers

    assert headers["Cache-Control"] == ["no-store"]
    assert headers["X-Content-Type-Options"] == ["nosniff"]
    assert headers["Content-Type"] == ["application/json"]


def test_a_finding_that_is_not_there_is_not_found() -> None:
    answer = get(PATH)

    message = f"There is no finding {'0' * 32} in the account {ACCOUNT}"
    assert answer.status == 404
    assert answer.content == {"error": {"code": "not_found", "message": message}}


@pytest.mark.parametrize(
    ("path", "field"),
    [
        (f"/findings/12345/{'0' * 32}", "account"),
        (f"/findings/{ACCOUNT}/{'0' * 31}", "id"),
        (f"/findings/{ACCOUNT}/{'F' * 32}", "id"),
        (f"/findings/{ACCOUNT}/{'0' * 32}|x", "id"),
        ("/accounts/x/summary", "account"),
    ],
)
def test_a_path_that_cannot_be_one_is_refused_by_field(path: str, field: str) -> None:
    answer = get(path)

    assert answer.status == 400
    assert answer.content["error"]["code"] == "bad_request"
    assert answer.content["error"]["field"] == field


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/"), ("DELETE", "/findings"), ("GET", f"{PATH}/acknowledge")]
)
def test_what_no_route_takes_is_not_found(method: str, path: str) -> None:
    answer = call(method, path)

    assert answer.status == 404
    assert answer.content == {"error": {"code": "not_found", "message": "There is no such route"}}


@pytest.mark.parametrize("field", ["limit", "severity", "status", "account", "next", "acount"])
def test_a_parameter_that_cannot_be_one_is_refused_by_name(field: str) -> None:
    for value in ("", "0", "101", "-1", "1.5", "high", "1 or 1=1", "9" * 5000):
        answer = get("/findings", **{field: value})
        assert answer.status == 400
        assert answer.content["error"]["field"] == field
        assert answer.content["error"]["message"].startswith(f"{field}: got ")
        assert len(answer.content["error"]["message"]) < 300


def test_a_parameter_that_is_given_twice_is_refused() -> None:
    repeated = {"severity": ["HIGH", "LOW"]}

    answer = call("GET", "/findings", multiValueQueryStringParameters=repeated)

    assert (answer.status, answer.content["error"]["field"]) == (400, "severity")


def test_a_gateway_that_sends_single_values_only_is_understood(store: FindingStore) -> None:
    store.create(a_finding(severity=Severity.LOW))

    answer = call("GET", "/findings", queryStringParameters={"severity": "HIGH"})

    assert (answer.status, answer.content) == (200, {"findings": []})


def test_an_acknowledgement_names_the_caller_whatever_the_body_says(store: FindingStore) -> None:
    store.create(a_finding())

    answer = post(f"{PATH}/acknowledge", {"version": 1, "note": "=Known\nsince\tMay"})

    assert answer.status == 200
    written = store.get(ACCOUNT, a_finding().finding)
    assert written is not None
    assert answer.content == written.attributes()
    assert written.acknowledged_by == CALLER
    assert written.acknowledged_note == "'=Known since May"
    assert (written.status, written.version) == (Status.ACKNOWLEDGED, 2)
    assert not written.newly_opened


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ("", "body"),
        ("{", "body"),
        ("[1]", "body"),
        ("[" * 4000, "body"),
        ('{"version": 1, "note": "' + "x" * 5000 + '"}', "body"),
        ({"version": 1, "acknowledged_by": "someone else"}, "body"),
        ({}, "version"),
        ({"version": "1"}, "version"),
        ({"version": True}, "version"),
        ({"version": 1.0}, "version"),
        ({"version": 0}, "version"),
        ({"version": 2**64}, "version"),
        ({"version": 1, "note": 7}, "note"),
        ({"version": 1, "note": "x" * 501}, "note"),
    ],
)
def test_a_body_that_cannot_be_one_is_refused_by_field(
    body: object, field: str, store: FindingStore
) -> None:
    store.create(a_finding())

    answer = post(f"{PATH}/acknowledge", body)

    assert (answer.status, answer.content["error"]["field"]) == (400, field)
    assert store.get(ACCOUNT, a_finding().finding) == a_finding()


def test_a_body_that_is_missing_or_binary_is_refused() -> None:
    missing = call("POST", f"{PATH}/acknowledge")
    binary = post(f"{PATH}/acknowledge", "AAAA", isBase64Encoded=True)

    assert [answer.content["error"]["field"] for answer in (missing, binary)] == ["body"] * 2


@pytest.mark.parametrize("context", [{}, {"identity": None}, {"identity": {"userArn": None}}])
def test_nobody_acknowledges_anonymously(context: dict[str, Any], store: FindingStore) -> None:
    store.create(a_finding())

    answer = post(f"{PATH}/acknowledge", {"version": 1}, requestContext=context)

    assert (answer.status, answer.content["error"]["code"]) == (403, "forbidden")
    assert store.get(ACCOUNT, a_finding().finding) == a_finding()


def test_a_stale_version_is_a_conflict_that_tells_the_current_one(store: FindingStore) -> None:
    store.create(a_finding(version=5))

    answer = post(f"{PATH}/acknowledge", {"version": 4})

    assert answer.status == 409
    assert answer.content == {
        "error": {
            "code": "conflict",
            "message": "version: got 4; the finding has the version 5 by now",
            "current_version": 5,
        }
    }


def test_a_resolved_finding_is_not_acknowledged(store: FindingStore) -> None:
    store.create(a_finding(status=Status.RESOLVED, version=2))

    answer = post(f"{PATH}/acknowledge", {"version": 2})

    assert (answer.status, answer.content["error"]["message"]) == (409, "The finding is resolved")
    assert answer.content["error"]["current_version"] == 2


def test_acknowledging_what_is_not_there_is_not_found() -> None:
    assert post(f"{PATH}/acknowledge", {"version": 1}).status == 404


class Meddler(FindingStore):
    """A table in which somebody is faster, once."""

    def __init__(self, store: FindingStore, meddle: Finding | None) -> None:
        super().__init__(store.client, store.table_name)
        self.meddle = meddle

    def update(self, finding: Finding, expected_version: int) -> bool:
        if self.meddle is None:
            key: Any = {"account": {"S": ACCOUNT}, "finding": {"S": finding.finding}}
            self.client.delete_item(TableName=self.table_name, Key=key)
        else:
            assert super().update(self.meddle, expected_version)
        return super().update(finding, expected_version)


@pytest.mark.parametrize(
    ("meddle", "status", "current_version"),
    [
        (a_finding(version=2, title="Another title"), 409, 2),
        (a_finding(version=2, status=Status.RESOLVED), 409, 2),
        (None, 404, None),
    ],
)
def test_whoever_is_faster_wins(
    meddle: Finding | None,
    status: int,
    current_version: int | None,
    store: FindingStore,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store.create(a_finding())
    monkeypatch.setattr(api, "store", lambda: Meddler(store, meddle))

    answer = post(f"{PATH}/acknowledge", {"version": 1})

    assert answer.status == status
    assert answer.content["error"].get("current_version") == current_version
    assert store.get(ACCOUNT, a_finding().finding) == meddle


def test_the_summary_counts_one_account_by_severity_and_status(store: FindingStore) -> None:
    for number, (severity, status) in enumerate(
        [
            (Severity.CRITICAL, Status.OPEN),
            (Severity.CRITICAL, Status.OPEN),
            (Severity.CRITICAL, Status.RESOLVED),
            (Severity.LOW, Status.ACKNOWLEDGED),
        ]
    ):
        store.create(a_finding(number, severity=severity, status=status))
    store.create(replace(a_finding(), account="1" * 12))

    answer = get(f"/accounts/{ACCOUNT}/summary")

    none = {"OPEN": 0, "ACKNOWLEDGED": 0, "RESOLVED": 0}
    assert answer.content == {
        "account": ACCOUNT,
        "total": 4,
        "counts": {
            "CRITICAL": none | {"OPEN": 2, "RESOLVED": 1},
            "HIGH": none,
            "MEDIUM": none,
            "LOW": none | {"ACKNOWLEDGED": 1},
        },
    }


def test_a_failure_on_our_side_shows_its_details_in_the_log_only(
    caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    boto3.client("dynamodb").delete_table(TableName="findings")

    answer = get(PATH)

    assert answer.status == 500
    assert answer.content == {
        "error": {"code": "internal", "message": "The request failed on our side"}
    }
    assert metrics_of(capsys.readouterr().out) == {"Requests": 1, "Failures": 1}
    assert "ResourceNotFoundException" in caplog.text
    assert api.logger.get_correlation_id() == "request-1"
