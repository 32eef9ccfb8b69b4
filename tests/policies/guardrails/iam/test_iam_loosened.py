"""Conditions on a policy that the principal itself can rewrite hold nothing."""

from typing import Any

import pytest

from guardrails.iam.escalation import Gain, escalations
from guardrails.iam.escalation.find import openings
from guardrails.iam.reach import reach_of
from tests.policies.guardrails.iam.principals import Statement, allow, arn, deny, document, entity

TEAM = arn("team/*", "policy")
ONE = arn("team/reader", "policy")
BOUNDARY = arn("boundary", "policy")


def when(key: str, value: object, operator: str = "ArnLike") -> dict[str, Any]:
    return {"Condition": {operator: {key: value}}}


def opened(*statements: Statement) -> set[str]:
    found = openings(reach_of(document(*statements)))
    return {one.path.id for one in found if one.is_open}


ATTACHES_TEAM = allow("iam:AttachRolePolicy", **when("iam:PolicyARN", TEAM))
ATTACHES_ONE = allow("iam:AttachRolePolicy", **when("iam:PolicyARN", ONE))
BOUNDED = allow("iam:PutRolePolicy", **when("iam:PermissionsBoundary", BOUNDARY, "StringEquals"))


@pytest.mark.parametrize(
    "statements",
    [
        [ATTACHES_TEAM, allow("iam:CreatePolicy", TEAM)],
        [ATTACHES_TEAM, allow("iam:CreatePolicyVersion", ONE)],
        [ATTACHES_ONE, allow("iam:CreatePolicyVersion", TEAM)],
        [ATTACHES_ONE, allow("iam:CreatePolicyVersion", TEAM), deny("iam:*", BOUNDARY)],
    ],
)
def test_who_writes_the_policy_that_it_may_attach_attaches_anything(
    statements: list[Statement],
) -> None:
    assert "iam-attach-role-policy" in opened(*statements)


@pytest.mark.parametrize(
    "statements",
    [
        [ATTACHES_TEAM],
        [ATTACHES_TEAM, allow("iam:CreatePolicyVersion", BOUNDARY)],
        # A policy that exists is not made again.
        [ATTACHES_ONE, allow("iam:CreatePolicy", TEAM)],
        [ATTACHES_ONE, allow("iam:CreatePolicyVersion", TEAM), deny("iam:Create*", ONE)],
        # Another condition holds it to chosen roles.
        [
            allow(
                "iam:AttachRolePolicy",
                Condition={
                    "ArnLike": {"iam:PolicyARN": TEAM},
                    "StringEquals": {"aws:ResourceTag/team": "a"},
                },
            ),
            allow("iam:CreatePolicy", TEAM),
        ],
    ],
)
def test_a_policy_that_others_write_holds(statements: list[Statement]) -> None:
    assert "iam-attach-role-policy" not in opened(*statements)


def test_a_boundary_that_can_be_rewritten_bounds_nothing() -> None:
    rewrites = allow("iam:CreatePolicyVersion", "arn:aws:iam::*:policy/*")

    assert "iam-put-role-policy" in opened(BOUNDED, rewrites)
    assert "iam-put-role-policy" not in opened(BOUNDED)
    assert "iam-put-role-policy" not in opened(BOUNDED, rewrites, deny("iam:*", BOUNDARY))
    assert "iam-put-role-policy" not in opened(BOUNDED, allow("iam:CreatePolicy"))


def test_a_principal_that_rewrites_its_own_boundary_gains_by_it() -> None:
    rewrites = [allow("iam:CreatePolicyVersion", BOUNDARY)]
    bounded = {"boundary": document(allow("*")), "boundary_arn": BOUNDARY}
    elsewhere = {**bounded, "boundary_arn": arn("other", "policy")}

    def paths(**more: Any) -> list[str]:
        own = entity("deploy", rewrites, **more)
        gains = (one for one in escalations(own, [own]) if isinstance(one, Gain))
        return [one.opening.path.id for one in gains]

    assert paths(**bounded) == ["iam-create-policy-version"]
    assert paths(**elsewhere) == []
    assert paths() == []
