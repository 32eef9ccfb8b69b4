import json
from collections.abc import Callable
from typing import Any

import pulumi
import pulumi_aws as aws
import pytest

from blueprints import auditor
from components.core import deployment
from components.core.deployment import Deployment
from components.core.errors import ConfigError
from tests.conftest import PLACE
from tests.support.engine import Registry, register

SETTINGS: dict[str, Any] = {
    "schedule": "cron(0 3 * * ? *)",
    "auditRole": "bulwark-audit",
    "externalId": "bulwark-audit-v1",
}
DYNAMODB = "arn:aws:dynamodb:eu-central-1:123456789012:table/bulwark-test"
SQS = "arn:aws:sqs:eu-central-1:123456789012:bulwark-test"


def build(place: Deployment, changed: dict[str, Any] | None = None) -> Callable[[], Any]:
    def program() -> dict[str, pulumi.Input[Any]]:
        return auditor.build({**SETTINGS, **(changed or {})}, place, aws.Provider("aws"), {})

    return program


@pytest.fixture(name="registry", scope="module")
def first_preview() -> Registry:
    deployment.use(PLACE)
    return register(build(PLACE), preview=True)


def test_the_auditor_is_made_of_exactly_these(registry: Registry) -> None:
    assert registry.types() == {
        "aws:apigateway/account:Account": 1,
        "aws:apigateway/deployment:Deployment": 1,
        "aws:apigateway/methodSettings:MethodSettings": 1,
        "aws:apigateway/restApi:RestApi": 1,
        "aws:apigateway/stage:Stage": 1,
        "aws:cloudwatch/logGroup:LogGroup": 6,
        "aws:dynamodb/table:Table": 2,
        "aws:iam/role:Role": 7,
        "aws:iam/rolePolicy:RolePolicy": 7,
        "aws:kms/alias:Alias": 1,
        "aws:kms/key:Key": 1,
        "aws:lambda/alias:Alias": 4,
        "aws:lambda/eventSourceMapping:EventSourceMapping": 2,
        "aws:lambda/function:Function": 4,
        "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": 1,
        "aws:scheduler/schedule:Schedule": 1,
        "aws:scheduler/scheduleGroup:ScheduleGroup": 1,
        "aws:sns/topic:Topic": 1,
        "aws:sqs/queue:Queue": 3,
        "bulwark:index:Api": 1,
        "bulwark:index:ApiAccount": 1,
        "bulwark:index:Auditor": 1,
        "bulwark:index:DeadLetterQueue": 1,
        "bulwark:index:Function": 4,
        "bulwark:index:Key": 1,
        "bulwark:index:Queue": 1,
        "bulwark:index:QueueSource": 1,
        "bulwark:index:Role": 7,
        "bulwark:index:Schedule": 1,
        "bulwark:index:StreamSource": 1,
        "bulwark:index:Table": 2,
        "bulwark:index:Topic": 1,
        "pulumi:providers:aws": 1,
    }


def actions(registry: Registry, role: str) -> dict[str, list[str]]:
    """The actions of a role by their first resource; logs, traces and keys are left out."""
    policy = json.loads(registry.one("aws:iam/rolePolicy:RolePolicy", role).inputs["policy"])
    found: dict[str, list[str]] = {}
    for statement in policy["Statement"]:
        own = [one for one in statement["Action"] if not one.startswith(("logs:", "xray:", "kms:"))]
        if own:
            assert found.setdefault(statement["Resource"][0], own) is own
    return found


def test_each_function_may_do_what_its_handler_does_and_nothing_else(registry: Registry) -> None:
    assert actions(registry, "dispatch-audit") == {
        f"{SQS}-audits": ["sqs:SendMessage"],
        f"{SQS}-failures": ["sqs:SendMessage"],
        "*": ["organizations:ListAccounts"],
    }
    assert actions(registry, "audit-account") == {
        f"{SQS}-audits": [
            "sqs:DeleteMessage",
            "sqs:GetQueueAttributes",
            "sqs:ReceiveMessage",
        ],
        f"{DYNAMODB}-findings": [
            "dynamodb:GetItem",
            "dynamodb:PutItem",
            "dynamodb:Query",
            "dynamodb:UpdateItem",
        ],
        f"{DYNAMODB}-idempotency": [
            "dynamodb:DeleteItem",
            "dynamodb:GetItem",
            "dynamodb:PutItem",
            "dynamodb:UpdateItem",
        ],
        "arn:aws:iam::*:role/bulwark-audit": ["sts:AssumeRole"],
    }
    assert actions(registry, "notify-findings") == {
        "arn:aws:sns:eu-central-1:123456789012:bulwark-test-alerts": ["sns:Publish"],
        f"{DYNAMODB}-findings/stream/*": [
            "dynamodb:DescribeStream",
            "dynamodb:GetRecords",
            "dynamodb:GetShardIterator",
        ],
        "*": ["dynamodb:ListStreams"],
        f"{SQS}-failures": ["sqs:SendMessage"],
    }
    assert actions(registry, "findings-api") == {
        f"{DYNAMODB}-findings": [
            "dynamodb:GetItem",
            "dynamodb:Query",
            "dynamodb:UpdateItem",
        ],
        f"{DYNAMODB}-findings/index/by_severity": ["dynamodb:Query"],
    }


def test_functions_learn_what_they_may_use_from_their_grants(registry: Registry) -> None:
    audit = registry.one("aws:lambda/function:Function", "audit-account").inputs

    assert audit["environment"]["variables"] == {
        "AUDITS_QUEUE_URL": (
            "https://sqs.eu-central-1.amazonaws.com/123456789012/bulwark-test-audits"
        ),
        "AUDIT_EXTERNAL_ID": "bulwark-audit-v1",
        "AUDIT_ROLE_NAME": "bulwark-audit",
        "FINDINGS_TABLE_NAME": "bulwark-test-findings",
        "IDEMPOTENCY_TABLE_NAME": "bulwark-test-idempotency",
        "LOG_LEVEL": "INFO",
        "MAX_ACCESS_KEY_AGE_DAYS": "90",
        "POWERTOOLS_METRICS_NAMESPACE": "Bulwark",
        "POWERTOOLS_SERVICE_NAME": "audit-account",
        "RESOLVED_FINDING_DAYS": "90",
    }


def test_the_queue_hides_a_message_for_six_timeouts_and_the_window(registry: Registry) -> None:
    queue = registry.one("aws:sqs/queue:Queue", "audits").inputs
    function = registry.one("aws:lambda/function:Function", "audit-account").inputs
    source = registry.one("aws:lambda/eventSourceMapping:EventSourceMapping", "audits").inputs

    window = source["maximumBatchingWindowInSeconds"]
    assert queue["visibilityTimeoutSeconds"] == 6 * function["timeout"] + window


def test_only_open_critical_findings_wake_the_notifier(registry: Registry) -> None:
    name = "critical-findings"
    source = registry.one("aws:lambda/eventSourceMapping:EventSourceMapping", name).inputs

    assert [json.loads(one["pattern"]) for one in source["filterCriteria"]["filters"]] == [
        {
            "eventName": ["INSERT", "MODIFY"],
            "dynamodb": {"NewImage": {"severity": {"S": ["CRITICAL"]}, "status": {"S": ["OPEN"]}}},
        }
    ]


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"maxAccesKeyAgeDays": 3}, "bulwark:auditor.maxAccesKeyAgeDays: got"),
        (
            {"maxAccessKeyAgeDays": 366},
            (
                "bulwark:auditor.maxAccessKeyAgeDays: got 366; "
                "allowed: a whole number of days from 0 to 365."
            ),
        ),
        (
            {"resolvedFindingDays": 0},
            (
                "bulwark:auditor.resolvedFindingDays: got 0; "
                "allowed: a whole number of days from 1 to 3650."
            ),
        ),
        ({"logRetentionDays": 2}, "bulwark:auditor.logRetentionDays: got 2; allowed: one of 1, 3,"),
        (
            {"externalId": "x"},
            (
                "bulwark:auditor.externalId: got 'x'; "
                "allowed: 2 to 1224 letters, digits and +=,.@:/_-."
            ),
        ),
        (
            {"alertEmails": ["me"]},
            "bulwark:auditor.alertEmails: got 'me'; allowed: e-mail addresses.",
        ),
    ],
)
def test_a_wrong_setting_is_named_with_what_is_allowed(
    place: Deployment, changed: dict[str, Any], message: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        register(build(place, changed))

    assert str(caught.value).startswith(message)
    assert str(caught.value).endswith("Set it in Pulumi.test.yaml.")


def test_a_setting_of_another_type_is_named(place: Deployment) -> None:
    with pytest.raises(ConfigError) as caught:
        register(build(place, {"schedule": 3}))

    assert str(caught.value) == (
        "bulwark:auditor.schedule: got 3; allowed: a text. Put it in quotes."
    )


def test_a_setting_that_is_missing_is_named(place: Deployment) -> None:
    settings = {"schedule": "rate(1 day)", "auditRole": "bulwark-audit"}

    with pytest.raises(ConfigError, match=r"bulwark:auditor\.externalId: got None"):
        register(lambda: auditor.build(settings, place, aws.Provider("aws"), {}))
