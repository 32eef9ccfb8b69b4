from typing import Any

import pytest

from guardrails.iam.document import DocumentKind, parse
from guardrails.iam.judge import resource_policy
from tests.policies.guardrails.iam.exposed import (
    ANYONE,
    HTTPS,
    ORGANIZATION,
    OTHER,
    OWN,
    root,
    trust,
)

SOURCE = {"Condition": {"StringEquals": {"aws:SourceAccount": OWN}}}


def resource_findings(
    statement: dict[str, Any], account: str | None = OWN
) -> list[tuple[str, str]]:
    raw = {"Version": "2012-10-17", "Statement": statement}
    document = parse(raw, DocumentKind.RESOURCE).document
    assert document is not None
    return [(one.rule, one.path) for one in resource_policy(document, account)]


@pytest.mark.parametrize(
    ("statement", "rule", "path"),
    [
        (trust("*", "s3:GetObject", Resource="*"), "policy-public-principal", "Principal"),
        (trust({"AWS": "*"}, "sqs:SendMessage"), "policy-public-principal", "Principal.AWS[0]"),
        (trust("*", "sns:Publish", **ANYONE), "policy-public-principal", "Principal"),
        (trust("*", "s3:GetObject", **HTTPS), "policy-public-principal", "Principal"),
        (
            trust("*", "s3:GetObject", Condition={"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}}),
            "policy-public-principal",
            "Principal",
        ),
        (
            trust("*", "sns:Publish", Condition={"ArnLike": {"aws:SourceArn": "arn:aws:s3:::*"}}),
            "policy-public-principal",
            "Principal",
        ),
        (trust({"AWS": root(OTHER)}, "kms:*"), "policy-action-star", "Action[0]"),
        (
            trust({"AWS": [root(OWN), root(OTHER)]}, "kms:*"),
            "policy-action-star",
            "Action[0]",
        ),
        (
            trust({"Service": "sns.amazonaws.com"}, ["sqs:SendMessage", "SQS:*"], **SOURCE),
            "policy-action-star",
            "Action[1]",
        ),
        (trust("*", "*", **ORGANIZATION), "policy-action-star", "Action[0]"),
        (
            {"Effect": "Allow", "NotPrincipal": {"AWS": OWN}, "Action": "s3:GetObject"},
            "policy-notprincipal",
            "NotPrincipal",
        ),
        (
            {"Effect": "Allow", "Principal": {"AWS": OTHER}, "NotAction": "s3:DeleteBucket"},
            "policy-notprincipal",
            "NotAction",
        ),
        (trust({"AWS": OWN}, "sqs:SendMesage"), "unknown-action", "Action[0]"),
    ],
)
def test_a_resource_open_to_strangers_is_found(
    statement: dict[str, Any], rule: str, path: str
) -> None:
    assert resource_findings(statement) == [(rule, f"Statement[0].{path}")]


@pytest.mark.parametrize(
    "statement",
    [
        # A key's own policy: the account leaves it to IAM, and the key is the only resource.
        trust({"AWS": root(OWN)}, "kms:*", Resource="*"),
        trust({"AWS": OWN}, "kms:*", Resource="*"),
        trust(
            {"Service": "logs.eu-central-1.amazonaws.com"}, "kms:Decrypt", Resource="*", **SOURCE
        ),
        trust({"AWS": root(OTHER)}, "s3:Get*"),
        trust("*", "sqs:SendMessage", **ORGANIZATION),
        trust(
            "*",
            "sqs:SendMessage",
            Condition={"ArnEquals": {"aws:SourceArn": "arn:aws:s3:::bucket"}},
        ),
        trust("*", "sns:Publish", Condition={"StringEquals": {"AWS:SourceOwner": OWN}}),
        trust("*", "s3:GetObject", Condition={"StringEquals": {"aws:SourceVpce": "vpce-1"}}),
        trust("*", "s3:GetObject", Condition={"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}),
        {
            "Effect": "Deny",
            "Principal": "*",
            "Action": "sqs:*",
            "Resource": "*",
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        },
    ],
)
def test_a_resource_with_bounded_principals_is_left_alone(statement: dict[str, Any]) -> None:
    assert resource_findings(statement) == []


def test_where_the_account_is_unknown_a_single_root_is_taken_for_its_own() -> None:
    assert resource_findings(trust({"AWS": root(OTHER)}, "kms:*"), None) == []
    assert resource_findings(trust({"AWS": [root(OWN), root(OTHER)]}, "kms:*"), None) == [
        ("policy-action-star", "Statement[0].Action[0]")
    ]


def test_anyone_and_everything_are_two_causes() -> None:
    assert [rule for rule, _ in resource_findings(trust("*", "sqs:*"))] == [
        "policy-public-principal",
        "policy-action-star",
    ]


def told(statement: dict[str, Any]) -> list[tuple[str, ...]]:
    raw = {"Version": "2012-10-17", "Statement": statement}
    document = parse(raw, DocumentKind.RESOURCE).document
    assert document is not None
    return [
        (one.rule, one.severity, one.path, one.message, one.fix)
        for one in resource_policy(document, OWN)
    ]


def test_a_service_without_a_source_is_told() -> None:
    services = {"Service": ["sns.amazonaws.com", "events.amazonaws.com"]}

    assert told(trust(services, "sqs:SendMessage", Resource="*")) == [
        (
            "policy-service-source",
            "high",
            "Statement[0].Principal.Service[0]",
            (
                "sns.amazonaws.com acts for every customer of AWS, and nothing here says for "
                "which: another one can use this resource through it."
            ),
            (
                'Add "Condition": {"StringEquals": {"aws:SourceAccount": "<this account>"}}, or '
                '{"ArnLike": {"aws:SourceArn": "<the ARN of what acts>"}}.'
            ),
        )
    ]


LOGS_CONTEXT = "kms:EncryptionContext:aws:logs:arn"


@pytest.mark.parametrize(
    "conditions",
    [
        {"ArnLike": {"aws:SourceArn": "arn:aws:sns:*:*:*"}},
        {"StringEqualsIfExists": {"aws:SourceAccount": OWN}},
        {"StringLike": {"kms:ViaService": "*"}},
        {"ArnLike": {LOGS_CONTEXT: "arn:aws:logs:*:*:*"}},
        {"ArnLikeIfExists": {LOGS_CONTEXT: f"arn:aws:logs:*:{OWN}:*"}},
    ],
)
def test_a_source_that_names_nobody_is_none(conditions: dict[str, Any]) -> None:
    statement = trust({"Service": "logs.amazonaws.com"}, "kms:Decrypt", Resource="*")

    found = resource_findings({**statement, "Condition": conditions})

    assert ("policy-service-source", "Statement[0].Principal.Service[0]") in found


@pytest.mark.parametrize(
    ("action", "more"),
    [
        ("kms:Decrypt", {"Condition": {"StringEquals": {"kms:ViaService": "sqs.amazonaws.com"}}}),
        ("kms:Decrypt", {"Condition": {"ArnLike": {LOGS_CONTEXT: f"arn:aws:logs:*:{OWN}:*"}}}),
        ("kms:Decrypt", {"Condition": {"StringEquals": {"kms:CallerAccount": OWN}}}),
        # Load balancers write below the number of the account that they act for.
        ("s3:PutObject", {"Resource": f"arn:aws:s3:::logs/alb/AWSLogs/{OWN}/*"}),
    ],
)
def test_what_names_a_client_is_a_source(action: str, more: dict[str, Any]) -> None:
    statement = trust({"Service": "delivery.amazonaws.com"}, action, Resource="*")

    assert resource_findings({**statement, **more}) == []


def test_the_number_of_any_account_is_no_source() -> None:
    resource = "arn:aws:s3:::logs/AWSLogs/*"
    statement = trust({"Service": "delivery.amazonaws.com"}, "s3:PutObject", Resource=resource)

    assert resource_findings(statement) == [
        ("policy-service-source", "Statement[0].Principal.Service[0]")
    ]


def test_everything_but_some_resources_is_told() -> None:
    statement = trust({"AWS": OWN}, "s3:GetObject", NotResource="arn:aws:s3:::b/secret/*")

    assert told(statement) == [
        (
            "policy-notresource",
            "medium",
            "Statement[0].NotResource",
            (
                "Allow with NotResource lets the principals use everything but "
                "arn:aws:s3:::b/secret/*, what is added later included."
            ),
            "List what they need in Resource.",
        )
    ]


def test_a_bucket_that_nobody_can_open_again_is_told() -> None:
    statement = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::b"}

    assert told(statement) == [
        (
            "s3-policy-lockout",
            "high",
            "Statement[0].Principal",
            (
                "This denies everyone the change of the bucket's policy: only the account's root "
                "user can get in again."
            ),
            "Name in Action what is to be denied, or spare a role by aws:PrincipalArn.",
        )
    ]
    assert told({**statement, "Action": "s3:Put*"}) == []
    assert told({**statement, "Resource": "arn:aws:s3:::b/*"}) == []
    assert told({**statement, "Principal": {"AWS": OWN}}) == []
