"""The emulator checks access as AWS does: what the components do not grant is refused here."""

import json
from collections.abc import Mapping
from typing import Any

import botocore.exceptions
import pytest

from local.emulator.clients import Keys, Place
from local.emulator.corrections import role_of
from local.emulator.emulator import Emulator

MEMBER = Place("333333333333", "eu-central-1")
ROLE = "arn:aws:iam::000000000000:role/auditor"


def document(*statements: Mapping[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def assume(emulator: Emulator, name: str, *statements: Mapping[str, Any]) -> Keys:
    """A session of a new role that is allowed what the statements say."""
    iam = emulator.client("iam")
    root = f"arn:aws:iam::{emulator.place.account_id}:root"
    trust = {"Effect": "Allow", "Principal": {"AWS": root}, "Action": "sts:AssumeRole"}
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=document(trust))
    policy = document(*statements)
    iam.put_role_policy(RoleName=name, PolicyName="grants", PolicyDocument=policy)
    arn = f"arn:aws:iam::{emulator.place.account_id}:role/{name}"
    answer = emulator.client("sts").assume_role(RoleArn=arn, RoleSessionName="test")
    given = answer["Credentials"]
    return Keys(given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"])


def allow(action: str, resource: str) -> dict[str, str]:
    return {"Effect": "Allow", "Action": action, "Resource": resource}


@pytest.mark.e2e
def test_one_permission_covers_the_single_call_and_the_batch(emulator: Emulator) -> None:
    queue = emulator.client("sqs").create_queue(QueueName="batched")["QueueUrl"]
    arn = "arn:aws:sqs:eu-central-1:000000000000:batched"
    topic = emulator.client("sns").create_topic(Name="batched")["TopicArn"]
    keys = assume(
        emulator,
        "sender",
        *(allow(f"sqs:{name}", arn) for name in ("SendMessage", "ReceiveMessage", "DeleteMessage")),
        allow("sns:Publish", topic),
    )
    sqs = emulator.clients.as_caller("sqs", emulator.place, keys)
    sns = emulator.clients.as_caller("sns", emulator.place, keys)

    sent = sqs.send_message_batch(QueueUrl=queue, Entries=[{"Id": "1", "MessageBody": "x"}])
    [message] = sqs.receive_message(QueueUrl=queue)["Messages"]
    entry = {"Id": "1", "ReceiptHandle": message["ReceiptHandle"]}
    deleted = sqs.delete_message_batch(QueueUrl=queue, Entries=[entry])
    published = sns.publish_batch(
        TopicArn=topic, PublishBatchRequestEntries=[{"Id": "1", "Message": "x"}]
    )

    for answer in (sent, deleted, published):
        assert [one["Id"] for one in answer["Successful"]] == ["1"]
    entry["VisibilityTimeout"] = 0
    with pytest.raises(botocore.exceptions.ClientError, match="sqs:ChangeMessageVisibility "):
        sqs.change_message_visibility_batch(QueueUrl=queue, Entries=[entry])


@pytest.mark.e2e
@pytest.mark.parametrize(
    ("caller", "external_id", "allowed"),
    [("auditor", "id-1", True), ("auditor", "id-2", False), ("other", "id-1", False)],
)
def test_a_role_of_another_account_is_assumed_by_the_named_role_with_its_external_id(
    emulator: Emulator, *, caller: str, external_id: str, allowed: bool
) -> None:
    name = f"{caller}-{external_id}"
    keys = assume(emulator, name, allow("sts:AssumeRole", "arn:aws:iam::*:role/audited-*"))
    trusted = f"arn:aws:iam::{emulator.place.account_id}:role/auditor-{external_id}"
    trust = {
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{emulator.place.account_id}:root"},
        "Action": "sts:AssumeRole",
        "Condition": {
            "ArnEquals": {"aws:PrincipalArn": trusted},
            "StringEquals": {"sts:ExternalId": "id-1"},
        },
    }
    iam = emulator.client("iam", MEMBER)
    iam.create_role(RoleName=f"audited-{name}", AssumeRolePolicyDocument=document(trust))
    sts = emulator.clients.as_caller("sts", emulator.place, keys)

    def enter() -> str:
        answer = sts.assume_role(
            RoleArn=f"arn:aws:iam::{MEMBER.account_id}:role/audited-{name}",
            RoleSessionName="audit",
            ExternalId=external_id,
        )
        return str(answer["AssumedRoleUser"]["Arn"])

    if allowed:
        assert enter().startswith(f"arn:aws:sts::{MEMBER.account_id}:assumed-role/")
    else:
        with pytest.raises(botocore.exceptions.ClientError, match="AccessDenied"):
            enter()


@pytest.mark.e2e
def test_calls_come_over_tls_so_that_a_policy_that_asks_for_it_lets_them_in(
    emulator: Emulator,
) -> None:
    arn = "arn:aws:sqs:eu-central-1:000000000000:tls-only"
    deny = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "sqs:*",
        "Resource": arn,
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    queue = emulator.client("sqs").create_queue(
        QueueName="tls-only", Attributes={"Policy": document(deny)}
    )["QueueUrl"]
    keys = assume(emulator, "careful", allow("sqs:SendMessage", arn))

    sqs = emulator.clients.as_caller("sqs", emulator.place, keys)

    assert sqs.send_message(QueueUrl=queue, MessageBody="x")["MessageId"]


@pytest.mark.parametrize(
    ("arn", "expected"),
    [
        ("arn:aws:sts::000000000000:assumed-role/auditor/session", ROLE),
        ("arn:aws:iam::000000000000:user/auditor", "arn:aws:iam::000000000000:user/auditor"),
        (ROLE, ROLE),
        ("", ""),
    ],
)
def test_the_principal_of_a_session_is_its_role(arn: str, expected: str) -> None:
    assert role_of(arn) == expected
