import pytest

from guardrails.iam import arn, reference


def covers_a_type_of(pattern: str, action: str) -> bool:
    return any(arn.covers_all(pattern, kind) for kind in reference.resource_types(action))


@pytest.mark.parametrize(
    ("pattern", "action"),
    [
        ("*", "s3:GetObject"),
        ("arn:aws:s3:::*", "s3:GetObject"),
        ("arn:aws:s3:::*/*", "s3:GetObject"),
        ("arn:aws:s3:::?*", "s3:ListBucket"),
        ("arn:aws:s3*", "s3:GetObject"),
        ("arn:*", "s3:GetObject"),
        ("arn:aws:dynamodb:*:*:table/*", "dynamodb:GetItem"),
        ("arn:aws:dynamodb:eu-central-1:123456789012:table/*", "dynamodb:GetItem"),
        ("arn:aws:dynamodb:*:*:table/*/index/*", "dynamodb:Query"),
        ("arn:aws:dynamodb:*:*:t*", "dynamodb:GetItem"),
        ("arn:aws:kms:eu-central-1:123456789012:key/*", "kms:Decrypt"),
        ("arn:aws:iam::*:role/*", "iam:PassRole"),
        ("arn:aws:logs:*:*:*", "logs:PutLogEvents"),
        ("arn:aws:sqs:eu-central-1:${aws:PrincipalAccount}:*", "sqs:SendMessage"),
    ],
)
def test_an_arn_that_leaves_no_name_out_covers_all(pattern: str, action: str) -> None:
    assert covers_a_type_of(pattern, action)


@pytest.mark.parametrize(
    ("pattern", "action"),
    [
        ("arn:aws:s3:::bucket", "s3:ListBucket"),
        ("arn:aws:s3:::bucket/*", "s3:GetObject"),
        ("arn:aws:s3:::prod-*", "s3:ListBucket"),
        ("arn:aws:s3:::bucket/${aws:username}/*", "s3:GetObject"),
        # A star that stands for itself.
        ("arn:aws:s3:::${*}", "s3:ListBucket"),
        ("arn:aws:dynamodb:eu-central-1:123456789012:table/NAME/stream/*", "dynamodb:GetRecords"),
        ("arn:aws:dynamodb:*:*:table/orders/index/*", "dynamodb:Query"),
        ("arn:aws:logs:eu-central-1:123456789012:log-group:/aws/lambda/x:*", "logs:PutLogEvents"),
        ("arn:aws:iam::*:role/audit", "sts:AssumeRole"),
        ("arn:aws:iam::123456789012:role/service/*", "iam:PassRole"),
        ("arn:aws:sqs:*:*:*", "s3:GetObject"),
        ("bucket/*", "s3:GetObject"),
        ("arn:aws:s3", "s3:GetObject"),
        ("", "s3:GetObject"),
    ],
)
def test_an_arn_with_a_name_does_not_cover_all(pattern: str, action: str) -> None:
    assert not covers_a_type_of(pattern, action)


@pytest.mark.parametrize("text", ["arn:aws:s3:::b", "arn:*:*:*:*:*", "arn:aws:iam::${x:y}:role/r"])
def test_six_parts_make_an_arn(text: str) -> None:
    assert arn.is_well_formed(text)


@pytest.mark.parametrize("text", ["", "*", "arn:aws:s3", "arn:aws:s3:::", "arn:aws::::x", "aws:s3"])
def test_less_is_no_arn(text: str) -> None:
    assert not arn.is_well_formed(text)


def test_everything_is_every_service_and_every_resource() -> None:
    assert arn.is_everything("*")
    assert arn.is_everything("arn:aws:*:*:*:*")
    assert not arn.is_everything("arn:aws:s3:::*")
    assert not arn.is_everything("arn:aws:*:*:*:x*")
