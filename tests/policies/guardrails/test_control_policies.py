"""What a service control policy denies is judged by its meaning."""

import json
from typing import Any

import pytest

from components.core.deployment import Deployment
from components.organization import scps
from guardrails.documents import parse
from guardrails.iam.model import Document, DocumentKind
from guardrails.subjects.control_policies import LEAVING, REGIONS, ROOT, allows_everything, denied

SUBJECT = scps.Subject(
    place=Deployment("bulwark", "org", "123456789012", "eu-central-1"),
    access_roles=("OrganizationAccountAccessRole",),
    audit_role="bulwark-audit",
    regions=("eu-central-1", "us-east-1"),
)
DENY_ALL = {"Effect": "Deny", "Action": "*", "Resource": "*"}


def read(text: str) -> Document:
    document = parse(text, DocumentKind.SCP).document
    assert document is not None
    return document


def of(*statements: dict[str, Any]) -> Document:
    return read(json.dumps({"Version": "2012-10-17", "Statement": statements}))


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("deny-leave-organization", {LEAVING}),
        ("deny-root-user", {ROOT}),
        ("allowed-regions", {REGIONS}),
        ("protect-audit", set()),
        ("deny-access-keys", set()),
        ("tear-down-only", set()),
    ],
)
def test_each_policy_of_the_library_denies_what_its_name_says(name: str, what: set[str]) -> None:
    assert denied(read(scps.render(name, SUBJECT))) == what


@pytest.mark.parametrize(
    ("condition", "what"),
    [
        ({}, set[str]()),
        ({"StringLike": {"aws:PrincipalArn": "arn:aws:iam::*:root"}}, {ROOT}),
        ({"ArnLike": {"aws:PrincipalArn": "arn:*:iam::*:root"}}, {ROOT}),
        ({"StringLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/root"}}, set[str]()),
        ({"StringEquals": {"aws:RequestedRegion": "ap-east-1"}}, {REGIONS}),
        ({"StringNotLike": {"aws:RequestedRegion": ["eu-*", "us-east-?"]}}, {REGIONS}),
        ({"StringEquals": {"aws:ResourceTag/region": "ap-east-1"}}, set[str]()),
    ],
)
def test_a_condition_tells_whom_and_where_a_policy_binds(
    condition: dict[str, Any], what: set[str]
) -> None:
    assert denied(of({**DENY_ALL, "Condition": condition})) == what


def test_a_policy_with_a_thousand_regions_is_judged_by_the_first_ones() -> None:
    names = [f"xx-{number}" for number in range(1_000)]
    condition = {"StringNotEquals": {"aws:RequestedRegion": names}}

    assert denied(of({**DENY_ALL, "Condition": condition})) == {REGIONS}


@pytest.mark.parametrize(
    ("statements", "everything"),
    [
        ([{"Effect": "Allow", "Action": "*", "Resource": "*"}], True),
        ([{"Effect": "Allow", "Action": ["s3:*", "*:*"], "Resource": ["a", "*"]}], True),
        ([{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}], False),
        ([{"Effect": "Allow", "NotAction": "s3:*", "Resource": "*"}], False),
        ([{"Effect": "Allow", "Action": "*", "Resource": "*"}, DENY_ALL], False),
        ([DENY_ALL], False),
    ],
)
def test_allowing_everything_is_limiting_nothing(
    *, statements: list[dict[str, Any]], everything: bool
) -> None:
    assert allows_everything(of(*statements)) is everything
