"""DynamoDB."""

from typing import Any, Final

from tests.policies.guardrails.native.cases.model import (
    KEY,
    REGION,
    UNKNOWN,
    Case,
    document,
    native,
)

_RECOVERED: Final = {"pointInTimeRecoverySpecification": {"pointInTimeRecoveryEnabled": True}}

_TABLE: Final[dict[str, Any]] = {
    "tableName": "orders",
    "billingMode": "PAY_PER_REQUEST",
    "attributeDefinitions": [
        {"attributeName": "id", "attributeType": "S"},
        {"attributeName": "ends", "attributeType": "N"},
    ],
    "keySchema": [{"attributeName": "id", "keyType": "HASH"}],
    **_RECOVERED,
    "deletionProtectionEnabled": True,
    "sseSpecification": {"sseEnabled": True, "sseType": "KMS", "kmsMasterKeyId": UNKNOWN},
    "timeToLiveSpecification": {"attributeName": "ends", "enabled": True},
    "tags": [{"key": "team", "value": "orders"}],
}

_SELECTION: Final = native(
    "backup:BackupSelection",
    "nightly",
    {
        "backupPlanId": UNKNOWN,
        "backupSelection": {
            "selectionName": "nightly",
            "iamRoleArn": UNKNOWN,
            "listOfTags": [
                {
                    "conditionKey": "team",
                    "conditionType": "STRINGEQUALS",
                    "conditionValue": "orders",
                }
            ],
        },
    },
)

_SCALED: Final = [
    native(
        "applicationautoscaling:ScalableTarget",
        way,
        {
            "resourceId": "table/orders",
            "scalableDimension": f"dynamodb:table:{way}CapacityUnits",
            "serviceNamespace": "dynamodb",
            "minCapacity": 1,
            "maxCapacity": 9,
        },
    )
    for way in ("Read", "Write")
]

_PROVISIONED: Final[dict[str, Any]] = {
    **_TABLE,
    "billingMode": "PROVISIONED",
    "provisionedThroughput": {"readCapacityUnits": 5, "writeCapacityUnits": 5},
}

_REPLICA: Final = {
    **_RECOVERED,
    "deletionProtectionEnabled": True,
    "sseSpecification": {"kmsMasterKeyId": KEY},
}

_GLOBAL_TABLE: Final[dict[str, Any]] = {
    "tableName": "orders",
    "billingMode": "PROVISIONED",
    "attributeDefinitions": [{"attributeName": "id", "attributeType": "S"}],
    "keySchema": [{"attributeName": "id", "keyType": "HASH"}],
    "sseSpecification": {"sseEnabled": True, "sseType": "KMS"},
    "replicas": [{"region": REGION, **_REPLICA}, {"region": "eu-west-1", **_REPLICA}],
}

_OPEN: Final = {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}

CASES: Final[dict[str, Case]] = {
    "dynamodb:Table": Case(
        good=[native("dynamodb:Table", properties=_TABLE)],
        bad=[
            native(
                "dynamodb:Table",
                properties={
                    "sseSpecification": {"sseEnabled": False},
                    "attributeDefinitions": [{"attributeName": "ends", "attributeType": "S"}],
                    "timeToLiveSpecification": {"attributeName": "ends", "enabled": True},
                    "provisionedThroughput": {"readCapacityUnits": 5, "writeCapacityUnits": 5},
                    "globalSecondaryIndexes": [
                        {"indexName": "by", "provisionedThroughput": {"writeCapacityUnits": 1}}
                    ],
                    "resourcePolicy": {"policyDocument": document(_OPEN)},
                },
                protect=False,
            )
        ],
        found=[
            ("ddb-autoscale", "billingMode"),
            ("ddb-cmk", "sseSpecification.sseEnabled"),
            ("ddb-deletion-protection", "deletionProtectionEnabled"),
            (
                "ddb-index-capacity",
                "globalSecondaryIndexes[0].provisionedThroughput.writeCapacityUnits",
            ),
            ("ddb-pitr", "pointInTimeRecoverySpecification.pointInTimeRecoveryEnabled"),
            ("ddb-resource-policy-public", "resourcePolicy.policyDocument.Statement[0].Principal"),
            ("ddb-ttl", "timeToLiveSpecification.attributeName"),
            ("resource-policy-action-star", "resourcePolicy.policyDocument.Statement[0].Action[0]"),
            ("stateful-protect", "options.protect"),
        ],
    ),
    "dynamodb:GlobalTable": Case(
        good=[native("dynamodb:GlobalTable", properties=_GLOBAL_TABLE)],
        bad=[
            native(
                "dynamodb:GlobalTable",
                properties={
                    "sseSpecification": {"sseEnabled": True},
                    "replicas": [
                        {"region": REGION, **_REPLICA},
                        {"region": "eu-west-1", "deletionProtectionEnabled": False},
                    ],
                },
            )
        ],
        found=[
            ("ddb-deletion-protection", "replicas[1].deletionProtectionEnabled"),
            ("ddb-pitr", "replicas[1].pointInTimeRecoverySpecification.pointInTimeRecoveryEnabled"),
            ("ddb-replica-cmk", "replicas[1].sseSpecification.kmsMasterKeyId"),
        ],
    ),
    "applicationautoscaling:ScalableTarget": Case(
        good=[native("dynamodb:Table", properties=_PROVISIONED), *_SCALED],
        bad=[native("dynamodb:Table", properties=_PROVISIONED), _SCALED[0]],
        found=[
            ("ddb-autoscale", "billingMode"),
        ],
    ),
    "backup:BackupSelection": Case(
        good=[native("dynamodb:Table", properties=_TABLE), _SELECTION],
        bad=[
            native(
                "dynamodb:Table",
                properties={**_TABLE, "tags": [{"key": "team", "value": "none"}]},
            ),
            _SELECTION,
        ],
        found=[
            ("ddb-backup-plan", "tags"),
        ],
    ),
}
