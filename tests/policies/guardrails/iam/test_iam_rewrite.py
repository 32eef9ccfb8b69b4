from typing import Any

import pytest

from guardrails.iam import identity
from guardrails.iam.document import Document, DocumentKind, parse
from guardrails.iam.place import Place
from guardrails.iam.rewrite import example

PLACE = Place.at("eu-central-1", "111122223333")
TABLE = "arn:aws:dynamodb:eu-central-1:111122223333:table/orders"
TASK = "arn:aws:ecs:eu-central-1:111122223333:task-definition/x:*"
ROLE = "arn:aws:iam::111122223333:role/worker"
OF_GLACIER = (
    "glacier:GetJobOutput and glacier:GetVaultLock to read; glacier:UploadArchive and "
    "glacier:UploadMultipartPart to write"
)
PASSED = '"Condition": {"StringEquals": {"iam:PassedToService": "%s"}}'


def allow(action: object, resource: object = "*") -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource}


def document(*statements: dict[str, Any]) -> Document:
    raw = {"Version": "2012-10-17", "Statement": list(statements)}
    parsed = parse(raw, DocumentKind.IDENTITY).document
    assert parsed is not None
    return parsed


def fix(*statements: dict[str, Any], place: Place = PLACE) -> str:
    """What the first finding offers."""
    return next(identity.judge(document(*statements), place)).fix


def test_a_star_becomes_what_the_same_policy_uses_on_the_same_resource() -> None:
    bucket = "arn:aws:s3:::b/*"

    assert fix(allow("s3:*", bucket), allow(["s3:GetObject", "S3:putobject"], bucket)) == (
        "The same policies use s3:GetObject and s3:PutObject on it elsewhere: write those."
    )


def test_a_star_becomes_what_the_principals_other_policies_use() -> None:
    star = document(allow("s3:*", "arn:aws:s3:::b/*"))
    others = document(allow("s3:GetObject", "arn:aws:s3:::b/reports/*")).statements

    assert next(identity.judge(star, PLACE, others)).fix == (
        "The same policies use s3:GetObject on it elsewhere: write those."
    )


def test_what_is_used_on_another_resource_is_not_offered() -> None:
    assert fix(allow("s3:*", "arn:aws:s3:::b/*"), allow("s3:GetObject", "arn:aws:s3:::c/*")) == (
        "Write what is needed, such as s3:GetObject to read; s3:PutObject and s3:DeleteObject to "
        "write."
    )


@pytest.mark.parametrize(
    ("action", "resource", "offered"),
    [
        ("s3:*", "arn:aws:s3:::b", "s3:ListBucket to read"),
        ("sns:*", "*", "sns:Publish to write"),
        ("iam:*", ROLE, "iam:GetRole and iam:ListRolePolicies to read"),
        (  # Of a service that has no list of usual actions: the plainest names.
            "glacier:*",
            "*",
            OF_GLACIER,
        ),
    ],
)
def test_a_star_becomes_the_usual_actions_on_such_a_resource(
    action: str, resource: str, offered: str
) -> None:
    assert fix(allow(action, resource)) == f"Write what is needed, such as {offered}."


def test_a_star_over_services_is_left_to_its_author() -> None:
    assert fix(allow("s*:*")) == "List the actions that are needed of each."


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("*", "arn:aws:dynamodb:eu-central-1:111122223333:table/NAME"),
        (
            "arn:aws:dynamodb:us-east-1:*:table/*",
            "arn:aws:dynamodb:us-east-1:111122223333:table/NAME",
        ),
    ],
)
def test_every_resource_becomes_one_in_its_place(given: str, written: str) -> None:
    assert fix(allow("dynamodb:PutItem", given)) == f"Write {written} in place of {given!r}."


def test_where_nobody_says_which_account_it_is_left_open() -> None:
    assert fix(allow("dynamodb:PutItem"), place=Place()) == (
        "Write arn:aws:dynamodb:REGION:ACCOUNT:table/NAME in place of '*'."
    )


def test_other_partitions_have_their_own_arns() -> None:
    assert fix(allow("s3:PutObject"), place=Place.at("cn-north-1", None)) == (
        "Write arn:aws-cn:s3:::BUCKET/OBJECT in place of '*'."
    )


def test_every_resource_becomes_the_one_that_the_policy_names() -> None:
    assert fix(allow("dynamodb:PutItem"), allow("dynamodb:GetItem", TABLE)) == (
        f"Write {TABLE}, which the same policies name, in place of '*'."
    )


def test_a_resource_of_another_region_is_not_offered() -> None:
    given = "arn:aws:dynamodb:us-east-1:111122223333:table/*"

    assert fix(allow("dynamodb:PutItem", given), allow("dynamodb:GetItem", TABLE)) == (
        f"Write arn:aws:dynamodb:us-east-1:111122223333:table/NAME in place of {given!r}."
    )


def test_actions_of_several_services_get_an_arn_each() -> None:
    actions = ["sqs:SendMessage", "sns:Publish", "dynamodb:PutItem", "events:PutEvents"]

    assert fix(allow(actions)) == (
        "Write arn:aws:dynamodb:eu-central-1:111122223333:table/NAME, "
        "arn:aws:events:eu-central-1:111122223333:event-bus/NAME and "
        "arn:aws:sns:eu-central-1:111122223333:NAME, and the like in place of '*'."
    )


@pytest.mark.parametrize(
    ("others", "service"),
    [
        ([allow("ecs:RunTask", TASK)], "ecs-tasks.amazonaws.com"),
        ([allow("ecs:RunTask", TASK), allow("glue:CreateJob", TASK)], "lambda.amazonaws.com"),
        ([], "lambda.amazonaws.com"),
    ],
)
def test_passing_a_role_is_held_to_the_service_that_the_policy_speaks_of(
    others: list[dict[str, Any]], service: str
) -> None:
    condition = PASSED % service

    assert fix(allow("iam:PassRole"), *others) == (
        "Name the roles, such as arn:aws:iam::111122223333:role/NAME, and the service: "
        f"{condition}."
    )
    assert fix(allow("iam:PassRole", ROLE), *others) == (
        f"Add {condition}, with the service that takes the role."
    )


@pytest.mark.parametrize(
    ("kind", "arn"),
    [
        ("arn:${Partition}:s3:::${BucketName}", "arn:aws:s3:::NAME"),
        ("arn:${Partition}:s3:::${BucketName}/${ObjectName}", "arn:aws:s3:::BUCKET/OBJECT"),
        (
            "arn:${Partition}:kms:${Region}:${Account}:key/${KeyId}",
            "arn:aws:kms:eu-central-1:111122223333:key/ID",
        ),
        (
            "arn:${Partition}:x:::${FQDN}/${RoleNameWithPath}",
            "arn:aws:x:::FQDN/ROLE_NAME_WITH_PATH",
        ),
    ],
)
def test_an_example_says_in_capitals_what_is_to_be_filled_in(kind: str, arn: str) -> None:
    assert example(kind, PLACE) == arn


def test_only_so_many_rewrites_are_worked_out() -> None:
    statements = [allow("s3:*", f"arn:aws:s3:::{at}") for at in range(101)]
    found = list(identity.judge(document(*statements), PLACE))

    assert found[99].fix == "Write what is needed, such as s3:ListBucket to read."
    assert found[100].fix == "List the actions that are needed."
