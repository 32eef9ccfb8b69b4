"""The types and properties that rules are about are those of the AWS provider's SDK."""

from collections.abc import Iterator, Mapping
from typing import Any

import pulumi_aws
import pytest
from pulumi import _types  # pyright: ignore[reportPrivateUsage] -- the SDK's names for properties

from guardrails.demands import Demands
from guardrails.registry import RULES

# The names of version 6 of the provider, which programs still have.
OLDER = {
    "aws:s3/bucketV2:BucketV2",
    "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
}


def sdk_class(type_: str) -> type | None:
    module, _, name = type_.removeprefix("aws:").partition(":")
    package = module.partition("/")[0]
    if package == "index":
        return getattr(pulumi_aws, name, None)
    found = getattr(pulumi_aws, "lambda_" if package == "lambda" else package, None)
    return getattr(found, name, None)


def below(types: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """The properties of what a property holds: an object, or the elements of a list."""
    held = _types.unwrap_type(types[name])
    while getattr(held, "__args__", ()):
        held = _types.unwrap_type(held.__args__[-1])
    is_object = isinstance(held, type) and _types.is_output_type(held)
    return _types.output_type_types(held) if is_object else {}


def demanded() -> Iterator[tuple[str, str, str]]:
    for rule in RULES:
        if isinstance(rule.check, Demands):
            for one in rule.check.demands:
                yield from ((rule.id, type_, one.path) for type_ in one.types)


# The SDK warns of deprecated types of its own while it is imported.
pytestmark = [pytest.mark.thorough, pytest.mark.filterwarnings("ignore::DeprecationWarning")]


def aws_types() -> list[tuple[str, str]]:
    return sorted({(rule.id, type_) for rule in RULES for type_ in rule.applies_to})


@pytest.mark.parametrize(("rule_id", "type_"), aws_types())
def test_a_rule_is_about_a_type_of_the_sdk(rule_id: str, type_: str) -> None:
    assert not type_.startswith("aws:") or type_ in OLDER or sdk_class(type_), rule_id


@pytest.mark.parametrize(("rule_id", "type_", "path"), sorted(demanded()))
def test_a_demand_is_about_a_property_of_the_sdk(rule_id: str, type_: str, path: str) -> None:
    found = sdk_class(type_)
    if found is None:
        assert type_ in OLDER or not type_.startswith("aws:"), rule_id
        return
    types: Mapping[str, Any] = _types.resource_types(found)
    for name in path.replace("[]", "").split("."):
        assert name in types, f"{rule_id}: {path} of {type_} has no {name}"
        types = below(types, name)
