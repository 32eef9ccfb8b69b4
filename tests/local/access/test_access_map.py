"""The access map of small stacks: who can do what, become whom, and who is let in."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from guardrails.graph import Graph
from guardrails.resource_types import (
    FUNCTION,
    KEY,
    LOG_GROUP,
    PERMISSION,
    QUEUE,
    QUEUE_POLICY,
    REST_API,
    ROLE,
    TABLE,
)
from guardrails.values import Secret
from guardrails.view import Resource
from local.access.map import limited, of_graph
from local.access.model import AccessMap, Edge, EdgeKind
from tests.support.declared import ACCOUNT, declared

ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"
HERE = f"eu-central-1:{ACCOUNT}"
ORDERS = f"arn:aws:dynamodb:{HERE}:table/orders"
AWS = "arn:aws:iam::"


def document(*statements: Mapping[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(
    action: str | Sequence[str], resource: str | Sequence[str], **more: Any
) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def deny(action: str, resource: str, **more: Any) -> dict[str, Any]:
    return {**allow(action, resource, **more), "Effect": "Deny"}


def trusting(principal: object, **more: Any) -> str:
    statement = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole", **more}
    return document(statement)


def role(name: str, *statements: Mapping[str, Any], **inputs: Any) -> list[Resource]:
    trust = inputs.pop("trust", {"Service": "lambda.amazonaws.com"})
    given = {"name": name, "assumeRolePolicy": trusting(trust), **inputs}
    return [
        declared(ROLE, given, name=name),
        declared(
            ROLE_POLICY,
            {"name": "grants", "role": name, "policy": document(*statements)},
            name=f"{name}-grants",
        ),
    ]


def table(name: str = "orders") -> Resource:
    return declared(TABLE, {"name": name}, name=name)


def drawn(*resources: Resource | list[Resource]) -> AccessMap:
    flat = [one for given in resources for one in (given if isinstance(given, list) else [given])]
    return of_graph("small", Graph(flat))


def edges(found: AccessMap, kind: EdgeKind = EdgeKind.CAN) -> dict[tuple[str, str], Edge]:
    """The edges of a kind by the names of what they tie."""
    names = {id_: f"{node.kind} {node.name}" for id_, node in found.nodes.items()}
    return {(names[one.origin], names[one.target]): one for one in found.edges if one.kind is kind}


def can(found: AccessMap) -> dict[str, dict[str, tuple[str, ...]]]:
    """What the only role can do, by what it does it to."""
    return {target: dict(edge.actions) for (_, target), edge in edges(found).items()}


def test_a_grant_leads_to_the_table_it_names_by_access_level() -> None:
    found = drawn(table(), role("app", allow(["dynamodb:GetItem", "dynamodb:PutItem"], ORDERS)))

    assert can(found) == {
        "table orders": {"read": ("dynamodb:GetItem",), "write": ("dynamodb:PutItem",)}
    }
    (edge,) = edges(found).values()
    (grant,) = edge.grants
    assert (grant.policy, grant.path) == ("grants", "policy.Statement[0]")
    assert grant.source.endswith("::app-grants")
    assert grant.resources == (ORDERS,)
    assert (edge.level, edge.conditional, edge.alarming) == ("write", False, False)


@pytest.mark.parametrize(
    "resource",
    [
        f"{ORDERS}/index/by_day",
        f"{ORDERS}/stream/*",
        ORDERS.replace(ACCOUNT, "*"),
        ORDERS.replace("eu-central-1", "*"),
    ],
)
def test_a_part_of_a_table_and_an_open_region_lead_to_the_table(resource: str) -> None:
    assert list(can(drawn(table(), role("app", allow("dynamodb:Query", resource))))) == [
        "table orders"
    ]


def test_a_table_of_another_account_is_another_table() -> None:
    other = ORDERS.replace(ACCOUNT, "999999999999")

    found = drawn(table(), role("app", allow("dynamodb:GetItem", other)))

    ((_, target),) = ((one.origin, one.target) for one in found.edges if one.kind == "can")
    assert target == other


def test_a_pattern_of_names_is_a_node_that_knows_what_it_covers() -> None:
    found = drawn(
        table("orders-eu"),
        table("orders-us"),
        table("people"),
        role("app", allow("dynamodb:GetItem", f"{ORDERS}-*")),
    )

    assert list(can(found)) == ["table orders-*"]
    covered = [found.nodes[id_].name for id_ in found.nodes[f"{ORDERS}-*"].covers]
    assert covered == ["orders-eu", "orders-us"]


def test_a_star_leads_to_every_resource_of_the_services_that_the_actions_have() -> None:
    found = drawn(table(), role("app", allow(["dynamodb:Scan", "xray:Put*"], "*")))

    assert can(found) == {
        "dynamodb every resource of dynamodb": {"read": ("dynamodb:Scan",)},
        "xray every resource of xray": {"write": ("xray:Put*",), "permissions": ("xray:Put*",)},
    }
    assert [found.nodes[id_].name for id_ in found.nodes["every:dynamodb"].covers] == ["orders"]


def test_actions_that_do_not_work_on_a_resource_do_not_lead_to_it() -> None:
    found = drawn(table(), role("app", allow(["dynamodb:GetItem", "sqs:SendMessage"], ORDERS)))

    assert can(found) == {"table orders": {"read": ("dynamodb:GetItem",)}}


def test_a_statement_longer_than_aws_takes_has_one_edge() -> None:
    names = [f"{ORDERS}-{number}" for number in range(201)]
    actions = [f"dynamodb:Get{number}" for number in range(100)]

    found = drawn(role("app", allow(actions, names)))

    ((ends, edge),) = edges(found).items()
    assert ends == ("role app", "resources 201 resources of one statement")
    assert len(edge.grants[0].resources) == 201


def test_an_unknown_action_has_an_unknown_level() -> None:
    found = drawn(table(), role("app", allow("dynamodb:TeleportItem", ORDERS)))

    assert can(found) == {"table orders": {"unknown": ("dynamodb:TeleportItem",)}}


def test_everything_but_some_actions_is_said_in_words() -> None:
    statement = {"Effect": "Allow", "NotAction": ["iam:*"], "NotResource": [ORDERS]}

    assert can(drawn(table(), role("app", statement))) == {
        "everything every resource": dict.fromkeys(
            ("list", "read", "tagging", "write", "permissions"), ("all but iam:*",)
        )
    }


def test_a_denied_action_is_taken_away_where_it_is_denied() -> None:
    found = drawn(
        table(),
        table("people"),
        role(
            "app",
            allow(["dynamodb:GetItem", "dynamodb:DeleteItem"], f"{ORDERS}"),
            allow("dynamodb:DeleteItem", ORDERS.replace("orders", "people")),
            deny("dynamodb:Delete*", ORDERS),
        ),
    )

    assert can(found) == {
        "table orders": {"read": ("dynamodb:GetItem",)},
        "table people": {"write": ("dynamodb:DeleteItem",)},
    }


def test_everything_denied_leaves_nothing_and_some_denied_leaves_the_rest_in_words() -> None:
    nothing = drawn(role("app", allow("*", "*"), deny("*", "*")))
    rest = drawn(role("app", allow("*", "*"), deny("iam:*", "*")))

    assert can(nothing) == {}
    assert set(can(rest)["everything every resource"].values()) == {("* less what is denied",)}


def test_more_wildcards_than_can_be_asked_about_stay_in_words() -> None:
    many = [allow("ec2:*", f"arn:aws:ec2:*:*:instance/i-{number}") for number in range(40)]

    found = drawn(role("app", *many, deny("ec2:*", "arn:aws:ec2:*:*:volume/*")))

    said = {action for edge in edges(found).values() for action in edge.actions["write"]}
    assert said == {"ec2:*", "ec2:* less what is denied"}


def test_a_denied_resource_is_taken_away_from_a_statement_that_names_others_too() -> None:
    people = ORDERS.replace("orders", "people")
    found = drawn(
        table(),
        table("people"),
        role("app", allow("dynamodb:GetItem", [ORDERS, people]), deny("dynamodb:*", people)),
    )

    assert can(found) == {"table orders": {"read": ("dynamodb:GetItem",)}}
    assert [grant.resources for edge in edges(found).values() for grant in edge.grants] == [
        (ORDERS,)
    ]


def test_a_denial_under_a_condition_takes_nothing_away_for_sure() -> None:
    unless_mfa = {"Bool": {"aws:MultiFactorAuthPresent": "false"}}
    found = drawn(
        table(),
        role(
            "app",
            allow("dynamodb:DeleteItem", ORDERS),
            deny("dynamodb:DeleteItem", "*", Condition=unless_mfa),
        ),
    )

    assert can(found) == {"table orders": {"write": ("dynamodb:DeleteItem",)}}


def test_what_a_denial_leaves_of_a_wildcard_is_counted() -> None:
    found = drawn(
        declared(QUEUE, {"name": "jobs"}, name="jobs"),
        role("app", allow("sqs:*Message", f"arn:aws:sqs:{HERE}:jobs"), deny("sqs:Send*", "*")),
    )

    assert can(found) == {
        "queue jobs": {
            "read": ("sqs:*Message less 1 of 3 actions",),
            "write": ("sqs:*Message less 1 of 3 actions",),
        }
    }


def test_a_boundary_takes_away_what_it_does_not_allow() -> None:
    boundary = declared(
        "aws:iam/policy:Policy",
        {"name": "limit", "policy": document(allow("dynamodb:Get*", "*"))},
        name="limit",
    )
    statement = allow(["dynamodb:GetItem", "dynamodb:PutItem"], ORDERS)

    found = drawn(
        table(),
        boundary,
        role("app", statement, permissionsBoundary=f"{AWS}{ACCOUNT}:policy/limit"),
    )

    assert can(found) == {"table orders": {"read": ("dynamodb:GetItem",)}}


def test_a_condition_makes_an_edge_conditional_unless_another_statement_asks_for_nothing() -> None:
    bound = allow("dynamodb:GetItem", ORDERS, Condition={"StringEquals": {"aws:userid": "x"}})

    one = drawn(table(), role("app", bound))
    two = drawn(table(), role("app", bound, allow("dynamodb:PutItem", ORDERS)))

    (edge,) = edges(one).values()
    assert edge.conditional
    assert edge.grants[0].conditions == ("aws:userid StringEquals x",)
    assert [edge.conditional for edge in edges(two).values()] == [False]


def test_a_key_is_found_by_the_alias_that_a_condition_names() -> None:
    key = declared(KEY, {}, name="data")
    alias = declared(
        "aws:kms/alias:Alias",
        {"name": "alias/data", "targetKeyId": "data-id"},
        name="alias",
    )
    key = declared(KEY, {"id": "data-id"}, name="data")
    through = {"ForAnyValue:StringEquals": {"kms:ResourceAliases": ["alias/data", "alias/other"]}}

    found = drawn(
        key,
        alias,
        role("app", allow("kms:Decrypt", f"arn:aws:kms:{HERE}:key/*", Condition=through)),
    )

    assert list(can(found)) == ["key alias/data", "key alias/other"]
    assert edges(found)["role app", "key alias/data"].target == key.urn


def test_a_log_group_and_its_streams_are_one() -> None:
    group = f"arn:aws:logs:{HERE}:log-group:/aws/lambda/app"
    found = drawn(
        declared(LOG_GROUP, {"name": "/aws/lambda/app"}, name="logs"),
        role("app", allow("logs:PutLogEvents", f"{group}:*"), allow("logs:TagResource", group)),
    )

    assert can(found) == {
        "log group /aws/lambda/app": {
            "tagging": ("logs:TagResource",),
            "write": ("logs:PutLogEvents",),
        }
    }


def test_assuming_a_role_of_another_stack_is_becoming_it() -> None:
    found = drawn(role("app", allow("sts:AssumeRole", f"{AWS}*:role/audit")))

    assert edges(found) == {}
    ((origin, target),) = edges(found, EdgeKind.BECOMES)
    assert (origin, target) == ("role app", "role audit of any account")


def test_assuming_a_role_of_the_stack_takes_its_trust() -> None:
    target = f"{AWS}{ACCOUNT}:role/target"
    wishes = role("app", allow("sts:AssumeRole", target))

    trusted = drawn(wishes, role("target", trust={"AWS": f"{AWS}{ACCOUNT}:root"}))
    refused = drawn(wishes, role("target"))

    (edge,) = edges(trusted, EdgeKind.BECOMES).values()
    assert (edge.how, edge.alarming) == ("become", False)
    assert edge.actions == {"write": ("sts:AssumeRole",)}
    assert edges(refused, EdgeKind.BECOMES) == {}


def test_passing_a_stronger_role_is_an_escalation_and_a_weaker_one_is_not() -> None:
    passing = allow(["iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"], "*")
    secrets = allow("secretsmanager:GetSecretValue", "*")

    strong = drawn(role("app", passing), role("vault", secrets))
    weak = drawn(role("app", passing, secrets), role("vault", secrets))

    ((ends, edge),) = edges(strong, EdgeKind.BECOMES).items()
    assert ends == ("role app", "role vault")
    assert (edge.how, edge.alarming) == ("pass it on", True)
    assert [one.alarming for one in edges(weak, EdgeKind.BECOMES).values()] == [False]


def test_who_can_write_its_own_policy_becomes_more() -> None:
    own = drawn(role("app", allow("iam:PutRolePolicy", f"{AWS}{ACCOUNT}:role/app")))
    other = drawn(role("app", allow("iam:PutRolePolicy", f"{AWS}{ACCOUNT}:role/other")))
    admin = drawn(role("app", allow("*", "*")))

    ((ends, edge),) = edges(own, EdgeKind.BECOMES).items()
    assert ends == ("role app", "role app")
    assert (edge.how, edge.alarming) == ("give itself more rights", True)
    assert edges(other, EdgeKind.BECOMES) == {}
    assert edges(admin, EdgeKind.BECOMES) == {}


def test_who_becomes_nearly_everyone_has_one_edge() -> None:
    passing = allow(["iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"], "*")
    crowd = [one for number in range(45) for one in role(f"app-{number}")]

    found = drawn(role("boss", passing), crowd)

    (edge,) = edges(found, EdgeKind.BECOMES).values()
    many = found.nodes[edge.target]
    assert (many.kind, many.name, len(many.covers)) == ("principals", "any of 46 principals", 46)
    assert edge.alarming


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


def test_a_resource_policy_lets_services_and_strangers_in_but_not_its_own_account() -> None:
    queue = declared(QUEUE, {"name": "jobs", "url": "https://sqs/1/jobs"}, name="jobs")
    arn = f"arn:aws:sqs:{HERE}:jobs"
    policy = document(
        allow("sqs:*", arn, Principal={"AWS": f"{AWS}{ACCOUNT}:root"}),
        allow("sqs:SendMessage", arn, Principal={"Service": "sns.amazonaws.com"}),
        allow("sqs:ReceiveMessage", arn, Principal="*"),
        deny("sqs:*", arn, Principal="*"),
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


def test_a_secret_document_is_left_out_and_said() -> None:
    name = {"name": "app", "assumeRolePolicy": Secret(trusting("*"))}
    hidden = {"role": "app", "name": "grants", "policy": Secret(document(allow("s3:*", "*")))}

    found = drawn(
        declared(ROLE, name, name="app"), declared(ROLE_POLICY, hidden, name="app-grants")
    )

    assert found.edges == ()
    assert found.notes == (
        "The policy grants of app is a secret: it is left out.",
        "The trust policy of app is a secret: it is left out.",
    )


def test_a_map_is_the_same_in_whatever_order_resources_come() -> None:
    resources = [table(), *role("app", allow("dynamodb:*", "*")), *role("b", allow("*", ORDERS))]

    assert drawn(*resources) == drawn(*reversed(resources))


def test_a_limited_map_has_what_a_principal_reaches_and_what_reaches_it() -> None:
    whole = drawn(
        table(),
        table("people"),
        role("app", allow("dynamodb:GetItem", ORDERS)),
        role("other", allow("dynamodb:GetItem", ORDERS.replace("orders", "people"))),
    )
    (id_,) = (one.id for one in whole.nodes.values() if one.name == "app")

    found = limited(whole, frozenset({id_}))

    assert [one.name for one in found.nodes.values()] == ["lambda.amazonaws.com", "app", "orders"]
    assert {kind: list(edges(found, kind)) for kind in EdgeKind} == {
        EdgeKind.CAN: [("role app", "table orders")],
        EdgeKind.BECOMES: [],
        EdgeKind.OPEN: [("service lambda.amazonaws.com", "role app")],
        EdgeKind.TRIGGERS: [],
    }
