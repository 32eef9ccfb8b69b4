"""The access map of small stacks: who is let in, and what sets a function off."""

import json
from typing import Any

import pytest

from guardrails.resource_types import FUNCTION, PERMISSION, QUEUE, QUEUE_POLICY, REST_API, ROLE
from local.access.model import EdgeKind
from tests.support.access_maps import AWS, HERE, allow, deny, document, drawn, edges, role, trusting
from tests.support.declared import ACCOUNT, declared


@pytest.mark.parametrize(
    ("principal", "origin", "alarming"),
    [
        ("*", "everyone everyone", True),
        ({"AWS": "*"}, "everyone everyone", True),
        ({"AWS": "999999999999"}, "account 999999999999", True),
        ({"AWS": f"{AWS}999999999999:root"}, "account 999999999999", True),
        ({"AWS": f"{AWS}999999999999:role/ci"}, f"principal {AWS}999999999999:role/ci", True),
        ({"AWS": f"{AWS}{ACCOUNT}:root"}, f"account {ACCOUNT} (this one)", False),
        ({"Service": "ec2.amazonaws.com"}, "service ec2.amazonaws.com", False),
        (
            {"Federated": f"{AWS}{ACCOUNT}:oidc-provider/token.example.com"},
            "federated token.example.com",
            False,
        ),
    ],
)
def test_whom_a_role_trusts_is_let_in(principal: object, origin: str, *, alarming: bool) -> None:
    ((ends, edge),) = edges(drawn(role("app", trust=principal)), EdgeKind.OPEN).items()

    assert ends == (origin, "role app")
    assert edge.alarming is alarming
    assert edge.actions == {"write": ("sts:AssumeRole",)}


def test_everyone_of_one_organization_is_no_alarm() -> None:
    mine = trusting("*", Condition={"StringEquals": {"aws:PrincipalOrgID": "o-1234567890"}})
    app = declared(ROLE, {"name": "app", "assumeRolePolicy": mine}, name="app")

    (edge,) = edges(drawn(app), EdgeKind.OPEN).values()

    assert (edge.alarming, edge.conditional) == (False, True)


def test_a_denial_of_everyone_else_is_no_alarm_and_one_of_everyone_is_no_way_in() -> None:
    arn = f"arn:aws:sqs:{HERE}:jobs"
    queue = declared(QUEUE, {"name": "jobs", "url": "https://sqs/1/jobs"}, name="jobs")
    others = {"StringNotEquals": {"aws:PrincipalOrgID": "o-1"}}
    held = deny("sqs:*", arn, Principal="*", Condition=others)
    closed = deny("sqs:*", arn, Principal="*")

    def ways_in(denial: dict[str, Any]) -> dict[tuple[str, str], bool]:
        policy = document(allow("sqs:ReceiveMessage", arn, Principal="*"), denial)
        inputs = {"queueUrl": "https://sqs/1/jobs", "policy": policy}
        found = edges(drawn(queue, declared(QUEUE_POLICY, inputs, name="p")), EdgeKind.OPEN)
        return {ends: edge.alarming for ends, edge in found.items()}

    assert ways_in(held) == {("everyone everyone", "queue jobs"): False}
    assert ways_in(closed) == {}


def test_a_resource_policy_lets_services_and_strangers_in_but_not_its_own_account() -> None:
    queue = declared(QUEUE, {"name": "jobs", "url": "https://sqs/1/jobs"}, name="jobs")
    arn = f"arn:aws:sqs:{HERE}:jobs"
    policy = document(
        allow("sqs:*", arn, Principal={"AWS": f"{AWS}{ACCOUNT}:root"}),
        allow("sqs:SendMessage", arn, Principal={"Service": "sns.amazonaws.com"}),
        allow("sqs:ReceiveMessage", arn, Principal="*"),
        deny("sqs:DeleteQueue", arn, Principal="*"),
    )
    holder = declared(QUEUE_POLICY, {"queueUrl": "https://sqs/1/jobs", "policy": policy}, name="p")

    found = edges(drawn(queue, holder), EdgeKind.OPEN)

    assert {ends: (dict(edge.actions), edge.alarming) for ends, edge in found.items()} == {
        ("everyone everyone", "queue jobs"): ({"read": ("sqs:ReceiveMessage",)}, True),
        ("service sns.amazonaws.com", "queue jobs"): ({"write": ("sqs:SendMessage",)}, False),
    }


def test_a_resource_policy_that_names_a_role_of_the_stack_is_what_the_role_can() -> None:
    arn = f"arn:aws:sqs:{HERE}:jobs"
    policy = document(allow("sqs:SendMessage", arn, Principal={"AWS": f"{AWS}{ACCOUNT}:role/app"}))
    queue = declared(QUEUE, {"name": "jobs", "policy": policy}, name="jobs")
    app = declared(ROLE, {"name": "app"}, name="app")

    found = drawn(queue, app)

    assert list(edges(found)) == [("role app", "queue jobs")]
    assert edges(found, EdgeKind.OPEN) == {}


def test_a_permission_opens_a_function_and_a_function_stands_with_its_role() -> None:
    function = declared(
        FUNCTION, {"name": "app", "role": f"{AWS}{ACCOUNT}:role/app"}, name="function"
    )
    permission = declared(
        PERMISSION,
        {"function": "app", "principal": "events.amazonaws.com", "action": "lambda:InvokeFunction"},
        name="permission",
    )

    found = drawn(function, permission, role("app"))

    assert ("service events.amazonaws.com", "function app") in edges(found, EdgeKind.OPEN)
    principal = next(one for one in found.nodes.values() if one.kind == "role")
    assert [(one.kind, one.name) for one in principal.runs] == [("function", "app")]
    assert found.nodes[function.urn].acts_as == principal.id


def test_an_event_source_triggers_the_function() -> None:
    queue = declared(QUEUE, {"name": "jobs"}, name="jobs")
    function = declared(FUNCTION, {"name": "app"}, name="function")
    mapping = declared(
        "aws:lambda/eventSourceMapping:EventSourceMapping",
        {
            "eventSourceArn": f"arn:aws:sqs:{HERE}:jobs",
            "functionName": f"arn:aws:lambda:{HERE}:function:app:live",
        },
        name="mapping",
    )

    found = edges(drawn(queue, function, mapping), EdgeKind.TRIGGERS)

    assert list(found) == [("queue jobs", "function app")]


def test_routes_without_authorization_are_open_to_everyone() -> None:
    paths = {
        "/a": {"get": {"security": [{"sigv4": []}]}, "post": {}},
        "/b": {"get": {"x-bulwark-public": "a status page"}, "options": {}},
    }
    body = {"components": {"securitySchemes": {"sigv4": {}}}, "paths": paths}
    inputs = {"name": "shop", "body": json.dumps(body)}

    public = edges(drawn(declared(REST_API, inputs, name="shop")), EdgeKind.OPEN)
    private = {**inputs, "endpointConfiguration": {"types": "PRIVATE"}}

    assert {ends: (edge.how, edge.alarming) for ends, edge in public.items()} == {
        ("everyone everyone", "api shop"): ("2 routes without authorization", True),
        ("callers authorized callers", "api shop"): ("1 route", False),
    }
    assert list(edges(drawn(declared(REST_API, private, name="shop")), EdgeKind.OPEN)) == [
        ("callers authorized callers", "api shop")
    ]
