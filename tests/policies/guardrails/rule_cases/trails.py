"""CloudTrail."""

from guardrails.view import Resource
from tests.policies.guardrails.rule_cases.model import UNKNOWN, Cases, Properties, one, urn

TRAIL = "aws:cloudtrail/trail:Trail"
STORE = "aws:cloudtrail/eventDataStore:EventDataStore"
BUCKET = "aws:s3/bucket:Bucket"
LOGGING = "aws:s3/bucketLogging:BucketLogging"
FULL = {"isMultiRegionTrail": True}
WRITING = one(TRAIL, {"s3BucketName": "trails"}, "trail")
TRAILS = one(BUCKET, {"bucket": "trails"}, "trails")

READS = {"readWriteType": "ReadOnly"}


def trail(properties: Properties, name: str = "trail") -> Resource:
    return one(TRAIL, properties, name)


def basic(*selectors: Properties) -> Properties:
    return {"eventSelectors": list(selectors)}


def advanced(category: object, **others: str) -> Properties:
    fields = {"eventCategory": category, **others}
    selectors = [{"field": name, "equals": [value]} for name, value in fields.items()]
    return {"advancedEventSelectors": [{"fieldSelectors": selectors}]}


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
    "trail-management-events": Cases(
        "",
        fails=[
            ([trail(basic(READS))], ["eventSelectors"]),
            ([trail(basic({"includeManagementEvents": False}))], ["eventSelectors"]),
            ([trail(advanced("Data"))], ["advancedEventSelectors"]),
            ([trail(advanced("Management", readOnly="true"))], ["advancedEventSelectors"]),
            # Two trails that leave out the same.
            ([trail(basic(READS)), trail(advanced("Data"), "other")], ["advancedEventSelectors"]),
        ],
        passes=[
            [trail({})],
            [trail(basic({"readWriteType": "All", "includeManagementEvents": True}))],
            [trail(basic({"dataResources": []}))],
            [trail(advanced("Management"))],
        ],
        near_misses=[
            [trail(basic(READS, {"readWriteType": "WriteOnly"}))],
            [trail(advanced("Data")), trail({}, "other")],
            [one(STORE, advanced("Data"))],
        ],
        undetermined=[
            ([trail({"eventSelectors": UNKNOWN})], "eventSelectors"),
            (
                [trail(basic({"includeManagementEvents": UNKNOWN}))],
                "eventSelectors[0].includeManagementEvents",
            ),
            (
                [trail(advanced(UNKNOWN))],
                "advancedEventSelectors[0].fieldSelectors[0].equals[0]",
            ),
        ],
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
