"""Buckets with their separate policies, blocks and encryption."""

from tests.policies.guardrails.rule_cases.messaging import deny_plain_http
from tests.policies.guardrails.rule_cases.model import (
    UNKNOWN,
    Cases,
    Properties,
    Resource,
    one,
    policy,
)

BUCKET = "aws:s3/bucket:Bucket"
BUCKET_V2 = "aws:s3/bucketV2:BucketV2"
POLICY = "aws:s3/bucketPolicy:BucketPolicy"
BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
ACCOUNT_BLOCK = "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock"
ENCRYPTION = (
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
)
TLS_ONLY = policy(deny_plain_http("s3:*"))
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
    "s3-tls": Cases(
        "",
        fails=[
            ([LOGS], ["policy"]),
            ([LOGS, one(POLICY, {"bucket": "other", "policy": TLS_ONLY})], ["policy"]),
            (
                [LOGS, one(POLICY, {"bucket": "logs", "policy": policy(deny_plain_http("s3:G*"))})],
                ["policy"],
            ),
        ],
        passes=[
            [LOGS, one(POLICY, {"bucket": "logs", "policy": TLS_ONLY})],
            [
                one(BUCKET_V2, {"bucket": "logs"}),
                one(POLICY, {"bucket": "logs", "policy": TLS_ONLY}),
            ],
        ],
        near_misses=[
            [LOGS, one(POLICY, {"bucket": "arn:aws:s3:::logs", "policy": TLS_ONLY})],
            [one(BUCKET, {}), unresolved(POLICY, {"policy": TLS_ONLY}, one(BUCKET, {}))],
            [one(BUCKET, {"bucket": UNKNOWN, "policy": TLS_ONLY})],
        ],
        undetermined=[
            ([LOGS, one(POLICY, {"bucket": "logs", "policy": UNKNOWN})], "policy"),
            ([LOGS, one(POLICY, {"bucket": UNKNOWN, "policy": TLS_ONLY})], "bucket"),
        ],
    ),
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
