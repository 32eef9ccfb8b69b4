"""Allow statements of trust and resource policies, beside a Deny that holds them back."""

from typing import Any

import pytest

from guardrails.iam import judge
from guardrails.iam.document import DocumentKind, parse
from tests.policies.guardrails.iam.exposed import OTHER, OWN, root, trust

BUCKET = ["arn:aws:s3:::b", "arn:aws:s3:::b/*"]
OBJECTS = {"Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"}
Statement = dict[str, Any]


def unless(operator: str, key: str, value: object) -> Statement:
    return {"Effect": "Deny", "Principal": "*", "Condition": {operator: {key: value}}}


def found(kind: DocumentKind, *statements: Statement) -> list[str]:
    raw = {"Version": "2012-10-17", "Statement": list(statements)}
    document = parse(raw, kind).document
    assert document is not None
    judged = judge.trust_policy if kind is DocumentKind.TRUST else judge.resource_policy
    return [one.rule for one in judged(document, OWN)]


ORGANIZATION = unless("StringNotEquals", "aws:PrincipalOrgID", "o-1")
ACCOUNT = unless("StringNotEquals", "aws:PrincipalAccount", OWN)
ROLES = unless("ArnNotLike", "aws:PrincipalArn", f"arn:aws:iam::{OWN}:role/*")
OTHERS = {"Effect": "Deny", "NotPrincipal": {"AWS": f"arn:aws:iam::{OWN}:role/deploy"}}


@pytest.mark.parametrize("denial", [ORGANIZATION, ACCOUNT, ROLES, OTHERS])
def test_a_role_that_is_denied_to_all_others_is_not_open(denial: Statement) -> None:
    held = {**denial, "Action": "sts:AssumeRole"}
    assert found(DocumentKind.TRUST, trust("*"), held) == []
    assert found(DocumentKind.TRUST, trust("*"), {**denial, "Action": "sts:*"}) == []


@pytest.mark.parametrize(
    "denial",
    [
        {**ORGANIZATION, "Action": "sts:TagSession"},
        {**ORGANIZATION, "Action": "sts:AssumeRole", "Principal": {"AWS": root(OTHER)}},
        {**unless("StringEquals", "aws:PrincipalOrgID", "o-1"), "Action": "sts:AssumeRole"},
        {**unless("StringNotLike", "aws:PrincipalOrgID", "*"), "Action": "sts:AssumeRole"},
        {**unless("Bool", "aws:SecureTransport", "false"), "Action": "sts:AssumeRole"},
        {
            **OTHERS,
            "Action": "sts:AssumeRole",
            "Condition": {"Bool": {"aws:ViaAWSService": "true"}},
        },
    ],
)
def test_a_denial_of_something_else_leaves_a_role_open(denial: Statement) -> None:
    assert found(DocumentKind.TRUST, trust("*"), denial) == ["trust-any-principal"]


def test_another_account_that_needs_an_external_id_by_denial_has_one() -> None:
    held = {**unless("StringNotEquals", "sts:ExternalId", "x"), "Action": "sts:AssumeRole"}
    third_party = trust({"AWS": root(OTHER)})

    assert found(DocumentKind.TRUST, third_party, held) == []
    assert found(DocumentKind.TRUST, third_party) == ["trust-cross-account-root"]


PUBLIC = {"Effect": "Allow", "Principal": "*", **OBJECTS}
NETWORK = unless("NotIpAddress", "aws:SourceIp", "192.0.2.0/24")
ENDPOINT = unless("StringNotEquals", "aws:SourceVpce", "vpce-1")


@pytest.mark.parametrize("denial", [ORGANIZATION, ACCOUNT, NETWORK, ENDPOINT])
@pytest.mark.parametrize(
    "about",
    [
        {"Action": "s3:*", "Resource": BUCKET},
        {"NotAction": "s3:ListBucket", "Resource": "*"},
        {"Action": "s3:Get*", "NotResource": "arn:aws:s3:::b/public/x"},
    ],
)
def test_a_bucket_that_is_denied_to_all_others_is_not_public(
    denial: Statement, about: Statement
) -> None:
    # What NotResource spares of the objects is open still.
    spared = "NotResource" in about
    assert found(DocumentKind.RESOURCE, PUBLIC, {**denial, **about}) == (
        ["policy-public-principal"] if spared else []
    )


def test_what_is_denied_to_everyone_is_open_to_nobody() -> None:
    closed = {"Effect": "Deny", "Principal": "*", **OBJECTS}
    other = {**closed, "Resource": "arn:aws:s3:::b/private/*"}

    assert found(DocumentKind.RESOURCE, PUBLIC, closed) == []
    assert found(DocumentKind.RESOURCE, PUBLIC, other) == ["policy-public-principal"]


def test_a_denial_without_the_statement_s_resources_leaves_it_open() -> None:
    elsewhere = {**ORGANIZATION, "Action": "s3:*", "Resource": "arn:aws:s3:::b"}

    assert found(DocumentKind.RESOURCE, PUBLIC, elsewhere) == ["policy-public-principal"]


def test_a_service_that_is_denied_for_other_accounts_says_for_whom_it_acts() -> None:
    topic = "arn:aws:sns:eu-central-1:123456789012:t"
    events = {"Service": "events.amazonaws.com"}
    sending = {"Effect": "Allow", "Principal": events, "Action": "sns:Publish", "Resource": topic}
    held = {
        **unless("StringNotEquals", "aws:SourceAccount", OWN),
        "Action": "sns:Publish",
        "Resource": topic,
    }

    assert found(DocumentKind.RESOURCE, sending) == ["policy-service-source"]
    assert found(DocumentKind.RESOURCE, sending, held) == []


def test_file_systems_reached_by_their_mount_targets_only_are_not_public() -> None:
    mounted = {"Bool": {"elasticfilesystem:AccessedViaMountTarget": "true"}}
    public = {
        "Effect": "Allow",
        "Principal": {"AWS": "*"},
        "Action": "elasticfilesystem:ClientMount",
        "Resource": "*",
    }

    assert found(DocumentKind.RESOURCE, {**public, "Condition": mounted}) == []
    for other in ("false", "maybe"):
        condition = {"Bool": {"elasticfilesystem:AccessedViaMountTarget": other}}
        assert "policy-public-principal" in found(
            DocumentKind.RESOURCE, {**public, "Condition": condition}
        )
