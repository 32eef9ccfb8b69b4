"""CloudTrail: what is recorded of an account, and who can read or change it."""

from collections.abc import Iterator
from typing import Final

from guardrails.demands import Demand, demand_rule, given, not_off, on, own_key
from guardrails.graph import Graph
from guardrails.model import Fail, Level, Result, Scope, Severity, Undetermined, rule
from guardrails.resource_types import BUCKETS
from guardrails.subjects.trail_buckets import LOGGING, TRAIL, own_logging, trail_buckets

_STORE: Final = "aws:cloudtrail/eventDataStore:EventDataStore"

CMK: Final = demand_rule(
    "trail-cmk",
    "Trails are encrypted with a KMS key of the account",
    Demand(
        (TRAIL,),
        "kmsKeyId",
        own_key,
        "The log files are encrypted with a key of S3's own: whoever may read the bucket reads "
        "every call of the account.",
        "kms_key_id=key.arn",
    ),
    Demand(
        (_STORE,),
        "kmsKeyId",
        own_key,
        "The events are encrypted with a key that AWS owns: its use is not logged and it cannot "
        "be taken away.",
        "kms_key_id=key.arn",
    ),
    category="encryption-at-rest",
    severity=Severity.MEDIUM,
    why="A trail tells who does what with which resource of the whole account; a key of its own "
    "parts those who may read that from those who may read the bucket.",
    remediation="Create a key whose policy lets CloudTrail encrypt, and set kms_key_id.",
    snippet="aws.cloudtrail.Trail(..., kms_key_id=key.arn)",
    equivalents=[
        *("CKV_AWS_35", "CKV_AWS_294", "FSBP:CloudTrail.2", "CIS:3.5"),
        *("cdk-nag:CloudTrailEncryptionEnabled", "trivy:AWS-0015"),
        *("guard:cloud-trail-encryption-enabled", "prowler:cloudtrail_kms_encryption_enabled"),
    ],
)

VALIDATION: Final = demand_rule(
    "trail-validation",
    "A change to a trail's log files can be proved",
    Demand(
        (TRAIL,),
        "enableLogFileValidation",
        on,
        "Log file validation is off: a log file that somebody changed or deleted looks like any "
        "other.",
        "enable_log_file_validation=True",
        mended=True,
    ),
    category="logging",
    severity=Severity.MEDIUM,
    why="Whoever breaks in cleans up behind himself; signed digests show it.",
    remediation="Set enable_log_file_validation=True.",
    snippet="aws.cloudtrail.Trail(..., enable_log_file_validation=True)",
    equivalents=[
        *("CKV_AWS_36", "FSBP:CloudTrail.4", "CIS:3.2", "trivy:AWS-0016"),
        "cdk-nag:CloudTrailLogFileValidationEnabled",
        "guard:cloud-trail-log-file-validation-enabled",
        "prowler:cloudtrail_log_file_validation_enabled",
    ],
)

EVERYWHERE: Final = demand_rule(
    "trail-multiregion",
    "Trails record every region, and are on",
    Demand(
        (TRAIL,),
        "isMultiRegionTrail",
        on,
        "The trail records one region only; who breaks in works in another.",
        "is_multi_region_trail=True",
        mended=True,
    ),
    Demand(
        (_STORE,),
        "multiRegionEnabled",
        not_off,
        "The store takes the events of one region only; who breaks in works in another.",
        "multi_region_enabled=True",
        mended=True,
    ),
    Demand(
        (TRAIL,),
        "enableLogging",
        not_off,
        "The trail is declared and switched off: it records nothing.",
        "enable_logging=True",
        mended=True,
    ),
    Demand(
        (TRAIL,),
        "includeGlobalServiceEvents",
        not_off,
        "The trail leaves out IAM, STS and the other services without a region.",
        "include_global_service_events=True",
        mended=True,
    ),
    category="logging",
    severity=Severity.HIGH,
    why="What is not recorded cannot be found again, and nobody is warned of it.",
    remediation="Set is_multi_region_trail=True, and leave enable_logging and "
    "include_global_service_events on.",
    snippet="aws.cloudtrail.Trail(..., is_multi_region_trail=True)",
    equivalents=[
        *("CKV_AWS_67", "CKV_AWS_251", "FSBP:CloudTrail.1", "CIS:3.1", "trivy:AWS-0014"),
        *("guard:multi-region-cloud-trail-enabled", "prowler:cloudtrail_multi_region_enabled"),
    ],
)

TO_LOGS: Final = demand_rule(
    "trail-cwlogs",
    "Trails also write to CloudWatch Logs",
    Demand(
        (TRAIL,),
        "cloudWatchLogsGroupArn",
        given,
        "The events only become files in a bucket: no alarm can watch them.",
        "cloud_watch_logs_group_arn=pulumi.Output.concat(group.arn, ':*'), "
        "cloud_watch_logs_role_arn=role.arn",
    ),
    category="logging",
    severity=Severity.LOW,
    level=Level.ADVISORY,
    why="A metric filter and its alarm tell within minutes of root's sign-in or of a key's end.",
    remediation="Set cloud_watch_logs_group_arn and cloud_watch_logs_role_arn, unless something "
    "else reads the bucket and alarms.",
    snippet="""aws.cloudtrail.Trail(
    ...,
    cloud_watch_logs_group_arn=pulumi.Output.concat(group.arn, ":*"),
    cloud_watch_logs_role_arn=role.arn,
)""",
    equivalents=[
        *("CKV2_AWS_10", "FSBP:CloudTrail.5", "trivy:AWS-0162"),
        "cdk-nag:CloudTrailCloudWatchLogsEnabled",
        "guard:cloud-trail-cloud-watch-logs-enabled",
        "prowler:cloudtrail_cloudwatch_logging_enabled",
    ],
)


@rule(
    "trail-bucket",
    "Reading a trail's log files is logged",
    category="logging",
    severity=Severity.LOW,
    level=Level.ADVISORY,
    scope=Scope.STACK,
    applies_to=[TRAIL],
    why="Whoever reads or deletes the log files of a trail should be found in another log.",
    remediation="Create a BucketLogging that sends the access logs to another bucket.",
    snippet="""aws.s3.BucketLogging(
    "trail-access", bucket=bucket.id, target_bucket=logs.id, target_prefix="trail/"
)""",
    equivalents=[
        *("FSBP:CloudTrail.7", "CIS:3.4", "trivy:AWS-0163"),
        "prowler:cloudtrail_logs_s3_bucket_access_logging_enabled",
    ],
)
def bucket_logging(graph: Graph) -> Iterator[Result]:
    """A bucket of another stack is that stack's matter.

    That it is not public is the matter of the rules for every bucket: ``s3-pab`` and those about
    lists and policies.
    """
    for trail in graph.of(TRAIL):
        reference = trail["s3BucketName"]
        if reference.unknown and graph.target(trail, reference, BUCKETS) is None:
            yield Undetermined(reference.path, trail.urn)
    for bucket in trail_buckets(graph):
        attached = graph.attached(bucket, LOGGING, "bucket", BUCKETS)
        own = own_logging(bucket)
        if attached.found or (own and not own.unknown):
            continue
        if own:
            yield Undetermined(own.path, bucket.urn)
        elif attached.maybe:
            holder, path = attached.maybe[0]
            yield Undetermined(path, holder.urn)
        else:
            yield Fail(
                "A trail writes here, and nobody can tell who reads or deletes its log files: "
                "the bucket logs no access.",
                "bucket",
                "aws.s3.BucketLogging(bucket=bucket.id, target_bucket=logs.id, "
                "target_prefix='trail/')",
                bucket.urn,
            )


RULES = (CMK, VALIDATION, EVERYWHERE, TO_LOGS, bucket_logging)
