import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guardrails.iam import reference, wildcard

NAMES = [one.name for one in reference.service_actions("iam").values()]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("iam:CreateAccessKe?", {"iam:CreateAccessKey"}),
        ("IAM:CREATEACCESSKEY", {"iam:CreateAccessKey"}),
        ("sts:AssumeRoleWith*", {"sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"}),
        ("sq?:SendMessag?", {"sqs:SendMessage"}),
        ("*:PassRole", {"iam:PassRole"}),
        ("iam*PassRole", {"iam:PassRole"}),
        ("iam:NoSuchAction*", set[str]()),
        ("nosuchservice:*", set[str]()),
        ("iam", set[str]()),
        ("iam:", set[str]()),
        ("", set[str]()),
        ("iam:Get:Role*", set[str]()),
    ],
)
def test_a_pattern_expands_to_the_actions_that_it_covers(pattern: str, expected: set[str]) -> None:
    assert reference.expand(pattern) == expected


def test_a_star_expands_to_every_action_of_every_service() -> None:
    everything = reference.expand("*")

    assert everything == reference.expand("*:*")
    assert len(everything) > 20_000
    assert {one.partition(":")[0] for one in everything} <= reference.services()


@settings(deadline=None)
@given(st.data())
def test_expansion_and_matching_agree(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(NAMES)).partition(":")[2]
    letters = data.draw(
        st.lists(st.sampled_from(["keep", "?", "*"]), min_size=len(name), max_size=len(name))
    )
    pattern = "".join(
        letter if how == "keep" else how for letter, how in zip(name, letters, strict=True)
    )

    expanded = reference.expand(f"iam:{pattern}")

    assert f"iam:{name}" in expanded
    assert expanded == {
        one for one in NAMES if wildcard.matches(f"iam:{pattern}".lower(), one.lower())
    }


@pytest.mark.parametrize(
    ("action", "level"),
    [
        ("s3:GetObject", "Read"),
        ("S3:putobject", "Write"),
        ("s3:ListBucket", "List"),
        ("s3:PutBucketPolicy", "Permissions management"),
        ("sqs:TagQueue", "Tagging"),
        ("s3:NoSuchAction", None),
        ("nosuchservice:Get", None),
        ("s3", None),
    ],
)
def test_an_action_has_its_access_level_in_any_case(action: str, level: str | None) -> None:
    assert reference.access_level(action) == level
    assert reference.action_exists(action) is (level is not None)


@pytest.mark.parametrize(
    "action", ["s3:GetObject", "sqs:SendMessage", "iam:PassRole", "kms:Decrypt", "ec2:RunInstances"]
)
def test_an_action_on_resources_can_be_scoped(action: str) -> None:
    assert reference.can_be_scoped(action)


@pytest.mark.parametrize(
    "action",
    [
        "xray:PutTraceSegments",
        "s3:ListAllMyBuckets",
        "organizations:ListAccounts",
        "sts:GetCallerIdentity",
        # Their only resource is optional.
        "cloudwatch:PutMetricData",
        "rds:DescribeDBInstances",
        "nosuchservice:Get",
    ],
)
def test_an_action_that_needs_a_star_cannot_be_scoped(action: str) -> None:
    assert not reference.can_be_scoped(action)


def test_an_action_knows_the_arns_of_its_resources() -> None:
    assert reference.resource_types("sqs:SendMessage") == {
        "arn:${Partition}:sqs:${Region}:${Account}:${QueueName}"
    }
    assert reference.resource_types("nosuchservice:Get") == frozenset()


def test_what_a_call_makes_under_an_id_of_aws_cannot_be_named_beforehand() -> None:
    made = {
        one.rpartition(":")[2]
        for one in reference.resource_types("ec2:RunInstances")
        if reference.makes("ec2:RunInstances", one)
    }

    assert made == {
        "instance/${InstanceId}",
        "volume/${VolumeId}",
        "network-interface/${NetworkInterfaceId}",
    }
    # Its name is chosen by the caller.
    table = "arn:${Partition}:dynamodb:${Region}:${Account}:table/${TableName}"
    assert not reference.makes("dynamodb:CreateTable", table)


def test_the_reference_has_a_date() -> None:
    assert reference.data_date() > dt.date(2025, 1, 1)
