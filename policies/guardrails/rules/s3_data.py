"""What becomes of the objects of a bucket: versions, locks, copies, expiry, and who took them."""

from collections.abc import Iterator

from guardrails.demands import given
from guardrails.graph import Attached, Graph
from guardrails.model import Level, Result, Scope, Severity, Undetermined, rule
from guardrails.resource_types import BUCKETS
from guardrails.settings import flag
from guardrails.subjects.bucket_parts import Part
from guardrails.subjects.trail_buckets import trail_buckets
from guardrails.view import Resource, View

_VERSIONING = (
    "aws:s3/bucketVersioning:BucketVersioning",
    "aws:s3/bucketVersioningV2:BucketVersioningV2",
)
_LOGGING = ("aws:s3/bucketLogging:BucketLogging", "aws:s3/bucketLoggingV2:BucketLoggingV2")
_LIFECYCLE = (
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2",
)
_LOCK = (
    "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
    "aws:s3/bucketObjectLockConfigurationV2:BucketObjectLockConfigurationV2",
)
_VERSIONS = Part(
    inline=("versioning.enabled", "versionings.enabled"),
    holders=_VERSIONING,
    separate="versioningConfiguration.status",
)
_MFA_DELETE = Part(
    inline=("versioning.mfaDelete", "versionings.mfaDelete"),
    holders=_VERSIONING,
    separate="versioningConfiguration.mfaDelete",
)
_LOG = Part(
    inline=("logging.targetBucket", "loggings.targetBucket"),
    holders=_LOGGING,
    separate="targetBucket",
)
_EXPIRY = Part(inline=("lifecycleRules[].enabled",), holders=_LIFECYCLE, separate="rules[].status")
_ABORTS = Part(
    inline=("lifecycleRules[].abortIncompleteMultipartUploadDays",),
    holders=_LIFECYCLE,
    separate="rules[].abortIncompleteMultipartUpload.daysAfterInitiation",
)
_LOCKED = Part(
    inline=("objectLockEnabled", "objectLockConfiguration.objectLockEnabled"),
    holders=_LOCK,
    separate="bucket",
)
_COPIED = Part(
    inline=(
        "replicationConfiguration.rules[].status",
        "replicationConfigurations.rules[].status",
    ),
    holders=("aws:s3/bucketReplicationConfig:BucketReplicationConfig",),
    separate="rules[].status",
)


def _enabled(view: View) -> bool:
    return view.flag is True or view.text == "Enabled"


@rule(
    "s3-versioning",
    "Buckets keep the versions of their objects",
    category="resilience",
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    scope=Scope.STACK,
    applies_to=BUCKETS,
    why="Without versions, what is overwritten or deleted is gone.",
    remediation="Create a BucketVersioning with status 'Enabled'; let a lifecycle rule end old "
    "versions.",
    snippet="""aws.s3.BucketVersioning(
    ..., bucket=bucket.id, versioning_configuration={"status": "Enabled"}
)""",
    equivalents=[
        "CKV_AWS_21",
        "FSBP:S3.14",
        "cdk-nag:S3BucketVersioningEnabled",
        "trivy:AWS-0090",
    ],
)
def versions(graph: Graph) -> Iterator[Result]:
    """The bucket's own block or its ``BucketVersioning``."""
    yield from _VERSIONS.judge(
        graph,
        _enabled,
        "What is overwritten or deleted in the bucket is gone.",
        "s3.BucketVersioning(bucket=bucket.id, versioning_configuration={'status': 'Enabled'})",
    )


@rule(
    "s3-mfa-delete",
    "Versions of objects are deleted with a second factor only",
    category="resilience",
    severity=Severity.LOW,
    level=Level.DISABLED,
    scope=Scope.STACK,
    applies_to=BUCKETS,
    why="Whoever has the credentials may otherwise delete every version.",
    remediation="Set mfa_delete to 'Enabled' by hand, as the root user: AWS lets nobody else.",
    snippet="""aws.s3.BucketVersioning(
    ..., versioning_configuration={"status": "Enabled", "mfa_delete": "Enabled"}
)""",
    equivalents=["FSBP:S3.20", "trivy:AWS-0170"],
)
def mfa_delete(graph: Graph) -> Iterator[Result]:
    """A bucket without versions is for ``s3-versioning``."""
    for bucket in graph.of(*BUCKETS):
        values = _VERSIONS.of(graph, bucket).values
        if any(_enabled(view) or view.unknown for _, view in values):
            yield from _MFA_DELETE.of(graph, bucket).judge(
                _enabled,
                "Whoever may delete versions may delete all of them, without a second factor.",
                "versioning_configuration={'status': 'Enabled', 'mfa_delete': 'Enabled'}",
            )


@rule(
    "s3-logging",
    "Buckets log who asked for what",
    category="logging",
    severity=Severity.LOW,
    level=Level.ADVISORY,
    scope=Scope.STACK,
    applies_to=BUCKETS,
    why="Without an access log nobody can tell afterwards which objects were taken.",
    remediation="Create a BucketLogging to a bucket for logs.",
    snippet="""aws.s3.BucketLogging(
    ..., bucket=bucket.id, target_bucket=logs.id, target_prefix="orders/"
)""",
    equivalents=[
        "CKV_AWS_18",
        "FSBP:S3.9",
        "cdk-nag:S1",
        "AWSGuard:s3BucketLoggingEnabled",
        "trivy:AWS-0089",
    ],
)
def logged(graph: Graph) -> Iterator[Result]:
    """A bucket that takes the logs of others would log itself without end.

    The rule ``trail-bucket`` speaks for the bucket of a trail.
    """
    of_trails = trail_buckets(graph)
    for bucket in graph.of(*BUCKETS):
        if bucket in of_trails:
            continue
        uses = [
            graph.attached(bucket, holders, reference, BUCKETS)
            for holders, reference in (
                (_LOGGING, "targetBucket"),
                (BUCKETS, "logging.targetBucket"),
                (BUCKETS, "loggings.targetBucket"),
            )
        ]
        if not any(one.found for one in uses):
            yield from _log_of(graph, bucket, uses)


def _log_of(graph: Graph, bucket: Resource, uses: list[Attached]) -> Iterator[Result]:
    found = _LOG.of(graph, bucket)
    if any(not view.missing for _, view in found.values):
        return
    maybe = [Undetermined(path, holder.urn) for one in uses for holder, path in one.maybe]
    if maybe and not found.unresolved:
        yield maybe[0]
    else:
        yield from found.judge(
            given,
            "Nothing tells who read or changed which object.",
            "s3.BucketLogging(bucket=bucket.id, target_bucket=logs.id, target_prefix=...)",
        )


@rule(
    "s3-lifecycle",
    "Objects and unfinished uploads end",
    category="resilience",
    severity=Severity.LOW,
    level=Level.ADVISORY,
    scope=Scope.STACK,
    applies_to=BUCKETS,
    why="What has no end is kept and paid for for ever, the unseen parts of broken uploads too.",
    remediation="Create a BucketLifecycleConfiguration, with a rule that aborts unfinished "
    "uploads.",
    snippet="""aws.s3.BucketLifecycleConfiguration(
    ...,
    bucket=bucket.id,
    rules=[
        {
            "id": "end",
            "status": "Enabled",
            "noncurrent_version_expiration": {"noncurrent_days": 90},
            "abort_incomplete_multipart_upload": {"days_after_initiation": 7},
        }
    ],
)""",
    equivalents=["CKV2_AWS_61", "CKV_AWS_300", "FSBP:S3.10", "FSBP:S3.13"],
)
def expires(graph: Graph) -> Iterator[Result]:
    """A rule that is enabled, and one that aborts uploads; they may be the same."""
    for bucket in graph.of(*BUCKETS):
        missing = list(
            _EXPIRY.of(graph, bucket).judge(
                _enabled,
                "No rule is in force that ends objects, old versions or unfinished uploads.",
                "s3.BucketLifecycleConfiguration(bucket=bucket.id, rules=[{...}])",
            )
        )
        yield from missing or _ABORTS.of(graph, bucket).judge(
            given,
            "Parts of uploads that were never finished stay, unseen and paid for.",
            "abort_incomplete_multipart_upload={'days_after_initiation': 7}",
        )


@rule(
    "s3-lock-replication",
    "Objects cannot be deleted before their time, and there is a copy elsewhere",
    category="resilience",
    severity=Severity.LOW,
    level=Level.DISABLED,
    scope=Scope.STACK,
    applies_to=BUCKETS,
    why="A lock holds against everyone, the account's administrators too; a copy outlives its "
    "region.",
    remediation="Set object_lock_enabled=True when the bucket is made, and create a "
    "BucketReplicationConfig.",
    snippet="aws.s3.Bucket(..., object_lock_enabled=True)",
    equivalents=[
        "CKV_AWS_143",
        "CKV_AWS_144",
        "FSBP:S3.7",
        "FSBP:S3.15",
        "cdk-nag:S3BucketDefaultLockEnabled",
        "cdk-nag:S3BucketReplicationEnabled",
    ],
    settings={
        "object_lock": flag(default=True, description="Whether buckets need an object lock."),
        "replication": flag(default=True, description="Whether buckets need a copy elsewhere."),
    },
)
def locked_and_copied(
    graph: Graph,
    object_lock: bool,  # noqa: FBT001 -- a setting, by keyword
    replication: bool,  # noqa: FBT001 -- a setting, by keyword
) -> Iterator[Result]:
    """Two causes: each is told."""
    for bucket in graph.of(*BUCKETS):
        locked, copied = _LOCKED.of(graph, bucket), _COPIED.of(graph, bucket)
        if object_lock and not any(one.urn != bucket.urn for one, _ in locked.values):
            yield from locked.judge(
                _enabled, "Objects can be deleted at any time.", "object_lock_enabled=True"
            )
        if replication:
            yield from copied.judge(
                _enabled,
                "The only copy of the objects is in one region.",
                "s3.BucketReplicationConfig(bucket=bucket.id, role=role.arn, rules=[{...}])",
            )


RULES = (versions, mfa_delete, logged, expires, locked_and_copied)
