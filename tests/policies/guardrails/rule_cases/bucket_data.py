"""Buckets with their versions, logs, lifecycles, locks, copies and objects."""

from tests.policies.guardrails.rule_cases.buckets import BUCKET, BUCKET_V2, LOGS, unresolved
from tests.policies.guardrails.rule_cases.model import UNKNOWN, Cases, Properties, Resource, one

VERSIONING = "aws:s3/bucketVersioning:BucketVersioning"
LOGGING = "aws:s3/bucketLogging:BucketLogging"
LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"
LOCK = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration"
REPLICATION = "aws:s3/bucketReplicationConfig:BucketReplicationConfig"
ENCRYPTION = (
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
)
OBJECT = "aws:s3/bucketObjectv2:BucketObjectv2"
COPY = "aws:s3/objectCopy:ObjectCopy"
KEY_ARN = "arn:aws:kms:eu-central-1:123456789012:key/1"
NO_LOCK_NO_COPY = ["bucket", "bucket"]


def versioned(status: object, **more: object) -> Properties:
    return {"bucket": "logs", "versioningConfiguration": {"status": status, **more}}


def lifecycle(*rules: object) -> Resource:
    return one(LIFECYCLE, {"bucket": "logs", "rules": list(rules)})


def rule(status: object, days: object = 7) -> Properties:
    return {"status": status, "abortIncompleteMultipartUpload": {"daysAfterInitiation": days}}


def kms(**more: object) -> dict[str, object]:
    return {"rules": [{"applyServerSideEncryptionByDefault": {"sseAlgorithm": "aws:kms"}, **more}]}


COPIED = one(REPLICATION, {"bucket": "logs", "rules": [{"status": "Enabled"}]})
KEY_OFF = "rules[0].bucketKeyEnabled"
INLINE_RULE = {"applyServerSideEncryptionByDefault": {"sseAlgorithm": "aws:kms"}}

INLINE = "serverSideEncryptionConfiguration.rule"
MASTER_KEY = "rules[0].applyServerSideEncryptionByDefault.kmsMasterKeyId"


def by_default(**more: object) -> Properties:
    return {"rules": [{"applyServerSideEncryptionByDefault": {"sseAlgorithm": "aws:kms", **more}}]}


CASES = {
    "s3-versioning": Cases(
        "",
        fails=[
            ([LOGS], ["bucket"]),
            ([one(BUCKET, {"versioning": {"enabled": False}})], ["versioning.enabled"]),
            ([LOGS, one(VERSIONING, versioned("Suspended"))], ["versioningConfiguration.status"]),
            ([LOGS, one(VERSIONING, {**versioned("Enabled"), "bucket": "other"})], ["bucket"]),
        ],
        passes=[
            [LOGS, one(VERSIONING, versioned("Enabled"))],
            [one(BUCKET, {"versioning": {"enabled": True}})],
            [one(BUCKET_V2, {"versionings": [{"enabled": True}]})],
        ],
        near_misses=[[LOGS, unresolved(VERSIONING, versioned("Enabled"), LOGS)]],
        undetermined=[
            ([LOGS, one(VERSIONING, versioned(UNKNOWN))], "versioningConfiguration.status"),
            ([LOGS, one(VERSIONING, {**versioned("Enabled"), "bucket": UNKNOWN})], "bucket"),
            ([one(BUCKET, {"versioning": UNKNOWN})], "versioning"),
        ],
    ),
    "s3-mfa-delete": Cases(
        "",
        fails=[
            ([LOGS, one(VERSIONING, versioned("Enabled"))], ["versioningConfiguration.mfaDelete"]),
            ([one(BUCKET, {"versioning": {"enabled": True}})], ["versioning.mfaDelete"]),
        ],
        passes=[[LOGS, one(VERSIONING, versioned("Enabled", mfaDelete="Enabled"))]],
        near_misses=[[LOGS], [LOGS, one(VERSIONING, versioned("Suspended"))]],
        undetermined=[
            (
                [LOGS, one(VERSIONING, versioned("Enabled", mfaDelete=UNKNOWN))],
                "versioningConfiguration.mfaDelete",
            )
        ],
    ),
    "s3-logging": Cases(
        "",
        fails=[
            ([LOGS], ["bucket"]),
            ([LOGS, one(LOGGING, {"bucket": "other", "targetBucket": "elsewhere"})], ["bucket"]),
        ],
        passes=[[LOGS, one(LOGGING, {"bucket": "logs", "targetBucket": "elsewhere"})]],
        near_misses=[
            # The rule ``trail-bucket`` speaks for this one.
            [
                one(BUCKET, {"bucket": "trails"}, "trails"),
                one("aws:cloudtrail/trail:Trail", {"s3BucketName": "trails"}),
            ],
            # A bucket for logs keeps none of itself.
            [LOGS, one(LOGGING, {"bucket": "other", "targetBucket": "logs"})],
            [
                LOGS,
                one(BUCKET, {"bucket": "data", "logging": {"targetBucket": "logs"}}, "data"),
            ],
            [one(BUCKET_V2, {"loggings": [{"targetBucket": UNKNOWN}]})],
            [LOGS, one(LOGGING, {"bucket": "logs", "targetBucket": UNKNOWN})],
        ],
        undetermined=[
            ([LOGS, one(LOGGING, {"bucket": UNKNOWN, "targetBucket": "x"})], "bucket"),
            ([LOGS, one(LOGGING, {"bucket": "other", "targetBucket": UNKNOWN})], "targetBucket"),
        ],
    ),
    "s3-lifecycle": Cases(
        "",
        fails=[
            ([LOGS], ["bucket"]),
            ([LOGS, lifecycle(rule("Disabled"))], ["rules[0].status"]),
            ([LOGS, lifecycle()], ["rules"]),
            (
                [LOGS, lifecycle({"status": "Enabled", "expiration": {"days": 9}})],
                ["rules[0].abortIncompleteMultipartUpload.daysAfterInitiation"],
            ),
            (
                [one(BUCKET, {"lifecycleRules": [{"enabled": True}]})],
                ["lifecycleRules[0].abortIncompleteMultipartUploadDays"],
            ),
        ],
        passes=[[LOGS, lifecycle(rule("Enabled"))]],
        near_misses=[
            [LOGS, lifecycle({"status": "Enabled"}, rule("Enabled"))],
            [
                one(
                    BUCKET,
                    {
                        "lifecycleRules": [
                            {"enabled": True, "abortIncompleteMultipartUploadDays": 7}
                        ]
                    },
                )
            ],
        ],
        undetermined=[
            ([LOGS, lifecycle(rule(UNKNOWN))], "rules[0].status"),
            (
                [LOGS, lifecycle(rule("Enabled", UNKNOWN))],
                "rules[0].abortIncompleteMultipartUpload.daysAfterInitiation",
            ),
        ],
    ),
    "s3-lock-replication": Cases(
        "",
        fails=[
            ([LOGS], NO_LOCK_NO_COPY),
            ([one(BUCKET, {"objectLockEnabled": True})], ["bucket"]),
            (
                [one(BUCKET, {"bucket": "other", "objectLockEnabled": False}), COPIED],
                ["objectLockEnabled", "bucket"],
            ),
            (
                [LOGS, one(REPLICATION, {"bucket": "logs", "rules": [{"status": "Disabled"}]})],
                ["bucket", "rules[0].status"],
            ),
        ],
        passes=[[one(BUCKET, {"bucket": "logs", "objectLockEnabled": True}), COPIED]],
        near_misses=[
            [LOGS, one(LOCK, {"bucket": "logs", "rule": {}}), COPIED],
            [
                one(
                    BUCKET_V2,
                    {
                        "objectLockConfiguration": [{"objectLockEnabled": "Enabled"}],
                        "replicationConfigurations": [{"rules": [{"status": "Enabled"}]}],
                    },
                )
            ],
        ],
        undetermined=[
            (
                [one(BUCKET, {"bucket": "logs", "objectLockEnabled": UNKNOWN}), COPIED],
                "objectLockEnabled",
            )
        ],
    ),
    "s3-bucket-key": Cases(
        ENCRYPTION,
        fails=[
            (kms(), [KEY_OFF]),
            (kms(bucketKeyEnabled=False), [KEY_OFF]),
            (
                [one(BUCKET, {"serverSideEncryptionConfiguration": {"rule": INLINE_RULE}})],
                ["serverSideEncryptionConfiguration.rule.bucketKeyEnabled"],
            ),
        ],
        passes=[kms(bucketKeyEnabled=True)],
        near_misses=[
            {},
            {"rules": [{"applyServerSideEncryptionByDefault": {"sseAlgorithm": "AES256"}}]},
            {"rules": [{"applyServerSideEncryptionByDefault": {"sseAlgorithm": "aws:kms:dsse"}}]},
        ],
        undetermined=[
            (kms(bucketKeyEnabled=UNKNOWN), KEY_OFF),
            ({"rules": UNKNOWN}, "rules"),
        ],
    ),
    "s3-cmk": Cases(
        ENCRYPTION,
        fails=[
            (by_default(), [MASTER_KEY]),
            (by_default(kmsMasterKeyId="alias/aws/s3"), [MASTER_KEY]),
            (
                by_default(
                    sseAlgorithm="aws:kms:dsse",
                    kmsMasterKeyId="arn:aws:kms:eu-central-1:123456789012:alias/aws/s3",
                ),
                [MASTER_KEY],
            ),
            (
                [one(BUCKET, {"serverSideEncryptionConfiguration": {"rule": INLINE_RULE}})],
                [f"{INLINE}.applyServerSideEncryptionByDefault.kmsMasterKeyId"],
            ),
        ],
        passes=[by_default(kmsMasterKeyId=KEY_ARN), by_default(kmsMasterKeyId="alias/orders")],
        near_misses=[
            {},
            # Told by `s3-sse`.
            by_default(sseAlgorithm="AES256"),
            # A key of the same program, which has no ARN yet.
            by_default(kmsMasterKeyId=UNKNOWN),
            by_default(sseAlgorithm=UNKNOWN, kmsMasterKeyId=KEY_ARN),
        ],
        undetermined=[
            (
                by_default(sseAlgorithm=UNKNOWN),
                "rules[0].applyServerSideEncryptionByDefault.sseAlgorithm",
            ),
            ({"rules": UNKNOWN}, "rules"),
        ],
    ),
    "s3-object-cmk": Cases(
        "",
        fails=[
            ([one(OBJECT, {"bucket": "elsewhere"})], ["kmsKeyId"]),
            (
                [LOGS, one(COPY, {"bucket": "logs", "serverSideEncryption": "AES256"})],
                ["serverSideEncryption"],
            ),
            (
                [LOGS, one(OBJECT, {"bucket": "logs", "serverSideEncryption": "aws:kms"})],
                ["serverSideEncryption"],
            ),
        ],
        passes=[[one(OBJECT, {"bucket": "elsewhere", "kmsKeyId": KEY_ARN})]],
        near_misses=[
            [LOGS, one(OBJECT, {"bucket": "logs"})],
            [LOGS, unresolved(OBJECT, {}, LOGS)],
            [one(COPY, {"bucket": "elsewhere", "kmsKeyId": UNKNOWN})],
        ],
        undetermined=[
            ([one(OBJECT, {"bucket": UNKNOWN})], "bucket"),
            (
                [one(OBJECT, {"bucket": "elsewhere", "serverSideEncryption": UNKNOWN})],
                "serverSideEncryption",
            ),
        ],
    ),
}
