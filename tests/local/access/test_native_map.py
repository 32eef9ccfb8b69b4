"""The access map of a stack of the native provider leads to what the program declares."""

from typing import Any

from guardrails.native import NATIVE
from local.access import data
from local.access.map import of_graph
from local.stack_graph import graph_of_resources
from local.state.resources import declared
from tests.support import exports

ACCOUNT = "123456789012"
QUEUE_ARN = f"arn:aws:sqs:eu-central-1:{ACCOUNT}:orders"
TABLE_ARN = f"arn:aws:dynamodb:eu-central-1:{ACCOUNT}:table/orders"


def document(*statements: dict[str, Any]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def test_each_node_and_each_grant_is_that_of_a_declaration() -> None:
    trust = {
        "Effect": "Allow",
        "Principal": {"Service": "lambda.amazonaws.com"},
        "Action": "sts:AssumeRole",
    }
    send = {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": QUEUE_ARN}
    read = {
        "Effect": "Allow",
        "Principal": {"AWS": "arn:aws:iam::999988887777:role/reader"},
        "Action": "dynamodb:GetItem",
        "Resource": TABLE_ARN,
    }
    role = exports.resource(
        "aws-native:iam:Role",
        "work",
        {
            "roleName": "work",
            "assumeRolePolicyDocument": document(trust),
            "policies": [{"policyName": "send", "policyDocument": document(send)}],
        },
        {"arn": f"arn:aws:iam::{ACCOUNT}:role/work"},
    )
    queue = exports.resource(
        "aws-native:sqs:Queue", "orders", {"queueName": "orders"}, {"arn": QUEUE_ARN}
    )
    table = exports.resource(
        "aws-native:dynamodb:Table",
        "orders",
        {"tableName": "orders", "resourcePolicy": {"policyDocument": document(read)}},
        {"arn": TABLE_ARN},
    )
    given = [role, queue, table]
    resources, outputs = declared(given, "stack.json")

    report = data.report(of_graph("stack", graph_of_resources(resources, outputs)))

    urns = {one["urn"] for one in given}
    assert {node["urn"] for node in report["nodes"]} - {""} == urns
    edges = {
        (edge["from"], edge["to"], statement["urn"])
        for edge in report["edges"]
        for statement in edge["statements"]
        if statement["policy"] == "send"
    }
    assert edges == {(role["urn"], queue["urn"], role["urn"])}
    assert all(resource.type in NATIVE for resource in resources)
