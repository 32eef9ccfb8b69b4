"""What a rule is tried with: it must have something of each."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from guardrails.model import Rule
from guardrails.registry import RULES
from guardrails.values import UNKNOWN
from guardrails.view import Resource, View

__all__ = ["UNKNOWN", "Cases", "by_id", "one", "policy", "urn"]

Stack = Sequence[Resource]
Properties = Mapping[str, Any]


def by_id(rule_id: str) -> Rule:
    (found,) = [rule for rule in RULES if rule.id == rule_id]
    return found


def urn(type_: str, name: str) -> str:
    return f"urn:pulumi:test::bulwark::{type_}::{name}"


def one(  # noqa: PLR0913 -- what a resource is made of
    type_: str,
    properties: Properties,
    name: str = "it",
    *,
    protect: bool = False,
    depends: Mapping[str, Sequence[str]] | None = None,
    waits_for: Sequence[str] = (),
    account_id: str | None = None,
) -> Resource:
    """A resource; ``depends`` tells by property what it is computed from."""
    return Resource(
        urn=urn(type_, name),
        type=type_,
        name=name,
        properties=View(properties),
        protect=protect,
        dependencies=tuple(waits_for),
        property_dependencies={key: tuple(urns) for key, urns in (depends or {}).items()},
        account_id=account_id,
    )


def policy(*statements: Properties) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


@dataclass(frozen=True)
class Cases:
    """The cases of one rule.

    Attributes:
        type: The type of the resources; empty where whole stacks are judged.
        fails: What violates the rule, with the paths at which it does.
        passes: What does not.
        near_misses: What looks like a violation and is none.
        undetermined: What cannot be judged, with the unknown path.
        always_known: Why nothing that the rule reads can be unknown.
    """

    type: str
    fails: Sequence[tuple[Properties | Stack, Sequence[str]]]
    passes: Sequence[Properties | Stack]
    near_misses: Sequence[Properties | Stack]
    undetermined: Sequence[tuple[Properties | Stack, str]] = ()
    always_known: str = ""

    def subject(self, case: Properties | Stack) -> Stack:
        return [one(self.type, case)] if isinstance(case, Mapping) else case

    def all(self) -> Iterator[tuple[str, Stack, list[str], list[str]]]:
        """Each case with the paths of its violations and those that are undetermined."""
        for case, paths in self.fails:
            yield "fails", self.subject(case), list(paths), []
        for case in self.passes:
            yield "passes", self.subject(case), [], []
        for case in self.near_misses:
            yield "near miss", self.subject(case), [], []
        for case, path in self.undetermined:
            yield "undetermined", self.subject(case), [], [path]
