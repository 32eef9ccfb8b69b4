"""What the answer depends on while keys are not known, and why it is what it is."""

from dataclasses import replace
from typing import Any

import pytest

from guardrails.iam.evaluation import Answer, Cited, Decision, Policies, Request, evaluate
from tests.support.iam_answers import (
    ALLOW,
    BUCKET,
    DENY,
    KEY,
    NOTHING,
    OBJECT,
    ROLE,
    STRANGER,
    TARGET,
    USER,
    answer,
    decided,
    of_resource,
)
from tests.support.iam_requests import OWN, policy


def test_the_keys_that_decide_are_told_as_the_policy_spells_them() -> None:
    statements = (
        ALLOW | {"Condition": {"IpAddress": {"AWS:SourceIp": "10.0.0.0/8"}}},
        ALLOW | {"Condition": {"StringLike": {"aws:sourceip": "x", "aws:UserAgent": "y"}}},
        DENY | {"Condition": {"Bool": {"aws:SecureTransport": "false"}}},
        DENY | {"Action": "iam:*", "Condition": {"Bool": {"aws:ViaAWSService": "false"}}},
    )
    request = Request(ROLE, OWN, "s3:GetObject", OBJECT)

    found = evaluate(request, Policies((policy(*statements),)))

    assert found.answer is Answer.DEPENDS
    assert found.depends_on == ("aws:SecureTransport", "AWS:SourceIp", "aws:UserAgent")
    assert [(one.effect, one.certain) for one in found.cited] == [
        ("Deny", False),
        ("Allow", False),
        ("Allow", False),
    ]


def test_an_allow_for_sure_leaves_other_conditions_without_a_say() -> None:
    maybe = ALLOW | {"Condition": {"Bool": {"aws:SecureTransport": "true"}}}
    request = Request(ROLE, OWN, "s3:GetObject", OBJECT)

    found = evaluate(request, Policies((policy(maybe, ALLOW),)))

    assert (found.answer, found.depends_on) == (Answer.ALLOWED, ())
    assert [one.statement.path for one in found.cited] == ["Statement[1]"]


def test_what_nothing_can_allow_is_denied_whatever_the_keys() -> None:
    maybe = DENY | {"Condition": {"Bool": {"aws:SecureTransport": "true"}}}
    request = Request(ROLE, OWN, "s3:GetObject", OBJECT)

    assert evaluate(request, Policies((policy(NOTHING, maybe),))).answer is (
        Answer.IMPLICITLY_DENIED
    )


def test_keys_that_follow_from_the_request_are_known() -> None:
    conditions = {
        "ArnLike": {"aws:PrincipalArn": ROLE},
        "StringEquals": {
            "aws:PrincipalAccount": OWN,
            "aws:PrincipalType": "AssumedRole",
            "aws:RequestedRegion": "eu-central-1",
            "aws:ResourceAccount": OWN,
        },
        "Null": {"aws:username": "true"},
        "Bool": {"aws:PrincipalIsAWSService": "false"},
    }
    policies = Policies((policy(ALLOW | {"Condition": conditions}),))
    queue = f"arn:aws:sqs:eu-central-1:{OWN}:orders"

    assert evaluate(Request(ROLE, OWN, "sqs:SendMessage", queue), policies).answer is (
        Answer.ALLOWED
    )
    assert evaluate(Request(USER, OWN, "sqs:SendMessage", queue), policies).answer is (
        Answer.IMPLICITLY_DENIED
    )


@pytest.mark.parametrize(
    ("pattern", "asked", "expected"),
    [
        (f"{BUCKET}/*", f"{BUCKET}/logs/*", Answer.ALLOWED),
        (f"{BUCKET}/logs/*", f"{BUCKET}/*", Answer.DEPENDS),
        (f"{BUCKET}/logs/*", f"{BUCKET}/data/*", Answer.IMPLICITLY_DENIED),
        (f"{BUCKET}/*", "*", Answer.DEPENDS),
        ("*", "*", Answer.ALLOWED),
    ],
)
def test_a_request_for_any_resource_may_depend_on_which(
    pattern: str, asked: str, expected: Answer
) -> None:
    policies = Policies((policy(ALLOW | {"Resource": pattern}),))

    found = evaluate(Request(ROLE, OWN, "s3:GetObject", asked), policies)

    assert found.answer is expected
    assert found.depends_on == (("resource",) if expected is Answer.DEPENDS else ())


def test_a_denial_of_some_of_the_resources_makes_any_of_them_depend() -> None:
    policies = Policies((policy(ALLOW, DENY | {"Resource": f"{BUCKET}/secret/*"}),))

    found = evaluate(Request(ROLE, OWN, "s3:GetObject", f"{BUCKET}/*"), policies)

    assert (found.answer, found.depends_on) == (Answer.DEPENDS, ("resource",))


def test_an_action_without_resources_takes_a_star_alone() -> None:
    request = Request(ROLE, OWN, "sqs:ListQueues", "*")

    assert evaluate(request, Policies((policy(ALLOW),))).answer is Answer.ALLOWED
    named = policy(ALLOW | {"Resource": f"arn:aws:sqs:eu-central-1:{OWN}:*"})
    assert evaluate(request, Policies((named,))).answer is Answer.IMPLICITLY_DENIED


@pytest.mark.parametrize(
    ("action", "resource", "principal"),
    [
        ("kms:Decrypt", KEY, ROLE),
        ("sts:AssumeRole", TARGET, ROLE),
        ("sqs:SendMessage", f"arn:aws:sqs:eu-central-1:{OWN}:q", STRANGER),
        ("sqs:SendMessage", f"arn:aws:sqs:eu-central-1:{OWN}:q", "sns.amazonaws.com"),
    ],
)
def test_a_resource_policy_that_decides_and_was_not_given_is_asked_for(
    action: str, resource: str, principal: str
) -> None:
    account = None if principal.endswith(".com") else principal.split(":")[4]
    request = Request(principal, account, action, resource)

    found = evaluate(request, Policies((policy(ALLOW),)))

    assert (found.answer, found.depends_on) == (Answer.DEPENDS, ("resource policy",))
    closed = replace(request, unknown=False)
    assert evaluate(closed, Policies((policy(ALLOW),))).answer is Answer.IMPLICITLY_DENIED


def test_some_user_or_role_depends_on_who_it_is() -> None:
    def asked(*statements: dict[str, Any], **principal: object) -> Decision:
        bucket = of_resource(*statements, **principal)
        return evaluate(
            Request("", None, "s3:GetObject", OBJECT), Policies((policy(ALLOW),), resource=bucket)
        )

    assert asked(ALLOW, AWS=ROLE).answer is Answer.ALLOWED
    denied = asked(DENY, AWS=ROLE)
    assert (denied.answer, denied.depends_on) == (Answer.DEPENDS, ("aws:PrincipalArn",))
    account = asked(DENY, AWS=OWN)
    assert (account.answer, account.depends_on) == (Answer.DEPENDS, ("aws:PrincipalAccount",))


def test_a_deleted_principals_id_depends_on_the_callers() -> None:
    bucket = of_resource(DENY, AWS="AIDAEXAMPLEEXAMPLE")
    request = Request(USER, OWN, "s3:GetObject", OBJECT)
    policies = Policies((policy(ALLOW),), resource=bucket)

    assert evaluate(request, policies).depends_on == ("aws:userid",)
    known = replace(request, context={"aws:userid": ("AIDAOTHER",)})
    assert evaluate(known, policies).answer is Answer.ALLOWED


def test_statements_that_come_near_are_told_with_what_they_lack() -> None:
    statements = (
        ALLOW | {"Resource": "arn:aws:s3:::other/*"},
        ALLOW | {"Condition": {"StringEquals": {"aws:PrincipalType": "User"}}},
        NOTHING,
    )

    found = decided(Policies((policy(*statements),), resource=of_resource(ALLOW, AWS=USER)))

    assert [(one.layer, one.place) for one in found.near] == [
        ("resource policy", "Statement[0].Principal"),
        ("identity policies", "Statement[0].Resource"),
        ("identity policies", "Statement[1].Condition.StringEquals.aws:PrincipalType"),
    ]


def test_actions_match_in_any_case_and_by_patterns() -> None:
    def of(**element: object) -> Answer:
        statement = {"Effect": "Allow", "Resource": "*", **element}
        return answer(Policies((policy(statement),)))

    assert of(Action="S3:GETOBJECT") is Answer.ALLOWED
    assert of(Action="s3:Get?bject") is Answer.ALLOWED
    assert of(Action="s3:Put*") is Answer.IMPLICITLY_DENIED
    assert of(NotAction="iam:*") is Answer.ALLOWED
    assert of(NotAction=["iam:*", "s3:Get*"]) is Answer.IMPLICITLY_DENIED


def test_what_is_cited_names_layer_policy_and_statement() -> None:
    given = policy(ALLOW)
    statement = given.document.statements[0]

    assert decided(Policies((given,))).cited == (
        Cited("identity policies", "given", statement, "Allow"),
    )
