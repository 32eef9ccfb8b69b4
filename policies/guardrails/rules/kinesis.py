"""Kinesis data streams."""

from collections.abc import Iterator

from guardrails.answers import demand
from guardrails.model import Result, Severity, rule
from guardrails.resource_types import STREAM
from guardrails.view import Resource


@rule(
    "kinesis-sse",
    "Kinesis streams are encrypted",
    category="encryption-at-rest",
    severity=Severity.HIGH,
    applies_to=[STREAM],
    why="A stream is not encrypted by default.",
    remediation="Set encryption_type='KMS' and kms_key_id=key.arn (or alias/aws/kinesis).",
    equivalents=[
        "CKV_AWS_43",
        "CKV_AWS_185",
        "FSBP:Kinesis.1",
        "cdk-nag:KDS1",
        "cdk-nag:KDS3",
        "trivy:AWS-0064",
        "guard:kinesis-stream-encryption-rule",
        "cfn_nag:W49",
    ],
)
def encrypted(stream: Resource) -> Iterator[Result]:
    """AWS's default is ``NONE``."""
    encryption = stream["encryptionType"]
    yield from demand(
        encryption,
        encryption.text == "KMS",
        "The stream's records are stored in the clear.",
        "encryption_type='KMS', kms_key_id=key.arn",
    )


RULES = (encrypted,)
