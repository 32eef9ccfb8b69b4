"""S3, EFS, EBS and ECR."""

from typing import Final

from guardrails.native.model import At, Lacking, NativeType, Part, Table
from guardrails.native.shapes import Each, Entry, as_json, spelled, stated, tags
from guardrails.resource_types import BUCKET_BLOCK, BUCKET_POLICY, BUCKETS

_BUCKET: Final = BUCKETS[0]
_SWITCHED: Final = spelled({"Enabled": True, "Disabled": False, "Suspended": False})
_ENCRYPTION: Final = "bucketEncryption.serverSideEncryptionConfiguration"
_BLOCK: Final = "publicAccessBlockConfiguration"
_ACLS: Final = spelled(
    {
        "AuthenticatedRead": "authenticated-read",
        "AwsExecRead": "aws-exec-read",
        "BucketOwnerFullControl": "bucket-owner-full-control",
        "BucketOwnerRead": "bucket-owner-read",
        "LogDeliveryWrite": "log-delivery-write",
        "Private": "private",
        "PublicRead": "public-read",
        "PublicReadWrite": "public-read-write",
    }
)

_INLINE: Final[Table] = {
    "bucket": "bucketName",
    "arn": "arn",
    "acl": At("accessControl", _ACLS),
    "grants": Lacking("accessControl"),
    "corsRules": At(
        "corsConfiguration.corsRules",
        Each({"allowedMethods": "allowedMethods", "allowedOrigins": "allowedOrigins"}),
    ),
    "lifecycleRules": At(
        "lifecycleConfiguration.rules",
        Each(
            {
                "enabled": At("status", _SWITCHED),
                "abortIncompleteMultipartUploadDays": (
                    "abortIncompleteMultipartUpload.daysAfterInitiation"
                ),
            }
        ),
    ),
    "logging.targetBucket": (
        "loggingConfiguration.destinationBucketName",
        # Without a name the bucket keeps its own log.
        At("loggingConfiguration", stated("itself")),
    ),
    "objectLockEnabled": "objectLockEnabled",
    "objectLockConfiguration.objectLockEnabled": "objectLockConfiguration.objectLockEnabled",
    "replicationConfiguration.rules": At(
        "replicationConfiguration.rules", Each({"status": "status"})
    ),
    "serverSideEncryptionConfiguration.rule.applyServerSideEncryptionByDefault.sseAlgorithm": (
        f"{_ENCRYPTION}.serverSideEncryptionByDefault.sseAlgorithm"
    ),
    "serverSideEncryptionConfiguration.rule.applyServerSideEncryptionByDefault.kmsMasterKeyId": (
        f"{_ENCRYPTION}.serverSideEncryptionByDefault.kmsMasterKeyId"
    ),
    "serverSideEncryptionConfiguration.rule.bucketKeyEnabled": f"{_ENCRYPTION}.bucketKeyEnabled",
    "versioning.enabled": At("versioningConfiguration.status", _SWITCHED),
    "versioning.mfaDelete": Lacking("versioningConfiguration"),
    "policy": Lacking("bucketName"),
    "forceDestroy": Lacking("bucketName"),
    "tags": At("tags", tags),
}


def _told(kind: str, property_: str, reference: str) -> At:
    """What a bucket tells a function, a queue or a topic of."""
    return At(
        f"notificationConfiguration.{kind}Configurations",
        Each(
            {
                reference: property_,
                "events": "event",
                "filterPrefix": At("filter.s3Key.rules", Entry("prefix", key="name")),
                "filterSuffix": At("filter.s3Key.rules", Entry("suffix", key="name")),
            }
        ),
    )


_S3_BUCKET: Final = NativeType(
    "aws-native:s3:Bucket",
    _BUCKET,
    _INLINE,
    parts=(
        Part(
            BUCKET_BLOCK,
            _BLOCK,
            {
                "blockPublicAcls": f"{_BLOCK}.blockPublicAcls",
                "blockPublicPolicy": f"{_BLOCK}.blockPublicPolicy",
                "ignorePublicAcls": f"{_BLOCK}.ignorePublicAcls",
                "restrictPublicBuckets": f"{_BLOCK}.restrictPublicBuckets",
            },
            whole="bucket",
            always=True,
        ),
        Part(
            "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
            "ownershipControls",
            {"rule.objectOwnership": "ownershipControls.rules.objectOwnership"},
            whole="bucket",
        ),
        Part(
            "aws:s3/bucketNotification:BucketNotification",
            "notificationConfiguration",
            {
                "lambdaFunctions": _told("lambda", "function", "lambdaFunctionArn"),
                "queues": _told("queue", "queue", "queueArn"),
                "topics": _told("topic", "topic", "topicArn"),
            },
            whole="bucket",
        ),
    ),
    left_out={"s3-mfa-delete": "the type has no word for it; AWS lets only the root user set it"},
)

_S3_POLICY: Final = NativeType(
    "aws-native:s3:BucketPolicy",
    BUCKET_POLICY,
    {"bucket": "bucket", "policy": At("policyDocument", as_json)},
    documents=("policyDocument",),
)

_FILE_SYSTEM: Final = NativeType(
    "aws-native:efs:FileSystem",
    "aws:efs/fileSystem:FileSystem",
    {
        "id": "fileSystemId",
        "arn": "arn",
        "availabilityZoneName": "availabilityZoneName",
        "encrypted": "encrypted",
        "kmsKeyId": "kmsKeyId",
        "creationToken": Lacking("backupPolicy"),
        "tags": At("fileSystemTags", tags),
        "tagsAll": Lacking("fileSystemTags"),
    },
    parts=(
        Part(
            "aws:efs/fileSystemPolicy:FileSystemPolicy",
            "fileSystemPolicy",
            {"policy": At("fileSystemPolicy", as_json)},
            whole="fileSystemId",
        ),
        Part(
            "aws:efs/backupPolicy:BackupPolicy",
            "backupPolicy",
            {"backupPolicy.status": "backupPolicy.status"},
            whole="fileSystemId",
        ),
        Part(
            "aws:efs/replicationConfiguration:ReplicationConfiguration",
            "replicationConfiguration",
            {
                "destination.fileSystemId": "replicationConfiguration.destinations.fileSystemId",
                "destination.kmsKeyId": "replicationConfiguration.destinations.kmsKeyId",
            },
            whole="sourceFileSystemId",
        ),
    ),
    documents=("fileSystemPolicy",),
)

_VOLUME: Final = NativeType(
    "aws-native:ec2:Volume",
    "aws:ebs/volume:Volume",
    {
        "id": "volumeId",
        "encrypted": "encrypted",
        "kmsKeyId": "kmsKeyId",
        "tags": At("tags", tags),
    },
)

_REPOSITORY: Final = NativeType(
    "aws-native:ecr:Repository",
    "aws:ecr/repository:Repository",
    {
        "name": "repositoryName",
        "arn": "arn",
        "forceDelete": "emptyOnDelete",
        "imageTagMutability": "imageTagMutability",
        "imageScanningConfiguration.scanOnPush": "imageScanningConfiguration.scanOnPush",
        "encryptionConfigurations.encryptionType": "encryptionConfiguration.encryptionType",
        "encryptionConfigurations.kmsKey": "encryptionConfiguration.kmsKey",
        "tags": At("tags", tags),
    },
    parts=(
        Part(
            "aws:ecr/repositoryPolicy:RepositoryPolicy",
            "repositoryPolicyText",
            {"policy": At("repositoryPolicyText", as_json)},
            whole="repository",
        ),
    ),
    documents=("repositoryPolicyText",),
)

TYPES: Final = (_S3_BUCKET, _S3_POLICY, _FILE_SYSTEM, _VOLUME, _REPOSITORY)
