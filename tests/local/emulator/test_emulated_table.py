import pytest

from tests.support.emulated import ClientOf, Make

pytestmark = pytest.mark.e2e


def test_a_table_has_its_indexes_stream_expiry_recovery_and_key(
    make: Make, client: ClientOf
) -> None:
    table = make(
        "aws:dynamodb/table:Table",
        "orders",
        {
            "name": "orders",
            "billingMode": "PAY_PER_REQUEST",
            "attributes": [
                {"name": "customer", "type": "S"},
                {"name": "placed_at", "type": "N"},
                {"name": "status", "type": "S"},
            ],
            "hashKey": "customer",
            "rangeKey": "placed_at",
            "globalSecondaryIndexes": [
                {
                    "name": "by_status",
                    "keySchemas": [
                        {"attributeName": "status", "keyType": "HASH"},
                        {"attributeName": "placed_at", "keyType": "RANGE"},
                    ],
                    "projectionType": "INCLUDE",
                    "nonKeyAttributes": ["total"],
                }
            ],
            "localSecondaryIndexes": [
                {"name": "local", "rangeKey": "status", "projectionType": "ALL"}
            ],
            "ttl": {"attributeName": "expires_at", "enabled": True},
            "streamEnabled": True,
            "streamViewType": "NEW_IMAGE",
            "pointInTimeRecovery": {"enabled": True, "recoveryPeriodInDays": 35},
            "serverSideEncryption": {
                "enabled": True,
                "kmsKeyArn": "arn:aws:kms:eu-central-1:000000000000:key/k",
            },
            "deletionProtectionEnabled": True,
            "tags": {"owner": "platform"},
        },
    )

    dynamodb = client("dynamodb")
    found = dynamodb.describe_table(TableName="orders")["Table"]
    assert table.outputs["arn"] == "arn:aws:dynamodb:eu-central-1:000000000000:table/orders"
    assert table.outputs["streamArn"] == found["LatestStreamArn"]
    assert found["StreamSpecification"] == {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"}
    assert found["DeletionProtectionEnabled"]
    assert found["SSEDescription"]["Status"] == "ENABLED"
    [index] = found["GlobalSecondaryIndexes"]
    assert index["KeySchema"] == [
        {"AttributeName": "status", "KeyType": "HASH"},
        {"AttributeName": "placed_at", "KeyType": "RANGE"},
    ]
    assert index["Projection"] == {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["total"]}
    [local] = found["LocalSecondaryIndexes"]
    assert [key["AttributeName"] for key in local["KeySchema"]] == ["customer", "status"]
    expiry = dynamodb.describe_time_to_live(TableName="orders")["TimeToLiveDescription"]
    assert expiry == {"AttributeName": "expires_at", "TimeToLiveStatus": "ENABLED"}
    backups = dynamodb.describe_continuous_backups(TableName="orders")
    recovery = backups["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]
    assert recovery["PointInTimeRecoveryStatus"] == "ENABLED"


def test_a_plain_table_has_capacity_and_no_stream(make: Make, client: ClientOf) -> None:
    table = make(
        "aws:dynamodb/table:Table",
        "plain",
        {
            "name": "plain",
            "attributes": [{"name": "id", "type": "S"}],
            "hashKey": "id",
            "readCapacity": 2,
            "writeCapacity": 3,
        },
    )

    found = client("dynamodb").describe_table(TableName="plain")["Table"]
    assert table.outputs["streamArn"] == ""
    assert "LatestStreamArn" not in found
    assert found["ProvisionedThroughput"]["WriteCapacityUnits"] == 3
