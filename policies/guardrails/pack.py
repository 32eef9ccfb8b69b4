"""The rules at work: which of them see a resource, at which level, and what they answer."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from guardrails.graph import Graph
from guardrails.model import Level, Result, Rule, Scope
from guardrails.settings import ConfigurationError, Configured, configure, defaults
from guardrails.view import Resource

NAME: Final = "bulwark"
VERSION: Final = "0.1.0"


class RuleError(Exception):
    """A rule broke: a fault of the pack, told with the rule and the resource it broke on."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What one rule says."""

    rule: Rule
    level: Level
    """``advisory`` or ``mandatory``."""

    result: Result


class Pack:
    """A set of rules and their configuration."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rules)
        self._by_id = {rule.id: rule for rule in self.rules}
        self._configured: Mapping[str, Configured] = {}
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
        self._by_type = by_type
        self._stack_rules = tuple(stack_rules)

    def configured(self, rule: Rule) -> Configured:
        """How a rule runs now."""
        return self._configured.get(rule.id, defaults(rule))

    def judge(self, resource: Resource) -> Iterator[Answer]:
        """Ask every rule about one resource.

        Raises:
            RuleError: A rule broke.
        """
        for rule in self._by_type.get(resource.type, ()):
            yield from self._run(rule, resource, resource.urn)

    def judge_stack(self, resources: Iterable[Resource]) -> Iterator[Answer]:
        """Ask every rule that looks at the stack as a whole.

        Raises:
            RuleError: A rule broke.
        """
        graph = Graph(resources)
        for rule in self._stack_rules:
            if graph.of(*rule.applies_to):
                yield from self._run(rule, graph, "the stack")

    def _run(self, rule: Rule, subject: Resource | Graph, where: str) -> Iterator[Answer]:
        configured = self._configured[rule.id]
        # What could not be remediated must not pass.
        level = Level.MANDATORY if configured.level is Level.REMEDIATE else configured.level
        try:
            results = dict.fromkeys(rule.check(subject, **configured.settings))
        except Exception as error:
            reason = f"{type(error).__name__}: {error}"
            raise RuleError(f"Policy {rule.id!r} broke on {where}: {reason}") from error
        for result in results:
            yield Answer(rule, level, result)
