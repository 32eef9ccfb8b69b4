"""DynamoDB: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Any, ClassVar

from local.emulator.clients import Client
from local.emulator.resources.base import (
    READY_SECONDS,
    Aws,
    Inputs,
    Made,
    ResourceType,
    chosen,
    differing,
)
from local.emulator.waiting import until


class Table(ResourceType):
    """A table."""

    pulumi_type = "aws:dynamodb/table:Table"
    inert: ClassVar[Mapping[str, str]] = {
        "pointInTimeRecovery": "it is recorded; nothing is kept to recover from"
    }
    replaced_by: ClassVar[frozenset[str]] = frozenset(
        {"name", "namePrefix", "hashKey", "rangeKey", "localSecondaryIndexes"}
    )
    revised: ClassVar[Mapping[str, frozenset[str]]] = {
        "streamArn": frozenset({"streamEnabled", "streamViewType"}),
        "streamLabel": frozenset({"streamEnabled", "streamViewType"}),
    }

    def create(self, aws: Aws, inputs: Inputs) -> Made:
        dynamodb = aws.client("dynamodb")
        table_name = aws.name(inputs)
        dynamodb.create_table(
            TableName=table_name, Tags=aws.tag_list(inputs), **_definition(inputs)
        )
        table = _active(dynamodb, table_name)
        _configure(dynamodb, table_name, inputs)
        return Made(table_name, {"name": table_name, "arn": table["TableArn"], **_stream_of(table)})

    def read(self, aws: Aws, made_id: str, state: Inputs) -> Mapping[str, Any] | None:
        table = aws.client("dynamodb").describe_table(TableName=made_id)["Table"]
        keys = {one["KeyType"]: one["AttributeName"] for one in table["KeySchema"]}
        return {
            "name": made_id,
            "arn": table["TableArn"],
            "hashKey": keys.get("HASH"),
            "rangeKey": keys.get("RANGE"),
            "billingMode": table.get("BillingModeSummary", {}).get("BillingMode", "PROVISIONED"),
            "deletionProtectionEnabled": table.get("DeletionProtectionEnabled", False),
            **_stream_of(table),
        }

    def update(self, aws: Aws, made_id: str, old: Inputs, new: Inputs) -> Mapping[str, Any]:
        dynamodb = aws.client("dynamodb")
        changed = differing(old, new)
        # DynamoDB takes one change of an index per call, and no other change along with it.
        for change in (_settings(changed, new), *_index_changes(old, new)):
            if change:
                dynamodb.update_table(TableName=made_id, **change)
                _active(dynamodb, made_id)
        _reconfigure(dynamodb, made_id, old, new)
        return _stream_of(_active(dynamodb, made_id))

    def delete(self, aws: Aws, made_id: str, state: Inputs) -> None:
        aws.client("dynamodb").delete_table(TableName=made_id)


def _active(dynamodb: Client, table_name: str) -> Mapping[str, Any]:
    def active() -> Mapping[str, Any] | None:
        table = dynamodb.describe_table(TableName=table_name)["Table"]
        return table if table["TableStatus"] == "ACTIVE" else None

    return until(f"table {table_name}", active, seconds=READY_SECONDS)


def _stream_of(table: Mapping[str, Any]) -> dict[str, str]:
    return {
        "streamArn": table.get("LatestStreamArn", ""),
        "streamLabel": table.get("LatestStreamLabel", ""),
    }


def _settings(changed: AbstractSet[str], new: Inputs) -> dict[str, Any]:
    definition = _definition(new)
    wanted: dict[str, Any] = {
        "deletionProtectionEnabled": {
            "DeletionProtectionEnabled": new.get("deletionProtectionEnabled", False)
        },
        "billingMode": chosen(
            definition, {one: one for one in ("BillingMode", "ProvisionedThroughput")}
        ),
        "streamEnabled": {
            "StreamSpecification": definition.get("StreamSpecification", {"StreamEnabled": False})
        },
        "serverSideEncryption": {
            "SSESpecification": definition.get("SSESpecification", {"Enabled": False})
        },
        "tableClass": {"TableClass": new.get("tableClass", "STANDARD")},
    }
    same_as = {
        "readCapacity": "billingMode",
        "writeCapacity": "billingMode",
        "streamViewType": "streamEnabled",
    }
    named = {same_as.get(name, name) for name in changed}
    return {key: value for name in named for key, value in wanted.get(name, {}).items()}


def _index_changes(old: Inputs, new: Inputs) -> list[dict[str, Any]]:
    before, after = (
        {one["name"]: one for one in inputs.get("globalSecondaryIndexes", [])}
        for inputs in (old, new)
    )
    changed = differing(before, after)
    gone = [{"Delete": {"IndexName": name}} for name in sorted(changed & before.keys())]
    made = [
        {"Create": _index(after[name], new.get("hashKey"))}
        for name in sorted(changed & after.keys())
    ]
    attributes = _definition(new)["AttributeDefinitions"]
    return [
        {"AttributeDefinitions": attributes, "GlobalSecondaryIndexUpdates": [one]}
        for one in (*gone, *made)
    ]


def _reconfigure(dynamodb: Client, table_name: str, old: Inputs, new: Inputs) -> None:
    changed = differing(old, new)
    ttl, recovery = old.get("ttl") or {}, old.get("pointInTimeRecovery") or {}
    if "ttl" in changed and ttl.get("enabled"):
        dynamodb.update_time_to_live(
            TableName=table_name,
            TimeToLiveSpecification={"AttributeName": ttl["attributeName"], "Enabled": False},
        )
    if "pointInTimeRecovery" in changed and recovery.get("enabled"):
        dynamodb.update_continuous_backups(
            TableName=table_name,
            PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": False},
        )
    _configure(dynamodb, table_name, Inputs({name: new[name] for name in changed & new.keys()}))


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
