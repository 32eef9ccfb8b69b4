"""S3, EFS, EBS and ECR."""

from typing import Any, Final

from tests.policies.guardrails.native.cases.model import (
    ACCOUNT,
    KEY,
    REGION,
    UNKNOWN,
    Case,
    document,
    native,
    tls,
)

_BLOCKED: Final = {
    "blockPublicAcls": True,
    "blockPublicPolicy": True,
    "ignorePublicAcls": True,
    "restrictPublicBuckets": True,
}

_BUCKET: Final[dict[str, Any]] = {
    "bucketName": "shop-files",
    "publicAccessBlockConfiguration": _BLOCKED,
    "ownershipControls": {"rules": [{"objectOwnership": "BucketOwnerEnforced"}]},
    "bucketEncryption": {
        "serverSideEncryptionConfiguration": [
            {
                "bucketKeyEnabled": True,
                "serverSideEncryptionByDefault": {
                    "sseAlgorithm": "aws:kms",
                    "kmsMasterKeyId": UNKNOWN,
                },
            }
        ]
    },
    "versioningConfiguration": {"status": "Enabled"},
    "loggingConfiguration": {"destinationBucketName": "shop-logs", "logFilePrefix": "files/"},
    "lifecycleConfiguration": {
        "rules": [
            {
                "status": "Enabled",
                "noncurrentVersionExpiration": {"noncurrentDays": 90},
                "abortIncompleteMultipartUpload": {"daysAfterInitiation": 7},
            }
        ]
    },
    "corsConfiguration": {
        "corsRules": [{"allowedMethods": ["PUT"], "allowedOrigins": ["https://example.com"]}]
    },
}

_FILES: Final = native("s3:Bucket", "files", _BUCKET)

_OF_FILES: Final = ("arn:aws:s3:::shop-files", "arn:aws:s3:::shop-files/*")

_FILES_POLICY: Final = native(
    "s3:BucketPolicy",
    "files",
    {"bucket": "shop-files", "policyDocument": document(tls("s3:*", *_OF_FILES))},
)

_FILE_SYSTEM_ARN: Final = f"arn:aws:elasticfilesystem:{REGION}:{ACCOUNT}:file-system/fs-1"

_REPOSITORY_OPEN: Final = {
    "Sid": "Pull",
    "Effect": "Allow",
    "Principal": "*",
    "Action": "ecr:BatchGetImage",
}

_RULE: Final = "bucketEncryption.serverSideEncryptionConfiguration[0]"

CASES: Final[dict[str, Case]] = {
    "s3:Bucket": Case(
        good=[_FILES, _FILES_POLICY],
        bad=[
            native(
                "s3:Bucket",
                properties={
                    "accessControl": "PublicRead",
                    "publicAccessBlockConfiguration": {**_BLOCKED, "blockPublicAcls": False},
                    "ownershipControls": {"rules": [{"objectOwnership": "ObjectWriter"}]},
                    "bucketEncryption": {
                        "serverSideEncryptionConfiguration": [
                            {"serverSideEncryptionByDefault": {"sseAlgorithm": "aws:kms"}}
                        ]
                    },
                    "versioningConfiguration": {"status": "Suspended"},
                    "lifecycleConfiguration": {"rules": [{"status": "Disabled"}]},
                    "corsConfiguration": {
                        "corsRules": [{"allowedMethods": ["PUT"], "allowedOrigins": ["*"]}]
                    },
                },
                protect=False,
            ),
            native("s3:Bucket", "bare"),
        ],
        found=[
            ("s3-acl-disabled", "ownershipControls.rules[0].objectOwnership"),
            ("s3-acl-public", "accessControl"),
            (
                "s3-bucket-key",
                f"{_RULE}.bucketKeyEnabled",
            ),
            (
                "s3-cmk",
                f"{_RULE}.serverSideEncryptionByDefault.kmsMasterKeyId",
            ),
            ("s3-cors-star", "corsConfiguration.corsRules[0].allowedOrigins[0]"),
            ("s3-lifecycle", "bucketName"),
            ("s3-lifecycle", "lifecycleConfiguration.rules[0].status"),
            ("s3-logging", "bucketName"),
            ("s3-logging", "bucketName"),
            ("s3-pab", "publicAccessBlockConfiguration.blockPublicAcls"),
            ("s3-pab", "publicAccessBlockConfiguration.blockPublicAcls"),
            ("s3-sse", "bucketName"),
            ("s3-tls", "bucketName"),
            ("s3-tls", "bucketName"),
            ("s3-versioning", "bucketName"),
            ("s3-versioning", "versioningConfiguration.status"),
            ("stateful-protect", "options.protect"),
        ],
    ),
    "s3:BucketPolicy": Case(
        good=[_FILES, _FILES_POLICY],
        bad=[
            _FILES,
            native(
                "s3:BucketPolicy",
                properties={
                    "bucket": UNKNOWN,
                    "policyDocument": document(
                        {
                            "Effect": "Allow",
                            "Principal": "*",
                            "Action": "s3:GetObject",
                            "Resource": _OF_FILES[1],
                        }
                    ),
                },
                depends={"bucket": [_FILES]},
            ),
        ],
        found=[
            ("s3-policy-principal-star", "policyDocument.Statement[0].Principal"),
            ("s3-policy-tls", "policyDocument"),
        ],
    ),
    "efs:FileSystem": Case(
        good=[
            native(
                "efs:FileSystem",
                properties={
                    "encrypted": True,
                    "kmsKeyId": UNKNOWN,
                    "backupPolicy": {"status": "ENABLED"},
                    "fileSystemPolicy": document(tls("elasticfilesystem:*", _FILE_SYSTEM_ARN)),
                    "replicationConfiguration": {
                        "destinations": [{"region": "eu-west-1", "kmsKeyId": KEY}]
                    },
                },
            )
        ],
        bad=[
            native(
                "efs:FileSystem",
                properties={
                    "encrypted": True,
                    "backupPolicy": {"status": "DISABLED"},
                    "fileSystemPolicy": document(
                        {
                            "Effect": "Allow",
                            "Principal": {"AWS": "*"},
                            "Action": "elasticfilesystem:ClientMount",
                            "Resource": _FILE_SYSTEM_ARN,
                        }
                    ),
                    "replicationConfiguration": {"destinations": [{"region": "eu-west-1"}]},
                },
            ),
            native("efs:FileSystem", "clear", {"backupPolicy": {"status": "ENABLED"}}),
        ],
        found=[
            ("efs-backup", "backupPolicy"),
            ("efs-encrypt", "encrypted"),
            ("efs-encrypt-cmk", "kmsKeyId"),
            ("efs-encrypt-cmk", "replicationConfiguration.destinations[0].kmsKeyId"),
            ("resource-policy-public", "fileSystemPolicy.Statement[0].Principal.AWS[0]"),
        ],
    ),
    "ec2:Volume": Case(
        good=[native("ec2:Volume", properties={"encrypted": True, "kmsKeyId": UNKNOWN})],
        bad=[
            native("ec2:Volume"),
            native("ec2:Volume", "shared", {"encrypted": True}),
        ],
        found=[
            ("ebs-encrypt", "encrypted"),
            ("ebs-encrypt-cmk", "kmsKeyId"),
        ],
    ),
    "ecr:Repository": Case(
        good=[
            native(
                "ecr:Repository",
                properties={
                    "imageTagMutability": "IMMUTABLE",
                    "imageScanningConfiguration": {"scanOnPush": True},
                    "encryptionConfiguration": {"encryptionType": "KMS", "kmsKey": UNKNOWN},
                },
            )
        ],
        bad=[
            native(
                "ecr:Repository",
                properties={"repositoryPolicyText": document(_REPOSITORY_OPEN)},
            )
        ],
        found=[
            ("ecr-cmk", "encryptionConfiguration.encryptionType"),
            ("ecr-immutable", "imageTagMutability"),
            ("ecr-scan", "imageScanningConfiguration.scanOnPush"),
            ("resource-policy-public", "repositoryPolicyText.Statement[0].Principal"),
        ],
    ),
}
