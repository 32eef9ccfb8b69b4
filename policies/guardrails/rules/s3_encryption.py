"""How the objects of buckets are encrypted."""

from collections.abc import Iterator, Mapping

from guardrails.demands import own_key, values_at
from guardrails.graph import Graph
from guardrails.model import Fail, Level, Result, Scope, Severity, Undetermined, rule
from guardrails.resource_types import BUCKET_ENCRYPTION, BUCKETS, OBJECTS
from guardrails.subjects.bucket_parts import Part
from guardrails.view import Resource, View

_ALGORITHM = Part(
    inline=(
        "serverSideEncryptionConfiguration.rule.applyServerSideEncryptionByDefault.sseAlgorithm",
        "serverSideEncryptionConfigurations.rules.applyServerSideEncryptionByDefaults.sseAlgorithm",
    ),
    holders=BUCKET_ENCRYPTION,
    separate="rules[].applyServerSideEncryptionByDefault.sseAlgorithm",
)
_RULES = ("serverSideEncryptionConfiguration.rule", "serverSideEncryptionConfigurations.rules")

_WITH_OWN_KEY = """aws.s3.BucketServerSideEncryptionConfiguration(
    ...,
    rules=[
        {
            "apply_server_side_encryption_by_default": {
                "sse_algorithm": "aws:kms",
                "kms_master_key_id": key.arn,
            },
            "bucket_key_enabled": True,
        }
    ],
)"""


@rule(
    "s3-sse",
    "Buckets are encrypted with KMS",
    category="encryption-at-rest",
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    scope=Scope.STACK,
    applies_to=BUCKETS,
    why="S3 encrypts every object with a key of its own (the default); only with KMS is each use "
    "logged and can be taken away.",
    remediation="Create a BucketServerSideEncryptionConfiguration with sse_algorithm='aws:kms', "
    "kms_master_key_id=key.arn and bucket_key_enabled=True.",
    snippet="""aws.s3.BucketServerSideEncryptionConfiguration(
    ...,
    bucket=bucket.id,
    rules=[
        {
            "apply_server_side_encryption_by_default": {
                "sse_algorithm": "aws:kms",
                "kms_master_key_id": key.arn,
            },
            "bucket_key_enabled": True,
        }
    ],
)""",
    equivalents=[
        "CKV_AWS_19",
        "CKV_AWS_145",
        "FSBP:S3.17",
        "cdk-nag:S3DefaultEncryptionKMS",
        "trivy:AWS-0088",
        "trivy:AWS-0132",
        "guard:s3-default-encryption-kms",
        "pulumi-compliance:aws-s3-bucket-enable-server-side-encryption",
    ],
)
def encrypted_with_kms(graph: Graph) -> Iterator[Result]:
    """The bucket's own block (version 6) or its separate configuration."""
    yield from _ALGORITHM.judge(
        graph,
        _is_kms,
        "Objects are encrypted with a key of S3's own, whose use is not logged and cannot be taken "
        "away.",
        "aws.s3.BucketServerSideEncryptionConfiguration(..., bucket=bucket.id, rules=[{"
        "'apply_server_side_encryption_by_default': {'sse_algorithm': 'aws:kms', "
        "'kms_master_key_id': key.arn}, 'bucket_key_enabled': True}])",
    )


def _is_kms(algorithm: View) -> bool:
    return algorithm.text.startswith("aws:kms")


def _switched_on(resource: Resource) -> Mapping[str, object]:
    if resource.type in BUCKET_ENCRYPTION:
        return {"rules.bucketKeyEnabled": True}
    given = (path for path in _RULES if not resource[path.partition(".")[0]].missing)
    return {f"{path}.bucketKeyEnabled": True for path in given}


@rule(
    "s3-bucket-key",
    "Buckets that are encrypted with KMS have a bucket key",
    category="encryption-at-rest",
    severity=Severity.LOW,
    level=Level.ADVISORY,
    applies_to=[*BUCKETS, *BUCKET_ENCRYPTION],
    why="Without a bucket key each object is a request to KMS, which is paid for and counted "
    "against the account's quota.",
    remediation="Set bucket_key_enabled=True in the rule.",
    snippet=_WITH_OWN_KEY,
    own="No tool of the catalogue asks for a bucket key alone.",
    remedy=_switched_on,
)
def bucket_key(resource: Resource) -> Iterator[Result]:
    """Not for two-layer encryption, which has none.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html
    """
    for one in _rules(resource):
        algorithm = _by_default(one)["sseAlgorithm"]
        enabled = one["bucketKeyEnabled"]
        if algorithm.unknown or (enabled.unknown and algorithm.text == "aws:kms"):
            yield Undetermined(algorithm.path if algorithm.unknown else enabled.path)
        elif algorithm.text == "aws:kms" and enabled.flag is not True:
            yield Fail(
                "Each object that is written or read is a request to KMS.",
                enabled.path,
                "bucket_key_enabled=True",
            )


@rule(
    "s3-cmk",
    "Buckets that are encrypted with KMS have a key of the account",
    category="encryption-at-rest",
    severity=Severity.LOW,
    level=Level.ADVISORY,
    applies_to=[*BUCKETS, *BUCKET_ENCRYPTION],
    why="Only a key of the account has a policy that can take the objects away from somebody.",
    remediation="Set kms_master_key_id=key.arn in the rule.",
    snippet=_WITH_OWN_KEY,
    equivalents=["trivy:AWS-0132"],
)
def customer_key(resource: Resource) -> Iterator[Result]:
    """Without a key it is ``aws/s3``; without KMS at all ``s3-sse`` tells it.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
    """
    for by_default in map(_by_default, _rules(resource)):
        algorithm, key = by_default["sseAlgorithm"], by_default["kmsMasterKeyId"]
        if algorithm.unknown and (by_default.unknown or not own_key(key)):
            yield Undetermined(algorithm.path)
        elif _is_kms(algorithm) and not own_key(key):
            yield Fail(
                "The key is aws/s3, AWS's own: no policy bounds its use, it cannot be taken away, "
                "and no other account can read the objects.",
                key.path,
                "kms_master_key_id=key.arn",
            )


def _rules(resource: Resource) -> Iterator[View]:
    paths = ("rules[]",) if resource.type in BUCKET_ENCRYPTION else _RULES
    for path in paths:
        yield from values_at(resource.properties, path)


def _by_default(one: View) -> View:
    plural = one["applyServerSideEncryptionByDefaults"]
    return one["applyServerSideEncryptionByDefault"] if plural.missing else plural


@rule(
    "s3-object-cmk",
    "Objects are encrypted with a KMS key of the account",
    category="encryption-at-rest",
    severity=Severity.LOW,
    level=Level.ADVISORY,
    scope=Scope.STACK,
    applies_to=OBJECTS,
    why="An object's own setting wins over its bucket's, and a bucket without KMS gives S3's key.",
    remediation="Set kms_key_id=key.arn, or leave encryption to a bucket with KMS.",
    snippet="aws.s3.BucketObjectv2(..., kms_key_id=key.arn)",
    equivalents=["CKV_AWS_181", "CKV_AWS_186"],
)
def object_customer_key(graph: Graph) -> Iterator[Result]:
    """An object that says nothing has its bucket's: one of the stack is for ``s3-sse``."""
    for one in graph.of(*OBJECTS):
        algorithm, bucket = one["serverSideEncryption"], one["bucket"]
        if not one["kmsKeyId"].missing:
            continue
        if algorithm.missing and graph.target(one, bucket, BUCKETS):
            continue
        unknown = algorithm if algorithm.unknown else bucket
        if unknown.unknown and (algorithm.unknown or algorithm.missing):
            yield Undetermined(unknown.path, one.urn)
        else:
            yield Fail(
                "The object is encrypted with a key of S3's own, or with AWS's: its use cannot be "
                "taken away."
                if not algorithm.missing
                else "The object names no key, and its bucket is elsewhere.",
                algorithm.path if not algorithm.missing else "kmsKeyId",
                "kms_key_id=key.arn",
                one.urn,
            )


RULES = (encrypted_with_kms, customer_key, bucket_key, object_customer_key)
