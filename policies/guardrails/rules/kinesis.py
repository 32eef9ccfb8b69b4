"""Kinesis data and video streams."""

from collections.abc import Iterator, Mapping

from guardrails.answers import demand
from guardrails.demands import Demand, demand_rule, own_key
from guardrails.model import Level, Result, Severity, rule
from guardrails.resource_types import STREAM
from guardrails.view import Resource

_OWN_KEY_OF_KINESIS = "alias/aws/kinesis"


def _with_service_key(stream: Resource) -> Mapping[str, object]:
    key = {} if not stream["kmsKeyId"].missing else {"kmsKeyId": _OWN_KEY_OF_KINESIS}
    return {"encryptionType": "KMS", **key}


@rule(
    "kinesis-sse",
    "Kinesis streams are encrypted",
    category="encryption-at-rest",
    severity=Severity.HIGH,
    applies_to=[STREAM],
    why="A stream is not encrypted by default.",
    remediation="Set encryption_type='KMS' and kms_key_id=key.arn (or alias/aws/kinesis).",
    snippet="aws.kinesis.Stream(..., encryption_type='KMS', kms_key_id=key.arn)",
    equivalents=[
        "CKV_AWS_43",
        "FSBP:Kinesis.1",
        "cdk-nag:KDS1",
        "trivy:AWS-0064",
        "guard:kinesis-stream-encryption-rule",
        "cfn_nag:W49",
    ],
    remedy=_with_service_key,
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


customer_key = demand_rule(
    "kinesis-cmk",
    "Kinesis streams are encrypted with a KMS key of the account",
    Demand(
        (STREAM,),
        "kmsKeyId",
        own_key,
        "The stream is encrypted with a key of AWS's, which whoever reads the stream may use.",
        "kms_key_id=key.arn",
        # A stream that is not encrypted at all is for `kinesis-sse`.
        when=lambda stream: stream["encryptionType"].text == "KMS",
    ),
    category="encryption-at-rest",
    severity=Severity.LOW,
    level=Level.ADVISORY,
    why="Whoever may read the stream may use AWS's key for it: there is no second permission to "
    "take away.",
    remediation="Set kms_key_id=key.arn.",
    snippet="aws.kinesis.Stream(..., encryption_type='KMS', kms_key_id=key.arn)",
    equivalents=["CKV_AWS_185", "cdk-nag:KDS3"],
)

video_customer_key = demand_rule(
    "kinesis-video-cmk",
    "Video streams are encrypted with a KMS key of the account",
    Demand(
        ("aws:kinesis/videoStream:VideoStream",),
        "kmsKeyId",
        own_key,
        "The video is encrypted with a key of AWS's: its use cannot be taken away.",
        "kms_key_id=key.arn",
    ),
    category="encryption-at-rest",
    severity=Severity.LOW,
    level=Level.ADVISORY,
    why="Video is encrypted in any case; without a key of the account it is with AWS's.",
    remediation="Set kms_key_id=key.arn; it cannot be changed later.",
    snippet="aws.kinesis.VideoStream(..., kms_key_id=key.arn)",
    equivalents=["CKV_AWS_177"],
)

RULES = (encrypted, customer_key, video_customer_key)
