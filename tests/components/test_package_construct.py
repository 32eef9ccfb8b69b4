"""Components as programs in other languages create them: through the served package."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import grpc
import pytest
import yaml
from pulumi.runtime.proto import resource_pb2

from local.engine.values import SIGNATURE, UNKNOWN_MARK, is_unknown, struct
from tests.support.served import STACK_URN, Served, served

pytestmark = pytest.mark.e2e

TABLE: Final = "bulwark:index:Table"
FUNCTION: Final = "bulwark:index:Function"
GUIDE: Final = Path(__file__).parents[2] / "docs" / "component-package.md"
CHECKOUT: Final[dict[str, Any]] = {
    "source": "lambda/checkout",
    "timeoutSeconds": 10,
    "memoryMb": 256,
    "grants": [
        {
            "statements": [
                {
                    "actions": ["dynamodb:PutItem"],
                    "resources": ["arn:aws:dynamodb:eu-west-1:111111111111:table/demo-dev-orders"],
                }
            ],
            "environment": {"ORDERS_TABLE_NAME": "demo-dev-orders"},
        }
    ],
    "encryptionKey": {"arn": UNKNOWN_MARK, "alias": "alias/demo-dev-data"},
}

# https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/properties.go
OUTPUT_VALUE: Final = "d0e6a833031e9bbcd3f4e8bde6ca49a4"
KEY_URN: Final = "urn:pulumi:dev::demo::aws:kms/key:Key::data"


def output(value: str) -> dict[str, Any]:
    """A property of another resource, as the engine hands it over."""
    return {SIGNATURE: OUTPUT_VALUE, "value": value, "dependencies": [KEY_URN]}


def write_code(folder: Path) -> None:
    """Write the code of the function ``checkout`` into a program's folder."""
    code = folder / "lambda" / "checkout"
    code.mkdir(parents=True)
    (code / "handler.py").write_text("def handler(event, context): ...\n")


def resolved(given: Any) -> Any:
    """Arguments of a YAML program as its language host hands them over."""
    if isinstance(given, dict):
        return {key: resolved(value) for key, value in given.items()}
    if isinstance(given, list):
        return [resolved(value) for value in given]
    if isinstance(given, str) and given == "${data.arn}":
        return output("arn:aws:kms:eu-west-1:111111111111:key/1")
    if isinstance(given, str):
        given = given.replace("${pulumi.project}", "demo").replace("${pulumi.stack}", "dev")
        assert "${" not in given
    return given


@pytest.fixture
def package(tmp_path: Path) -> Iterator[Served]:
    with served(tmp_path) as package:
        yield package


def test_nested_arguments_arrive_and_known_outputs_come_back(package: Served) -> None:
    outputs = package.construct(
        TABLE,
        "orders",
        {
            "partitionKey": {"name": "id"},
            "sortKey": {"name": "placedAt", "type": "N"},
            "indexes": {"byStatus": {"partitionKey": {"name": "status"}}},
            "ttlAttribute": "expiresAt",
            "recoveryDays": 7,
        },
    )

    assert outputs["name"] == "demo-dev-orders"
    assert outputs["arn"] == UNKNOWN_MARK
    component, table = package.one(TABLE), package.one("aws:dynamodb/table:Table")
    assert (component.parent, table.parent) == (STACK_URN, component.urn)
    assert table.protect
    assert table.inputs["hashKey"] == "id"
    assert table.inputs["rangeKey"] == "placedAt"
    assert table.inputs["ttl"] == {"attributeName": "expiresAt", "enabled": True}
    assert table.inputs["pointInTimeRecovery"] == {"enabled": True, "recoveryPeriodInDays": 7}
    # Names that the program chose stay as they are.
    assert [index["name"] for index in table.inputs["globalSecondaryIndexes"]] == ["byStatus"]


def test_the_package_of_a_function_is_read_and_written_beside_the_program_that_uses_it(
    package: Served,
) -> None:
    write_code(package.folder)

    outputs = package.construct(FUNCTION, "checkout", CHECKOUT)

    assert outputs["name"] == "demo-dev-checkout"
    function = package.one("aws:lambda/function:Function")
    assert function.inputs["timeout"] == 10
    assert function.inputs["environment"] == {"variables": {"ORDERS_TABLE_NAME": "demo-dev-orders"}}
    assert is_unknown(function.inputs["kmsKeyArn"])
    assert function.inputs["code"].path == "build/demo-dev-checkout.zip"
    assert (package.folder / "build" / "demo-dev-checkout.zip").is_file()


def test_access_is_known_at_preview_with_the_account_and_region_that_aws_names(
    package: Served,
) -> None:
    write_code(package.folder)

    package.construct(FUNCTION, "checkout", CHECKOUT)

    policy = json.loads(package.one("aws:iam/rolePolicy:RolePolicy").inputs["policy"])
    assert [statement["Resource"] for statement in policy["Statement"]] == [
        ["arn:aws:dynamodb:eu-west-1:111111111111:table/demo-dev-orders"],
        ["arn:aws:logs:eu-west-1:111111111111:log-group:/aws/lambda/demo-dev-checkout:*"],
        ["*"],
    ]


def test_aws_is_asked_through_the_provider_of_the_component(package: Served) -> None:
    provider = package.monitor.RegisterResource(
        resource_pb2.RegisterResourceRequest(
            type="pulumi:providers:aws",
            name="tokyo",
            custom=True,
            parent=STACK_URN,
            object=struct({"region": "ap-northeast-1"}),
        )
    )
    reference = f"{provider.urn}::{UNKNOWN_MARK}"

    for name, providers in (("here", {}), ("there", {"aws": reference})):
        package.construct("bulwark:index:Key", name, {"description": "Data"}, providers=providers)

    keys = {
        one.name: one for one in package.monitor.record.resources if one.type == "aws:kms/key:Key"
    }
    assert "logs.eu-west-1.amazonaws.com" in keys["here"].inputs["policy"]
    assert "logs.ap-northeast-1.amazonaws.com" in keys["there"].inputs["policy"]
    assert (keys["here"].provider, keys["there"].provider) == ("", reference)


def test_a_reference_to_another_resource_is_taken_as_an_input(package: Served) -> None:
    key = {
        "arn": output("arn:aws:kms:eu-west-1:111111111111:key/1"),
        "alias": "alias/demo-dev-data",
    }

    package.construct(TABLE, "orders", {"partitionKey": {"name": "id"}, "encryptionKey": key})

    table = package.one("aws:dynamodb/table:Table")
    assert table.inputs["serverSideEncryption"] == {
        "enabled": True,
        "kmsKeyArn": "arn:aws:kms:eu-west-1:111111111111:key/1",
    }
    assert table.property_dependencies["serverSideEncryption"] == (KEY_URN,)


def test_a_reference_is_refused_where_the_value_decides_access(package: Served) -> None:
    key = {"arn": output("arn:aws:kms:eu-west-1:111111111111:key/1"), "alias": output("alias/data")}

    with pytest.raises(grpc.RpcError) as refused:
        package.construct(TABLE, "orders", {"partitionKey": {"name": "id"}, "encryptionKey": key})

    assert "Table 'orders'.encryption_key.alias: got 'an output'" in str(refused.value)
    assert not [one for one in package.monitor.record.resources if one.custom]


def test_a_refused_argument_is_named_to_the_user(package: Served) -> None:
    with pytest.raises(grpc.RpcError) as refused:
        package.construct(TABLE, "orders", {"partitionKey": {"name": "id"}, "recoveryDays": 36})

    assert "Table 'orders'.recovery_days: got 36" in str(refused.value)


def test_a_missing_argument_is_named_as_the_schema_does(package: Served) -> None:
    with pytest.raises(grpc.RpcError) as refused:
        package.construct(TABLE, "orders", {"partitionKey": {}})

    failed: Any = refused.value
    details = dict(failed.trailing_metadata())["grpc-status-details-bin"]
    assert b"Missing required input 'partitionKey.name' on 'Table'" in details


def test_the_yaml_program_of_the_guide_is_accepted(package: Served) -> None:
    write_code(package.folder)
    program = yaml.safe_load(GUIDE.read_text().partition("```yaml\n")[2].partition("```")[0])

    outputs = {
        name: package.construct(
            one["type"].replace("bulwark:", "bulwark:index:"), name, resolved(one["properties"])
        )
        for name, one in program["resources"].items()
    }

    assert {name: found.get("name") for name, found in outputs.items()} == {
        "data": None,
        "orders": "demo-dev-orders",
        "checkout": "demo-dev-checkout",
    }
    # What the program wrote out is what the components compute.
    assert outputs["data"]["alias"] == "alias/demo-dev-data"
    function = package.one("aws:lambda/function:Function").inputs
    assert function["environment"]["variables"]["ORDERS_TABLE_NAME"] == outputs["orders"]["name"]
