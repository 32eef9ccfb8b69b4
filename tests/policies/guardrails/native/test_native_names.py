"""The types and properties of the tables are those of the two providers' SDKs."""

import importlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from pulumi import _types  # pyright: ignore[reportPrivateUsage] -- the SDK's names for properties

from guardrails.native import NATIVE, NativeType
from guardrails.native.model import Lacking, Table
from guardrails.native.shapes import ByKey, Each, Entry, alternatives
from guardrails.registry import RULES
from tests.policies.guardrails.test_sdk_names import below, sdk_class

GUIDE = Path(__file__).parents[4] / "docs" / "policies.md"

pytestmark = [pytest.mark.thorough, pytest.mark.filterwarnings("ignore::DeprecationWarning")]


def native_class(type_: str) -> type:
    _, module, name = type_.split(":")
    folder = f"{module}_" if module == "lambda" else module
    return getattr(importlib.import_module(f"pulumi_aws_native.{folder}"), name)


def shapes() -> Iterator[tuple[NativeType, str, Table, str]]:
    """Each table with its native and its classic type, and where its native paths begin."""
    for native in NATIVE.values():
        kinds = [native, *([native.instead[1]] if native.instead else [])]
        for kind in kinds:
            yield kind, kind.classic, kind.properties, ""
        for part in native.parts:
            yield native, part.type, part.properties, part.at if part.each else ""


def native_paths(table: Table, prefix: str) -> Iterator[str]:
    for place in table.values():
        if isinstance(place, Lacking):
            yield join(prefix, place.path)
            continue
        for at in alternatives(place):
            path = join(prefix, at.path)
            yield path
            if isinstance(at.how, Each):
                yield from native_paths(at.how.table, path)
            if isinstance(at.how, ByKey | Entry):
                yield from (join(path, at.how.key), join(path, at.how.value))


def classic_paths(table: Table, prefix: str) -> Iterator[str]:
    for path, place in table.items():
        yield join(prefix, path)
        for at in () if isinstance(place, Lacking) else alternatives(place):
            if isinstance(at.how, Each):
                yield from classic_paths(at.how.table, join(prefix, path))


def join(prefix: str, path: str) -> str:
    return f"{prefix}.{path}" if prefix and path else prefix or path


def missing(types: Mapping[str, Any], path: str) -> str:
    """The first name on the path that the SDK does not have; empty when it has all."""
    for name in path.split("."):
        if name not in types:
            return name
        types = below(types, name)
    return ""


@pytest.mark.parametrize("native", NATIVE.values(), ids=NATIVE)
def test_a_native_type_and_its_paths_are_those_of_the_sdk(native: NativeType) -> None:
    types: Mapping[str, Any] = _types.resource_types(native_class(native.type))
    paths = {
        path
        for one, _, table, prefix in shapes()
        if one.type == native.type
        for path in native_paths(table, prefix)
    }
    paths |= {*native.documents, *(part.at for part in native.parts)}
    paths |= {native.instead[0]} if native.instead else set()

    assert paths
    assert {path: missing(types, path) for path in paths if missing(types, path)} == {}


@pytest.mark.parametrize(("type_", "table"), [(type_, table) for _, type_, table, _ in shapes()])
def test_a_classic_type_and_its_paths_are_those_of_the_sdk(type_: str, table: Table) -> None:
    found = sdk_class(type_)
    assert found is not None
    types: Mapping[str, Any] = _types.resource_types(found)
    unknown = {path: missing(types, path) for path in classic_paths(table, "")}

    # Every resource has an id.
    assert {path: name for path, name in unknown.items() if name and path != "id"} == {}


@pytest.mark.parametrize("part", [part for one in NATIVE.values() for part in one.parts])
def test_a_part_names_what_it_belongs_to_by_a_property_of_the_sdk(part: Any) -> None:
    found = sdk_class(part.type)
    assert found is not None
    assert not part.whole or part.whole in _types.resource_types(found)


@pytest.mark.parametrize("native", NATIVE.values(), ids=NATIVE)
def test_what_is_left_out_are_rules(native: NativeType) -> None:
    assert set(native.left_out) <= {rule.id for rule in RULES}
    assert all(native.left_out.values())


@pytest.mark.parametrize("native", NATIVE.values(), ids=NATIVE)
def test_no_property_of_a_table_is_within_another(native: NativeType) -> None:
    for _, _, table, _ in (one for one in shapes() if one[0].type == native.type):
        paths = sorted(table)
        assert not [one for one in paths for other in paths if one.startswith(f"{other}.")]


def test_the_guide_lists_the_types() -> None:
    guide = GUIDE.read_text()
    rows = re.findall(r"^\| `(\w+)` \| (.+) \|$", guide, re.MULTILINE)

    told = [f"aws-native:{module}:{name}" for module, names in rows for name in names.split(", ")]

    assert told == sorted(NATIVE)


def test_the_guide_lists_what_is_left_out() -> None:
    guide = GUIDE.read_text()
    (sentence,) = re.findall(
        r"^- Rules that a native type cannot .*?(?=^- )", guide, re.MULTILINE | re.DOTALL
    )

    left_out = {rule for native in NATIVE.values() for rule in native.left_out}

    assert set(re.findall(r"`([a-z0-9-]+)`", sentence)) == left_out
