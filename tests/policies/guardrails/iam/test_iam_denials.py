from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guardrails.iam import identity
from guardrails.iam.document import DocumentKind, parse
from guardrails.iam.findings import Finding

pytestmark = pytest.mark.thorough

BUCKET = "arn:aws:s3:::b"
TABLE = "arn:aws:dynamodb:eu-central-1:111122223333:table/orders"
ROLE = "arn:aws:iam::111122223333:role/worker"

ACTIONS = st.sampled_from(
    [
        "*",
        "s3:*",
        "s3:Get*",
        "s3:GetObject",
        "s3:PutObject",
        "s3:PutBucketPolicy",
        "iam:PassRole",
        "iam:CreateAccessKey",
        "sts:AssumeRole",
        "dynamodb:Query",
        "dynamodb:*Item",
        "sqs:*",
        "xray:PutTraceSegments",
        "nosuch:Thing",
    ]
)
RESOURCES = st.sampled_from(["*", BUCKET, "arn:aws:s3:::*", TABLE, "arn:aws:dynamodb:*:*:table/*"])


def allow(action: object, resource: object = "*", **more: object) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def deny(action: object, resource: object = "*", **condition: object) -> dict[str, Any]:
    statement = {"Effect": "Deny", "Action": action, "Resource": resource}
    return {**statement, "Condition": condition} if condition else statement


def judged(*statements: dict[str, Any]) -> list[Finding]:
    raw = {"Version": "2012-10-17", "Statement": list(statements)}
    document = parse(raw, DocumentKind.IDENTITY).document
    assert document is not None
    return list(identity.judge(document))


def rules(*statements: dict[str, Any]) -> list[str]:
    return [one.rule for one in judged(*statements)]


@pytest.mark.parametrize(
    "statements",
    [
        [allow("s3:*"), deny("*")],
        [allow("s3:*"), deny("s3:*")],
        [allow("s3:GetObject"), deny("s3:Get*")],
        [allow("s3:GetObject"), deny("s3:GetObject", "arn:aws:s3:::*")],
        [allow("s3:GetObject", "arn:aws:s3:::*/*"), deny("s3:*", "arn:aws:s3:::*")],
        [allow("*"), {"Effect": "Deny", "NotAction": "s3:ListAllMyBuckets", "Resource": "*"}],
        [allow("*", BUCKET), {"Effect": "Deny", "NotAction": "s3:ListBucket", "Resource": "*"}],
        [allow("s3:*", BUCKET), deny(["s3:Put*", "s3:Delete*", "s3:*Acc*", "s3:O*", "s3:B*"])],
        [allow("s3:PutObject"), {"Effect": "Deny", "Action": "s3:*", "NotResource": f"{BUCKET}/*"}],
        [allow("s3:PutObject"), deny("s3:*", StringNotEquals={"aws:ResourceAccount": "1"})],
        [allow("iam:PassRole"), deny("iam:PassRole")],
        [
            allow("iam:PassRole", ROLE),
            deny("iam:*", StringNotEquals={"iam:PassedToService": "lambda.amazonaws.com"}),
        ],
        [allow("sts:AssumeRole"), deny("sts:*", StringNotEquals={"aws:ResourceOrgID": "o-1"})],
        [{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}, deny("*")],
        [
            {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"},
            {"Effect": "Deny", "NotAction": ["iam:Get*", "xray:Put*"], "Resource": "*"},
        ],
    ],
)
def test_what_is_denied_is_not_found(statements: list[dict[str, Any]]) -> None:
    assert rules(*statements) == []


@pytest.mark.parametrize(
    ("statements", "found"),
    [
        ([allow("s3:*"), deny("s3:Delete*")], ["service-wildcard"]),
        ([allow("s3:*"), deny("sqs:*")], ["service-wildcard"]),
        ([allow("s3:*"), deny("s3:*", BUCKET)], ["service-wildcard"]),
        (
            [allow("s3:*"), deny("s3:*", Bool={"aws:SecureTransport": "false"})],
            ["service-wildcard"],
        ),
        ([allow("s3:GetObject"), deny("s3:GetObject", f"{BUCKET}/*")], ["data-exfil"]),
        (
            [allow("s3:GetObject"), deny("s3:*", StringNotLike={"aws:ResourceTag/a": "*"})],
            ["data-exfil"],
        ),
        (
            [allow("s3:GetObject"), {"Effect": "Deny", "Action": "s3:*", "NotResource": "*"}],
            ["data-exfil"],
        ),
        (
            [allow("s3:GetObject"), deny("s3:*", "arn:aws:s3:eu-central-1:1:accesspoint/*")],
            ["data-exfil"],
        ),
        # Tables of one account only.
        (
            [
                allow("dynamodb:PutItem"),
                deny("dynamodb:*", "arn:aws:dynamodb:*:111122223333:table/*"),
            ],
            ["write-unconstrained"],
        ),
        # What a Deny leaves of a star is judged action by action.
        (
            [
                allow("sqs:*"),
                {"Effect": "Deny", "NotAction": ["sqs:Send*", "sqs:Get*"], "Resource": "*"},
            ],
            ["write-unconstrained"],
        ),
        ([allow("*"), deny("organizations:*")], ["admin-star"]),
        ([allow("*"), deny("iam:*")], ["action-star"]),
        (
            [allow("*"), {"Effect": "Deny", "Action": "*", "NotResource": f"{BUCKET}/*"}],
            ["action-star"],
        ),
        ([allow("*"), deny("*", StringNotEquals={"aws:ResourceTag/team": "a"})], ["action-star"]),
        ([allow("iam:PassRole"), deny("iam:PassRole", ROLE)], ["passrole-star"]),
        (
            [
                allow("iam:PassRole", ROLE),
                deny("iam:*", StringNotEquals={"iam:AssociatedResourceArn": "x"}),
            ],
            ["passrole-no-passedtoservice"],
        ),
        (
            [
                {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"},
                deny("iam:*"),
            ],
            ["allow-notaction"],
        ),
    ],
)
def test_what_a_denial_leaves_is_found(statements: list[dict[str, Any]], found: list[str]) -> None:
    assert rules(*statements) == found


def test_a_star_of_which_a_part_is_denied_says_what_is_left() -> None:
    (found,) = judged(allow("lambda:*"), deny(["lambda:Delete*", "lambda:Add*", "lambda:Put*"]))

    assert found.message == (
        "'lambda:*' allows what is not denied of lambda, such as "
        "lambda:DisableReplication, lambda:EnableReplication and 3 more, and whatever AWS adds "
        "later."
    )


def test_denials_of_too_many_resources_are_left_out_of_the_account() -> None:
    denied = [f"arn:aws:s3:::denied-{at}" for at in range(80)]
    allowed = [f"arn:aws:s3:::allowed-{at}" for at in range(80)]

    assert rules(allow("s3:*", allowed), deny("s3:*", ["*", *denied])) == ["service-wildcard"]


@given(st.lists(st.tuples(ACTIONS, RESOURCES), min_size=1, max_size=5))
def test_nothing_is_found_where_everything_is_denied(allowed: list[tuple[str, str]]) -> None:
    statements = [allow(action, resource) for action, resource in allowed]

    assert rules(*statements, deny("*")) == []


@given(st.lists(st.tuples(ACTIONS, RESOURCES), min_size=1, max_size=5))
def test_the_denial_of_another_service_changes_nothing(allowed: list[tuple[str, str]]) -> None:
    statements = [allow(action, resource) for action, resource in allowed]

    assert rules(*statements, deny("glacier:*")) == rules(*statements)


@given(st.lists(ACTIONS, min_size=1, max_size=6, unique=True), RESOURCES)
def test_splitting_a_statement_hides_nothing(actions: list[str], resource: str) -> None:
    split = [allow(action, resource) for action in actions]

    assert set(rules(allow(actions, resource))) <= set(rules(*split))


@given(st.lists(st.tuples(ACTIONS, RESOURCES), min_size=1, max_size=5), st.randoms())
def test_the_order_of_statements_does_not_matter(
    allowed: list[tuple[str, str]], random: Any
) -> None:
    statements = [allow(action, resource) for action, resource in allowed]
    statements.append(deny("s3:Delete*"))
    mixed = random.sample(statements, len(statements))

    assert sorted(rules(*mixed)) == sorted(rules(*statements))
