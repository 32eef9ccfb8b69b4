"""What a remedy has rewritten passes the rule, and is what it was in all else."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest
from google.protobuf import json_format, struct_pb2

from guardrails.graph import Graph
from guardrails.model import Fail, Rule, Scope
from guardrails.registry import RULES
from guardrails.remedies import mended
from guardrails.view import Resource, View
from tests.policies.guardrails.test_rules import CASES

# Their cases are documents with more than one fault: see `test_tls_remedies`.
OF_DOCUMENTS = {"sqs-policy-tls", "sns-policy-tls", "s3-policy-tls"}
MENDING = [rule for rule in RULES if rule.remedy and rule.id not in OF_DOCUMENTS]
DEFAULTS = {rule.id: {name: one.default for name, one in rule.settings.items()} for rule in MENDING}


def failing(rule: Rule) -> Iterator[Resource]:
    """The resources of the rule's cases that are violations and wholly known."""
    cases = CASES[rule.id]
    for case, _ in cases.fails:
        for resource in cases.subject(case):
            if resource.type in rule.applies_to and encoded(resource) is not None:
                yield resource


def encoded(resource: Resource) -> struct_pb2.Struct | None:
    properties: Any = resource.properties.value
    try:
        return json_format.ParseDict(properties, struct_pb2.Struct())
    except json_format.ParseError:
        return None


def paths(rule: Rule, resource: Resource) -> set[str]:
    """Where the resource violates the rule."""
    subject = Graph([resource]) if rule.scope is Scope.STACK else resource
    results = rule.check(subject, **DEFAULTS[rule.id])
    return {result.path for result in results if isinstance(result, Fail)}


def without(properties: Mapping[str, Any], path: str) -> dict[str, Any]:
    """The properties but for what is at the path; what is then empty is left out."""
    name, _, rest = path.replace("[0]", "").partition(".")
    left = {key: value for key, value in properties.items() if key != name}
    inner = properties.get(name)
    if isinstance(inner, list) and len(inner) == 1:
        inner = inner[0]
    if rest and isinstance(inner, Mapping) and (kept := without(inner, rest)):
        left[name] = kept
    return left


def as_is(value: Any) -> Any:
    return value


def in_lists(value: Any) -> Any:
    """The value with each object in it as the only element of a list, as an older provider has."""
    if not isinstance(value, Mapping):
        return [in_lists(one) for one in value] if isinstance(value, list) else value
    return {
        key: [in_lists(one)] if isinstance(one, Mapping) else in_lists(one)
        for key, one in value.items()
    }


@pytest.mark.parametrize("shape", [as_is, in_lists])
@pytest.mark.parametrize("rule", MENDING, ids=lambda rule: rule.id)
def test_a_mended_resource_passes_and_is_otherwise_what_it_was(
    rule: Rule, shape: Callable[[Any], Any]
) -> None:
    assert rule.remedy is not None
    wholly_mended = 0
    for given in failing(rule):
        resource = replace(given, properties=View(shape(given.properties.value)))
        changes = rule.remedy(resource, **DEFAULTS[rule.id])
        before = encoded(resource)
        assert before is not None
        after = json_format.MessageToDict(mended(before, changes))
        old = json_format.MessageToDict(before)
        left = paths(rule, replace(resource, properties=View(after)))

        assert not [name for name in after if "[" in name]
        assert left <= paths(rule, resource) - set(changes)
        wholly_mended += not left
        for path in changes:
            old, after = without(old, path), without(after, path)
        assert old == after

    assert wholly_mended
