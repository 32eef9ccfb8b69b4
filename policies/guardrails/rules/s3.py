"""S3 buckets; who may use them is in ``resource_policies``."""

from collections.abc import Iterator

from guardrails.graph import Graph
from guardrails.model import Fail, Level, Result, Scope, Severity, Undetermined, rule
from guardrails.resource_types import BUCKET_BLOCK, BUCKET_ENCRYPTION, BUCKETS
from guardrails.view import Resource, View

_ACCOUNT_BLOCK = "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock"
_BLOCKS = {
    "blockPublicAcls": "block_public_acls",
    "blockPublicPolicy": "block_public_policy",
    "ignorePublicAcls": "ignore_public_acls",
    "restrictPublicBuckets": "restrict_public_buckets",
}


@rule(
    "s3-pab",
    "Buckets block public access by all four switches",
    category="public-exposure",
    severity=Severity.HIGH,
    scope=Scope.STACK,
    applies_to=BUCKETS,
    why="New buckets block public access since April 2023, but only a declared block is put back "
    "when somebody lifts it.",
    remediation="Create a BucketPublicAccessBlock with all four switches on.",
    equivalents=[
        "CKV2_AWS_6",
        "CKV_AWS_53",
        "CKV_AWS_54",
        "CKV_AWS_55",
        "CKV_AWS_56",
        "FSBP:S3.1",
        "FSBP:S3.8",
        "cdk-nag:S2",
        "cdk-nag:S3BucketLevelPublicAccessProhibited",
        "trivy:AWS-0086",
        "trivy:AWS-0087",
        "trivy:AWS-0091",
        "trivy:AWS-0093",
        "trivy:AWS-0094",
        "guard:s3-bucket-level-public-access-prohibited",
    ],
)
def public_access_block(graph: Graph) -> Iterator[Result]:
    """A block of the bucket's own, or one of the whole account with every switch on."""
    if any(not _off(account) for account in graph.of(_ACCOUNT_BLOCK)):
        return
    for bucket in graph.of(*BUCKETS):
        attached = graph.attached(bucket, [BUCKET_BLOCK], "bucket", BUCKETS)
        if attached.found:
            yield from _switches(attached.found[0])
        elif attached.maybe:
            holder, path = attached.maybe[0]
            yield Undetermined(path, holder.urn)
        else:
            yield Fail(
                "Nothing in the program blocks public access to the bucket: AWS does so for new "
                "buckets, until somebody lifts it by hand.",
                "bucket",
                "s3.BucketPublicAccessBlock(bucket=bucket.id, "
                + ", ".join(f"{name}=True" for name in _BLOCKS.values())
                + ")",
                bucket.urn,
            )


def _off(block: Resource) -> list[str]:
    return [name for name in _BLOCKS if block[name].flag is not True]


def _switches(block: Resource) -> Iterator[Result]:
    off = _off(block)
    unknown = [name for name in off if block[name].unknown]
    if unknown:
        yield Undetermined(unknown[0], block.urn)
    known = [name for name in off if name not in unknown]
    if known:
        yield Fail(
            f"{', '.join(known)} {'is' if len(known) == 1 else 'are'} off, so the bucket can "
            "become public.",
            known[0],
            ", ".join(f"{_BLOCKS[name]}=True" for name in known),
            block.urn,
        )


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
    for bucket in graph.of(*BUCKETS):
        attached = graph.attached(bucket, BUCKET_ENCRYPTION, "bucket", BUCKETS)
        algorithms = [(bucket, view) for view in _inline_algorithms(bucket)]
        for holder in attached.found:
            algorithms += [(holder, _algorithm(one)) for one in holder["rules"].items()]
        if any(view.text.startswith("aws:kms") for _, view in algorithms):
            continue
        unknown = [(one.urn, view.path) for one, view in algorithms if view.unknown]
        unknown += [(one.urn, path) for one, path in attached.maybe]
        if unknown:
            urn, path = unknown[0]
            yield Undetermined(path, urn)
            continue
        holder, view = algorithms[0] if algorithms else (bucket, bucket["bucket"])
        yield Fail(
            "Objects are encrypted with a key of S3's own, whose use is not logged and cannot be "
            "taken away.",
            view.path,
            "sse_algorithm='aws:kms', kms_master_key_id=key.arn",
            holder.urn,
        )


def _inline_algorithms(bucket: Resource) -> Iterator[View]:
    # Version 6 of the provider has the lists of BucketV2 in the plural.
    for block in ("serverSideEncryptionConfiguration", "serverSideEncryptionConfigurations"):
        configuration = bucket[block]
        for name in ("rule", "rules"):
            if not configuration.missing:
                yield from (_algorithm(one) for one in configuration[name].items())


def _algorithm(rule_of_bucket: View) -> View:
    plural = rule_of_bucket["applyServerSideEncryptionByDefaults"]
    by_default = rule_of_bucket["applyServerSideEncryptionByDefault"]
    return (by_default if plural.missing or plural.unknown else plural)["sseAlgorithm"]


RULES = (public_access_block, encrypted_with_kms)
