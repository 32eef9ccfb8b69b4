"""The schema that other languages get."""

import json
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from pulumi.provider.experimental.component import ComponentProvider

from components.package import COMPONENTS, NAME, VERSION
from tests.support.served import served

Schema = Mapping[str, Any]


def missing_descriptions(schema: Schema) -> list[str]:
    """What has no description, such as ``bulwark:index:Table.inputProperties.stream``."""
    return [
        where
        for section in ("resources", "types")
        for token, described in schema[section].items()
        for where, one in _described(token, described)
        if not one.get("description", "").strip()
    ]


def _described(token: str, one: Schema) -> Iterator[tuple[str, Schema]]:
    yield token, one
    for kind in ("inputProperties", "properties"):
        for name, described in one.get(kind, {}).items():
            yield f"{token}.{kind}.{name}", described


@pytest.fixture(scope="module")
def schema() -> Schema:
    return json.loads(str(ComponentProvider(list(COMPONENTS), NAME, version=VERSION).schema))


def test_every_component_every_type_and_every_property_has_a_description(schema: Schema) -> None:
    assert missing_descriptions(schema) == []


def test_a_property_without_a_description_is_named() -> None:
    schema = {
        "resources": {
            "bulwark:index:Table": {
                "description": "A table.",
                "inputProperties": {"stream": {"description": "Which."}, "indexes": {}},
                "properties": {"arn": {"description": " "}},
            }
        },
        "types": {"bulwark:index:Key": {"properties": {"name": {"description": "Its name."}}}},
    }

    assert missing_descriptions(schema) == [
        "bulwark:index:Table.inputProperties.indexes",
        "bulwark:index:Table.properties.arn",
        "bulwark:index:Key",
    ]


def test_the_components_are_those_that_the_package_names(schema: Schema) -> None:
    assert set(schema["resources"]) == {
        f"bulwark:index:{name}"
        for name in (
            "Api",
            "ApiAccount",
            "AuditRole",
            "DeadLetterQueue",
            "Function",
            "Key",
            "Organization",
            "Queue",
            "QueueSource",
            "Role",
            "Schedule",
            "StreamSource",
            "Table",
            "Topic",
        )
    }


def test_names_are_in_camel_case_and_what_decides_access_is_plain(schema: Schema) -> None:
    table = schema["resources"]["bulwark:index:Table"]

    assert table["inputProperties"]["partitionKey"]["$ref"] == "#/types/bulwark:index:KeyAttribute"
    assert table["requiredInputs"] == ["partitionKey"]
    key = schema["types"]["bulwark:index:EncryptionKey"]["properties"]
    assert key["alias"]["plain"]
    assert "plain" not in key["arn"]


def test_the_version_is_the_projects() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())

    assert project["project"]["version"] == VERSION


@pytest.mark.e2e
def test_the_served_schema_is_the_same(schema: Schema, tmp_path: Path) -> None:
    with served(tmp_path) as package:
        found = json.loads(package.schema())

    assert found == schema
    assert found["name"] == "bulwark"
    assert {"bulwark:index:Table", "bulwark:index:Function"} <= set(found["resources"])
