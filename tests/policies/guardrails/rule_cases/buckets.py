"""Buckets with their separate policies, blocks and encryption."""

from tests.policies.guardrails.rule_cases.model import (
    UNKNOWN,
    Cases,
    Properties,
    Resource,
    one,
)

BUCKET = "aws:s3/bucket:Bucket"
BUCKET_V2 = "aws:s3/bucketV2:BucketV2"
POLICY = "aws:s3/bucketPolicy:BucketPolicy"
BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
ACCOUNT_BLOCK = "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock"
ENCRYPTION = (
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
)
LOGS = one(BUCKET, {"bucket": "logs"})
ALL_ON = {
    "blockPublicAcls": True,
    "blockPublicPolicy": True,
    "ignorePublicAcls": True,
    "restrictPublicBuckets": True,
}


def encryption(algorithm: object, **more: object) -> Properties:
    by_default = {"sseAlgorithm": algorithm, **more}
    return {"bucket": "logs", "rules": [{"applyServerSideEncryptionByDefault": by_default}]}


def unresolved(type_: str, properties: Properties, bucket: Resource) -> Resource:
    """A resource whose bucket is unknown, but computed from ``bucket``."""
    return one(type_, {**properties, "bucket": UNKNOWN}, depends={"bucket": [bucket.urn]})


CASES = {
    "s3-pab": Cases(
        "",
        fails=[
            ([LOGS], ["bucket"]),
            ([LOGS, one(BLOCK, {"bucket": "other", **ALL_ON})], ["bucket"]),
            (
                [LOGS, one(BLOCK, {"bucket": "logs", **ALL_ON, "ignorePublicAcls": False})],
                ["ignorePublicAcls"],
            ),
            ([LOGS, one(BLOCK, {"bucket": "logs"})], ["blockPublicAcls"]),
        ],
        passes=[[LOGS, one(BLOCK, {"bucket": "logs", **ALL_ON})]],
        near_misses=[
            [LOGS, unresolved(BLOCK, ALL_ON, LOGS)],
            [LOGS, one(ACCOUNT_BLOCK, ALL_ON)],
        ],
        undetermined=[
            (
                [LOGS, one(BLOCK, {"bucket": "logs", **ALL_ON, "blockPublicAcls": UNKNOWN})],
                "blockPublicAcls",
            ),
            ([LOGS, one(BLOCK, {"bucket": UNKNOWN, **ALL_ON})], "bucket"),
        ],
    ),
    "s3-sse": Cases(
        "",
        fails=[
            ([LOGS], ["bucket"]),
            (
                [LOGS, one(ENCRYPTION, encryption("AES256"))],
                ["rules[0].applyServerSideEncryptionByDefault.sseAlgorithm"],
            ),
        ],
        passes=[[LOGS, one(ENCRYPTION, encryption("aws:kms"))]],
        near_misses=[
            [LOGS, one(ENCRYPTION, encryption("aws:kms:dsse", kmsMasterKeyId=UNKNOWN))],
            [
                one(
                    BUCKET_V2,
                    {
                        "serverSideEncryptionConfigurations": [
                            {
                                "rules": [
                                    {
                                        "applyServerSideEncryptionByDefaults": [
                                            {"sseAlgorithm": "aws:kms"}
                                        ]
                                    }
                                ]
                            }
                        ]
                    },
                ),
            ],
            [
                one(BUCKET_V2, {"serverSideEncryptionConfigurations": [], "bucket": UNKNOWN}),
                unresolved(ENCRYPTION, encryption("aws:kms"), one(BUCKET_V2, {})),
            ],
            [
                one(
                    BUCKET,
                    {
                        "serverSideEncryptionConfiguration": {
                            "rule": {
                                "applyServerSideEncryptionByDefault": {"sseAlgorithm": "aws:kms"}
                            }
                        }
                    },
                )
            ],
        ],
        undetermined=[
            (
                [LOGS, one(ENCRYPTION, encryption(UNKNOWN))],
                "rules[0].applyServerSideEncryptionByDefault.sseAlgorithm",
            ),
            ([LOGS, one(ENCRYPTION, {"bucket": "logs", "rules": UNKNOWN})], "rules"),
        ],
    ),
}
