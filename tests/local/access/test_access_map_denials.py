"""The access map of small stacks: what denials and boundaries take away."""

from guardrails.resource_types import QUEUE
from tests.support.access_maps import (
    AWS,
    HERE,
    ORDERS,
    allow,
    can,
    deny,
    document,
    drawn,
    edges,
    role,
    table,
)
from tests.support.declared import ACCOUNT, declared


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
