"""What a principal can do: all that its policies allow, minus all that any of them denies.

Under its permissions boundary and the service control policies of its account:
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice
from typing import Final

from guardrails.iam import reference
from guardrails.iam.bounding_keys import Bound
from guardrails.iam.conditions import bounds
from guardrails.iam.entity import Entity, Policy
from guardrails.iam.model import Condition, Document, Statement
from guardrails.iam.reach.certain import PASSED_TO, Known, known_of, left_by_denial, never_holds
from guardrails.iam.reach.patterns import Resources
from guardrails.iam.reach.statements import Mention, Statements, statements

_ANY: Final = ("*",)

# A principal has no more: 20 managed policies of 6,144 characters and 10,240 of inline ones.
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
_MOST_STATEMENTS: Final = 2_000


@dataclass(frozen=True, slots=True)
class Allowed:
    """What one statement allows of one action, after all that takes away from it.

    Attributes:
        action: Its full name.
        scope: On which resources.
        conditions: Those of the statement.
        bound: What its conditions bind, and those of what denies the rest or bounds the principal.
        statement: What allows it.
        place: The place of the pattern that covers the action: ``Statement[2].Action[0]``.
        pattern: As written; empty when NotAction leaves the action over.
        policy: What has the statement.
    """

    action: str
    scope: Resources
    conditions: tuple[Condition, ...]
    bound: frozenset[Bound]
    statement: Statement
    place: str
    pattern: str
    policy: Policy

    @property
    def resources(self) -> tuple[str, ...]:
        """The patterns of ARNs that are left of the statement's."""
        return self.scope.included

    @property
    def is_open(self) -> bool:
        """Whether it reaches every resource that there is of one of the action's types."""
        if Bound.RESOURCE in self.bound:
            return False
        return self.scope.covers_all(reference.resource_types(self.action))


class Reach:
    """What policies allow together, worked out action by action when it is asked for."""

    def __init__(
        self,
        policies: Sequence[Policy],
        boundary: Document | None = None,
        scps: Sequence[Sequence[Policy]] = (),
        known: Known | None = None,
    ) -> None:
        self.policies = tuple(policies)
        self.known = dict(known or {})
        layers = [[one.document for one in layer] for layer in scps]
        layers += [[boundary]] if boundary else []
        self._layers = [[statements(document) for document in layer] for layer in layers]
        self._found: dict[tuple[str, str], tuple[Allowed, ...]] = {}

    @cached_property
    def _own(self) -> list[tuple[Policy, Statements]]:
        return [(policy, statements(policy.document)) for policy in self.policies]

    @cached_property
    def _denying(self) -> list[Statements]:
        own = (one for _, one in self._own)
        bounding = (one for layer in self._layers for one in layer)
        return [one for one in (*own, *bounding) if one.denies]

    def of(self, action: str, service: str = "") -> tuple[Allowed, ...]:
        """Where an action is allowed, statement by statement.

        Args:
            action: Its full name, in any case.
            service: For ``iam:PassRole``, the service that the role is passed to.
        """
        key = (action.lower(), service)
        if key not in self._found:
            self._found[key] = tuple(self._work_out(*key))
        return self._found[key]

    def allows(self, action: str, resource: str, service: str = "") -> Allowed | None:
        """What allows an action on a resource, one without conditions where there is any.

        Args:
            action: Its full name, in any case.
            resource: An ARN, or a pattern all of whose resources have to be reached.
            service: As for ``of``.
        """
        found = [one for one in self.of(action, service) if one.scope.covers(resource)]
        return min(found, key=lambda one: bool(one.conditions), default=None)

    def denies(self, action: str, resource: str) -> bool:
        """Whether an action on a resource is denied for sure, whatever allows it.

        Args:
            action: Its full name, in any case.
            resource: An ARN, or a pattern all of whose resources have to be denied.
        """
        return any(
            left_by_denial(one.conditions, self.known) is None
            and Resources(one.resources or _ANY, one.not_resources).covers(resource)
            for one in self._denials(action.lower())
        )

    def _work_out(self, action: str, service: str) -> Iterator[Allowed]:
        known = {**self.known, PASSED_TO: (service,)} if service else self.known
        granted = list(islice(self._granted(action, known), _MOST_STATEMENTS))
        if not granted:
            return
        bounded = _bounded(self._layers, action, known)
        if bounded is None:
            return
        within, bound = bounded
        taken: list[Statement] = []
        for statement in self._denials(action):
            left = left_by_denial(statement.conditions, known)
            if left is None:
                taken.append(statement)
            elif left and _is_everywhere(statement):
                bound |= left
        full_name = _full_name(action)
        for policy, mention in granted:
            scope = _scope(mention.statement)
            for patterns in within:
                scope = scope.bounded(patterns)
            for statement in taken:
                scope = _less(scope, statement)
            if scope.included:
                conditions = mention.statement.conditions
                yield Allowed(
                    full_name,
                    scope,
                    conditions,
                    bounds(conditions) | bound,
                    mention.statement,
                    mention.place,
                    mention.pattern,
                    policy,
                )

    def _granted(self, action: str, known: Known) -> Iterator[tuple[Policy, Mention]]:
        told: set[tuple[object, ...]] = set()
        for policy, own in self._own:
            for mention in own.of(action):
                one = mention.statement
                same = (one.resources, one.not_resources, one.conditions)
                if one.allows and same not in told and not never_holds(one.conditions, known):
                    told.add(same)
                    yield policy, mention

    def _denials(self, action: str) -> Iterator[Statement]:
        for one in self._denying:
            for mention in one.of(action):
                if not mention.statement.allows:
                    yield mention.statement


def reach(entity: Entity, scps: Sequence[Sequence[Policy]] = ()) -> Reach:
    """What a principal can do.

    Args:
        entity: With all its policies.
        scps: The service control policies of its account, a group for each organizational level:
            each level has to allow.
    """
    return Reach(entity.policies, entity.boundary, scps, known_of(entity))


@lru_cache(maxsize=1024)
def reach_of(document: Document) -> Reach:
    """What a document allows whoever has it, if it has nothing else; worked out once."""
    return Reach((Policy("", document),))


def _bounded(
    layers: Iterable[Iterable[Statements]], action: str, known: Known
) -> tuple[list[tuple[str, ...]], frozenset[Bound]] | None:
    """For each bounding layer the resources that it leaves, and what all its conditions bind."""
    within: list[tuple[str, ...]] = []
    bound: frozenset[Bound] = frozenset()
    for layer in layers:
        allowing = [
            mention.statement
            for one in layer
            for mention in one.of(action)
            if mention.statement.allows and not never_holds(mention.statement.conditions, known)
        ]
        if not allowing:
            return None
        within.append(tuple(dict.fromkeys(r for one in allowing for r in one.resources or _ANY)))
        bound |= frozenset.intersection(*(bounds(one.conditions) for one in allowing))
    return within, bound


def _scope(statement: Statement) -> Resources:
    return Resources(statement.resources or _ANY, statement.not_resources)


def _less(scope: Resources, denial: Statement) -> Resources:
    if denial.not_resources:
        return scope.bounded(denial.not_resources)
    return scope.less(denial.resources or _ANY)


def _is_everywhere(denial: Statement) -> bool:
    return bool(denial.resources) and Resources(denial.resources).covers("*")


def _full_name(action: str) -> str:
    known = reference.action(action)
    return known.name if known else action
