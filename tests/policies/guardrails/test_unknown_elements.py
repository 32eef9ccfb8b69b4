"""What is not known within a list is told, as is what is not known beside one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from guardrails.values import UNKNOWN
from guardrails.view import Resource, View
from tests.policies.guardrails.test_rules import CASES, answers

pytestmark = pytest.mark.thorough

Step = str | int


def leaves(value: object, way: tuple[Step, ...] = ()) -> Iterator[tuple[Step, ...]]:
    """The ways to the texts, numbers and booleans within lists."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from leaves(inner, (*way, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from leaves(inner, (*way, index))
    elif isinstance(value, str | bool | int | float) and any(isinstance(one, int) for one in way):
        yield way


def unknown_at(value: Any, way: Sequence[Step]) -> Any:
    if not way:
        return UNKNOWN
    first, rest = way[0], way[1:]
    if isinstance(value, Mapping):
        return {**value, first: unknown_at(value[first], rest)}
    return [unknown_at(one, rest) if at == first else one for at, one in enumerate(value)]


# What may be unknown without a word, by rule and the end of the way there, and why.
SILENT = {
    # Pulumi's own mark of what a program leaves out; it holds names only.
    ("lambda-timeout-memory", "__defaults"): "always known",
    # Such a reference leads to what it is computed from: here to nothing of the stack.
    ("lambda-cycle", "lambdaFunctionArn"): "leads out of the stack",
    ("lambda-cycle-filtered", "lambdaFunctionArn"): "leads out of the stack",
    ("lambda-dlq", "lambdaFunctionArn"): "leads out of the stack",
    ("sg-open-prefix-list", "prefixListIds"): "leads out of the stack",
    # One cause is told by one rule.
    ("lambda-role-star", "managedPolicyArns"): "told by managed-admin and aws-managed-policy",
    ("nlb-plain-port", "lbProtocol"): "told by alb-https",
    ("sg-open-port", "fromPort"): "told by sg-open",
    ("sg-open-port", "toPort"): "told by sg-open",
    # A key that is given is a key, known or not.
    ("s3-cmk", "kmsMasterKeyId"): "given",
    # What is computed stands in no program, and a computed name tells nothing.
    ("plaintext-secret-literal", "password"): "no literal",
    ("plaintext-secret-literal", "value"): "no literal",
    ("plaintext-secret-literal", "name"): "tells nothing",
}


def is_silent(rule_id: str, way: Sequence[Step]) -> bool:
    return (rule_id, next(one for one in reversed(way) if isinstance(one, str))) in SILENT


def changed() -> Iterator[tuple[str, int, str, list[Resource]]]:
    """Each failing case with one such element unknown, and how often the case itself fails."""
    for rule_id, cases in CASES.items():
        for number, (case, paths) in enumerate(cases.fails):
            stack = list(cases.subject(case))
            for at, resource in enumerate(stack):
                for way in leaves(resource.properties.value):
                    if is_silent(rule_id, way):
                        continue
                    value = unknown_at(resource.properties.value, way)
                    other = replace(resource, properties=View(value), memo={})
                    name = f"{rule_id}-{number}-{resource.name}." + ".".join(map(str, way))
                    yield rule_id, len(paths), name, [*stack[:at], other, *stack[at + 1 :]]


@pytest.mark.parametrize(
    ("rule_id", "told", "stack"),
    [pytest.param(rule_id, told, stack, id=name) for rule_id, told, name, stack in changed()],
)
def test_an_unknown_element_is_never_passed_over(
    rule_id: str, told: int, stack: list[Resource]
) -> None:
    failed, undetermined = answers(rule_id, stack)

    assert len(failed) + len(undetermined) >= told
