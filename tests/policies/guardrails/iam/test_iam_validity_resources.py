"""Actions whose resources do not go with them, with the words in which that is said."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guardrails.iam import reference, wildcard
from guardrails.iam.document import DocumentKind
from guardrails.iam.validity import shapes
from tests.policies.guardrails.iam.validated import allow, judged

BUCKET = "arn:aws:s3:::reports"

OBJECTS = f"{BUCKET}/*"

TABLE = "arn:aws:dynamodb:eu-central-1:123456789012:table/orders"
LOGS = "arn:aws:logs:eu-central-1:123456789012:log-group:/aws/lambda/site"


@pytest.mark.parametrize(
    ("statement", "severity", "path", "message", "fix"),
    [
        (
            allow(["s3:GetObject", "s3:PutObject"], BUCKET),
            "low",
            "Action[0]",
            (
                "None of the statement's resources goes with s3:GetObject, s3:PutObject, so this "
                "allows nothing."
            ),
            (
                "Name a resource such as arn:aws:s3:::${BucketName}/${ObjectName}, or remove the "
                "action."
            ),
        ),
        (
            {**allow("s3:ListBucket", OBJECTS), "Effect": "Deny"},
            "medium",
            "Action[0]",
            "None of the statement's resources goes with s3:ListBucket, so this denies nothing.",
            "Name a resource such as arn:aws:s3:::${BucketName}, or remove the action.",
        ),
        (
            allow(["dynamodb:GetItem", "dynamodb:ListTables"], TABLE),
            "low",
            "Action[1]",
            'Only "Resource": "*" goes with dynamodb:ListTables, so this allows nothing.',
            'Give it a statement of its own with "Resource": "*".',
        ),
    ],
)
def test_an_action_without_a_resource_is_found(
    statement: dict[str, Any], severity: str, path: str, message: str, fix: str
) -> None:
    assert judged(statement) == [
        ("resource-mismatch", severity, f"Statement[0].{path}", message, fix)
    ]


@pytest.mark.parametrize(
    ("action", "resource"),
    [
        ("dynamodb:PutItem", f"{TABLE}/index/by_day"),
        ("sqs:SendMessage", "arn:aws:sns:eu-central-1:123456789012:orders"),
        ("iam:PassRole", "arn:aws:iam::123456789012:user/x"),
        ("s3:Get*Acl", "arn:aws:s3:eu-central-1:123456789012:storage-lens/x"),
        ("s3:GetObject", "arn:aws:s3:::${aws:username}"),
        ("ec2:TerminateInstances", "arn:aws:ec2:*:*:volume/*"),
    ],
)
def test_a_resource_of_another_kind_does_not_do(action: str, resource: str) -> None:
    found = judged(allow(action, resource))

    # A variable may hold anything, a "/" and the rest included.
    expected = [] if "${" in resource else ["resource-mismatch"]
    assert [rule for rule, *_ in found] == expected


@pytest.mark.parametrize(
    ("action", "resource"),
    [
        ("s3:GetObject", [BUCKET, OBJECTS]),
        ("s3:GetObject", "arn:aws:s3:::report*"),
        ("s3:GetObject", "arn:aws:s3:::*"),
        ("s3:GetObject", "arn:aws:s3:::?*/*"),
        ("s3:GetObject", "arn:aws:*:*:*:*"),
        ("s3:ListBucket", "arn:aws:s3:::*"),
        ("s3:*", BUCKET),
        ("s3:Get*", BUCKET),
        ("dynamodb:Query", f"{TABLE}/index/*"),
        ("logs:PutLogEvents", f"{LOGS}:*"),
        ("logs:CreateLogStream", f"{LOGS}:*"),
        ("lambda:InvokeFunction", "arn:aws:lambda:eu-central-1:123456789012:function:site:live"),
        ("ssm:GetParameter", "arn:aws:ssm:eu-central-1::parameter/aws/service/ami"),
        ("iam:ChangePassword", "arn:aws:iam::*:user/${aws:username}"),
        ("iam:GetRole", "arn:aws:iam::123456789012:role/a/path/name"),
        ("secretsmanager:GetSecretValue", "arn:aws:secretsmanager:*:123456789012:secret:a-??????"),
        # What does not exist is another finding.
        ("s3:GetObjects", BUCKET),
        ("nosuch:Get", BUCKET),
    ],
)
def test_a_resource_that_goes_with_the_action_is_left_alone(action: str, resource: object) -> None:
    assert judged(allow(action, resource)) == []


def test_the_resources_of_api_gateway_s_policies_are_left_alone() -> None:
    statement = {**allow("execute-api:Invoke", "execute-api:/*"), "Principal": "*"}

    assert judged(statement, kind=DocumentKind.RESOURCE) == []


TYPES = sorted(
    kind for name in ("s3", "iam", "dynamodb", "ec2", "logs") for one in
    reference.service_actions(name).values() for kind in one.resource_types
)  # fmt: skip

PART = st.text(alphabet="ab*?", min_size=1, max_size=4)


@settings(deadline=None)
@given(st.data())
def test_a_pattern_made_of_a_resource_of_the_type_fits_it(data: st.DataObject) -> None:
    resource_type = data.draw(st.sampled_from(TYPES))
    named = re.sub(r"\$\{[^}]*\}|\*", lambda _: data.draw(PART), resource_type)
    letters = list(named.split(":", 5)[5])
    for at in data.draw(st.lists(st.integers(0, len(letters) - 1), max_size=3)):
        letters[at] = data.draw(st.sampled_from("*?"))
    pattern = ":".join([*named.split(":", 5)[:5], "".join(letters)])

    assert shapes.fits(pattern, resource_type)


@given(st.text(alphabet="ab/*?", max_size=8), st.text(alphabet="ab/", max_size=8))
def test_a_shape_overlaps_what_it_shares_a_text_with(pattern: str, name: str) -> None:
    """With a type of one literal text, overlapping is matching."""
    arn, literal = f"arn:aws:s3:::x{pattern}", f"arn:aws:s3:::x{name}"

    assert shapes.fits(arn, literal) == wildcard.matches(f"x{pattern}", f"x{name}")
