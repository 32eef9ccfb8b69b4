"""CloudTrail."""

from tests.policies.guardrails.rule_cases.model import UNKNOWN, Cases, one, urn

TRAIL = "aws:cloudtrail/trail:Trail"
STORE = "aws:cloudtrail/eventDataStore:EventDataStore"
BUCKET = "aws:s3/bucket:Bucket"
LOGGING = "aws:s3/bucketLogging:BucketLogging"
FULL = {"isMultiRegionTrail": True}
WRITING = one(TRAIL, {"s3BucketName": "trails"}, "trail")
TRAILS = one(BUCKET, {"bucket": "trails"}, "trails")

CASES = {
    "trail-cmk": Cases(
        TRAIL,
        fails=[
            ({}, ["kmsKeyId"]),
            ({"kmsKeyId": ""}, ["kmsKeyId"]),
            ([one(STORE, {})], ["kmsKeyId"]),
        ],
        passes=[{"kmsKeyId": "arn:aws:kms:eu-central-1:123456789012:key/1"}],
        near_misses=[{"kmsKeyId": UNKNOWN}, [one(STORE, {"kmsKeyId": "alias/events"})]],
        always_known="a key that is given is a key, known or not",
    ),
    "trail-validation": Cases(
        TRAIL,
        fails=[
            ({}, ["enableLogFileValidation"]),
            ({"enableLogFileValidation": False}, ["enableLogFileValidation"]),
        ],
        passes=[{"enableLogFileValidation": True}],
        near_misses=[{"enableLogFileValidation": "true"}, [one(STORE, {})]],
        undetermined=[({"enableLogFileValidation": UNKNOWN}, "enableLogFileValidation")],
    ),
    "trail-multiregion": Cases(
        TRAIL,
        fails=[
            ({}, ["isMultiRegionTrail"]),
            ({**FULL, "enableLogging": False}, ["enableLogging"]),
            ({**FULL, "includeGlobalServiceEvents": False}, ["includeGlobalServiceEvents"]),
            ([one(STORE, {"multiRegionEnabled": False})], ["multiRegionEnabled"]),
        ],
        passes=[FULL],
        near_misses=[
            {**FULL, "enableLogging": True, "includeGlobalServiceEvents": True},
            [one(STORE, {})],
        ],
        undetermined=[({"isMultiRegionTrail": UNKNOWN}, "isMultiRegionTrail")],
    ),
    "trail-cwlogs": Cases(
        TRAIL,
        fails=[({}, ["cloudWatchLogsGroupArn"])],
        passes=[{"cloudWatchLogsGroupArn": "arn:aws:logs:eu-central-1:123456789012:log-group:t:*"}],
        near_misses=[{"cloudWatchLogsGroupArn": UNKNOWN}, [one(STORE, {})]],
        always_known="a log group that is given is one, known or not",
    ),
    "trail-bucket": Cases(
        "",
        fails=[
            ([WRITING, TRAILS], ["bucket"]),
            # Two trails are one cause.
            ([WRITING, one(TRAIL, {"s3BucketName": "trails"}, "other"), TRAILS], ["bucket"]),
            ([WRITING, TRAILS, one(LOGGING, {"bucket": "others"})], ["bucket"]),
            (
                [
                    one(
                        TRAIL,
                        {"s3BucketName": UNKNOWN},
                        depends={"s3BucketName": [urn(BUCKET, "trails")]},
                    ),
                    one(BUCKET, {"bucket": UNKNOWN}, "trails"),
                ],
                ["bucket"],
            ),
        ],
        passes=[
            [WRITING, TRAILS, one(LOGGING, {"bucket": "trails"})],
            [WRITING, one(BUCKET, {"bucket": "trails", "logging": {"targetBucket": "logs"}})],
            [
                WRITING,
                one("aws:s3/bucketV2:BucketV2", {"bucket": "trails"}, "trails"),
                one("aws:s3/bucketLoggingV2:BucketLoggingV2", {"bucket": "trails"}),
            ],
        ],
        near_misses=[
            # Another stack's bucket, and a bucket that no trail writes to.
            [WRITING],
            [WRITING, one(BUCKET, {"bucket": "others"})],
        ],
        undetermined=[
            ([one(TRAIL, {"s3BucketName": UNKNOWN}), TRAILS], "s3BucketName"),
            ([WRITING, TRAILS, one(LOGGING, {"bucket": UNKNOWN})], "bucket"),
            ([WRITING, one(BUCKET, {"bucket": "trails", "logging": UNKNOWN})], "logging"),
        ],
    ),
}
