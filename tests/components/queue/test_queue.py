import json

import pytest

from components.core.errors import LimitError, SpecError
from components.key import EncryptionKey, Key
from components.queue import DeadLetterQueue, Queue, QueueArgs, send_to
from components.topic import Topic
from tests.conftest import PLACE
from tests.support.engine import register

SQS = "aws:sqs/queue:Queue"
ARN = "arn:aws:sqs:eu-central-1:123456789012:bulwark-test-orders"
URL = "https://sqs.eu-central-1.amazonaws.com/123456789012/bulwark-test-orders"
KEY: EncryptionKey = {"arn": "arn:aws:kms:…", "alias": "alias/bulwark-test-data"}


def tls_only(arn: str) -> dict[str, object]:
    return {
        "Sid": "DenyPlainHttp",
        "Effect": "Deny",
        "Principal": "*",
        "Action": ["sqs:*"],
        "Resource": [arn],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }


def queue_of(args: QueueArgs) -> Queue:
    queues: list[Queue] = []
    register(lambda: queues.append(Queue("orders", args)))
    return queues[0]


def failed_of() -> DeadLetterQueue:
    queues: list[DeadLetterQueue] = []
    register(lambda: queues.append(DeadLetterQueue("failed", {"encryption_key": KEY})))
    return queues[0]


def through(service: str) -> dict[str, object]:
    return {
        "ForAnyValue:StringEquals": {"kms:ResourceAliases": ["alias/bulwark-test-data"]},
        "StringEquals": {"kms:ViaService": [f"{service}.eu-central-1.amazonaws.com"]},
    }


def test_a_queue_and_its_dead_letter_queue_are_encrypted_and_reached_by_tls_only() -> None:
    registry = register(lambda: Queue("orders", {"visibility_timeout_seconds": 180}), preview=True)

    assert registry.types() == {"bulwark:index:Queue": 1, SQS: 2}
    queue = registry.one(SQS, "orders")
    assert queue.inputs == {
        "name": "bulwark-test-orders",
        "visibilityTimeoutSeconds": 180,
        "messageRetentionSeconds": 345_600,
        "sqsManagedSseEnabled": True,
        "redrivePolicy": f'{{"deadLetterTargetArn":"{ARN}-dead","maxReceiveCount":5}}',
        "policy": queue.inputs["policy"],
    }
    assert json.loads(queue.inputs["policy"])["Statement"] == [tls_only(ARN)]
    dead = registry.one(SQS, "orders-dead")
    assert dead.inputs == {
        "name": "bulwark-test-orders-dead",
        "visibilityTimeoutSeconds": 30,
        "messageRetentionSeconds": 14 * 24 * 60 * 60,
        "sqsManagedSseEnabled": True,
        "redriveAllowPolicy": f'{{"redrivePermission":"byQueue","sourceQueueArns":["{ARN}"]}}',
        "policy": dead.inputs["policy"],
    }
    assert json.loads(dead.inputs["policy"])["Statement"] == [tls_only(f"{ARN}-dead")]
    assert dead.urn in queue.dependencies


def test_a_customer_key_is_named_by_its_alias_and_waited_for() -> None:
    def program() -> None:
        key = Key("data", {"description": "x"})
        Queue("orders", {"visibility_timeout_seconds": 0, "encryption_key": key.reference})

    registry = register(program, preview=True)

    alias = registry.one("aws:kms/alias:Alias").urn
    for queue in registry.all(SQS):
        assert queue.inputs["kmsMasterKeyId"] == "alias/bulwark-test-data"
        assert "sqsManagedSseEnabled" not in queue.inputs
        assert alias in queue.dependencies


def test_a_fifo_queue_has_a_fifo_dead_letter_queue_and_both_names_end_in_fifo() -> None:
    registry = register(
        lambda: Queue("orders", {"visibility_timeout_seconds": 30, "fifo": True}), preview=True
    )

    queue = registry.one(SQS, "orders").inputs
    dead = registry.one(SQS, "orders-dead").inputs
    assert (queue["name"], queue["fifoQueue"]) == ("bulwark-test-orders.fifo", True)
    assert (dead["name"], dead["fifoQueue"]) == ("bulwark-test-orders-dead.fifo", True)
    assert json.loads(queue["redrivePolicy"])["deadLetterTargetArn"] == f"{ARN}-dead.fifo"
    assert json.loads(dead["redriveAllowPolicy"])["sourceQueueArns"] == [f"{ARN}.fifo"]


def test_a_queue_subscribes_to_topics_and_lets_only_them_in() -> None:
    def program() -> None:
        alerts = Topic("alerts", {})
        Queue("orders", {"visibility_timeout_seconds": 30, "topics": [alerts.reference]})

    registry = register(program, preview=True)

    assert registry.types() == {
        "bulwark:index:Topic": 1,
        "aws:sns/topic:Topic": 1,
        "bulwark:index:Queue": 1,
        SQS: 2,
        "aws:sns/topicSubscription:TopicSubscription": 1,
    }
    topic_arn = "arn:aws:sns:eu-central-1:123456789012:bulwark-test-alerts"
    policy = json.loads(registry.one(SQS, "orders").inputs["policy"])
    assert policy["Statement"] == [
        tls_only(ARN),
        {
            "Sid": "AllowTopics",
            "Effect": "Allow",
            "Principal": {"Service": "sns.amazonaws.com"},
            "Action": "sqs:SendMessage",
            "Resource": ARN,
            "Condition": {
                "ArnEquals": {"aws:SourceArn": [topic_arn]},
                "StringEquals": {"aws:SourceAccount": "123456789012"},
            },
        },
    ]
    subscription = registry.one("aws:sns/topicSubscription:TopicSubscription")
    assert subscription.inputs == {
        "topic": topic_arn,
        "protocol": "sqs",
        "endpoint": ARN,
        "rawMessageDelivery": True,
    }
    assert set(subscription.dependencies) == {
        registry.one("aws:sns/topic:Topic").urn,
        registry.one(SQS, "orders").urn,
    }


def test_a_queue_for_failures_elsewhere_takes_no_other_queue_as_its_source() -> None:
    registry = register(lambda: DeadLetterQueue("failed", {}), preview=True)

    assert registry.types() == {"bulwark:index:DeadLetterQueue": 1, SQS: 1}
    queue = registry.one(SQS).inputs
    assert queue == {
        "name": "bulwark-test-failed",
        "visibilityTimeoutSeconds": 30,
        "messageRetentionSeconds": 14 * 24 * 60 * 60,
        "sqsManagedSseEnabled": True,
        "redriveAllowPolicy": '{"redrivePermission":"denyAll"}',
        "policy": queue["policy"],
    }


def test_sending_and_consuming_are_granted_apart() -> None:
    queue = queue_of({"visibility_timeout_seconds": 30})

    assert queue.send() == {
        "statements": [{"actions": ["sqs:SendMessage"], "resources": [ARN]}],
        "environment": {"ORDERS_QUEUE_URL": URL},
    }
    assert queue.consume() == {
        "statements": [
            {
                "actions": ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
                "resources": [ARN],
            }
        ],
        "environment": {"ORDERS_QUEUE_URL": URL},
    }


def test_moving_dead_letters_back_takes_both_queues() -> None:
    grant = queue_of({"visibility_timeout_seconds": 30}).redrive()

    assert [statement["resources"] for statement in grant["statements"]] == [[f"{ARN}-dead"], [ARN]]
    assert "sqs:StartMessageMoveTask" in grant["statements"][0]["actions"]
    assert grant["statements"][1]["actions"] == ["sqs:SendMessage"]
    assert grant.get("environment") == {
        "ORDERS_DEAD_QUEUE_URL": f"{URL}-dead",
        "ORDERS_QUEUE_URL": URL,
    }


def test_grants_of_a_queue_with_a_customer_key_hold_the_key_through_sqs() -> None:
    queue = queue_of({"visibility_timeout_seconds": 30, "encryption_key": KEY})

    sending, receiving = queue.send()["statements"][1], queue.consume()["statements"][1]
    assert sending["actions"] == ["kms:Decrypt", "kms:GenerateDataKey"]
    assert receiving["actions"] == ["kms:Decrypt"]
    assert sending.get("conditions") == receiving.get("conditions") == through("sqs")


def test_a_queue_for_failures_is_sent_to_without_being_looked_up() -> None:
    failed = failed_of()

    assert send_to(PLACE, failed.reference)["statements"] == failed.send()["statements"]
    assert send_to(PLACE, failed.reference).get("environment") == {}
    assert failed.send().get("environment") == {
        "FAILED_QUEUE_URL": URL.replace("orders", "failed"),
    }


def test_references_are_plain_text_but_for_what_tells_that_the_queue_exists() -> None:
    queue = queue_of({"visibility_timeout_seconds": 30, "encryption_key": KEY})

    reference = {**queue.reference}
    assert reference.pop("ready") is not None
    assert reference == {
        "name": "bulwark-test-orders",
        "arn": ARN,
        "url": URL,
        "visibility_timeout_seconds": 30,
        "fifo": False,
        "encryption_alias": "alias/bulwark-test-data",
    }
    assert queue.dead_letter_reference["arn"] == f"{ARN}-dead"
    assert queue.dead_letter_reference["url"] == f"{URL}-dead"


def test_a_queue_without_a_customer_key_has_no_alias() -> None:
    assert "encryption_alias" not in queue_of({"visibility_timeout_seconds": 30}).reference


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (
            {"visibility_timeout_seconds": 43_201},
            (
                "Queue 'orders'.visibility_timeout_seconds: got 43201; "
                "allowed: a whole number of seconds from 0 to 43200."
            ),
        ),
        (
            {"visibility_timeout_seconds": 1, "max_receive_count": 0},
            (
                "Queue 'orders'.max_receive_count: got 0; "
                "allowed: a whole number of receives from 1 to 1000."
            ),
        ),
        (
            {"visibility_timeout_seconds": 1, "retention_seconds": 59},
            (
                "Queue 'orders'.retention_seconds: got 59; "
                "allowed: a whole number of seconds from 60 to 1209600."
            ),
        ),
        (
            {"visibility_timeout_seconds": 1, "fifo": True, "topics": [{"name": "t", "arn": "a"}]},
            (
                "Queue 'orders'.topics: got ['t']; allowed: no topics for a FIFO queue: "
                "a standard topic cannot deliver in order."
            ),
        ),
        (
            {"visibility_timeout_seconds": 1, "dead_letters": False},
            (
                "Queue 'orders'.dead_letters: got 'dead_letters'; allowed: the keys "
                "encryption_key, fifo, max_receive_count, retention_seconds, topics, "
                "visibility_timeout_seconds."
            ),
        ),
    ],
)
def test_what_sqs_does_not_take_is_refused(args: QueueArgs, message: str) -> None:
    with pytest.raises(SpecError) as caught:
        register(lambda: Queue("orders", args))

    assert str(caught.value) == message


@pytest.mark.parametrize(
    "args",
    [
        {"visibility_timeout_seconds": 0, "max_receive_count": 1, "retention_seconds": 60},
        {
            "visibility_timeout_seconds": 43_200,
            "max_receive_count": 1000,
            "retention_seconds": 1_209_600,
        },
    ],
)
def test_the_bounds_are_taken(args: QueueArgs) -> None:
    inputs = register(lambda: Queue("orders", args)).one(SQS, "orders").inputs

    assert inputs["visibilityTimeoutSeconds"] == args["visibility_timeout_seconds"]
    assert inputs["messageRetentionSeconds"] == args.get("retention_seconds")
    assert json.loads(inputs["redrivePolicy"])["maxReceiveCount"] == args.get("max_receive_count")


# The prefix bulwark-test-, -dead and .fifo take 23 of the 80 characters.
@pytest.mark.parametrize(("length", "fifo"), [(62, False), (57, True)])
def test_the_longest_name_counts_the_dead_letter_queue_and_the_suffix(
    length: int, *, fifo: bool
) -> None:
    def program(name: str) -> None:
        Queue(name, {"visibility_timeout_seconds": 1, "fifo": fifo})

    names = [one.inputs["name"] for one in register(lambda: program("q" * length)).all(SQS)]
    assert max(map(len, names)) == 80
    with pytest.raises(LimitError, match="characters with the prefix bulwark-test-"):
        register(lambda: program("q" * (length + 1)))
