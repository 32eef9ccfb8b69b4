import json
from typing import Any

import pytest

from components.api import ApiAccount
from components.core.errors import SpecError
from tests.support.engine import register

LOGS = "arn:aws:logs:eu-central-1:123456789012:log-group"


def test_the_account_lets_api_gateway_write_the_logs_of_this_stacks_apis_only() -> None:
    registry = register(lambda: ApiAccount("account", {}))

    assert registry.types() == {
        "bulwark:index:ApiAccount": 1,
        "bulwark:index:Role": 1,
        "aws:iam/role:Role": 1,
        "aws:iam/rolePolicy:RolePolicy": 1,
        "aws:apigateway/account:Account": 1,
    }
    role = registry.one("aws:iam/role:Role")
    assert role.inputs["name"] == "bulwark-test-account-logs"
    assert json.loads(role.inputs["assumeRolePolicy"])["Statement"] == [
        {
            "Effect": "Allow",
            "Principal": {"Service": "apigateway.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }
    ]
    policy = json.loads(registry.one("aws:iam/rolePolicy:RolePolicy").inputs["policy"])
    assert policy["Statement"] == [
        {
            "Effect": "Allow",
            "Action": ["logs:CreateLogGroup", "logs:DescribeLogStreams"],
            "Resource": [
                f"{LOGS}:/aws/apigateway/bulwark-test-*",
                f"{LOGS}:API-Gateway-Execution-Logs_*",
            ],
        },
        {
            "Effect": "Allow",
            "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
            "Resource": [
                f"{LOGS}:/aws/apigateway/bulwark-test-*:*",
                f"{LOGS}:API-Gateway-Execution-Logs_*:*",
            ],
        },
    ]


def test_the_setting_waits_until_the_role_has_its_policy() -> None:
    registry = register(lambda: ApiAccount("account", {}))

    account = registry.one("aws:apigateway/account:Account")
    arn = "arn:aws:mock:::aws:iam/role:Role/account-logs"
    assert account.inputs == {"cloudwatchRoleArn": arn}
    assert registry.one("aws:iam/rolePolicy:RolePolicy").urn in account.dependencies
    assert registry.outputs[registry.one("bulwark:index:ApiAccount").urn] == {"role_arn": arn}


def test_the_account_takes_no_argument() -> None:
    given: Any = {"logs": "all"}
    with pytest.raises(SpecError) as caught:
        register(lambda: ApiAccount("account", given))

    assert str(caught.value) == (
        "ApiAccount 'account': got {'logs': 'all'}; allowed: no arguments."
    )
