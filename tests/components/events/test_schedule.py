import json
from typing import cast

import pytest

from components.core.errors import SpecError
from components.events import Schedule, ScheduleArgs
from components.function import FunctionReference
from components.key import Key
from components.queue import DeadLetterQueue
from tests.support.engine import Registry, is_unknown, register

SCHEDULE = "aws:scheduler/schedule:Schedule"
FAILED_ARN = "arn:aws:sqs:eu-central-1:123456789012:bulwark-test-failed"
DISPATCH: FunctionReference = {
    "name": "bulwark-test-dispatch",
    "alias_arn": "arn:aws:lambda:eu-central-1:123456789012:function:bulwark-test-dispatch:live",
    "timeout_seconds": 10,
    "grants": [],
}


def registered(changes: dict[str, object] | None = None, name: str = "nightly") -> Registry:
    def program() -> None:
        failed = DeadLetterQueue("failed", {})
        args = {
            "expression": "cron(0 2 * * ? *)",
            "function": DISPATCH,
            "dead_letter_queue": failed.reference,
            **(changes or {}),
        }
        Schedule(name, cast("ScheduleArgs", args))

    return register(program, preview=True)


def problem(changes: dict[str, object]) -> str:
    with pytest.raises(SpecError) as caught:
        registered(changes)
    return str(caught.value).removeprefix("Schedule 'nightly'")


def test_a_schedule_invokes_the_alias_and_keeps_what_was_not_delivered() -> None:
    registry = registered()

    assert registry.types() == {
        "bulwark:index:DeadLetterQueue": 1,
        "aws:sqs/queue:Queue": 1,
        "bulwark:index:Schedule": 1,
        "bulwark:index:Role": 1,
        "aws:iam/role:Role": 1,
        "aws:iam/rolePolicy:RolePolicy": 1,
        "aws:scheduler/scheduleGroup:ScheduleGroup": 1,
        SCHEDULE: 1,
    }
    group = registry.one("aws:scheduler/scheduleGroup:ScheduleGroup")
    assert group.inputs == {"name": "bulwark-test-nightly"}
    schedule = registry.one(SCHEDULE)
    target = schedule.inputs["target"]
    assert {key: value for key, value in schedule.inputs.items() if key != "target"} == {
        "name": "bulwark-test-nightly",
        "groupName": "bulwark-test-nightly",
        "scheduleExpression": "cron(0 2 * * ? *)",
        "scheduleExpressionTimezone": "UTC",
        "flexibleTimeWindow": {"mode": "OFF"},
    }
    assert is_unknown(target["roleArn"])
    assert {key: value for key, value in target.items() if key != "roleArn"} == {
        "arn": DISPATCH["alias_arn"],
        "deadLetterConfig": {"arn": FAILED_ARN},
        "retryPolicy": {"maximumRetryAttempts": 3, "maximumEventAgeInSeconds": 3600},
    }
    assert {
        group.urn,
        registry.one("aws:sqs/queue:Queue").urn,
        registry.one("aws:iam/rolePolicy:RolePolicy").urn,
    } <= set(schedule.dependencies)


def test_its_role_serves_this_schedule_alone_and_may_do_two_things() -> None:
    registry = registered()

    role = registry.one("aws:iam/role:Role").inputs
    assert role["name"] == "bulwark-test-nightly-schedule"
    assert json.loads(role["assumeRolePolicy"])["Statement"] == [
        {
            "Effect": "Allow",
            "Principal": {"Service": "scheduler.amazonaws.com"},
            "Action": "sts:AssumeRole",
            "Condition": {
                "ArnLike": {
                    "aws:SourceArn": (
                        "arn:aws:scheduler:eu-central-1:123456789012:"
                        "schedule-group/bulwark-test-nightly"
                    )
                },
                "StringEquals": {"aws:SourceAccount": "123456789012"},
            },
        }
    ]
    policy = json.loads(registry.one("aws:iam/rolePolicy:RolePolicy").inputs["policy"])
    assert policy["Statement"] == [
        {
            "Effect": "Allow",
            "Action": ["lambda:InvokeFunction"],
            "Resource": [DISPATCH["alias_arn"]],
        },
        {"Effect": "Allow", "Action": ["sqs:SendMessage"], "Resource": [FAILED_ARN]},
    ]


def test_the_key_of_the_dead_letter_queue_is_used_by_its_alias() -> None:
    def program() -> None:
        key = Key("data", {"description": "x"})
        failed = DeadLetterQueue("failed", {"encryption_key": key.reference})
        args: ScheduleArgs = {
            "expression": "rate(1 day)",
            "function": DISPATCH,
            "dead_letter_queue": failed.reference,
        }
        Schedule("nightly", args)

    registry = register(program, preview=True)

    policy = json.loads(registry.one("aws:iam/rolePolicy:RolePolicy").inputs["policy"])
    assert policy["Statement"][0] == {
        "Effect": "Allow",
        "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
        "Resource": ["arn:aws:kms:eu-central-1:123456789012:key/*"],
        "Condition": {
            "ForAnyValue:StringEquals": {"kms:ResourceAliases": ["alias/bulwark-test-data"]},
            "StringEquals": {"kms:ViaService": ["sqs.eu-central-1.amazonaws.com"]},
        },
    }


def test_what_is_asked_for_reaches_scheduler() -> None:
    schedule = registered(
        {
            "timezone": "Europe/Berlin",
            "flexible_window_minutes": 1440,
            "retries": 185,
            "max_event_age_seconds": 60,
            "payload": '{"full": true}',
        }
    ).one(SCHEDULE)

    assert schedule.inputs["scheduleExpressionTimezone"] == "Europe/Berlin"
    assert schedule.inputs["flexibleTimeWindow"] == {
        "mode": "FLEXIBLE",
        "maximumWindowInMinutes": 1440,
    }
    target = schedule.inputs["target"]
    assert target["input"] == '{"full": true}'
    assert target["retryPolicy"] == {"maximumRetryAttempts": 185, "maximumEventAgeInSeconds": 60}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"expression": "daily"},
            (
                ".expression: got 'daily'; allowed: rate(1 day), cron(0 6 * * ? *) or "
                "at(2027-01-31T06:00:00)."
            ),
        ),
        (
            {"timezone": "Europe/Atlantis"},
            ".timezone: got 'Europe/Atlantis'; allowed: a time zone such as Europe/Berlin.",
        ),
        (
            {"flexible_window_minutes": 1441},
            (
                ".flexible_window_minutes: got 1441; "
                "allowed: a whole number of minutes from 1 to 1440."
            ),
        ),
        (
            {"flexible_window_minutes": 0},
            ".flexible_window_minutes: got 0; allowed: a whole number of minutes from 1 to 1440.",
        ),
        (
            {"retries": 186},
            ".retries: got 186; allowed: a whole number of retries from 0 to 185.",
        ),
        (
            {"max_event_age_seconds": 86_401},
            (
                ".max_event_age_seconds: got 86401; "
                "allowed: a whole number of seconds from 60 to 86400."
            ),
        ),
        (
            {"dead_letter_queue": {"name": "q.fifo", "fifo": True}},
            (
                ".dead_letter_queue: got 'q.fifo'; allowed: a standard queue: failures go to no "
                "FIFO queue."
            ),
        ),
        (
            {"input": "{}"},
            (
                ".input: got 'input'; allowed: the keys dead_letter_queue, expression, "
                "flexible_window_minutes, function, max_event_age_seconds, payload, retries, "
                "timezone."
            ),
        ),
    ],
)
def test_what_scheduler_does_not_take_is_refused(changes: dict[str, object], message: str) -> None:
    assert problem(changes) == message


def test_a_payload_that_is_no_json_is_refused() -> None:
    assert problem({"payload": "{full}"}).startswith(".payload: got '{full}'; allowed: JSON (")


def test_the_longest_name_counts_the_role() -> None:
    longest = 64 - len("bulwark-test-") - len("-schedule")

    registered(name="n" * longest)
    with pytest.raises(SpecError, match="at most 64 characters with the prefix bulwark-test-"):
        registered(name="n" * (longest + 1))
