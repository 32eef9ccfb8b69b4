"""Every remedy mends what its rule finds, and changes nothing else."""

from collections.abc import Iterator, Mapping
from typing import Any, cast

import pytest
from google.protobuf import json_format, struct_pb2

from guardrails.model import Fail, Rule
from guardrails.pack import Pack
from guardrails.registry import RULES
from guardrails.remedies import NotMendableError
from guardrails.settings import defaults
from guardrails.values import File, Secret, Unknown
from guardrails.view import Resource, View
from guardrails.wire import decode
from tests.policies.guardrails.test_rules import CASES

UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
SIGNATURE = "4dabf18193072939515e22adb298388d"
SEALED = "1b47061264138c4ac30d75fd1eb44270"
ASSET = "c44067f5952c0a294b673a41bacd8c17"
MENDING = [rule for rule in RULES if rule.remedy]


def on_the_wire(value: object) -> Any:
    """A value as the engine sends it."""
    match value:
        case Unknown():
            return UNKNOWN_TEXT
        case Secret():
            return {SIGNATURE: SEALED, "value": on_the_wire(value.value)}
        case File():
            return {SIGNATURE: ASSET, "text": "x"}
        case list() | tuple():
            return [on_the_wire(one) for one in cast("list[object]", value)]
        case Mapping():
            entries = cast("Mapping[str, object]", value).items()
            return {key: on_the_wire(one) for key, one in entries}
        case _:
            return value


def found(rule: Rule, resource: Resource) -> list[Fail]:
    results = rule.check(resource, **defaults(rule).settings)
    return [one for one in results if isinstance(one, Fail)]


def failing(rule: Rule) -> Iterator[Resource]:
    for kind, stack, _, _ in CASES[rule.id].all():
        if kind == "fails":
            yield from (one for one in stack if one.type in rule.applies_to and found(rule, one))


def leaves(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    """The plain values in a value by path, a list of one as its element."""
    if isinstance(value, dict):
        for key, one in cast("dict[str, object]", value).items():
            yield from leaves(one, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        items = cast("list[object]", value)
        for index, one in enumerate(items):
            yield from leaves(one, path if len(items) == 1 else f"{path}[{index}]")
    else:
        yield path, value


@pytest.mark.parametrize("rule", MENDING, ids=lambda rule: rule.id)
def test_what_is_mended_passes_and_nothing_else_changed(rule: Rule) -> None:
    mended: list[Resource] = []
    for resource in failing(rule):
        before = struct_pb2.Struct()
        json_format.ParseDict(on_the_wire(resource.properties.value), before)
        try:
            after = Pack([rule]).remedied(rule, resource, before)
        except NotMendableError:
            continue
        assert after is not None
        new = Resource(resource.urn, resource.type, resource.name, View(decode(after)))
        changes = rule.remedy(resource, **defaults(rule).settings) if rule.remedy else {}
        kept = {
            path: value
            for path, value in leaves(json_format.MessageToDict(after))
            if not any(path == one or path.startswith((f"{one}.", f"{one}[")) for one in changes)
        }
        assert found(rule, new) == []
        assert kept.items() <= dict(leaves(json_format.MessageToDict(before))).items()
        assert set(dict(leaves(json_format.MessageToDict(before)))) - set(kept) <= set(changes)
        mended.append(new)

    assert mended
