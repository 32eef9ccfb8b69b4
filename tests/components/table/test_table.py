import json

import pytest

from components.core.errors import LimitError, SpecError
from components.iam import Grant, Role
from components.key import Key
from components.table import IndexArgs, Table, TableArgs
from tests.support.engine import is_unknown, register

ORDERS: TableArgs = {
    "partition_key": {"name": "customer"},
    "sort_key": {"name": "placed_at", "type": "N"},
    "indexes": {"by_status": {"partition_key": {"name": "status"}, "projected_attributes": []}},
    "ttl_attribute": "expires_at",
    "stream": "NEW_IMAGE",
}
ARN = "arn:aws:dynamodb:eu-central-1:123456789012:table/bulwark-test-orders"


def test_a_table_is_encrypted_recoverable_and_protected_from_deletion() -> None:
    registry = register(lambda: Table("orders", ORDERS))

    assert registry.types() == {"bulwark:index:Table": 1, "aws:dynamodb/table:Table": 1}
    table = registry.one("aws:dynamodb/table:Table")
    assert table.protect
    assert table.inputs == {
        "name": "bulwark-test-orders",
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
                "keySchemas": [{"attributeName": "status", "keyType": "HASH"}],
                "projectionType": "KEYS_ONLY",
            }
        ],
        "ttl": {"attributeName": "expires_at", "enabled": True},
        "streamEnabled": True,
        "streamViewType": "NEW_IMAGE",
        "pointInTimeRecovery": {"enabled": True, "recoveryPeriodInDays": 35},
        "serverSideEncryption": {"enabled": True},
        "deletionProtectionEnabled": True,
    }


def test_a_customer_key_encrypts_the_table_also_while_its_arn_is_unknown() -> None:
    def program() -> None:
        key = Key("data", {"description": "x"})
        Table("orders", {"partition_key": {"name": "id"}, "encryption_key": key.reference})

    table = register(program, preview=True).one("aws:dynamodb/table:Table")

    assert table.inputs["serverSideEncryption"]["enabled"] is True
    assert is_unknown(table.inputs["serverSideEncryption"]["kmsKeyArn"])


def policy_of(*grants: Grant) -> list[dict[str, object]]:
    registry = register(
        lambda: Role("r", {"trust": {"service": "lambda.amazonaws.com"}, "grants": list(grants)})
    )
    statements = json.loads(registry.one("aws:iam/rolePolicy:RolePolicy").inputs["policy"])
    return statements["Statement"]


def grants_of(args: TableArgs) -> Table:
    tables: list[Table] = []
    register(lambda: tables.append(Table("orders", args)))
    return tables[0]


def test_grants_name_exact_actions_and_arns() -> None:
    table = grants_of(ORDERS)

    assert table.get() == {
        "statements": [{"actions": ["dynamodb:GetItem"], "resources": [ARN]}],
        "environment": {"ORDERS_TABLE_NAME": "bulwark-test-orders"},
    }
    assert table.batch_get()["statements"] == [
        {"actions": ["dynamodb:BatchGetItem"], "resources": [ARN]}
    ]
    assert table.query(index="by_status")["statements"] == [
        {"actions": ["dynamodb:Query"], "resources": [f"{ARN}/index/by_status"]}
    ]
    assert table.read_stream()["statements"][0]["resources"] == [f"{ARN}/stream/*"]


def test_the_grants_of_one_resource_merge_into_one_statement() -> None:
    table = grants_of(ORDERS)

    assert policy_of(table.put(), table.query(), table.put()) == [
        {
            "Effect": "Allow",
            "Action": ["dynamodb:PutItem", "dynamodb:Query"],
            "Resource": [ARN],
        }
    ]


def test_a_table_with_a_customer_key_grants_the_key_by_its_alias_through_dynamodb() -> None:
    args: TableArgs = {
        "partition_key": {"name": "id"},
        "encryption_key": {"arn": "arn:aws:kms:…", "alias": "alias/bulwark-test-data"},
    }

    key_use = grants_of(args).get()["statements"][1]

    assert key_use["resources"] == ["arn:aws:kms:eu-central-1:123456789012:key/*"]
    assert key_use.get("conditions") == {
        "ForAnyValue:StringEquals": {"kms:ResourceAliases": ["alias/bulwark-test-data"]},
        "StringEquals": {"kms:ViaService": ["dynamodb.eu-central-1.amazonaws.com"]},
    }


def test_an_index_that_does_not_exist_cannot_be_granted() -> None:
    with pytest.raises(ValueError, match=r"has no index 'by_age', only \['by_status'\]"):
        grants_of(ORDERS).query(index="by_age")


def test_a_stream_that_does_not_exist_cannot_be_granted() -> None:
    with pytest.raises(ValueError, match="set its `stream`"):
        grants_of({"partition_key": {"name": "id"}}).read_stream()


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (
            {"partition_key": {"name": "id", "type": "X"}},
            "Table 'orders'.partition_key.type: got 'X'; allowed: one of B, N, S.",
        ),
        (
            {"partition_key": {"name": "id"}, "stream": "EVERYTHING"},
            (
                "Table 'orders'.stream: got 'EVERYTHING'; allowed: one of KEYS_ONLY, "
                "NEW_AND_OLD_IMAGES, NEW_IMAGE, OLD_IMAGE."
            ),
        ),
        (
            {"partition_key": {"name": "id"}, "sort_key": {"name": "id", "type": "N"}},
            "Table 'orders': the type of 'id': got 'N'; allowed: 'S', as in its other key.",
        ),
        (
            {"partition_key": {"name": "id"}, "ttl": "at"},
            (
                "Table 'orders'.ttl: got 'ttl'; allowed: the keys encryption_key, indexes, "
                "partition_key, recovery_days, sort_key, stream, ttl_attribute."
            ),
        ),
    ],
)
def test_what_dynamodb_does_not_take_is_refused(args: TableArgs, message: str) -> None:
    with pytest.raises(SpecError) as caught:
        register(lambda: Table("orders", args))

    assert str(caught.value) == message


def test_the_101st_projected_attribute_of_all_indexes_is_refused() -> None:
    def args(*counts: int) -> TableArgs:
        indexes: dict[str, IndexArgs] = {
            f"by_{n}": {
                "partition_key": {"name": "id"},
                "projected_attributes": [f"a{m}" for m in range(count)],
            }
            for n, count in enumerate(counts)
        }
        return {"partition_key": {"name": "id"}, "indexes": indexes}

    register(lambda: Table("orders", args(50, 50)))
    with pytest.raises(LimitError) as caught:
        register(lambda: Table("orders", args(50, 51)))
    assert str(caught.value) == (
        "Table 'orders'.indexes: got 101; allowed: at most 100 projected attributes. Leave "
        "`projected_attributes` out of an index to project every attribute."
    )


def test_the_21st_index_is_refused() -> None:
    def args(count: int) -> TableArgs:
        indexes: dict[str, IndexArgs] = {
            f"by_{n}": {"partition_key": {"name": f"a{n}"}} for n in range(count)
        }
        return {"partition_key": {"name": "id"}, "indexes": indexes}

    twenty = register(lambda: Table("orders", args(20))).one("aws:dynamodb/table:Table")
    assert len(twenty.inputs["globalSecondaryIndexes"]) == 20
    with pytest.raises(LimitError, match="at most 20 global secondary indexes"):
        register(lambda: Table("orders", args(21)))
