"""Buckets with their separate policies, blocks and encryption."""

from collections.abc import Sequence

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
ACL = "aws:s3/bucketAcl:BucketAcl"
OBJECT = "aws:s3/bucketObjectv2:BucketObjectv2"
OWNERSHIP = "aws:s3/bucketOwnershipControls:BucketOwnershipControls"
ACCESS_POINT = "aws:s3/accessPoint:AccessPoint"
REGIONS_POINT = "aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint"
CORS = "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration"
ALL_USERS = "http://acs.amazonaws.com/groups/global/AllUsers"
OFF = {"blockPublicPolicy": False}
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


def owned(ownership: object) -> Properties:
    return {"bucket": "logs", "rule": {"objectOwnership": ownership}}


def cors(*origins: str, methods: Sequence[str] = ("PUT",)) -> Properties:
    return {"corsRules": [{"allowedOrigins": list(origins), "allowedMethods": list(methods)}]}


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
    "s3-acl-public": Cases(
        BUCKET,
        fails=[
            ({"acl": "public-read"}, ["acl"]),
            ([one(ACL, {"bucket": "logs", "acl": "authenticated-read"})], ["acl"]),
            ([one(OBJECT, {"bucket": "logs", "acl": "public-read-write"})], ["acl"]),
            ({"grants": [{"id": "1"}, {"uri": ALL_USERS}]}, ["grants[1].uri"]),
            (
                [one(ACL, {"accessControlPolicy": {"grants": [{"grantee": {"uri": ALL_USERS}}]}})],
                ["accessControlPolicy.grants[0].grantee.uri"],
            ),
        ],
        passes=[{}, {"acl": "private"}],
        near_misses=[
            {"acl": "log-delivery-write"},
            {"grants": [{"uri": "http://acs.amazonaws.com/groups/s3/LogDelivery"}]},
        ],
        undetermined=[({"acl": UNKNOWN}, "acl"), ({"grants": UNKNOWN}, "grants")],
    ),
    "s3-acl-disabled": Cases(
        "",
        fails=[
            ([LOGS, one(OWNERSHIP, owned("BucketOwnerPreferred"))], ["rule.objectOwnership"]),
            (
                [
                    LOGS,
                    one(OWNERSHIP, owned("ObjectWriter")),
                    one(ACL, {"bucket": "logs", "acl": "log-delivery-write"}),
                ],
                ["rule.objectOwnership"],
            ),
            ([LOGS, one(ACL, {"bucket": "logs", "acl": "log-delivery-write"})], ["acl"]),
            ([one(BUCKET, {"grants": [{"id": "1"}]})], ["grants"]),
            (
                [LOGS, one(ACL, {"bucket": "logs", "accessControlPolicy": {"grants": []}})],
                ["accessControlPolicy"],
            ),
        ],
        passes=[[LOGS, one(OWNERSHIP, owned("BucketOwnerEnforced"))]],
        near_misses=[
            [LOGS],
            [one(BUCKET_V2, {"acl": "private"})],
            # What is public is for `s3-acl-public`.
            [LOGS, one(ACL, {"bucket": "logs", "acl": "public-read"})],
            [LOGS, one(OWNERSHIP, {**owned("ObjectWriter"), "bucket": "other"})],
        ],
        undetermined=[
            ([LOGS, one(OWNERSHIP, owned(UNKNOWN))], "rule.objectOwnership"),
            (
                [
                    one(BUCKET, {"bucket": "logs", "acl": "log-delivery-write"}),
                    one(OWNERSHIP, {**owned("BucketOwnerEnforced"), "bucket": UNKNOWN}),
                ],
                "bucket",
            ),
        ],
    ),
    "s3-accesspoint-pab": Cases(
        ACCESS_POINT,
        fails=[
            (
                {"publicAccessBlockConfiguration": {"ignorePublicAcls": False}},
                ["publicAccessBlockConfiguration.ignorePublicAcls"],
            ),
            # One violation for what is mended at once.
            (
                {"publicAccessBlockConfiguration": dict.fromkeys(ALL_ON, False)},
                ["publicAccessBlockConfiguration.blockPublicAcls"],
            ),
            (
                [one(REGIONS_POINT, {"details": {"publicAccessBlock": {**ALL_ON, **OFF}}})],
                ["details.publicAccessBlock.blockPublicPolicy"],
            ),
        ],
        passes=[{"publicAccessBlockConfiguration": ALL_ON}],
        near_misses=[{}, [one(REGIONS_POINT, {"details": {"name": "x"}})]],
        undetermined=[
            (
                {"publicAccessBlockConfiguration": {"blockPublicAcls": UNKNOWN}},
                "publicAccessBlockConfiguration.blockPublicAcls",
            ),
            ({"publicAccessBlockConfiguration": UNKNOWN}, "publicAccessBlockConfiguration"),
        ],
    ),
    "s3-cors-star": Cases(
        CORS,
        fails=[
            (cors("*"), ["corsRules[0].allowedOrigins[0]"]),
            (
                cors("https://app.example.com", "*", methods=["GET", "DELETE"]),
                ["corsRules[0].allowedOrigins[1]"],
            ),
            ([one(BUCKET, cors("*"))], ["corsRules[0].allowedOrigins[0]"]),
        ],
        passes=[cors("https://app.example.com")],
        near_misses=[
            cors("*", methods=["GET", "HEAD"]),
            cors("https://*.example.com"),
            {"corsRules": []},
        ],
        undetermined=[
            ({"corsRules": UNKNOWN}, "corsRules"),
            (
                {"corsRules": [{"allowedOrigins": UNKNOWN, "allowedMethods": ["PUT"]}]},
                "corsRules[0].allowedOrigins",
            ),
            (
                {"corsRules": [{"allowedOrigins": ["*"], "allowedMethods": UNKNOWN}]},
                "corsRules[0].allowedMethods",
            ),
        ],
    ),
}
