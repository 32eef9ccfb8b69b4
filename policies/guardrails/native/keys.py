"""KMS, Secrets Manager and Systems Manager."""

from typing import Final

from guardrails.native.model import At, Lacking, NativeType
from guardrails.native.shapes import Each, as_json, spelled, tags
from guardrails.resource_types import KEY, SECRET

_KEY: Final = NativeType(
    "aws-native:kms:Key",
    KEY,
    {
        "id": "keyId",
        "arn": "arn",
        "policy": At("keyPolicy", as_json),
        "deletionWindowInDays": "pendingWindowInDays",
        "enableKeyRotation": "enableKeyRotation",
        "isEnabled": "enabled",
        "customerMasterKeySpec": "keySpec",
        "keyUsage": "keyUsage",
        # Material that KMS did not make is not rotated, as in a store of one's own.
        "customKeyStoreId": At("origin", spelled({"AWS_KMS": None})),
        "bypassPolicyLockoutSafetyCheck": "bypassPolicyLockoutSafetyCheck",
        "tags": At("tags", tags),
    },
    documents=("keyPolicy",),
)

_ALIAS: Final = NativeType(
    "aws-native:kms:Alias",
    "aws:kms/alias:Alias",
    {"name": "aliasName", "targetKeyId": "targetKeyId"},
)

_REPLICA_KEY: Final = NativeType(
    "aws-native:kms:ReplicaKey",
    "aws:kms/replicaKey:ReplicaKey",
    {
        "id": "keyId",
        "arn": "arn",
        "policy": At("keyPolicy", as_json),
        "deletionWindowInDays": "pendingWindowInDays",
        "enabled": "enabled",
        "bypassPolicyLockoutSafetyCheck": Lacking("keyPolicy"),
        "tags": At("tags", tags),
    },
    documents=("keyPolicy",),
)

_SECRET: Final = NativeType(
    "aws-native:secretsmanager:Secret",
    SECRET,
    {
        "name": "name",
        "arn": "awsId",
        "kmsKeyId": "kmsKeyId",
        "replicas": At("replicaRegions", Each({"region": "region", "kmsKeyId": "kmsKeyId"})),
        "policy": Lacking("name"),
        "tags": At("tags", tags),
    },
)

_SECRET_POLICY: Final = NativeType(
    "aws-native:secretsmanager:ResourcePolicy",
    "aws:secretsmanager/secretPolicy:SecretPolicy",
    {"secretArn": "secretId", "policy": At("resourcePolicy", as_json)},
    documents=("resourcePolicy",),
)

_ROTATION: Final = NativeType(
    "aws-native:secretsmanager:RotationSchedule",
    "aws:secretsmanager/secretRotation:SecretRotation",
    {
        "secretId": "secretId",
        "rotationRules.automaticallyAfterDays": "rotationRules.automaticallyAfterDays",
        "rotationRules.scheduleExpression": "rotationRules.scheduleExpression",
    },
)

_PARAMETER: Final = NativeType(
    "aws-native:ssm:Parameter",
    "aws:ssm/parameter:Parameter",
    {
        "name": "name",
        "arn": "arn",
        "type": "type",
        "value": "value",
        "insecureValue": Lacking("value"),
        "keyId": Lacking("type"),
        "tags": "tags",
    },
)

TYPES: Final = (_KEY, _ALIAS, _REPLICA_KEY, _SECRET, _SECRET_POLICY, _ROTATION, _PARAMETER)
