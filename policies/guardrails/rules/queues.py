"""SQS queues and SNS topics; who may use them is in ``resource_policies``."""

from collections.abc import Iterator

from guardrails.answers import demand, sets
from guardrails.model import Fail, Level, Result, Severity, rule
from guardrails.resource_types import QUEUE, TOPIC
from guardrails.view import Resource


@rule(
    "sqs-sse",
    "Queues are encrypted",
    category="encryption-at-rest",
    severity=Severity.HIGH,
    applies_to=[QUEUE],
    why="Messages hold what the services tell each other; AWS encrypts them unless told not to.",
    remediation="Leave sqs_managed_sse_enabled out, or set kms_master_key_id.",
    equivalents=[
        "CKV_AWS_27",
        "FSBP:SQS.1",
        "cdk-nag:SQS2",
        "trivy:AWS-0096",
        "guard:sqs-queue-kms-master-key-id-rule",
        "cfn_nag:W48",
    ],
    remedy=sets({"sqsManagedSseEnabled": True}),
)
def queue_encrypted(queue: Resource) -> Iterator[Result]:
    """New queues have SSE-SQS by default, so only turning it off without a key fails."""
    managed = queue["sqsManagedSseEnabled"]
    if not queue["kmsMasterKeyId"].missing:
        return
    yield from demand(
        managed,
        managed.flag is not False,
        "Encryption is turned off: messages are stored in the clear.",
        "sqs_managed_sse_enabled=True",
    )


@rule(
    "sqs-cmk",
    "Queues are encrypted with a KMS key of the account",
    category="encryption-at-rest",
    severity=Severity.LOW,
    level=Level.ADVISORY,
    applies_to=[QUEUE],
    why="The use of SQS's own key (the default) is not logged and cannot be taken away.",
    remediation="Set kms_master_key_id=key.arn.",
    equivalents=["CKV2_AWS_73", "trivy:AWS-0135"],
)
def queue_customer_key(queue: Resource) -> Iterator[Result]:
    """``alias/aws/sqs`` is a key of AWS's too."""
    key = queue["kmsMasterKeyId"]
    if key.missing or key.text.rsplit(":", 1)[-1] == "alias/aws/sqs":
        yield Fail(
            "The queue is encrypted with a key of AWS's: its use is not logged and it cannot be "
            "taken away.",
            key.path,
            "kms_master_key_id=key.arn",
        )


@rule(
    "sns-sse",
    "Topics are encrypted with KMS",
    category="encryption-at-rest",
    severity=Severity.HIGH,
    applies_to=[TOPIC],
    why="Without a key, messages wait for their delivery without encryption by KMS.",
    remediation="Set kms_master_key_id=key.arn; services that publish need a key of the account.",
    equivalents=[
        "CKV_AWS_26",
        "FSBP:SNS.1",
        "cdk-nag:SNSEncryptedKMS",
        "trivy:AWS-0095",
        "guard:sns-encrypted-kms",
        "cfn_nag:W47",
    ],
)
def topic_encrypted(topic: Resource) -> Iterator[Result]:
    """A key that is given but not known yet is a key."""
    key = topic["kmsMasterKeyId"]
    if key.missing:
        yield Fail(
            "The topic has no KMS key, so its messages are not encrypted by one.",
            key.path,
            "kms_master_key_id=key.arn",
        )


RULES = (
    queue_encrypted,
    queue_customer_key,
    topic_encrypted,
)
