"""The resource policies of a stack, each with what it guards."""

import json

import pytest

from guardrails.entities import resource_policies
from guardrails.graph import Graph
from guardrails.iam.entity import ResourcePolicy
from guardrails.resource_types import (
    BUCKET_POLICY,
    BUCKETS,
    FUNCTION,
    KEY,
    PERMISSION,
    QUEUE,
    QUEUE_POLICY,
    TABLE,
)
from guardrails.values import UNKNOWN
from guardrails.view import Resource
from tests.support.declared import ACCOUNT, declared

OPEN = json.dumps(
    {"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}]}
)


def only(*resources: Resource) -> ResourcePolicy:
    (found,) = resource_policies(Graph(resources))
    return found


@pytest.mark.parametrize(
    ("resource", "arn", "name"),
    [
        (
            declared(QUEUE, {"name": "jobs", "policy": OPEN}),
            f"arn:aws:sqs:eu-central-1:{ACCOUNT}:jobs",
            "jobs",
        ),
        (
            declared(
                QUEUE_POLICY,
                {
                    "queueUrl": f"https://sqs.eu-central-1.amazonaws.com/{ACCOUNT}/jobs",
                    "policy": OPEN,
                },
            ),
            f"arn:aws:sqs:eu-central-1:{ACCOUNT}:jobs",
            "jobs",
        ),
        (declared(BUCKET_POLICY, {"bucket": "logs", "policy": OPEN}), "arn:aws:s3:::logs", "logs"),
        (declared(KEY, {"policy": OPEN}, "data"), "", "data"),
        (
            declared(
                "aws:dynamodb/resourcePolicy:ResourcePolicy",
                {"resourceArn": "arn:aws:dynamodb:eu-west-1:1:table/orders", "policy": OPEN},
            ),
            "arn:aws:dynamodb:eu-west-1:1:table/orders",
            "orders",
        ),
    ],
)
def test_a_policy_knows_what_it_guards(resource: Resource, arn: str, name: str) -> None:
    found = only(resource)
    assert (found.arn, found.name, found.path) == (arn, name, "policy")


def test_a_policy_finds_its_bucket_by_what_the_reference_was_computed_from() -> None:
    bucket = declared(BUCKETS[0], {"bucket": "logs"}, "own")
    policy = declared(
        BUCKET_POLICY, {"bucket": UNKNOWN, "policy": OPEN}, depends={"bucket": [bucket.urn]}
    )
    found = only(bucket, policy)
    assert (found.arn, found.name) == ("arn:aws:s3:::logs", "logs")


def test_a_table_policy_finds_its_table() -> None:
    table = declared(TABLE, {"name": "orders"}, "own")
    policy = declared(
        "aws:dynamodb/resourcePolicy:ResourcePolicy",
        {"resourceArn": UNKNOWN, "policy": OPEN},
        depends={"resourceArn": [table.urn]},
    )
    assert only(table, policy).arn == f"arn:aws:dynamodb:eu-central-1:{ACCOUNT}:table/orders"


def test_an_unknown_policy_is_left_out() -> None:
    assert resource_policies(Graph([declared(QUEUE, {"name": "jobs", "policy": UNKNOWN})])) == ()


def test_a_permission_is_a_statement_with_its_conditions() -> None:
    function = declared(FUNCTION, {"name": "orders"}, "own")
    permission = declared(
        PERMISSION,
        {
            "function": UNKNOWN,
            "qualifier": "live",
            "action": "lambda:InvokeFunction",
            "principal": "s3.amazonaws.com",
            "sourceArn": "arn:aws:s3:::logs",
            "sourceAccount": ACCOUNT,
        },
        depends={"function": [function.urn]},
    )
    found = only(function, permission)
    (statement,) = found.document.statements
    assert found.arn == f"arn:aws:lambda:eu-central-1:{ACCOUNT}:function:orders:live"
    assert [(one.kind, one.value) for one in statement.principals] == [
        ("Service", "s3.amazonaws.com")
    ]
    assert [(one.operator, one.key, one.values) for one in statement.conditions] == [
        ("arnlike", "AWS:SourceArn", ("arn:aws:s3:::logs",)),
        ("stringequals", "AWS:SourceAccount", (ACCOUNT,)),
    ]


@pytest.mark.parametrize(
    ("principal", "kind", "value"),
    [
        ("*", "*", "*"),
        (ACCOUNT, "AWS", ACCOUNT),
        ("sns.amazonaws.com", "Service", "sns.amazonaws.com"),
    ],
)
def test_a_permission_names_its_principal_as_a_policy_does(
    principal: str, kind: str, value: str
) -> None:
    found = only(
        declared(
            PERMISSION,
            {"function": "orders", "action": "lambda:InvokeFunction", "principal": principal},
        )
    )
    (given,) = found.document.statements[0].principals
    assert (given.kind, given.value, found.name) == (kind, value, "orders")


def test_a_permission_with_an_unknown_principal_is_left_out() -> None:
    properties = {"function": "orders", "action": "lambda:InvokeFunction", "principal": UNKNOWN}
    assert resource_policies(Graph([declared(PERMISSION, properties)])) == ()
