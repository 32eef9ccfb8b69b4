"""Which other accounts a resource's policy lets in, and whose the resource is."""

from typing import Any

import pytest

from guardrails.iam import foreign
from guardrails.iam.document import DocumentKind, parse
from guardrails.iam.model import Document
from tests.policies.guardrails.iam.exposed import ORGANIZATION, OTHER, OWN, root

SNS = {"Service": "sns.amazonaws.com"}


def document(principal: object, **more: Any) -> Document:
    statement = {"Effect": "Allow", "Principal": principal, "Action": "sqs:SendMessage", **more}
    parsed = parse({"Version": "2012-10-17", "Statement": statement}, DocumentKind.RESOURCE)
    assert parsed.document is not None
    return parsed.document


def owners(given: Document) -> list[str]:
    return [owner for owner, _ in foreign.judge(given, OWN)]


@pytest.mark.parametrize(
    ("principal", "expected"),
    [
        ({"AWS": OTHER}, [OTHER]),
        ({"AWS": [root(OWN), root(OTHER), f"arn:aws:iam::{OTHER}:role/a"]}, [OTHER, OTHER]),
        ({"AWS": f"arn:aws:sts::{OTHER}:assumed-role/a/b"}, [OTHER]),
        ({"AWS": root(OWN)}, []),
        ({"AWS": "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1"}, []),
        ({"AWS": "AIDAJQABLZS4A3QDU576Q"}, []),
        ({"Service": "sns.amazonaws.com"}, []),
        ("*", []),
    ],
)
def test_the_principals_of_other_accounts_are_told(principal: object, expected: list[str]) -> None:
    assert owners(document(principal)) == expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"ArnEquals": {"aws:SourceArn": f"arn:aws:sns:eu-central-1:{OTHER}:t"}}, [OTHER]),
        ({"StringEquals": {"aws:SourceAccount": [OWN, OTHER]}}, [OTHER]),
        ({"StringLike": {"AWS:PrincipalArn": f"arn:aws:iam::{OTHER}:role/*"}}, [OTHER]),
        ({"ArnLike": {"aws:SourceArn": f"arn:aws:sns:*:{OWN}:*"}}, []),
        ({"StringNotEquals": {"aws:SourceAccount": OTHER}}, []),
        ({"ArnLike": {"aws:SourceArn": "arn:aws:s3:::bucket"}}, []),
    ],
)
@pytest.mark.parametrize("principal", ["*", SNS])
def test_the_accounts_that_conditions_let_in_are_told(
    principal: object, condition: dict[str, Any], expected: list[str]
) -> None:
    assert owners(document(principal, Condition=condition)) == expected


def test_who_is_held_to_an_organization_or_denied_is_not_told() -> None:
    assert owners(document({"AWS": root(OTHER)}, **ORGANIZATION)) == []
    assert owners(document({"AWS": root(OTHER)}, Effect="Deny")) == []


def test_a_foreign_account_is_told_where_it_stands() -> None:
    (told,) = foreign.judge(document({"AWS": root(OTHER)}), OWN)

    assert (told[1].rule, told[1].path) == (
        "resource-policy-cross-account",
        "Statement[0].Principal.AWS[0]",
    )
    assert told[1].message == (
        f"A principal of account {OTHER} may use the resource, whose account is {OWN}."
    )


@pytest.mark.parametrize(
    ("resources", "owner"),
    [
        (f"arn:aws:sqs:eu-central-1:{OWN}:q", OWN),
        ([f"arn:aws:sqs:eu-central-1:{OWN}:q", "arn:aws:s3:::b"], OWN),
        ([f"arn:aws:sqs:eu-central-1:{OWN}:q", f"arn:aws:sqs:eu-central-1:{OTHER}:q"], None),
        ("arn:aws:s3:::b", None),
        ("*", None),
    ],
)
def test_the_document_s_own_arns_tell_whose_the_resource_is(
    resources: object, owner: str | None
) -> None:
    assert foreign.owner_named(document({"AWS": root(OTHER)}, Resource=resources)) == owner


ROLE = f"arn:aws:iam::{OTHER}:role/a"


@pytest.mark.parametrize(
    ("principal", "depends"),
    [
        ({"AWS": ROLE}, True),
        ({"AWS": [root(OWN), ROLE]}, True),
        ({"AWS": [root(OWN), root(OTHER)]}, True),
        # The one that a key's policy has to name, and nobody of an account.
        ({"AWS": root(OWN)}, False),
        ({"AWS": OWN}, False),
        (SNS, False),
        ("*", False),
    ],
)
def test_whose_the_resource_is_matters_where_accounts_are_let_in(
    principal: object,
    depends: bool,  # noqa: FBT001 -- what is expected
) -> None:
    assert foreign.depends_on_owner(document(principal)) is depends
