"""A policy that lets plain HTTP in is mended by one more statement."""

import json
from typing import Any

import pytest
from google.protobuf import json_format, struct_pb2

from guardrails.pack import Pack
from guardrails.remedies import NotMendableError
from guardrails.view import Resource, View
from guardrails.wire import decode
from tests.policies.guardrails.rule_cases.model import by_id

UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
SIGNATURE = "4dabf18193072939515e22adb298388d"
SEALED = "1b47061264138c4ac30d75fd1eb44270"
QUEUE_ARN = "arn:aws-cn:sqs:cn-north-1:123456789012:jobs"
TOPIC_ARN = "arn:aws:sns:eu-central-1:123456789012:alerts"
QUEUE_POLICY = "aws:sqs/queuePolicy:QueuePolicy"
WITHOUT_TLS = {"Bool": {"aws:SecureTransport": "false"}}


def allow(*resources: str, **changes: object) -> dict[str, object]:
    return {
        "Sid": "Own",
        "Effect": "Allow",
        "Principal": {"AWS": "arn:aws:iam::123456789012:role/work"},
        "Action": "x:Use",
        "Resource": resources[0] if len(resources) == 1 else list(resources),
        **changes,
    }


def document(*statements: object) -> str:
    return json.dumps({"Version": "2012-10-17", "Id": "own", "Statement": list(statements)})


def remedied(rule_id: str, type_: str, properties: dict[str, Any]) -> dict[str, Any] | None:
    """The properties as the rule mends them; ``None`` when they are right."""
    struct = json_format.ParseDict(properties, struct_pb2.Struct())
    pack = Pack([by_id(rule_id)])
    resource = Resource("urn", type_, "it", View(decode(struct)))
    new = pack.remedied(by_id(rule_id), resource, struct)
    if new is None:
        return None
    again = Resource("urn", type_, "it", View(decode(new)))
    assert list(pack.judge(again)) == []
    return json_format.MessageToDict(new)


@pytest.mark.parametrize(
    ("rule_id", "type_", "before", "denial"),
    [
        (
            "sqs-policy-tls",
            QUEUE_POLICY,
            document(allow(QUEUE_ARN), allow(QUEUE_ARN, Sid="Other")),
            {"Action": "sqs:*", "Resource": QUEUE_ARN},
        ),
        (
            "sqs-policy-tls",
            "aws:sqs/queue:Queue",
            document(allow(QUEUE_ARN)),
            {"Action": "sqs:*", "Resource": QUEUE_ARN},
        ),
        (
            "sns-policy-tls",
            "aws:sns/topicPolicy:TopicPolicy",
            document(allow(TOPIC_ARN), allow("*", Sid="Any")),
            {"Action": "sns:Publish", "Resource": TOPIC_ARN},
        ),
        (
            "s3-policy-tls",
            "aws:s3/bucketPolicy:BucketPolicy",
            document(allow("arn:aws:s3:::logs/in/*", "arn:aws:s3:::logs")),
            {"Action": "s3:*", "Resource": ["arn:aws:s3:::logs", "arn:aws:s3:::logs/*"]},
        ),
    ],
)
def test_the_denial_is_added_and_nothing_else_changed(
    rule_id: str, type_: str, before: str, denial: dict[str, object]
) -> None:
    others = {"bucket": UNKNOWN, "tags": {"a": {SIGNATURE: SEALED, "value": "hidden"}}}

    after = remedied(rule_id, type_, {**others, "policy": before})

    assert after is not None
    policy = json.loads(after.pop("policy"))
    old = json.loads(before)
    assert after == others
    assert policy.pop("Statement") == [
        *old.pop("Statement"),
        {"Effect": "Deny", "Principal": "*", **denial, "Condition": WITHOUT_TLS},
    ]
    assert policy == old


def test_the_denial_is_added_for_the_queue_that_the_policy_is_of() -> None:
    url = "https://sqs.cn-north-1.amazonaws.com.cn/123456789012/jobs"
    text = document(allow(QUEUE_ARN), allow(f"{QUEUE_ARN}-dead", Sid="Other"))

    after = remedied("sqs-policy-tls", QUEUE_POLICY, {"queueUrl": url, "policy": text})

    assert after is not None
    assert json.loads(after["policy"])["Statement"][-1]["Resource"] == QUEUE_ARN


def test_a_policy_that_names_only_another_bucket_is_left() -> None:
    text = document(allow("arn:aws:s3:::logs/*"))

    with pytest.raises(NotMendableError):
        remedied(
            "s3-policy-tls", "aws:s3/bucketPolicy:BucketPolicy", {"bucket": "x", "policy": text}
        )


def test_a_statement_that_is_no_list_becomes_one() -> None:
    text = json.dumps({"Statement": allow(QUEUE_ARN)})

    after = remedied("sqs-policy-tls", QUEUE_POLICY, {"policy": text})

    assert after is not None
    assert json.loads(after["policy"])["Statement"][0] == allow(QUEUE_ARN)


def test_a_policy_that_refuses_plain_http_stays() -> None:
    denial = allow("*", Effect="Deny", Principal="*", Action="sqs:*", Condition=WITHOUT_TLS)

    assert remedied("sqs-policy-tls", QUEUE_POLICY, {"policy": document(denial)}) is None


@pytest.mark.parametrize(
    "policy",
    [
        # Which queue it is cannot be told, or there are two.
        document(allow("*")),
        document(allow("arn:aws:sqs:eu-central-1:123456789012:job?")),
        document(allow(QUEUE_ARN, f"{QUEUE_ARN}-dead")),
        # What is made of a secret would be none; an object may hold one.
        {SIGNATURE: SEALED, "value": document(allow(QUEUE_ARN))},
        {"Version": "2012-10-17", "Statement": [allow(QUEUE_ARN)]},
    ],
    ids=["any", "pattern", "two", "secret", "object"],
)
def test_what_cannot_be_mended_surely_is_left(policy: object) -> None:
    with pytest.raises(NotMendableError):
        remedied("sqs-policy-tls", QUEUE_POLICY, {"policy": policy})
