"""The emulators write down which calls they were asked to allow, and we read it."""

import contextlib
import json
from pathlib import Path

import botocore.exceptions
import pytest

from local.emulator import journal
from local.emulator.emulator import Emulator
from local.emulator.journal import Recorded
from tests.local.emulator.test_emulator_access import allow, assume

SESSION = "arn:aws:sts::000000000000:assumed-role/recorded/test"


@pytest.mark.e2e
def test_calls_of_roles_are_recorded_with_the_answer_and_those_of_root_are_not(
    emulator: Emulator,
) -> None:
    topic = emulator.client("sns").create_topic(Name="recorded")["TopicArn"]
    keys = assume(emulator, "recorded", allow("sns:Publish", topic), allow("organizations:*", "*"))
    sns = emulator.clients.as_caller("sns", emulator.place, keys)
    organizations = emulator.clients.as_caller("organizations", emulator.place, keys)

    for _ in range(2):
        sns.publish(TopicArn=topic, Message="x")
    with pytest.raises(botocore.exceptions.ClientError, match="not authorized"):
        sns.list_topics()
    with contextlib.suppress(botocore.exceptions.ClientError):
        organizations.list_roots()

    assert [one for one in emulator.recorded() if one.principal == SESSION] == [
        Recorded(SESSION, "organizations:ListRoots", "*", allowed=True),
        Recorded(SESSION, "sns:ListTopics", "*", allowed=False),
        Recorded(SESSION, "sns:Publish", topic, allowed=True),
    ]


def test_a_journal_that_anybody_may_write_to_does_no_harm(tmp_path: Path) -> None:
    lines = [
        "not json",
        json.dumps(["a list"]),
        json.dumps({"principal": 1, "action": "a:B", "resource": "*", "allowed": True}),
        json.dumps({"key": "unknown", "action": "a:B", "resource": "*", "allowed": True}),
        json.dumps({"key": "K", "principal": "p"}),
        json.dumps({"key": "K", "action": "a:B", "resource": "*", "allowed": True}),
        json.dumps({"principal": "p", "action": "a:B", "resource": "*", "allowed": "yes"}),
        '{"principal": "p", "acti',
    ]
    (tmp_path / "journal").write_text("\n".join(lines))

    assert journal.read([tmp_path / "journal", tmp_path / "absent"]) == (
        Recorded("p", "a:B", "*", allowed=False),
        Recorded("p", "a:B", "*", allowed=True),
    )
