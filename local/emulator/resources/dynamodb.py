"""DynamoDB: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/."""

from collections.abc import Mapping
from typing import Any, ClassVar

from local.emulator.clients import Client
from local.emulator.resources.base import (
    READY_SECONDS,
    Aws,
    Inputs,
    Made,
    ResourceType,
    chosen,
)
from local.emulator.waiting import until


class Table(ResourceType):
    """A table."""

    pulumi_type = "aws:dynamodb/table:Table"
    inert: ClassVar[Mapping[str, str]] = {
        "pointInTimeRecovery": "it is recorded; nothing is kept to recover from"
    }

    def create(self, aws: Aws, inputs: Inputs) -> Made:
        dynamodb = aws.client("dynamodb")
        table_name = aws.name(inputs)
        dynamodb.create_table(
            TableName=table_name, Tags=aws.tag_list(inputs), **_definition(inputs)
        )

        def active() -> Mapping[str, Any] | None:
            table = dynamodb.describe_table(TableName=table_name)["Table"]
            return table if table["TableStatus"] == "ACTIVE" else None

        table = until(f"table {table_name}", active, seconds=READY_SECONDS)
        _configure(dynamodb, table_name, inputs)
        return Made(
            table_name,
            {
                "name": table_name,
                "arn": table["TableArn"],
                "streamArn": table.get("LatestStreamArn", ""),
                "streamLabel": table.get("LatestStreamLabel", ""),
            },
        )


def _definition(inputs: Inputs) -> dict[str, Any]:
    definition: dict[str, Any] = {
        "AttributeDefinitions": [
            {"AttributeName": one["name"], "AttributeType": one["type"]}
            for one in inputs.get("attributes", [])
        ],
        "KeySchema": _keys(inputs.get("hashKey"), inputs.get("rangeKey")),
        "BillingMode": inputs.get("billingMode", "PROVISIONED"),
        **chosen(
            inputs,
            {"tableClass": "TableClass", "deletionProtectionEnabled": "DeletionProtectionEnabled"},
        ),
    }
    if definition["BillingMode"] == "PROVISIONED":
        definition["ProvisionedThroughput"] = {
            "ReadCapacityUnits": inputs.get("readCapacity", 1),
            "WriteCapacityUnits": inputs.get("writeCapacity", 1),
        }
    for ours, theirs in (
        ("globalSecondaryIndexes", "GlobalSecondaryIndexes"),
        ("localSecondaryIndexes", "LocalSecondaryIndexes"),
    ):
        if inputs.get(ours):
            own_hash_key = inputs.get("hashKey")
            definition[theirs] = [_index(one, own_hash_key) for one in inputs[ours]]
    if inputs.get("streamEnabled"):
        definition["StreamSpecification"] = {
            "StreamEnabled": True,
            "StreamViewType": inputs["streamViewType"],
        }
    encryption = inputs.get("serverSideEncryption")
    if encryption and encryption.get("enabled"):
        definition["SSESpecification"] = {
            "Enabled": True,
            "SSEType": "KMS",
            **chosen(encryption, {"kmsKeyArn": "KMSMasterKeyId"}),
        }
    return definition


def _index(index: Mapping[str, Any], table_hash_key: str | None) -> dict[str, Any]:
    # `keySchemas` is the newer form; `hashKey` and `rangeKey` are the older. A local index has the
    # partition key of its table.
    keys = [
        {"AttributeName": key["attributeName"], "KeyType": key["keyType"]}
        for key in index.get("keySchemas", [])
    ] or _keys(index.get("hashKey", table_hash_key), index.get("rangeKey"))
    projection = {
        "ProjectionType": index["projectionType"],
        **chosen(index, {"nonKeyAttributes": "NonKeyAttributes"}),
    }
    return {"IndexName": index["name"], "KeySchema": keys, "Projection": projection}


def _keys(hash_key: str | None, range_key: str | None) -> list[dict[str, str]]:
    both = (hash_key, "HASH"), (range_key, "RANGE")
    return [{"AttributeName": name, "KeyType": kind} for name, kind in both if name]


def _configure(dynamodb: Client, table_name: str, inputs: Inputs) -> None:
    ttl = inputs.get("ttl")
    if ttl and ttl.get("enabled"):
        dynamodb.update_time_to_live(
            TableName=table_name,
            TimeToLiveSpecification={"AttributeName": ttl["attributeName"], "Enabled": True},
        )
    recovery = inputs.get("pointInTimeRecovery")
    if recovery and recovery.get("enabled"):
        dynamodb.update_continuous_backups(
            TableName=table_name,
            PointInTimeRecoverySpecification={
                "PointInTimeRecoveryEnabled": True,
                **chosen(recovery, {"recoveryPeriodInDays": "RecoveryPeriodInDays"}),
            },
        )


TYPES = (Table(),)
