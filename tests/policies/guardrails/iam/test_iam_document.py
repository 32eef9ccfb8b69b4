import json
from typing import Any

import pytest

from guardrails.iam import reference
from guardrails.iam.document import DocumentKind, parse
from tests.policies.guardrails.iam.documents import ALLOW, TRUST, only_statement, problems, read


def test_a_statement_is_read_with_its_place() -> None:
    parsed = read(
        {"Effect": "Deny", "NotAction": ["iam:*", "sts:*"], "NotResource": "arn:aws:s3:::b"},
        {
            "Sid": "Read",
            **ALLOW,
            "Condition": {"ForAnyValue:StringLikeIfExists": {"aws:TagKeys": ["a", True, 7.0]}},
        },
    )

    assert parsed.problems == ()
    assert parsed.document is not None
    first, second = parsed.document.statements
    assert (first.effect, first.allows, first.path, first.sid) == (
        "Deny",
        False,
        "Statement[0]",
        None,
    )
    assert (first.actions, first.not_actions) == ((), ("iam:*", "sts:*"))
    assert (first.resources, first.not_resources) == ((), ("arn:aws:s3:::b",))
    assert first.place("NotAction", 1) == "Statement[0].NotAction[1]"
    assert (second.sid, second.path) == ("Read", "Statement[1]")
    (condition,) = second.conditions
    assert (condition.qualifier, condition.operator, condition.if_exists) == (
        "foranyvalue",
        "stringlike",
        True,
    )
    assert (condition.key, condition.values) == ("aws:TagKeys", ("a", "true", "7"))
    assert condition.path == "Statement[1].Condition.ForAnyValue:StringLikeIfExists.aws:TagKeys"


def test_text_object_and_single_values_mean_the_same() -> None:
    full = {"Version": "2012-10-17", "Statement": [{**ALLOW, "Action": ["s3:GetObject"]}]}
    short = {"Version": "2012-10-17", "Statement": ALLOW}

    assert (
        parse(full, DocumentKind.IDENTITY)
        == parse(short, DocumentKind.IDENTITY)
        == parse(json.dumps(short, indent=2), DocumentKind.IDENTITY)
    )


def test_a_document_without_version_is_of_the_old_one() -> None:
    document = parse({"Statement": ALLOW}, DocumentKind.IDENTITY).document

    assert document is not None
    assert document.version == "2008-10-17"


@pytest.mark.parametrize(
    ("principal", "expected"),
    [
        ("*", [("*", "*", "Statement[0].Principal", True)]),
        ({"AWS": "*"}, [("AWS", "*", "Statement[0].Principal.AWS[0]", True)]),
        (
            {"AWS": ["123456789012", "arn:aws:iam::123456789012:role/a/b"]},
            [
                ("AWS", "123456789012", "Statement[0].Principal.AWS[0]", False),
                (
                    "AWS",
                    "arn:aws:iam::123456789012:role/a/b",
                    "Statement[0].Principal.AWS[1]",
                    False,
                ),
            ],
        ),
        (
            {"Federated": "accounts.google.com", "Service": "s3.amazonaws.com"},
            [
                ("Service", "s3.amazonaws.com", "Statement[0].Principal.Service[0]", False),
                ("Federated", "accounts.google.com", "Statement[0].Principal.Federated[0]", False),
            ],
        ),
    ],
)
def test_principals_are_read_with_their_places(principal: object, expected: list[Any]) -> None:
    parsed = read({**TRUST, "Principal": principal}, kind=DocumentKind.TRUST)

    assert parsed.problems == ()
    assert [
        (one.kind, one.value, one.path, one.is_everyone)
        for one in only_statement(parsed).principals
    ] == expected


@pytest.mark.parametrize("action", ["*", "*:*", "s3:*", "S3:Get?bject*", "vpc-lattice:A-b"])
def test_actions_with_wildcards_in_their_names_are_well_formed(action: str) -> None:
    assert read({**ALLOW, "Action": action}).problems == ()


def test_hundreds_of_wildcards_over_many_services_are_followed() -> None:
    services = sorted(reference.services())
    actions = [f"{service}:{verb}*" for service in services for verb in ("Get", "List")]

    parsed = read({**ALLOW, "Action": actions})

    assert parsed.problems == ()
    assert len(only_statement(parsed).actions) > 900


def test_a_resource_control_policy_denies_everyone() -> None:
    statement = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}
    allowed = {**statement, "Effect": "Allow"}
    named = {**statement, "Principal": {"AWS": "123456789012"}}

    assert read(statement, kind=DocumentKind.RCP).problems == ()
    assert problems(read(allowed, named, kind=DocumentKind.RCP)) == [
        (
            "Statement[0].Effect",
            "Effect is Allow; AWS takes a resource control policy with Deny only.",
        ),
        (
            "Statement[1].Principal",
            "A resource control policy is for everyone: AWS takes no principal but *.",
        ),
    ]


@pytest.mark.parametrize(
    ("kind", "statement", "messages"),
    [
        (
            DocumentKind.TRUST,
            {**TRUST, "Resource": "*"},
            ["Resource stands here; a trust policy stands for its own role."],
        ),
        (
            DocumentKind.TRUST,
            {"Effect": "Allow", "Action": "sts:AssumeRole"},
            ["Neither Principal nor NotPrincipal stand here; AWS takes exactly one of them."],
        ),
        (DocumentKind.RESOURCE, {**ALLOW, "Principal": "*", "Sid": "any text - here"}, []),
        (DocumentKind.RESOURCE, {**TRUST, "Action": "ecr:GetDownloadUrlForLayer"}, []),
        (DocumentKind.RESOURCE, {**TRUST, "Resource": "execute-api:/prod/*"}, []),
        (
            DocumentKind.RESOURCE,
            {**TRUST, "Resource": "prod/*"},
            ["The resource is 'prod/*'; AWS takes * or an ARN."],
        ),
        (DocumentKind.SCP, {**ALLOW, "Effect": "Deny"}, []),
        (
            DocumentKind.SCP,
            {**ALLOW, "Principal": "*"},
            ["Principal stands here; a service control policy holds for whom it is attached to."],
        ),
    ],
)
def test_each_kind_of_document_has_its_elements(
    kind: DocumentKind, statement: object, messages: list[str]
) -> None:
    assert [one.message for one in read(statement, kind=kind).problems] == messages
