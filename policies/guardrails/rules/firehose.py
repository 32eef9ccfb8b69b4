"""Firehose delivery streams."""

from guardrails.demands import Demand, demand_rule, on, one_of
from guardrails.model import Level, Severity
from guardrails.view import Resource

_STREAM = "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream"


def _takes_records_itself(stream: Resource) -> bool:
    """Firehose stores nothing of what it reads from Kinesis or Kafka, and encrypts none of it."""
    return stream["kinesisSourceConfiguration"].missing and stream["mskSourceConfiguration"].missing


def _encrypted(stream: Resource) -> bool:
    enabled = stream["serverSideEncryption"]["enabled"]
    return _takes_records_itself(stream) and (enabled.unknown or enabled.flag is True)


encrypted = demand_rule(
    "firehose-sse",
    "Firehose encrypts what it is given",
    Demand(
        (_STREAM,),
        "serverSideEncryption.enabled",
        on,
        "Records wait for their delivery in the clear.",
        "server_side_encryption={'enabled': True}",
        mended=True,
        when=_takes_records_itself,
    ),
    category="encryption-at-rest",
    severity=Severity.HIGH,
    why="Firehose keeps records until they are delivered, for a day if it has to, and encrypts "
    "them only when told.",
    remediation="Set server_side_encryption={'enabled': True}; a stream that is read from Kinesis "
    "is encrypted there.",
    snippet="aws.kinesis.FirehoseDeliveryStream(..., server_side_encryption={'enabled': True})",
    equivalents=["CKV_AWS_240", "cdk-nag:KDF1", "cfn_nag:W88"],
)

customer_key = demand_rule(
    "firehose-cmk",
    "Firehose encrypts with a KMS key of the account",
    Demand(
        (_STREAM,),
        "serverSideEncryption.keyType",
        one_of("CUSTOMER_MANAGED_CMK"),
        "Records are encrypted with a key that AWS owns: its use is not logged and it cannot be "
        "taken away.",
        "server_side_encryption={..., 'key_type': 'CUSTOMER_MANAGED_CMK', 'key_arn': key.arn}",
        when=_encrypted,
    ),
    category="encryption-at-rest",
    severity=Severity.LOW,
    level=Level.ADVISORY,
    why="The use of AWS's own key (the default) is not logged and cannot be taken away.",
    remediation="Set key_type='CUSTOMER_MANAGED_CMK' and key_arn=key.arn.",
    snippet="""aws.kinesis.FirehoseDeliveryStream(
    ...,
    server_side_encryption={
        "enabled": True,
        "key_type": "CUSTOMER_MANAGED_CMK",
        "key_arn": key.arn,
    },
)""",
    equivalents=["CKV_AWS_241"],
)

RULES = (encrypted, customer_key)
