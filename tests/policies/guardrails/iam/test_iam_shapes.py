"""Which names of a type's ARN can have a slash."""

import pytest

from guardrails.iam import reference
from guardrails.iam.validity import shapes

IOT = "arn:aws:iot:eu-central-1:123456789012:topic"
SNS = "arn:aws:sns:eu-central-1:123456789012:"
SQS = "arn:aws:sqs:eu-central-1:123456789012:"


def fits(action: str, resource: str) -> bool:
    return any(shapes.fits(resource, kind) for kind in reference.resource_types(action))


@pytest.mark.parametrize(
    ("action", "resource"),
    [
        ("iot:Publish", f"{IOT}/foo/bar"),
        ("iot:Publish", f"{IOT}/foo/*/bar"),
        ("sns:Publish", f"{SNS}foo"),
        ("s3:GetObject", "arn:aws:s3:::a/b/c"),
    ],
)
def test_a_name_that_can_have_a_slash_has_one(action: str, resource: str) -> None:
    assert fits(action, resource)


@pytest.mark.parametrize(
    ("action", "resource"),
    [
        ("iot:Publish", "arn:aws:iot:eu-central-1:123456789012:topicfilter/foo/bar"),
        ("sns:Publish", f"{SNS}foo/bar"),
        ("sqs:SendMessage", f"{SQS}foo/bar"),
        ("s3:ListBucket", "arn:aws:s3:::a/b"),
    ],
)
def test_a_name_that_cannot_has_none(action: str, resource: str) -> None:
    assert not fits(action, resource)


def test_each_service_has_a_type_with_the_name() -> None:
    for service, name in shapes.NO_SLASH:
        kinds = {
            kind
            for action in reference.service_actions(service).values()
            for kind in action.resource_types
        }
        assert any(f":{service}:" in kind and f"${{{name}}}" in kind for kind in kinds)
