"""A condition on a tag that the principal itself may set binds nothing."""

from typing import Any

import pytest

from guardrails.iam import judge
from guardrails.iam.findings import Finding
from tests.policies.guardrails.iam.principals import ACCOUNT, allow, arn, deny, document

Statement = dict[str, Any]

USERS, ROLES = arn("*", "user"), arn("*")
INSTANCES = f"arn:aws:ec2:eu-central-1:{ACCOUNT}:instance/*"
OPEN = {"Condition": {"StringEquals": {"aws:ResourceTag/open": "yes"}}}


def found(*statements: Statement, rule: str = "privesc") -> list[Finding]:
    return [one for one in judge.principal_policy(document(*statements)) if one.rule == rule]


def test_it_is_told_with_what_sets_the_tag() -> None:
    (one,) = found(allow("iam:CreateAccessKey", USERS, **OPEN), allow("iam:TagUser", USERS))

    assert (one.severity, one.path) == ("critical", "Statement[0].Action[0]")
    assert one.message.startswith(f"iam:CreateAccessKey on '{USERS}': whoever has it can ")
    assert one.message.endswith(
        " The condition on aws:ResourceTag/open keeps nobody from it, for iam:TagUser sets the tag."
    )
    assert one.fix == (
        "Leave out iam:TagUser, or have it set other tags only, by a condition on aws:TagKeys."
    )


@pytest.mark.parametrize(
    "statements",
    [
        [allow("ssm:StartSession", INSTANCES, **OPEN), allow("ec2:CreateTags", INSTANCES)],
        [allow("ssm:StartSession", INSTANCES, **OPEN), allow("ec2:CreateTags", "*")],
        [allow("ssm:StartSession", INSTANCES, **OPEN), allow("ec2:Create*", INSTANCES)],
        [
            allow("lambda:UpdateFunctionCode", "*", **OPEN),
            allow("lambda:TagResource", "arn:aws:lambda:*:*:function:*"),
        ],
        [
            allow(
                "iam:CreateAccessKey",
                USERS,
                Condition={"StringLike": {"iam:ResourceTag/team": "${aws:PrincipalTag/team}"}},
            ),
            allow("iam:TagUser"),
        ],
    ],
)
def test_a_tag_that_can_be_set_binds_nothing(statements: list[Statement]) -> None:
    assert found(*statements)


def test_roles_are_assumed_after_they_were_tagged() -> None:
    assume = allow("sts:AssumeRole", ROLES, **OPEN)

    (one,) = found(assume, allow("iam:TagRole", ROLES), rule="assume-star")
    assert one.message.endswith("for iam:TagRole sets the tag.")
    assert found(assume, rule="assume-star") == []


KEYS = allow("iam:CreateAccessKey", USERS, **OPEN)


@pytest.mark.parametrize(
    "statements",
    [
        [KEYS],
        # What it may tag is something else, or not all that it reaches.
        [KEYS, allow("iam:TagRole")],
        [KEYS, allow("iam:TagUser", arn("temp-*", "user"))],
        [KEYS, allow("iam:UntagUser", USERS)],
        # What it may set is bound, or denied.
        [KEYS, allow("iam:TagUser", USERS, **OPEN)],
        [
            KEYS,
            allow(
                "iam:TagUser",
                USERS,
                Condition={"ForAllValues:StringEquals": {"aws:TagKeys": ["cost"]}},
            ),
        ],
        [KEYS, allow("iam:TagUser", USERS), deny("iam:TagUser")],
        [
            KEYS,
            allow("iam:TagUser", USERS),
            deny(
                "iam:TagUser",
                Condition={"ForAnyValue:StringEquals": {"aws:TagKeys": ["open"]}},
            ),
        ],
        # Another condition binds as well.
        [
            allow(
                "ssm:StartSession",
                INSTANCES,
                Condition={
                    "StringEquals": {"aws:ResourceTag/open": "yes", "ec2:Vpc": "vpc-1"},
                },
            ),
            allow("ec2:CreateTags", INSTANCES),
        ],
        # Setting the tag gets in the way.
        [
            allow(
                "iam:GetUser",
                USERS,
                Condition={"StringNotEquals": {"aws:ResourceTag/open": "no"}},
            ),
            allow("iam:TagUser", USERS),
        ],
        [allow("ec2:StartInstances", INSTANCES, **OPEN), allow("ec2:CreateTags", INSTANCES)],
    ],
)
def test_a_tag_that_cannot_be_set_binds(statements: list[Statement]) -> None:
    assert found(*statements) == []


def test_what_is_told_without_it_is_told_once() -> None:
    statements = [allow("iam:CreateAccessKey", USERS), allow("iam:TagUser", USERS)]

    (one,) = found(*statements)
    assert "ResourceTag" not in one.message
