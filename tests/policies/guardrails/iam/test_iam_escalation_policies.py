"""What a principal can do by several of its policies together, and make without a boundary."""

from typing import Any

import pytest

from guardrails.iam.escalation import Stack
from guardrails.iam.escalation.across import across_policies, can_take_over, makes_unbounded
from tests.policies.guardrails.iam.principals import Statement, allow, arn, deny, document, entity


def together(*policies: list[Statement]) -> list[tuple[str, str]]:
    stack = Stack([entity("deploy", *policies)])
    return [
        (f"{cause.first.gate.policy.name}.{cause.place}", one.path.id)
        for cause in across_policies(0, stack)
        for one in cause.openings
    ]


PASSES = allow("iam:PassRole")
STARTS = allow("ec2:RunInstances")


def test_a_path_over_several_policies_is_told_at_its_first_action() -> None:
    found = together([allow("s3:GetObject"), PASSES], [STARTS])

    assert found == [("deploy-0.Statement[1].Action[0]", "ec2-run-instances")]
    creates, invokes = allow("lambda:CreateFunction"), allow("lambda:InvokeFunction")
    assert together([PASSES], [creates], [invokes]) == [
        ("deploy-0.Statement[0].Action[0]", "lambda-create-invoke")
    ]


@pytest.mark.parametrize(
    "policies",
    [
        [[PASSES, STARTS]],
        [[PASSES, STARTS], [allow("ecs:RunTask")]],
        [[PASSES], [PASSES, STARTS]],
        [[PASSES], [deny("ec2:*"), STARTS]],
        [[PASSES], [STARTS], [deny("iam:PassRole")]],
        [[allow("iam:PassRole", arn("app"))], [STARTS]],
        [[allow("iam:*")], [STARTS]],
        [[PASSES], [allow("ec2:StartInstances")]],
    ],
)
def test_what_one_policy_does_alone_or_none_does_is_not_told_again(
    policies: list[list[Statement]],
) -> None:
    assert together(*policies) == []


def unbounded(*statements: Statement, **more: Any) -> list[str]:
    stack = Stack([entity("deploy", list(statements), **more)])
    return [cause.place for cause in makes_unbounded(0, stack)]


APPS = arn("app-*")
BOUND = {"Condition": {"StringEquals": {"iam:PermissionsBoundary": arn("b", "policy")}}}
NOT_BOUND = {"Condition": {"StringNotEquals": {"iam:PermissionsBoundary": arn("b", "policy")}}}


def test_who_creates_roles_and_writes_their_policies_needs_a_boundary() -> None:
    both = ["iam:CreateRole", "iam:PutRolePolicy"]

    assert unbounded(allow(both, APPS)) == ["Statement[0].Action[0]"]
    assert unbounded(allow("iam:CreateRole", APPS), allow("iam:Attach*", arn("app-x"))) == [
        "Statement[0].Action[0]"
    ]
    assert unbounded(allow(both, APPS, **BOUND)) == []
    assert unbounded(allow("iam:CreateRole", APPS, **BOUND), allow(both[1], APPS)) == []
    assert unbounded(allow("iam:CreateRole", APPS), allow(both[1], APPS, **BOUND)) == []
    assert unbounded(allow(both, APPS), deny(both[0], **NOT_BOUND)) == []
    assert unbounded(allow("iam:CreateRole", APPS)) == []
    assert unbounded(allow("iam:CreateRole", APPS), allow(both[1], arn("web-*"))) == []
    # That it can write its own role's policies is told as a path.
    assert unbounded(allow(both)) == []
    boundary = document(allow("iam:*", **BOUND))
    assert unbounded(allow(both, APPS), boundary=boundary) == []


@pytest.mark.parametrize(
    ("statement", "takes"),
    [
        (allow("*"), True),
        (allow("iam:PutRolePolicy"), True),
        (allow("iam:PutRolePolicy", arn("app")), False),
        (allow("lambda:*"), False),
        (allow("dynamodb:*"), False),
    ],
)
def test_who_can_give_itself_any_right_takes_over(
    statement: Statement,
    takes: bool,  # noqa: FBT001 -- what is expected, one of each case
) -> None:
    assert can_take_over(0, Stack([entity("a", [statement])])) is takes
