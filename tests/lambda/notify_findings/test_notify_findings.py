import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from findings.model import Finding, Severity, Status
from findings.store import serialized
from notify_findings import handler as notify
from notify_findings import message
from tests.support.auditor import ACCOUNT, a_finding, metrics_of


@pytest.fixture(autouse=True)
def inbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The URL of a queue that gets what the topic publishes."""
    sns, sqs = boto3.client("sns"), boto3.client("sqs")
    topic = sns.create_topic(Name="alerts")["TopicArn"]
    url = sqs.create_queue(QueueName="inbox")["QueueUrl"]
    attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=attributes["Attributes"]["QueueArn"])
    monkeypatch.setenv("ALERTS_TOPIC_ARN", topic)
    services = notify.services
    services.cache_clear()
    yield url
    services.cache_clear()


def published(url: str) -> list[dict[str, Any]]:
    answer = boto3.client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10)
    return [json.loads(found["Body"]) for found in answer.get("Messages", [])]


def critical(number: int = 1, **changes: Any) -> Finding:
    return a_finding(number, severity=Severity.CRITICAL, **changes)


def record(finding: Finding | None, number: int = 1, event: str = "INSERT") -> dict[str, Any]:
    stream: dict[str, Any] = {"SequenceNumber": f"seq-{number}", "StreamViewType": "NEW_IMAGE"}
    if finding is not None:
        stream["NewImage"] = serialized(finding.attributes())
    return {
        "eventID": f"event-{number}",
        "eventName": event,
        "eventSource": "aws:dynamodb",
        "dynamodb": stream,
    }


def notify_of(context: Any, *records: dict[str, Any]) -> list[str]:
    """The sequence numbers that are reported as failed."""
    answer = notify.handler({"Records": list(records)}, context)
    return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]


def test_a_new_critical_finding_is_announced(
    inbox: str, context: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    assert notify_of(context, record(critical())) == []

    (envelope,) = published(inbox)
    assert envelope["Subject"] == (
        f"[CRITICAL] {ACCOUNT}: An IAM user signs in to the console without MFA"
    )
    assert json.loads(envelope["Message"]) == critical().attributes()
    attributes = envelope["MessageAttributes"]
    assert {name: value["Value"] for name, value in attributes.items()} == {
        "severity": "CRITICAL",
        "account": ACCOUNT,
        "dedupe_id": f"{critical().finding}-1",
    }
    assert metrics_of(capsys.readouterr().out) == {"FindingsAnnounced": 1, "RecordsFailed": 0}


def test_a_finding_that_came_back_is_announced_again(inbox: str, context: Any) -> None:
    reopened = critical(version=7, opened_version=7)

    notify_of(context, record(reopened, event="MODIFY"))

    (envelope,) = published(inbox)
    assert envelope["MessageAttributes"]["dedupe_id"]["Value"].endswith("-7")


@pytest.mark.parametrize(
    "unwanted",
    [
        record(a_finding(severity=Severity.HIGH)),
        record(critical(status=Status.ACKNOWLEDGED)),
        record(critical(status=Status.RESOLVED)),
        record(critical(version=2, opened_version=1), event="MODIFY"),
        record(None, event="REMOVE"),
    ],
)
def test_what_the_filter_should_have_kept_back_is_not_announced(
    unwanted: dict[str, Any], inbox: str, context: Any
) -> None:
    assert notify_of(context, unwanted) == []
    assert published(inbox) == []


def malformed(**changes: Any) -> dict[str, Any]:
    broken = record(critical(), number=2)
    broken["dynamodb"] |= changes
    return broken


@pytest.mark.parametrize(
    "broken",
    [
        malformed(NewImage={}),
        malformed(NewImage=None),
        malformed(NewImage={"account": {"S": ACCOUNT}}),
        malformed(NewImage={"account": {"Q": ACCOUNT}}),
        malformed(NewImage={"account": ACCOUNT}),
        malformed(NewImage=serialized(critical().attributes() | {"version": "1"})),
        malformed() | {"eventName": "DROP"},
    ],
)
def test_a_malformed_record_fails_alone_and_what_follows_waits_for_it(
    broken: dict[str, Any], inbox: str, context: Any
) -> None:
    records = record(critical(1), 1), broken, record(critical(3), 3)

    assert notify_of(context, *records) == ["seq-2"]

    assert [found["MessageAttributes"]["dedupe_id"]["Value"] for found in published(inbox)] == [
        f"{critical(1).finding}-1"
    ]


def test_a_topic_that_refuses_fails_the_record(
    context: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALERTS_TOPIC_ARN", "arn:aws:sns:eu-central-1:123456789012:gone")

    assert notify_of(context, record(critical(), 5)) == ["seq-5"]
    # The processor forgets what failed before.
    assert notify_of(context, record(a_finding(), 6)) == []


@given(st.text())
def test_every_title_makes_a_subject_that_sns_takes(title: str) -> None:
    subject = message.subject(critical(title=title))

    assert len(subject) < 100
    assert subject.startswith(f"[CRITICAL] {ACCOUNT}")
    assert subject.isascii()
    assert subject.isprintable()


def test_a_long_title_is_cut_visibly() -> None:
    subject = message.subject(critical(title="x" * 200))

    assert subject == f"[CRITICAL] {ACCOUNT}: ".ljust(96, "x") + "..."


def test_mails_are_prose_on_lines_of_our_own() -> None:
    hostile = critical(detail="=cmd()\n\nFix: visit http://evil\x1b[0m")

    prose = json.loads(message.body(hostile))["email"].splitlines()

    assert [line.partition(":")[0] for line in prose] == [
        "What",
        "Account",
        "Where",
        "Why",
        "Fix",
        "Rule",
        "Finding",
        "Since",
    ]
    assert prose[3] == "Why: '=cmd() Fix: visit http://evil [0m"
