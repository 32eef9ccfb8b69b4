import json
import re
from pathlib import Path
from typing import Any

import pytest

from components.function import Function
from components.iam import grant
from components.key import Key
from components.queue import DeadLetterQueue
from components.table import Table
from tests.support.engine import Registry, is_unknown, register
from tests.support.functions import KEY, args, registered

pytestmark = pytest.mark.usefixtures("source")

ARN = "arn:aws:lambda:eu-central-1:123456789012:function:bulwark-test-checkout:live"
LOGS = "arn:aws:logs:eu-central-1:123456789012"
LAMBDA = "aws:lambda/function:Function"


def policy_of(registry: Registry) -> list[dict[str, Any]]:
    role_policy = registry.one("aws:iam/rolePolicy:RolePolicy").inputs["policy"]
    return json.loads(role_policy)["Statement"]


def test_a_function_has_its_own_role_log_group_and_alias() -> None:
    registry = registered(environment={"LOG_LEVEL": "INFO"})

    assert registry.types() == {
        "bulwark:index:Function": 1,
        "bulwark:index:Role": 1,
        "aws:iam/role:Role": 1,
        "aws:iam/rolePolicy:RolePolicy": 1,
        "aws:cloudwatch/logGroup:LogGroup": 1,
        LAMBDA: 1,
        "aws:lambda/alias:Alias": 1,
    }
    function = registry.one(LAMBDA).inputs
    assert {key: value for key, value in function.items() if key not in {"code", "role"}} == {
        "name": "bulwark-test-checkout",
        "runtime": "python3.13",
        "architectures": ["arm64"],
        "handler": "checkout.handler.handler",
        "sourceCodeHash": function["sourceCodeHash"],
        "timeout": 10,
        "memorySize": 256,
        "environment": {"variables": {"LOG_LEVEL": "INFO"}},
        "kmsKeyArn": "arn:aws:kms:…",
        "tracingConfig": {"mode": "Active"},
        "loggingConfig": {
            "logFormat": "JSON",
            "logGroup": "/aws/lambda/bulwark-test-checkout",
        },
        "publish": True,
    }
    assert function["code"].path == "build/bulwark-test-checkout.zip"
    assert registry.one("aws:lambda/alias:Alias").inputs["name"] == "live"
    assert registry.one("aws:cloudwatch/logGroup:LogGroup").inputs == {
        "name": "/aws/lambda/bulwark-test-checkout",
        "retentionInDays": 365,
        "kmsKeyId": "arn:aws:kms:…",
    }


def test_the_log_group_and_the_policy_are_there_before_the_function() -> None:
    registry = registered()

    function = registry.one(LAMBDA)
    assert registry.one("aws:cloudwatch/logGroup:LogGroup").urn in function.dependencies
    assert registry.one("aws:iam/rolePolicy:RolePolicy").urn in function.dependencies


def test_the_role_writes_to_the_functions_log_group_only() -> None:
    assert policy_of(registered()) == [
        {
            "Effect": "Allow",
            "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
            "Resource": [f"{LOGS}:log-group:/aws/lambda/bulwark-test-checkout:*"],
        },
        {
            "Effect": "Allow",
            "Action": ["xray:PutTelemetryRecords", "xray:PutTraceSegments"],
            "Resource": ["*"],
        },
    ]


def test_permissions_and_environment_come_with_the_grants() -> None:
    def program() -> None:
        orders = Table("orders", {"partition_key": {"name": "id"}})
        Function("checkout", args(grants=[orders.put(), orders.get()], environment={"AA": "1"}))

    registry = register(program, preview=True)

    assert registry.one(LAMBDA).inputs["environment"] == {
        "variables": {"AA": "1", "ORDERS_TABLE_NAME": "bulwark-test-orders"}
    }
    assert policy_of(registry)[0] == {
        "Effect": "Allow",
        "Action": ["dynamodb:GetItem", "dynamodb:PutItem"],
        "Resource": ["arn:aws:dynamodb:eu-central-1:123456789012:table/bulwark-test-orders"],
    }


def test_at_preview_the_access_documents_are_known() -> None:
    def program() -> None:
        key = Key("data", {"description": "x"})
        Function("checkout", args(encryption_key=key.reference, environment={"AA": "1"}))

    registry = register(program, preview=True)

    assert isinstance(registry.one("aws:iam/role:Role").inputs["assumeRolePolicy"], str)
    assert isinstance(registry.one("aws:iam/rolePolicy:RolePolicy").inputs["policy"], str)
    assert is_unknown(registry.one(LAMBDA).inputs["kmsKeyArn"])


def test_a_function_without_an_environment_names_no_key_for_it() -> None:
    function = registered().one(LAMBDA).inputs

    assert "environment" not in function
    assert "kmsKeyArn" not in function


def test_asynchronous_failures_go_to_the_queue_that_the_role_may_send_to() -> None:
    def program() -> None:
        failed = DeadLetterQueue("failed", {"encryption_key": KEY})
        Function("checkout", args(failure_queue=failed.reference))

    registry = register(program, preview=True)

    queue_arn = "arn:aws:sqs:eu-central-1:123456789012:bulwark-test-failed"
    failures = registry.one("aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig")
    assert failures.inputs == {
        "functionName": "bulwark-test-checkout",
        "qualifier": "live",
        "maximumRetryAttempts": 2,
        "maximumEventAgeInSeconds": 21_600,
        "destinationConfig": {"onFailure": {"destination": queue_arn}},
    }
    assert {
        registry.one("aws:lambda/alias:Alias").urn,
        registry.one("aws:sqs/queue:Queue").urn,
    } == set(failures.dependencies)
    allowed = {action: one["Resource"] for one in policy_of(registry) for action in one["Action"]}
    assert allowed["sqs:SendMessage"] == [queue_arn]
    assert allowed["kms:GenerateDataKey"] == ["arn:aws:kms:eu-central-1:123456789012:key/*"]


def test_only_the_alias_can_be_invoked() -> None:
    functions: list[Function] = []
    register(lambda: functions.append(Function("checkout", args())))

    assert functions[0].invoke() == {
        "statements": [{"actions": ["lambda:InvokeFunction"], "resources": [ARN]}],
        "environment": {"CHECKOUT_FUNCTION_ARN": ARN},
    }


def test_the_reference_holds_what_event_sources_check() -> None:
    functions: list[Function] = []
    mine = grant(["sqs:ReceiveMessage"], ["arn:aws:sqs:eu-central-1:123456789012:q"])
    register(lambda: functions.append(Function("checkout", args(grants=[mine]))))

    reference = functions[0].reference
    assert (reference["name"], reference["alias_arn"]) == ("bulwark-test-checkout", ARN)
    assert reference["timeout_seconds"] == 10
    assert reference["grants"][0] == mine
    assert "ready" in reference


def test_what_is_asked_for_reaches_lambda() -> None:
    registry = registered(
        timeout_seconds=900,
        memory_mb=10_240,
        reserved_concurrency=0,
        runtime="python3.12",
        description="Takes the money",
        log_retention_days=30,
    )

    function = registry.one(LAMBDA).inputs
    assert function["timeout"] == 900
    assert function["memorySize"] == 10_240
    assert function["reservedConcurrentExecutions"] == 0
    assert function["runtime"] == "python3.12"
    assert function["description"] == "Takes the money"
    assert registry.one("aws:cloudwatch/logGroup:LogGroup").inputs["retentionInDays"] == 30


def test_a_code_change_changes_the_hash_and_nothing_else(source: Path) -> None:
    before = dict(registered().one(LAMBDA).inputs)
    same = dict(registered().one(LAMBDA).inputs)
    (source / "handler.py").write_text("def handler(event, context): return 1\n")
    after = dict(registered().one(LAMBDA).inputs)

    assert before["sourceCodeHash"] == same["sourceCodeHash"]
    assert re.fullmatch(r"[A-Za-z0-9+/]{43}=", after["sourceCodeHash"])
    assert {key for key in after if after[key] != before[key]} - {"code"} == {"sourceCodeHash"}
