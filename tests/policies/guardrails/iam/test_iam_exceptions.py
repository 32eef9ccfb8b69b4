"""Statements that allow all actions but some: how bad that is depends on what they spare."""

from typing import Any

import pytest

from guardrails.iam import judge
from guardrails.iam.document import DocumentKind, parse
from guardrails.iam.findings import Finding

Statement = dict[str, Any]


def all_but(*spared: str, **more: object) -> Statement:
    resource = {} if "NotResource" in more else {"Resource": "*"}
    return {"Effect": "Allow", "NotAction": list(spared), **resource, **more}


def deny(*actions: str, **more: object) -> Statement:
    return {"Effect": "Deny", "Action": list(actions), "Resource": "*", **more}


def judged(*statements: Statement) -> list[Finding]:
    raw = {"Version": "2012-10-17", "Statement": list(statements)}
    document = parse(raw, DocumentKind.IDENTITY).document
    assert document is not None
    return judge.principal_policy(document)


def found(*statements: Statement) -> list[tuple[str, str]]:
    return [(one.severity, one.rule) for one in judged(*statements)]


def test_everything_but_one_action_is_told_as_what_it_is() -> None:
    (one,) = judged(all_but("s3:DeleteBucket"))

    assert (one.severity, one.rule) == ("critical", "passrole-notaction")
    assert one.message == (
        "Allow with NotAction grants every action but s3:DeleteBucket, iam:PassRole and "
        "iam:AttachRolePolicy among them: whoever has it can give itself any right, and owns the "
        "account as an administrator does."
    )
    assert one.fix == "List what is needed in Action."


@pytest.mark.parametrize(
    "statements",
    [
        [all_but("s3:*")],
        [all_but("iam:Create*", "iam:Put*", "iam:Attach*")],
        [all_but("iam:Delete*", NotResource="arn:aws:s3:::logs")],
        [all_but("s3:*", Condition={"Bool": {"aws:SecureTransport": "true"}})],
        [all_but("s3:*"), deny("iam:Put*", "iam:Attach*")],
        [all_but("iam:NoSuchThing")],
    ],
)
def test_what_leaves_a_way_to_any_right_is_as_bad_as_all(statements: list[Statement]) -> None:
    assert ("critical", "passrole-notaction") in found(*statements)


def test_so_it_is_without_passing_roles() -> None:
    # The ways are told one by one, and the statement where no other rule tells of it.
    assert found(all_but("iam:PassRole")) == [("critical", "privesc")]
    raw = {"Version": "2012-10-17", "Statement": [all_but("iam:PassRole")]}
    document = parse(raw, DocumentKind.IDENTITY).document
    assert document is not None
    (one,) = judge.identity_policy(document)
    assert (one.severity, one.rule) == ("critical", "allow-notaction")
    assert "iam:AttachRolePolicy and iam:AddUserToGroup among them" in one.message


@pytest.mark.parametrize(
    "statements",
    [
        [all_but("iam:*")],
        [all_but("iam:*", "organizations:*", "account:*")],
        [all_but("s3:*"), deny("iam:*")],
        [all_but("s3:*", Resource="arn:aws:sqs:*:*:*")],
        [all_but("s3:*", Resource="arn:aws:iam::123456789012:role/app")],
        [all_but("s3:*", Condition={"StringEquals": {"aws:ResourceTag/team": "a"}})],
    ],
)
def test_what_leaves_none_is_bad_enough(statements: list[Statement]) -> None:
    severities = {one for one, rule in found(*statements) if rule.endswith("-notaction")}

    assert severities == {"high"}


def test_passing_roles_alone_is_a_way_while_something_takes_them() -> None:
    writing = ["iam:A*", "iam:C*", "iam:Put*", "iam:S*", "iam:U*"]
    taking = ["lambda:*", "ec2:*", "cloudformation:*"]

    assert ("critical", "passrole-notaction") in found(all_but(*writing))
    assert ("high", "passrole-notaction") in found(all_but(*writing, *taking))
