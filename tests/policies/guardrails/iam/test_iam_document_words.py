"""Words that AWS does not take where they stand."""

from typing import Any

import pytest

from guardrails.iam.document import DocumentKind, parse
from tests.policies.guardrails.iam.documents import ALLOW, TRUST, only_statement, problems, read


@pytest.mark.parametrize(
    ("statement", "path", "message"),
    [
        (
            {**ALLOW, "Principal": "*"},
            "Statement[0].Principal",
            "Principal stands here; an identity policy holds for whom it is attached to.",
        ),
        (
            {**ALLOW, "effect": "Deny"},
            "Statement[0].effect",
            (
                "AWS knows no element 'effect' here, only Sid, Effect, Principal, NotPrincipal, "
                "Action, NotAction, Resource, NotResource, Condition."
            ),
        ),
        (
            {**ALLOW, 7: 7},
            "Statement[0].a number",
            (
                "AWS knows no element a number here, only Sid, Effect, Principal, NotPrincipal, "
                "Action, NotAction, Resource, NotResource, Condition."
            ),
        ),
        (
            {**ALLOW, "Sid": "with space"},
            "Statement[0].Sid",
            "Sid is 'with space'; IAM takes letters and digits only.",
        ),
        (
            {**ALLOW, "Sid": 7},
            "Statement[0].Sid",
            "Sid is a number; AWS takes a text.",
        ),
        (
            {**ALLOW, "Action": ["s3:GetObject", "GetObject"]},
            "Statement[0].Action[1]",
            "The action is 'GetObject'; AWS takes * or a service and a name.",
        ),
        (
            {**ALLOW, "Action": "I*:*"},
            "Statement[0].Action[0]",
            "The action is 'I*:*'; AWS takes * or a service and a name.",
        ),
        (
            {**ALLOW, "Resource": "arn:aws:s3:bucket"},
            "Statement[0].Resource[0]",
            "The resource is 'arn:aws:s3:bucket'; AWS takes * or an ARN.",
        ),
        (
            {**ALLOW, "Condition": {"StringMatches": {"aws:x": "y"}}},
            "Statement[0].Condition.StringMatches",
            "AWS knows no condition operator 'StringMatches'.",
        ),
        (
            {**ALLOW, "Condition": {"ForSome:StringLike": {"aws:x": "y"}}},
            "Statement[0].Condition.ForSome:StringLike",
            "AWS knows no condition operator 'ForSome:StringLike'.",
        ),
    ],
)
def test_a_wrong_word_is_reported_and_the_statement_kept(
    statement: object, path: str, message: str
) -> None:
    parsed = read(statement)

    assert problems(parsed) == [(path, message)]
    assert only_statement(parsed).path == "Statement[0]"


@pytest.mark.parametrize(
    ("kind", "value", "path", "character"),
    [
        (DocumentKind.IDENTITY, {**ALLOW, "Sid": "a\x00"}, "Statement[0].Sid", "U+0000"),
        (DocumentKind.IDENTITY, {**ALLOW, "Sid": "\u4e2d"}, "Statement[0].Sid", "U+4E2D"),
        (DocumentKind.TRUST, {**TRUST, "Sid": "\u200b"}, "Statement[0].Sid", "U+200B"),
        (DocumentKind.SCP, {**ALLOW, "Sid": "\x7f"}, "Statement[0].Sid", "U+007F"),
        (
            DocumentKind.RESOURCE,
            {**ALLOW, "Principal": "*", "Resource": ["*", "arn:aws:s3:::\ud800"]},
            "Statement[0].Resource[1]",
            "U+D800",
        ),
    ],
)
def test_a_character_that_aws_does_not_take_is_a_problem_in_its_place(
    kind: DocumentKind, value: dict[str, Any], path: str, character: str
) -> None:
    message = f"The text has the character {character}, which AWS does not take here."

    assert (path, message) in problems(read(value, kind=kind))


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (DocumentKind.IDENTITY, {**ALLOW, "Resource": "arn:aws:s3:::caf\u00e9"}),
        (DocumentKind.RESOURCE, {**ALLOW, "Principal": "*", "Sid": "\u4e2d and\tmore"}),
    ],
)
def test_characters_that_aws_takes_are_no_problem(
    kind: DocumentKind, value: dict[str, Any]
) -> None:
    assert read(value, kind=kind).problems == ()


@pytest.mark.parametrize(
    ("resource", "message"),
    [
        (
            "arn:aws:iam::12345:role/audit",
            "The resource is 'arn:aws:iam::12345:role/audit'; an account has 12 digits.",
        ),
        (
            "arn:amazon:s3:::b",
            "The resource is 'arn:amazon:s3:::b'; partitions are aws, aws-cn and their like.",
        ),
    ],
)
def test_an_arn_with_an_impossible_part_is_a_problem(resource: str, message: str) -> None:
    parsed = read({**ALLOW, "Resource": ["*", resource]})

    assert problems(parsed) == [("Statement[0].Resource[1]", message)]


@pytest.mark.parametrize(
    "resource",
    [
        "arn:aws-us-gov:s3:::b",
        "arn:*:s3:::b",
        "arn:aws:iam::aws:policy/ReadOnlyAccess",
        "arn:aws:iam::12345*:role/audit",
        "arn:aws:iam::${aws:PrincipalAccount}:role/audit",
    ],
)
def test_an_arn_whose_parts_are_possible_is_none(resource: str) -> None:
    assert read({**ALLOW, "Resource": resource}).problems == ()


def test_a_sid_that_stands_twice_is_a_problem() -> None:
    parsed = read({"Sid": "A", **ALLOW}, {"Sid": "B", **ALLOW}, {"Sid": "A", **ALLOW})

    assert problems(parsed) == [
        ("Statement[2].Sid", "The Sid 'A' is that of Statement[0] already.")
    ]


def test_a_variable_in_a_document_of_the_old_version_is_a_problem() -> None:
    statement = {**ALLOW, "Resource": "arn:aws:s3:::b/${aws:username}"}

    assert read(statement).problems == ()
    assert problems(parse({"Statement": statement}, DocumentKind.IDENTITY)) == [
        (
            "Statement[0]",
            (
                "'arn:aws:s3:::b/${aws:username}' holds a policy variable, which AWS takes for "
                "plain text in a document of version 2008-10-17, the one it assumes without a "
                "Version."
            ),
        )
    ]


def test_an_unknown_version_is_a_problem() -> None:
    parsed = parse({"Version": "2012-10-18", "Statement": ALLOW}, DocumentKind.IDENTITY)

    message = "Version is '2012-10-18'; AWS takes 2012-10-17 or 2008-10-17."
    assert problems(parsed) == [("Version", message)]


@pytest.mark.parametrize(
    ("principal", "path", "message"),
    [
        ("x", "Statement[0].Principal", "Principal is 'x'; AWS takes * or an object."),
        ({}, "Statement[0].Principal", "Principal is empty; AWS takes * or an object."),
        (
            {"AWS": []},
            "Statement[0].Principal.AWS",
            "AWS is empty; AWS takes a text or a list of texts.",
        ),
        (
            {"Aws": "*", "Service": "s3.amazonaws.com"},
            "Statement[0].Principal.Aws",
            "AWS knows no element 'Aws' here, only AWS, Service, Federated, CanonicalUser.",
        ),
        (
            {"AWS": "arn:aws:iam::123456789012:role/*"},
            "Statement[0].Principal.AWS[0]",
            (
                "The principal is 'arn:aws:iam::123456789012:role/*'; AWS takes an account's id or "
                "the ARN of a user or a role, without wildcards."
            ),
        ),
        (
            {"Service": "lambda"},
            "Statement[0].Principal.Service[0]",
            "The principal is 'lambda'; AWS takes a service's name such as lambda.amazonaws.com.",
        ),
    ],
)
def test_a_wrong_principal_is_a_problem(principal: object, path: str, message: str) -> None:
    parsed = read({**TRUST, "Principal": principal}, kind=DocumentKind.TRUST)

    assert problems(parsed) == [(path, message)]
