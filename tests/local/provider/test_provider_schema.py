import json
import re
from pathlib import Path
from typing import Any

import pulumi_aws
import pytest
from pulumi.runtime.proto import provider_pb2

from local.emulator.resources import TYPES
from local.provider import sdk
from tests.support.provided import Engine

pytestmark = pytest.mark.thorough


@pytest.fixture(name="schema")
def served_schema(previewer: Engine) -> dict[str, Any]:
    return json.loads(previewer.stub.GetSchema(provider_pb2.GetSchemaRequest()).schema)


def test_it_has_the_sdks_types_and_its_version(schema: dict[str, Any]) -> None:
    source = Path(pulumi_aws.__file__).read_text()
    registered = set(re.findall(r'"(aws:[\w/]+:\w+)":', source))

    assert len(registered) > 1_700
    assert schema["resources"].keys() == registered
    assert f'"version": "{schema["version"]}"' in (
        Path(pulumi_aws.__file__).with_name("pulumi-plugin.json").read_text()
    )


@pytest.mark.parametrize("type_", sorted(TYPES))
def test_a_type_has_the_properties_of_the_sdks_class(schema: dict[str, Any], type_: str) -> None:
    told = schema["resources"][type_]

    assert told["inputProperties"].keys() == sdk.properties_of(type_, "Args")
    assert told["properties"].keys() == sdk.properties_of(type_)
    assert set(told["requiredInputs"]) <= told["inputProperties"].keys()


def test_properties_have_types_and_what_has_to_be_given_is_required(
    schema: dict[str, Any],
) -> None:
    text, anything = {"type": "string"}, {"$ref": "pulumi.json#/Any"}

    assert schema["resources"]["aws:sqs/queuePolicy:QueuePolicy"] == {
        "inputProperties": {"policy": anything, "queueUrl": text, "region": text},
        "requiredInputs": ["policy", "queueUrl"],
        "properties": {"policy": text, "queueUrl": text, "region": text},
        "required": ["policy", "queueUrl", "region"],
    }
    function = schema["resources"]["aws:lambda/function:Function"]["inputProperties"]
    assert function["code"] == {"$ref": "pulumi.json#/Archive"}
    assert function["memorySize"] == {"type": "integer"}
    assert function["publish"] == {"type": "boolean"}
    assert function["layers"] == {"type": "array", "items": text}
    assert function["tags"] == {"type": "object", "additionalProperties": text}
    assert function["vpcConfig"] == anything


def test_a_secret_is_one_among_inputs_and_outputs(schema: dict[str, Any]) -> None:
    cluster = schema["resources"]["aws:rds/cluster:Cluster"]

    for kind in ("inputProperties", "properties"):
        assert cluster[kind]["masterPassword"] == {"type": "string", "secret": True}
        assert cluster[kind]["masterUsername"] == {"type": "string"}


def test_the_provider_and_the_functions_are_there_too(schema: dict[str, Any]) -> None:
    inputs = schema["provider"]["inputProperties"]
    assert inputs["allowedAccountIds"] == {"type": "array", "items": {"type": "string"}}

    function = schema["functions"]["aws:sqs/getQueue:getQueue"]
    assert function["inputs"]["properties"].keys() == {"name", "region", "tags"}
    assert function["outputs"]["properties"]["url"] == {"type": "string"}
