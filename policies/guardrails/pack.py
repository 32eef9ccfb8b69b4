"""The rules at work: which of them see a resource, at which level, and what they answer."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from google.protobuf import struct_pb2

from guardrails.graph import Graph
from guardrails.model import ANY_TYPE, Fail, Level, Result, Rule, Scope
from guardrails.origin import Origin
from guardrails.remedies import NotMendableError, mended
from guardrails.settings import ConfigurationError, Configured, configure, defaults
from guardrails.view import Resource
from guardrails.waivers import Waiver

NAME: Final = "bulwark"
VERSION: Final = "0.1.0"


class RuleError(Exception):
    """A rule broke: a fault of the pack, told with the rule and the resource it broke on."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What one rule says.

    Attributes:
        rule: The rule.
        level: ``advisory`` or ``mandatory``.
        result: What it found.
        waiver: Who answers for the violation, or did until it expired.
        waived: Whether that holds today; the level is advisory then.
    """

    rule: Rule
    level: Level
    result: Result
    waiver: Waiver | None = None
    waived: bool = False


class Pack:
    """A set of rules, their configuration, and who answers for what they find.

    Args:
        rules: The rules.
        waivers: What is waived.
        today: The day on which waivers have to hold.
    """

    def __init__(
        self,
        rules: Iterable[Rule],
        waivers: Iterable[Waiver] = (),
        today: dt.date = dt.date.min,
    ) -> None:
        self.rules = tuple(rules)
        self._by_id = {rule.id: rule for rule in self.rules}
        self._configured: Mapping[str, Configured] = {}
        self._waivers: dict[str, list[Waiver]] = {}
        for waiver in waivers:
            self._waivers.setdefault(waiver.rule, []).append(waiver)
        self._used: set[Waiver] = set()
        self._today = today
        self.configure({}, {})

    def configure(
        self, levels: Mapping[str, Level], settings: Mapping[str, Mapping[str, object]]
    ) -> None:
        """Set levels and settings by rule; what is not given goes back to its default.

        Raises:
            ConfigurationError: A rule that does not exist, or a setting that it does not take.
        """
        for name in (*levels, *settings):
            if name not in self._by_id:
                raise ConfigurationError(f"The pack {NAME} has no policy {name!r}.")
        configured = {
            rule.id: configure(rule, levels.get(rule.id, rule.level), settings.get(rule.id, {}))
            for rule in self.rules
        }
        self._index(configured)

    def _index(self, configured: Mapping[str, Configured]) -> None:
        by_type: dict[str, list[Rule]] = {}
        stack_rules: list[Rule] = []
        for rule in self.rules:
            if configured[rule.id].level is Level.DISABLED:
                continue
            if rule.scope is Scope.STACK:
                stack_rules.append(rule)
                continue
            for type_ in rule.applies_to:
                by_type.setdefault(type_, []).append(rule)
        self._configured = configured
        self._for_any = by_type.pop(ANY_TYPE, [])
        self._by_type = {type_: [*rules, *self._for_any] for type_, rules in by_type.items()}
        # What was translated is asked about as it was declared too.
        self._by_classic_type = by_type
        self._stack_rules = tuple(stack_rules)

    def configured(self, rule: Rule) -> Configured:
        """How a rule runs now."""
        return self._configured.get(rule.id, defaults(rule))

    def remedies(self, type_: str) -> list[Rule]:
        """The rules that mend resources of a type by themselves, as configured."""
        of_stack = (rule for rule in self._stack_rules if type_ in rule.applies_to)
        return [
            rule
            for rule in (*self._by_type.get(type_, self._for_any), *of_stack)
            if rule.remedy and self.configured(rule).level is Level.REMEDIATE
        ]

    def remedied(
        self, rule: Rule, resource: Resource, properties: struct_pb2.Struct
    ) -> struct_pb2.Struct | None:
        """The properties as the rule mends them; ``None`` when there is nothing to mend.

        Raises:
            NotMendableError: The violation is one that the rule cannot mend at preview.
            RuleError: The rule broke.
        """
        # A rule for the stack is asked about the resource as if it were alone in one.
        subject = Graph([resource]) if rule.scope is Scope.STACK else resource
        answers = self._run(rule, subject, resource.urn, resource.urn)
        failed = (isinstance(one.result, Fail) and not one.waived for one in answers)
        if rule.remedy is None or not any(failed):
            return None
        changes = rule.remedy(resource, **self.configured(rule).settings)
        if not changes:
            raise NotMendableError(resource.urn)
        return mended(properties, changes)

    def judge(self, resource: Resource) -> Iterator[Answer]:
        """Ask every rule about one resource.

        Raises:
            RuleError: A rule broke.
        """
        if resource.origin is None:
            rules = self._by_type.get(resource.type, self._for_any)
        else:
            rules = self._by_classic_type.get(resource.type, ())
        for rule in rules:
            yield from self._ask(rule, resource)

    def judge_stack(self, resources: Iterable[Resource]) -> Iterator[Answer]:
        """Ask every rule that looks at the stack as a whole.

        Raises:
            RuleError: A rule broke.
        """
        graph = Graph(resources)
        for rule in self._stack_rules:
            if graph.of(*rule.applies_to):
                yield from self._run(rule, graph, "the stack", "")

    def unused_waivers(self, urn: str) -> list[Waiver]:
        """The waivers for the stack of ``urn`` that matched nothing so far."""
        return [
            waiver
            for waivers in self._waivers.values()
            for waiver in waivers
            if waiver not in self._used and waiver.is_for_stack(urn)
        ]

    def _ask(self, rule: Rule, resource: Resource) -> Iterator[Answer]:
        return self._run(rule, resource, resource.urn, resource.urn)

    def _run(self, rule: Rule, subject: Resource | Graph, where: str, urn: str) -> Iterator[Answer]:
        configured = self._configured[rule.id]
        # What could not be remediated must not pass.
        level = Level.MANDATORY if configured.level is Level.REMEDIATE else configured.level
        try:
            results = dict.fromkeys(rule.check(subject, **configured.settings))
        except Exception as error:
            reason = f"{type(error).__name__}: {error}"
            raise RuleError(f"Policy {rule.id!r} broke on {where}: {reason}") from error
        for result in results:
            origin = _origin(subject, result)
            if origin is None:
                yield self._answer(rule, level, result, urn)
            elif rule.id not in origin.left_out:
                yield self._answer(rule, level, origin.told(result), origin.urn)

    def _answer(self, rule: Rule, level: Level, result: Result, urn: str) -> Answer:
        waiver = self._waiver(rule, result, urn) if isinstance(result, Fail) else None
        if waiver is None:
            return Answer(rule, level, result)
        self._used.add(waiver)
        waived = self._today <= waiver.expires
        return Answer(rule, Level.ADVISORY if waived else level, result, waiver, waived)

    def _waiver(self, rule: Rule, fail: Fail, urn: str) -> Waiver | None:
        """The waiver of a violation; of several the one that holds longest."""
        covering = [
            one
            for one in self._waivers.get(rule.id, ())
            if one.covers(rule.id, fail.urn or urn, fail.statement)
        ]
        return max(covering, key=lambda one: one.expires, default=None)


def _origin(subject: Resource | Graph, result: Result) -> Origin | None:
    """What the resource that a result is about was translated from."""
    found = subject if isinstance(subject, Resource) else subject.resource(result.urn)
    return found.origin if found else None
