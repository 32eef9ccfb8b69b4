import json
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from audit_account import policies
from findings.model import Observation, Severity
from tests.support.auditor import ACCOUNT

ARN = f"arn:aws:iam::{ACCOUNT}:policy/team/deploy"


def judged(raw: object) -> dict[str, Observation]:
    return {one.rule: one for one in policies.judge(raw, ARN, ACCOUNT)}


def document(*statements: dict[str, Any]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


ADMIN = {"Effect": "Allow", "Action": "*", "Resource": "*"}
NARROW = {
    "Effect": "Allow",
    "Action": "sqs:SendMessage",
    "Resource": f"arn:aws:sqs:eu-central-1:{ACCOUNT}:audits",
}


def test_an_admin_policy_is_a_critical_finding() -> None:
    admin = judged(document(ADMIN))["admin-star"]

    assert admin.severity is Severity.CRITICAL
    assert admin.resource == ARN
    assert admin.title == "The policy deploy breaks the rule admin-star"
    assert admin.detail.startswith("Statement[0]")
    assert admin.fix


def test_a_narrow_policy_is_no_finding() -> None:
    assert judged(document(NARROW)) == {}


def test_a_way_to_more_rights_is_a_finding() -> None:
    found = judged(document({"Effect": "Allow", "Action": "iam:PutRolePolicy", "Resource": "*"}))

    assert found["privesc"].severity is Severity.CRITICAL
    assert found["privesc"].detail.startswith("Statement[0].Action[0]: iam:PutRolePolicy on '*'")


def test_statements_that_break_one_rule_are_one_finding_that_names_each() -> None:
    admin = judged(document(ADMIN, NARROW, ADMIN))["admin-star"]

    assert "Statement[0]" in admin.detail
    assert "Statement[2]" in admin.detail
    assert "Statement[1]" not in admin.detail


@pytest.mark.parametrize(
    "raw", [None, 7, "", "{", "%7B%22Version%22", [], {}, {"Statement": "Allow"}]
)
def test_a_document_that_cannot_be_read_is_a_finding(raw: object) -> None:
    malformed = judged(raw)

    assert set(malformed) == {"malformed-policy"}
    assert malformed["malformed-policy"].fix


def test_a_problem_in_one_statement_does_not_hide_the_others() -> None:
    mixed = judged(document({"Effect": "Perhaps", "Action": "*", "Resource": "*"}, ADMIN))

    assert {"malformed-policy", "admin-star"} <= set(mixed)


def test_hostile_text_in_a_document_is_neutralised() -> None:
    hostile = document({"Effect": "=cmd()\r\n\x1b[31m", "Action": "*", "Resource": "*"})

    texts = [text for one in judged(hostile).values() for text in (one.detail, one.fix, one.title)]

    assert all(text.isprintable() and not text.startswith("=") for text in texts)


def test_every_policy_of_the_account_is_judged_by_its_default_version_over_all_pages() -> None:
    iam = boto3.client("iam")
    for number in range(120):
        iam.create_policy(PolicyName=f"p{number:03}", PolicyDocument=json.dumps(document(NARROW)))
    admin = iam.create_policy(PolicyName="zz", PolicyDocument=json.dumps(document(NARROW)))
    arn = admin["Policy"]["Arn"]
    iam.create_policy_version(
        PolicyArn=arn, PolicyDocument=json.dumps(document(ADMIN)), SetAsDefault=True
    )

    found = list(policies.check(iam, ACCOUNT))

    assert {one.resource for one in found} == {arn}
    assert "admin-star" in {one.rule for one in found}


class Iam:
    """Answers with two pages of policies."""

    def __init__(self) -> None:
        self.asked: list[object] = []

    def get_paginator(self, name: str) -> "Iam":
        assert name == "get_account_authorization_details"
        return self

    def paginate(self, **arguments: Any) -> list[dict[str, Any]]:
        self.asked.append(arguments)
        old = {"VersionId": "v1", "IsDefaultVersion": False, "Document": document(ADMIN)}
        default = {"VersionId": "v2", "IsDefaultVersion": True, "Document": document(NARROW)}
        unread = {"VersionId": "v3", "IsDefaultVersion": True}
        return [
            {"Policies": [{"Arn": "narrow", "PolicyVersionList": [old, default]}]},
            {"Policies": [{"Arn": ARN, "PolicyVersionList": [unread]}, {"Arn": "unfinished"}]},
        ]


def test_only_the_version_in_force_is_judged_and_one_without_a_text_is_a_finding() -> None:
    iam: Any = Iam()

    found = list(policies.check(iam, ACCOUNT))

    assert [(one.resource, one.rule) for one in found] == [(ARN, "malformed-policy")]
    assert iam.asked == [{"Filter": ["LocalManagedPolicy"]}]


def test_policies_that_must_not_be_read_fail_the_audit() -> None:
    class Refusing(Iam):
        def paginate(self, **arguments: Any) -> list[dict[str, Any]]:
            raise ClientError({"Error": {"Code": "AccessDenied"}}, "GetAccountAuthorizationDetails")

    iam: Any = Refusing()

    with pytest.raises(ClientError, match="AccessDenied"):
        list(policies.check(iam, ACCOUNT))
