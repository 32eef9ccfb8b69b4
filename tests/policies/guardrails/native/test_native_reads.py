"""What rules read of a classic type, a native one says, or says that it does not have it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest
from pulumi import _types  # pyright: ignore[reportPrivateUsage] -- the SDK's names for properties

from guardrails.model import ANY_TYPE, Level, Scope
from guardrails.native import NATIVE, NativeType
from guardrails.native.model import Part, Table
from guardrails.pack import Pack
from guardrails.view import Resource, View
from tests.policies.guardrails.rule_cases.model import by_id
from tests.policies.guardrails.test_rules import CASES
from tests.policies.guardrails.test_sdk_names import sdk_class

pytestmark = [pytest.mark.thorough, pytest.mark.filterwarnings("ignore::DeprecationWarning")]

# A resource is looked for by each of these, whatever its type; a native one has no region of its
# own beside its provider's.
NAMES = {"id", "arn", "name", "bucket", "url", "functionName", "clusterIdentifier", "region"}

Reads = dict[str, set[str]]


class Recorder(dict[str, Any]):
    """Properties that note which of them are asked for."""

    def __init__(self, properties: Mapping[str, Any], read: set[str]) -> None:
        super().__init__(properties)
        self._read = read

    def get(self, key: str, default: Any = None) -> Any:
        self._read.add(key)
        return super().get(key, default)


def recorded(resource: Resource, reads: Reads) -> Resource:
    properties: Any = resource.properties.value
    recorder = Recorder(properties, reads.setdefault(resource.type, set()))
    return replace(resource, properties=View(recorder), memo={})


@pytest.fixture(scope="module")
def reads() -> Reads:
    """The properties that any rule reads in its cases, by classic type."""
    found: Reads = {}
    for rule_id, cases in CASES.items():
        rule = by_id(rule_id)
        if ANY_TYPE in rule.applies_to:
            continue
        pack = Pack([rule])
        pack.configure({rule_id: Level.MANDATORY}, {})
        for _, stack, _, _ in cases.all():
            resources = [recorded(one, found) for one in stack]
            if rule.scope is Scope.STACK:
                list(pack.judge_stack(resources))
            else:
                for one in resources:
                    list(pack.judge(one))
    return found


def said() -> Iterator[tuple[str, str, Table, Part | None]]:
    for native in NATIVE.values():
        kinds: list[NativeType] = [native, *([native.instead[1]] if native.instead else [])]
        for kind in kinds:
            yield native.type, kind.classic, kind.properties, None
        for part in native.parts:
            yield native.type, part.type, part.properties, part


@pytest.mark.parametrize(
    ("native", "classic", "table", "part"),
    [
        pytest.param(*one, id=f"{one[0].removeprefix('aws-native:')} {one[1].rpartition(':')[2]}")
        for one in said()
    ],
)
def test_all_that_rules_read_of_a_type_is_said_of_it(
    native: str, classic: str, table: Table, part: Part | None, reads: Reads
) -> None:
    found = sdk_class(classic)
    assert found is not None
    names = {path.partition(".")[0] for path in table} | ({part.whole} if part else set())
    read = reads.get(classic, set()) & set(_types.resource_types(found))

    assert read - names - NAMES == set(), native
