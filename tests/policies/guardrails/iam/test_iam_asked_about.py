"""What AWS asks about where its reference names no type of resource."""

import pytest

from guardrails.iam import reference, validity
from guardrails.iam.document import DocumentKind, parse
from guardrails.iam.evaluation import Answer, Policies, Request, evaluate
from tests.support.iam_answers import BUCKET, ROLE
from tests.support.iam_requests import OWN, policy

LIST = "s3:ListAllMyBuckets"


def allow(action: str, resource: str, effect: str = "Allow") -> dict[str, str]:
    return {"Effect": effect, "Action": action, "Resource": resource}


def judged(statement: dict[str, str]) -> list[str]:
    document = parse({"Version": "2012-10-17", "Statement": statement}, DocumentKind.IDENTITY)
    assert document.document is not None
    return [one.rule for one in validity.judge(document.document)]


def answer(
    *statements: dict[str, str], action: str = LIST, resource: str = "*", principal: str = ROLE
) -> Answer:
    request = Request(principal, OWN, action, resource)
    return evaluate(request, Policies((policy(*statements),))).answer


EVERY_BUCKET = ["*", "?*", "arn:aws:s3:::*", "arn:*:s3:::*", "arn:aws:s3:*", "arn:aws:*:*:*:*"]
TOO_NARROW = [BUCKET, f"{BUCKET}*", f"{BUCKET}/*", "arn:aws:s3:::*/x", "arn:aws:sqs:::*"]


@pytest.mark.parametrize("resource", EVERY_BUCKET)
def test_what_covers_every_bucket_lets_them_be_listed(resource: str) -> None:
    assert judged(allow(LIST, resource)) == []
    assert answer(allow(LIST, resource)) is Answer.ALLOWED
    assert answer(allow(LIST, resource, "Deny"), allow(LIST, "*")) is Answer.EXPLICITLY_DENIED


@pytest.mark.parametrize("resource", TOO_NARROW)
def test_what_covers_some_buckets_does_not(resource: str) -> None:
    assert judged(allow(LIST, resource)) == ["resource-mismatch"]
    assert answer(allow(LIST, resource)) is Answer.IMPLICITLY_DENIED
    assert answer(allow(LIST, resource, "Deny"), allow(LIST, "*")) is Answer.ALLOWED


def test_a_bucket_is_not_what_is_asked_about() -> None:
    assert answer(allow(LIST, BUCKET), resource=BUCKET) is Answer.IMPLICITLY_DENIED
    assert answer(allow(LIST, "arn:aws:s3:::*"), resource=BUCKET) is Answer.ALLOWED


def test_the_partition_is_the_caller_s() -> None:
    chinese = f"arn:aws-cn:iam::{OWN}:role/worker"

    assert judged(allow(LIST, "arn:aws-cn:s3:::*")) == []
    assert answer(allow(LIST, "arn:aws-cn:s3:::*"), principal=chinese) is Answer.ALLOWED
    assert answer(allow(LIST, "arn:aws:s3:::*"), principal=chinese) is Answer.IMPLICITLY_DENIED
    assert answer(allow(LIST, "arn:aws:s3:::*"), principal="") is Answer.ALLOWED


@pytest.mark.parametrize("action", ["s3:GetAccountPublicAccessBlock", "sqs:ListQueues"])
@pytest.mark.parametrize("resource", ["arn:aws:s3:::*", "arn:aws:*:*:*:*"])
def test_for_other_actions_only_a_star_is_certain(action: str, resource: str) -> None:
    assert judged(allow(action, resource)) == ["resource-mismatch"]
    assert answer(allow(action, resource), action=action) is Answer.IMPLICITLY_DENIED
    assert answer(allow(action, "*"), action=action) is Answer.ALLOWED


def test_the_actions_exist_and_have_no_type_of_resource() -> None:
    for name in reference.ASKED_ABOUT:
        action = reference.action(name)
        assert action is not None
        assert not action.resource_types
