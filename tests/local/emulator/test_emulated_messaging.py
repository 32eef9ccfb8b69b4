import json

import pytest

from local.emulator.waiting import until
from tests.support.emulated import ClientOf, Make

pytestmark = pytest.mark.e2e


def policy(arn: str, action: str) -> str:
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "sns.amazonaws.com"},
        "Action": action,
        "Resource": arn,
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def test_a_queue_keeps_its_attributes_and_moves_dead_letters(make: Make, client: ClientOf) -> None:
    dead = make(
        "aws:sqs/queue:Queue", "dead", {"name": "work-dead", "messageRetentionSeconds": 1_209_600}
    )
    arn = "arn:aws:sqs:eu-central-1:000000000000:work"
    redrive = json.dumps({"deadLetterTargetArn": dead.outputs["arn"], "maxReceiveCount": 1})
    queue = make(
        "aws:sqs/queue:Queue",
        "work",
        {
            "name": "work",
            "visibilityTimeoutSeconds": 0,
            "redrivePolicy": redrive,
            "kmsMasterKeyId": "alias/data",
            "policy": policy(arn, "sqs:SendMessage"),
            "tags": {"owner": "platform"},
        },
    )

    assert queue.outputs["arn"] == arn
    assert queue.id == queue.outputs["url"]
    sqs = client("sqs")
    attributes = sqs.get_queue_attributes(QueueUrl=queue.id, AttributeNames=["All"])["Attributes"]
    assert attributes["VisibilityTimeout"] == "0"
    assert attributes["KmsMasterKeyId"] == "alias/data"
    assert json.loads(attributes["Policy"]) == json.loads(policy(arn, "sqs:SendMessage"))
    sqs.send_message(QueueUrl=queue.id, MessageBody="poison")

    def dead_letter() -> str | None:
        sqs.receive_message(QueueUrl=queue.id)
        found = sqs.receive_message(QueueUrl=dead.id).get("Messages", [])
        return found[0]["Body"] if found else None

    assert until("the dead letter", dead_letter, seconds=10) == "poison"


def test_a_queue_takes_its_policies_as_resources_of_their_own(make: Make, client: ClientOf) -> None:
    queue = make("aws:sqs/queue:Queue", "later", {"name": "later", "sqsManagedSseEnabled": True})
    other = "arn:aws:sqs:eu-central-1:000000000000:work-dead"
    text = policy(queue.outputs["arn"], "sqs:SendMessage")
    allow = json.dumps({"redrivePermission": "denyAll"})
    redrive = json.dumps({"deadLetterTargetArn": other, "maxReceiveCount": 3})

    for kind, name, value in (
        ("queuePolicy:QueuePolicy", "policy", text),
        ("redriveAllowPolicy:RedriveAllowPolicy", "redriveAllowPolicy", allow),
        ("redrivePolicy:RedrivePolicy", "redrivePolicy", redrive),
    ):
        made = make(f"aws:sqs/{kind}", "later", {"queueUrl": queue.id, name: value})
        assert made.id == queue.id

    attributes = client("sqs").get_queue_attributes(QueueUrl=queue.id, AttributeNames=["All"])
    assert json.loads(attributes["Attributes"]["Policy"]) == json.loads(text)
    assert json.loads(attributes["Attributes"]["RedriveAllowPolicy"]) == json.loads(allow)


def test_a_fifo_queue_keeps_the_order(make: Make, client: ClientOf) -> None:
    queue = make(
        "aws:sqs/queue:Queue",
        "line",
        {"name": "line.fifo", "fifoQueue": True, "contentBasedDeduplication": True},
    )
    sqs = client("sqs")
    for body in ("first", "second"):
        sqs.send_message(QueueUrl=queue.id, MessageBody=body, MessageGroupId="g")

    found = sqs.receive_message(QueueUrl=queue.id, MaxNumberOfMessages=2)["Messages"]

    assert [one["Body"] for one in found] == ["first", "second"]


def test_a_topic_delivers_what_the_subscription_filters(make: Make, client: ClientOf) -> None:
    topic = make(
        "aws:sns/topic:Topic",
        "news",
        {"name": "news", "displayName": "News", "kmsMasterKeyId": "alias/data"},
    )
    arn = "arn:aws:sns:eu-central-1:000000000000:news"
    assert topic.id == topic.outputs["arn"] == arn
    make(
        "aws:sns/topicPolicy:TopicPolicy",
        "news",
        {"arn": arn, "policy": policy(arn, "sns:Publish")},
    )
    queue = make("aws:sqs/queue:Queue", "inbox", {"name": "inbox"})
    make(
        "aws:sqs/queuePolicy:QueuePolicy",
        "inbox",
        {"queueUrl": queue.id, "policy": policy(queue.outputs["arn"], "sqs:SendMessage")},
    )
    subscription = make(
        "aws:sns/topicSubscription:TopicSubscription",
        "inbox",
        {
            "topic": arn,
            "protocol": "sqs",
            "endpoint": queue.outputs["arn"],
            "rawMessageDelivery": True,
            "filterPolicy": json.dumps({"kind": ["good"]}),
        },
    )
    assert subscription.outputs["pendingConfirmation"] is False

    sns = client("sns")
    for kind in ("bad", "good"):
        attribute = {"DataType": "String", "StringValue": kind}
        sns.publish(TopicArn=arn, Message=kind, MessageAttributes={"kind": attribute})

    def messages() -> list[str]:
        found = client("sqs").receive_message(QueueUrl=queue.id, MaxNumberOfMessages=10)
        return [one["Body"] for one in found.get("Messages", [])]

    assert until("the message", messages, seconds=10) == ["good"]
    found = sns.get_topic_attributes(TopicArn=arn)["Attributes"]
    assert json.loads(found["Policy"]) == json.loads(policy(arn, "sns:Publish"))
