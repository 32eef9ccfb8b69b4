"""Tables with their replicas, indexes, capacity and backups, and the caches before them."""

from tests.policies.guardrails.rule_cases.model import (
    UNKNOWN,
    Cases,
    Properties,
    Resource,
    one,
    urn,
)

TABLE = "aws:dynamodb/table:Table"
REPLICA = "aws:dynamodb/tableReplica:TableReplica"
INDEX = "aws:dynamodb/globalSecondaryIndex:GlobalSecondaryIndex"
TARGET = "aws:appautoscaling/target:Target"
SELECTION = "aws:backup/selection:Selection"
CLUSTER = "aws:dax/cluster:Cluster"
KEY_ARN = "arn:aws:kms:eu-central-1:123456789012:key/1"
TABLE_ARN = "arn:aws:dynamodb:eu-central-1:123456789012:table/orders"
OWN_KEY = {"enabled": True, "kmsKeyArn": KEY_ARN}
TEXT = {"name": "id", "type": "S"}
NUMBER = {"name": "expires", "type": "N"}
ON_DEMAND = {"billingMode": "PAY_PER_REQUEST"}


def orders(**properties: object) -> Resource:
    return one(TABLE, {"name": "orders", **properties})


def scaled(way: str, table: object = "table/orders", **more: object) -> Resource:
    properties = {"scalableDimension": f"dynamodb:table:{way}CapacityUnits", "resourceId": table}
    return one(TARGET, {**properties, **more}, way)


def computed(type_: str, properties: Properties, name: str) -> Resource:
    """A resource with an unknown property that is computed from the table."""
    return one(type_, {**properties, name: UNKNOWN}, depends={name: [urn(TABLE, "it")]})


def selecting(**properties: object) -> list[Resource]:
    return [orders(tags={"backup": "daily"}), one(SELECTION, properties)]


def index(**properties: object) -> dict[str, object]:
    return {"writeCapacity": 10, "globalSecondaryIndexes": [{"name": "by_status", **properties}]}


WRITES = "globalSecondaryIndexes[0].writeCapacity"
DAILY = {"type": "STRINGEQUALS", "key": "backup", "value": "daily"}

CASES = {
    "ddb-replica-cmk": Cases(
        TABLE,
        fails=[
            (
                {"serverSideEncryption": OWN_KEY, "replicas": [{"regionName": "eu-west-1"}]},
                ["replicas[0].kmsKeyArn"],
            ),
            ([one(REPLICA, {"globalTableArn": UNKNOWN})], ["kmsKeyArn"]),
        ],
        passes=[
            {"serverSideEncryption": OWN_KEY, "replicas": [{"kmsKeyArn": KEY_ARN}]},
            [one(REPLICA, {"kmsKeyArn": UNKNOWN})],
        ],
        near_misses=[
            {"serverSideEncryption": OWN_KEY},
            {"serverSideEncryption": {"enabled": True}, "replicas": [{}]},
            {"replicas": [{"regionName": "eu-west-1"}]},
        ],
        undetermined=[({"serverSideEncryption": OWN_KEY, "replicas": UNKNOWN}, "replicas")],
    ),
    "ddb-ttl": Cases(
        TABLE,
        fails=[
            ({"ttl": {"enabled": True}}, ["ttl.attributeName"]),
            ({"ttl": {"attributeName": "expires"}}, ["ttl.enabled"]),
            (
                {
                    "ttl": {"enabled": True, "attributeName": "expires"},
                    "attributes": [{"name": "id", "type": "S"}, {"name": "expires", "type": "S"}],
                },
                ["ttl.attributeName"],
            ),
        ],
        passes=[{}, {"ttl": {"enabled": True, "attributeName": "expires"}}],
        near_misses=[
            {"ttl": {"enabled": False, "attributeName": "expires"}},
            {"ttl": {"enabled": False}},
            {"ttl": {"enabled": True, "attributeName": "expires"}, "attributes": [TEXT, NUMBER]},
        ],
        undetermined=[
            ({"ttl": UNKNOWN}, "ttl"),
            ({"ttl": {"enabled": UNKNOWN, "attributeName": "expires"}}, "ttl.enabled"),
            ({"ttl": {"enabled": True, "attributeName": UNKNOWN}}, "ttl.attributeName"),
        ],
    ),
    "ddb-autoscale": Cases(
        "",
        fails=[
            ([orders(readCapacity=5)], ["billingMode"]),
            ([orders(billingMode="PROVISIONED"), scaled("Read")], ["billingMode"]),
            ([orders(), scaled("Read"), scaled("Write", "table/others")], ["billingMode"]),
            ([orders(), scaled("Read"), scaled("Write", "table/orders/index/x")], ["billingMode"]),
        ],
        passes=[
            [orders(**ON_DEMAND)],
            [orders(billingMode="PROVISIONED"), scaled("Read"), scaled("Write")],
        ],
        near_misses=[
            # The name is unknown at preview, what it is computed from is not.
            [
                one(TABLE, {}),
                *(
                    one(
                        TARGET,
                        {
                            "scalableDimension": f"dynamodb:table:{way}CapacityUnits",
                            "resourceId": UNKNOWN,
                        },
                        way,
                        depends={"resourceId": [urn(TABLE, "it")]},
                    )
                    for way in ("Read", "Write")
                ),
            ],
            [orders(billingMode=UNKNOWN), scaled("Read"), scaled("Write")],
        ],
        undetermined=[
            ([orders(billingMode=UNKNOWN)], "billingMode"),
            ([orders(), scaled("Read"), scaled("Write", UNKNOWN)], "resourceId"),
            ([orders(), scaled("Read", scalableDimension=UNKNOWN)], "scalableDimension"),
        ],
    ),
    "ddb-index-capacity": Cases(
        "",
        fails=[
            ([orders(**index(writeCapacity=5))], [WRITES]),
            (
                [
                    orders(writeCapacity=10),
                    one(
                        INDEX,
                        {"tableName": "orders", "provisionedThroughput": {"writeCapacityUnits": 5}},
                    ),
                ],
                ["provisionedThroughput.writeCapacityUnits"],
            ),
            (
                [
                    orders(
                        **ON_DEMAND,
                        globalSecondaryIndexes=[
                            {"onDemandThroughput": {"maxWriteRequestUnits": 5}}
                        ],
                    )
                ],
                ["globalSecondaryIndexes[0].onDemandThroughput.maxWriteRequestUnits"],
            ),
        ],
        passes=[
            [orders(**index(writeCapacity=10))],
            [orders(**ON_DEMAND, globalSecondaryIndexes=[{"name": "by_status"}])],
        ],
        near_misses=[
            [orders(**index(writeCapacity=10, readCapacity=1), readCapacity=20)],
            [orders(**{**index(writeCapacity=5), **ON_DEMAND})],
            [
                orders(
                    **ON_DEMAND,
                    onDemandThroughput={"maxWriteRequestUnits": 5},
                    globalSecondaryIndexes=[{"onDemandThroughput": {"maxWriteRequestUnits": -1}}],
                )
            ],
        ],
        undetermined=[
            ([orders(**index(writeCapacity=UNKNOWN))], WRITES),
            ([orders(**{**index(writeCapacity=5), "writeCapacity": UNKNOWN})], "writeCapacity"),
            ([orders(**index(writeCapacity=5), billingMode=UNKNOWN)], "billingMode"),
            ([orders(writeCapacity=5, globalSecondaryIndexes=UNKNOWN)], "globalSecondaryIndexes"),
        ],
    ),
    "ddb-backup-plan": Cases(
        "",
        fails=[
            (selecting(resources=[f"{TABLE_ARN}-old"]), ["tags"]),
            (selecting(resources=["arn:aws:rds:*:*:*"]), ["tags"]),
            (selecting(resources=["*"], notResources=[TABLE_ARN]), ["tags"]),
            (selecting(selectionTags=[{**DAILY, "value": "weekly"}]), ["tags"]),
            (
                selecting(
                    resources=["*"],
                    conditions={
                        "stringEquals": [{"key": "aws:ResourceTag/backup", "value": "daily"}],
                        "stringNotLikes": [{"key": "aws:ResourceTag/backup", "value": "da*"}],
                    },
                ),
                ["tags"],
            ),
            (
                selecting(
                    conditions={"stringLikes": [{"key": "aws:ResourceTag/team", "value": "*"}]}
                ),
                ["tags"],
            ),
        ],
        passes=[
            selecting(resources=[TABLE_ARN]),
            selecting(resources=["arn:aws:rds:*:*:*"], selectionTags=[DAILY]),
        ],
        near_misses=[
            # Backups may be the affair of another program.
            [orders()],
            selecting(resources=["arn:aws:dynamodb:*:*:table/*"]),
            selecting(resources=["arn:aws:dynamodb:*"]),
            selecting(resources=["*"], notResources=["arn:aws:s3:::*"]),
            selecting(
                conditions={
                    "stringNotEquals": [{"key": "aws:ResourceTag/backup", "value": "never"}]
                },
            ),
            [one(TABLE, {}), computed(SELECTION, {}, "resources")],
        ],
        undetermined=[
            (selecting(resources=[UNKNOWN]), "resources[0]"),
            (selecting(resources=["*"], notResources=UNKNOWN), "notResources"),
            (selecting(selectionTags=UNKNOWN), "selectionTags"),
            ([orders(tags=UNKNOWN), one(SELECTION, {"selectionTags": [DAILY]})], "tags"),
        ],
    ),
    "dax-encrypt": Cases(
        CLUSTER,
        fails=[
            ({}, ["serverSideEncryption.enabled"]),
            ({"serverSideEncryption": {"enabled": False}}, ["serverSideEncryption.enabled"]),
        ],
        passes=[{"serverSideEncryption": {"enabled": True}}],
        near_misses=[{"serverSideEncryption": [{"enabled": "true"}]}],
        undetermined=[({"serverSideEncryption": UNKNOWN}, "serverSideEncryption")],
    ),
    "dax-tls": Cases(
        CLUSTER,
        fails=[
            ({}, ["clusterEndpointEncryptionType"]),
            ({"clusterEndpointEncryptionType": "NONE"}, ["clusterEndpointEncryptionType"]),
        ],
        passes=[{"clusterEndpointEncryptionType": "TLS"}],
        near_misses=[[one("aws:elasticache/cluster:Cluster", {})]],
        undetermined=[
            ({"clusterEndpointEncryptionType": UNKNOWN}, "clusterEndpointEncryptionType")
        ],
    ),
}
