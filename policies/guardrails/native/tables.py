"""DynamoDB."""

from typing import Final

from guardrails.native.model import At, NativeType, Part
from guardrails.native.shapes import as_json, each, tags
from guardrails.resource_types import TABLE

_RESOURCE_POLICY: Final = "aws:dynamodb/resourcePolicy:ResourcePolicy"

_RECOVERY: Final = "pointInTimeRecoverySpecification"

_TABLE: Final = NativeType(
    "aws-native:dynamodb:Table",
    TABLE,
    {
        "name": "tableName",
        "arn": "arn",
        "streamArn": "streamArn",
        "attributes": At(
            "attributeDefinitions", each({"name": "attributeName", "type": "attributeType"})
        ),
        "billingMode": "billingMode",
        "readCapacity": "provisionedThroughput.readCapacityUnits",
        "writeCapacity": "provisionedThroughput.writeCapacityUnits",
        "onDemandThroughput": "onDemandThroughput",
        "globalSecondaryIndexes": At(
            "globalSecondaryIndexes",
            each(
                {
                    "name": "indexName",
                    "readCapacity": "provisionedThroughput.readCapacityUnits",
                    "writeCapacity": "provisionedThroughput.writeCapacityUnits",
                    "onDemandThroughput": "onDemandThroughput",
                }
            ),
        ),
        "pointInTimeRecovery.enabled": f"{_RECOVERY}.pointInTimeRecoveryEnabled",
        "deletionProtectionEnabled": "deletionProtectionEnabled",
        "serverSideEncryption.enabled": "sseSpecification.sseEnabled",
        "serverSideEncryption.kmsKeyArn": "sseSpecification.kmsMasterKeyId",
        "ttl.attributeName": "timeToLiveSpecification.attributeName",
        "ttl.enabled": "timeToLiveSpecification.enabled",
        "tags": At("tags", tags),
    },
    parts=(
        Part(
            _RESOURCE_POLICY,
            "resourcePolicy",
            {"policy": At("resourcePolicy.policyDocument", as_json)},
            whole="resourceArn",
        ),
    ),
    documents=("resourcePolicy.policyDocument",),
)

TYPES: Final = (_TABLE,)
