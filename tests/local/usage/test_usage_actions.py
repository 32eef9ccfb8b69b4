"""From a client's method to the actions that IAM asks for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guardrails.iam import reference
from local.usage import actions, sdk
from local.usage.actions import Needed

NEEDED = {
    ("dynamodb", "GetItem"): ("dynamodb:GetItem",),
    ("dynamodb", "BatchGetItem"): ("dynamodb:BatchGetItem",),
    ("dynamodb", "TransactGetItems"): ("dynamodb:GetItem",),
    ("dynamodbstreams", "GetRecords"): ("dynamodb:GetRecords",),
    ("s3", "ListObjectsV2"): ("s3:ListBucket",),
    ("s3", "HeadObject"): ("s3:GetObject",),
    ("s3", "CopyObject"): ("s3:GetObject", "s3:PutObject"),
    ("s3", "UploadPart"): ("s3:PutObject",),
    ("s3", "DeleteObjects"): ("s3:DeleteObject",),
    ("lambda", "Invoke"): ("lambda:InvokeFunction",),
    ("sqs", "SendMessageBatch"): ("sqs:SendMessage",),
    ("sqs", "ChangeMessageVisibilityBatch"): ("sqs:ChangeMessageVisibility",),
    ("sns", "PublishBatch"): ("sns:Publish",),
    ("stepfunctions", "StartExecution"): ("states:StartExecution",),
    ("cloudwatch", "PutMetricData"): ("cloudwatch:PutMetricData",),
    ("logs", "PutLogEvents"): ("logs:PutLogEvents",),
    ("events", "PutEvents"): ("events:PutEvents",),
    ("kms", "ReEncrypt"): ("kms:ReEncryptFrom", "kms:ReEncryptTo"),
    ("bedrock-runtime", "Converse"): ("bedrock:InvokeModel",),
    ("apigateway", "GetRestApi"): ("apigateway:GET",),
    ("apigateway", "UpdateStage"): ("apigateway:PATCH",),
    ("apigatewaymanagementapi", "PostToConnection"): ("execute-api:ManageConnections",),
    ("iot-data", "Publish"): ("iot:Publish",),
    ("resourcegroupstaggingapi", "GetResources"): ("tag:GetResources",),
    ("elbv2", "DescribeRules"): ("elasticloadbalancing:DescribeRules",),
    ("sesv2", "SendEmail"): ("ses:SendEmail",),
    ("iam", "ListUsers"): ("iam:ListUsers",),
}


@pytest.mark.parametrize(("call", "expected"), NEEDED.items(), ids=map(":".join, NEEDED))
def test_an_operation_takes_these_actions(call: tuple[str, str], expected: tuple[str, ...]) -> None:
    assert actions.needed(*call) == Needed(every=expected)


def test_some_operations_take_one_of_several_actions() -> None:
    assert actions.needed("dynamodb", "TransactWriteItems") == Needed(
        one_of=(
            "dynamodb:ConditionCheckItem",
            "dynamodb:DeleteItem",
            "dynamodb:PutItem",
            "dynamodb:UpdateItem",
        )
    )


def test_nothing_can_refuse_a_look_at_ones_own_identity() -> None:
    assert actions.needed("sts", "GetCallerIdentity") == Needed()


@pytest.mark.parametrize(
    ("service", "operation"),
    [("s3", "GetSomething"), ("nothing", "Get"), ("codecatalyst", "GetProject"), ("../s3", "x")],
)
def test_what_aws_does_not_list_is_not_known(service: str, operation: str) -> None:
    assert actions.needed(service, operation) is None


@pytest.mark.parametrize("service", ["dynamodb", "s3", "sqs", "sns", "kms", "lambda", "events"])
def test_every_answer_is_an_action_of_aws(service: str) -> None:
    described = sdk.service(service)
    assert described is not None

    for operation in described.methods.values():
        needed = actions.needed(service, operation)
        for action in needed.all if needed else ():
            assert reference.action_exists(action), f"{operation}: {action}"


def test_every_exception_is_needed_and_names_actions_of_aws() -> None:
    exceptions = {**actions._NAMED, **actions._ONE_OF}  # noqa: SLF001 -- the data itself  # pyright: ignore[reportPrivateUsage]

    for name, named in exceptions.items():
        assert not reference.action_exists(name), name
        assert all(map(reference.action_exists, named)), name


def test_a_service_knows_its_methods_waiters_and_resources() -> None:
    dynamodb = sdk.service("dynamodb")
    table = sdk.kind("dynamodb", "Table")
    assert dynamodb is not None
    assert table is not None

    assert dynamodb.methods["get_item"] == "GetItem"
    assert sdk.waiters("dynamodb")["table_exists"] == "DescribeTable"
    assert table.operations["put_item"] == "PutItem"
    assert table.operations["wait_until_exists"] == "DescribeTable"
    assert table.load == "DescribeTable"
    assert sdk.kind("dynamodb", "Nothing") is None
    assert sdk.kind("sts", "") is None
    assert sdk.batches("s3", "ObjectSummary") == {"delete": "DeleteObjects"}


@given(st.text(max_size=20))
def test_any_text_may_be_asked_for_as_a_service(name: str) -> None:
    found = sdk.service(name)

    assert found is None or found.name == name
