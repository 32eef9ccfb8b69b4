import json

import pytest

from components.core.errors import SpecError
from components.key import EncryptionKey, Key
from components.topic import Topic, TopicArgs
from tests.support.engine import register

ARN = "arn:aws:sns:eu-central-1:123456789012:bulwark-test-alerts"
TLS_ONLY = {
    "Sid": "DenyPlainHttp",
    "Effect": "Deny",
    "Principal": "*",
    "Action": ["sns:Publish"],
    "Resource": [ARN],
    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
}


def topic_of(args: TopicArgs) -> Topic:
    topics: list[Topic] = []
    register(lambda: topics.append(Topic("alerts", args)))
    return topics[0]


def test_a_topic_is_encrypted_and_published_to_by_tls_only() -> None:
    registry = register(lambda: Topic("alerts", {}), preview=True)

    assert registry.types() == {"bulwark:index:Topic": 1, "aws:sns/topic:Topic": 1}
    topic = registry.one("aws:sns/topic:Topic").inputs
    assert topic == {
        "name": "bulwark-test-alerts",
        "kmsMasterKeyId": "alias/aws/sns",
        "policy": topic["policy"],
    }
    assert json.loads(topic["policy"])["Statement"] == [TLS_ONLY]


def test_a_customer_key_is_named_by_its_alias_and_waited_for() -> None:
    def program() -> None:
        key = Key("data", {"description": "x"})
        Topic("alerts", {"encryption_key": key.reference})

    registry = register(program, preview=True)

    topic = registry.one("aws:sns/topic:Topic")
    assert topic.inputs["kmsMasterKeyId"] == "alias/bulwark-test-data"
    assert registry.one("aws:kms/alias:Alias").urn in topic.dependencies


def test_each_address_gets_a_subscription() -> None:
    registry = register(lambda: Topic("alerts", {"emails": ["a@example.com", "b@example.org"]}))

    assert registry.types() == {
        "bulwark:index:Topic": 1,
        "aws:sns/topic:Topic": 1,
        "aws:sns/topicSubscription:TopicSubscription": 2,
    }
    subscriptions = registry.all("aws:sns/topicSubscription:TopicSubscription")
    assert [one.inputs["endpoint"] for one in subscriptions] == ["a@example.com", "b@example.org"]
    assert {one.inputs["protocol"] for one in subscriptions} == {"email"}


def test_services_publish_for_this_account_only() -> None:
    registry = register(
        lambda: Topic("alerts", {"services": ["events", "cloudwatch"]}), preview=True
    )

    policy = json.loads(registry.one("aws:sns/topic:Topic").inputs["policy"])
    assert policy["Statement"] == [
        TLS_ONLY,
        {
            "Sid": "AllowServices",
            "Effect": "Allow",
            "Principal": {"Service": ["cloudwatch.amazonaws.com", "events.amazonaws.com"]},
            "Action": "sns:Publish",
            "Resource": ARN,
            "Condition": {"StringEquals": {"aws:SourceAccount": "123456789012"}},
        },
    ]


def test_publishing_is_granted_on_this_topic_only() -> None:
    assert topic_of({}).publish() == {
        "statements": [{"actions": ["sns:Publish"], "resources": [ARN]}],
        "environment": {"ALERTS_TOPIC_ARN": ARN},
    }


def test_publishing_to_a_topic_with_a_customer_key_takes_the_key_through_sns() -> None:
    key: EncryptionKey = {"arn": "arn:aws:kms:…", "alias": "alias/bulwark-test-data"}

    key_use = topic_of({"encryption_key": key}).publish()["statements"][1]

    assert key_use["actions"] == ["kms:Decrypt", "kms:GenerateDataKey"]
    assert key_use.get("conditions") == {
        "ForAnyValue:StringEquals": {"kms:ResourceAliases": ["alias/bulwark-test-data"]},
        "StringEquals": {"kms:ViaService": ["sns.eu-central-1.amazonaws.com"]},
    }


def test_the_reference_is_plain_text_but_for_what_tells_that_the_topic_exists() -> None:
    reference = {**topic_of({}).reference}

    assert reference.pop("ready") is not None
    assert reference == {"name": "bulwark-test-alerts", "arn": ARN}


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (
            {"emails": ["platform"]},
            "Topic 'alerts'.emails: got 'platform'; allowed: an e-mail address.",
        ),
        (
            {"emails": ["a@b.de", "c@d.de", "a@b.de"]},
            "Topic 'alerts'.emails: got 'a@b.de'; allowed: each address once.",
        ),
        (
            {"services": ["s3"]},
            "Topic 'alerts'.services: got 's3'; allowed: one of cloudwatch, events.",
        ),
        (
            {"subscriptions": []},
            (
                "Topic 'alerts'.subscriptions: got 'subscriptions'; "
                "allowed: the keys emails, encryption_key, services."
            ),
        ),
    ],
)
def test_what_sns_does_not_take_is_refused(args: TopicArgs, message: str) -> None:
    with pytest.raises(SpecError) as caught:
        register(lambda: Topic("alerts", args))

    assert str(caught.value) == message
