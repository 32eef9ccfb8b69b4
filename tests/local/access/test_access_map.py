"""The access map of small stacks: who can do what on which resource."""

import pytest

from guardrails.resource_types import KEY, LOG_GROUP, ROLE
from guardrails.values import Secret
from local.access.map import limited
from local.access.model import EdgeKind
from tests.support.access_maps import (
    HERE,
    ORDERS,
    ROLE_POLICY,
    allow,
    can,
    document,
    drawn,
    edges,
    role,
    table,
    trusting,
)
from tests.support.declared import ACCOUNT, declared


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
