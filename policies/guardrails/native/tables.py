"""DynamoDB, and what scales and saves its tables."""

from typing import Final

from guardrails.native.model import At, Lacking, NativeType, Part, Table
from guardrails.native.shapes import Each, as_json, stated, tags, when_on
from guardrails.resource_types import TABLE

_POLICY: Final = "aws:dynamodb/resourcePolicy:ResourcePolicy"
_RECOVERY: Final = "pointInTimeRecoverySpecification.pointInTimeRecoveryEnabled"
_EACH_REPLICA: Final = At("replicas", stated(value=True), default=True)

_SAME: Final[Table] = {
    "name": "tableName",
    "arn": "arn",
    "streamArn": "streamArn",
    "attributes": At(
        "attributeDefinitions", Each({"name": "attributeName", "type": "attributeType"})
    ),
    "billingMode": "billingMode",
    "serverSideEncryption.enabled": "sseSpecification.sseEnabled",
    "ttl.attributeName": "timeToLiveSpecification.attributeName",
    "ttl.enabled": "timeToLiveSpecification.enabled",
}

_TABLE: Final = NativeType(
    "aws-native:dynamodb:Table",
    TABLE,
    {
        **_SAME,
        "readCapacity": "provisionedThroughput.readCapacityUnits",
        "writeCapacity": "provisionedThroughput.writeCapacityUnits",
        "onDemandThroughput": "onDemandThroughput",
        "globalSecondaryIndexes": At(
            "globalSecondaryIndexes",
            Each(
                {
                    "name": "indexName",
                    "readCapacity": "provisionedThroughput.readCapacityUnits",
                    "writeCapacity": "provisionedThroughput.writeCapacityUnits",
                    "onDemandThroughput": "onDemandThroughput",
                }
            ),
        ),
        "pointInTimeRecovery.enabled": _RECOVERY,
        "deletionProtectionEnabled": "deletionProtectionEnabled",
        "serverSideEncryption.kmsKeyArn": "sseSpecification.kmsMasterKeyId",
        "replicas": Lacking("tableName"),
        "tags": At("tags", tags),
        "tagsAll": Lacking("tags"),
    },
    parts=(
        Part(
            _POLICY,
            "resourcePolicy",
            {"policy": At("resourcePolicy.policyDocument", as_json)},
            whole="resourceArn",
        ),
    ),
    documents=("resourcePolicy.policyDocument",),
)

# Each replica, that of its own region among them, says for itself what a table says once.
_GLOBAL_TABLE: Final = NativeType(
    "aws-native:dynamodb:GlobalTable",
    TABLE,
    {
        **_SAME,
        "readCapacity": Lacking("readProvisionedThroughputSettings"),
        "writeCapacity": Lacking("writeProvisionedThroughputSettings"),
        "onDemandThroughput": Lacking("writeOnDemandThroughputSettings"),
        "globalSecondaryIndexes": Lacking("globalSecondaryIndexes"),
        "pointInTimeRecovery.enabled": _EACH_REPLICA,
        "deletionProtectionEnabled": _EACH_REPLICA,
        "serverSideEncryption.kmsKeyArn": At(
            "sseSpecification.sseEnabled", when_on("each its own")
        ),
        "replicas": At(
            "replicas",
            Each(
                {
                    "regionName": "region",
                    "pointInTimeRecovery": _RECOVERY,
                    "deletionProtectionEnabled": "deletionProtectionEnabled",
                    "kmsKeyArn": "sseSpecification.kmsMasterKeyId",
                }
            ),
        ),
        "tags": Lacking("replicas"),
        "tagsAll": Lacking("replicas"),
    },
    parts=(
        Part(
            _POLICY,
            "replicas",
            {"policy": At("resourcePolicy.policyDocument", as_json)},
            whole="resourceArn",
            each=True,
        ),
    ),
    documents=("replicas.resourcePolicy.policyDocument",),
    left_out={
        "ddb-autoscale": "provisioned capacity is always scaled here, by the type's own settings",
        "ddb-backup-plan": "tags belong to each replica, and so do the backups of its region",
    },
)

_SCALABLE_TARGET: Final = NativeType(
    "aws-native:applicationautoscaling:ScalableTarget",
    "aws:appautoscaling/target:Target",
    {"resourceId": "resourceId", "scalableDimension": "scalableDimension"},
)

_CONDITION: Final = Each({"key": "conditionKey", "value": "conditionValue"})

_BACKUP_SELECTION: Final = NativeType(
    "aws-native:backup:BackupSelection",
    "aws:backup/selection:Selection",
    {
        "planId": "backupPlanId",
        "resources": "backupSelection.resources",
        "notResources": "backupSelection.notResources",
        "selectionTags": At("backupSelection.listOfTags", _CONDITION),
        "conditions.stringEquals": At("backupSelection.conditions.stringEquals", _CONDITION),
        "conditions.stringLikes": At("backupSelection.conditions.stringLike", _CONDITION),
        "conditions.stringNotEquals": At("backupSelection.conditions.stringNotEquals", _CONDITION),
        "conditions.stringNotLikes": At("backupSelection.conditions.stringNotLike", _CONDITION),
    },
)

TYPES: Final = (_TABLE, _GLOBAL_TABLE, _SCALABLE_TARGET, _BACKUP_SELECTION)
