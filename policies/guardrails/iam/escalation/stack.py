"""The principals of a stack, found by what a statement names."""

from collections.abc import Iterable, Sequence
from functools import cached_property

from guardrails.iam.entity import Entity, EntityKind, Policy, Runner
from guardrails.iam.escalation.model import Path
from guardrails.iam.escalation.named import Named, shape_for
from guardrails.iam.escalation.trusts import Admission, Trust
from guardrails.iam.reach import Reach, Resources, reach

Runs = tuple[int, Runner | None]
"""A principal by its number, and what runs as it where that is what is reached."""


def by_number(one: Runs) -> tuple[int, str]:
    """An order that never changes."""
    return one[0], one[1].name if one[1] else ""


class Stack:
    """All principals of a stack, by number: their place in ``entities``.

    Args:
        entities: As ``guardrails.entities`` puts them together.
        scps: The service control policies of the account, a group for each level.
    """

    def __init__(self, entities: Iterable[Entity], scps: Sequence[Sequence[Policy]] = ()) -> None:
        self.entities = tuple(entities)
        self._scps = tuple(scps)
        self._reaches: dict[int, Reach] = {}
        self._running: dict[tuple[str, frozenset[str]], Named[Runs]] = {}

    def reach(self, number: int) -> Reach:
        """What a principal can do."""
        if number not in self._reaches:
            self._reaches[number] = reach(self.entities[number], self._scps)
        return self._reaches[number]

    @cached_property
    def arns(self) -> tuple[str, ...]:
        """The ARN of each principal, with ``*`` for an account that is not known."""
        return tuple(
            one.arn.replace(":iam:::", ":iam::*:", 1) if one.account_id is None else one.arn
            for one in self.entities
        )

    @cached_property
    def trusts(self) -> tuple[Trust, ...]:
        """Whom each principal trusts; only roles trust anyone."""
        return tuple(Trust.of(entity) for entity in self.entities)

    @cached_property
    def principals(self) -> dict[EntityKind, Named[int]]:
        """The principals of each kind."""
        return {
            kind: Named(
                (arn, at) for at, arn in enumerate(self.arns) if self.entities[at].kind is kind
            )
            for kind in EntityKind
        }

    def taking(self, service: str) -> frozenset[int]:
        """The roles that a service may take."""
        if service not in self._taking:
            self._taking[service] = frozenset(
                at
                for at, entity in enumerate(self.entities)
                if entity.kind is EntityKind.ROLE and self.trusts[at].lets_service(service)
            )
        return self._taking[service]

    @cached_property
    def _taking(self) -> dict[str, frozenset[int]]:
        return {}

    def naming(self, at: int) -> frozenset[int]:
        """The roles whose trust policy names a principal, without itself."""
        return self._naming.get(at, frozenset())

    @cached_property
    def _naming(self) -> dict[int, frozenset[int]]:
        found: dict[int, set[int]] = {}
        for target, trust in enumerate(self.trusts):
            for name in trust.names():
                for kind in (EntityKind.ROLE, EntityKind.USER):
                    for source in self.principals[kind].meeting(name) - {target}:
                        found.setdefault(source, set()).add(target)
        return {source: frozenset(targets) for source, targets in found.items()}

    def letting_in(self, at: int, roles: frozenset[int]) -> frozenset[int]:
        """Those of some roles that let a principal in which may assume them, without itself."""
        account, known = self.entities[at].account_id, self.reach(at).known
        surely, perhaps = self._open_to(account)
        asked = (roles & (perhaps | self.naming(at))) - surely - {at}
        arn = self.arns[at]
        admitted = (
            one for one in asked if self.trusts[one].lets(arn, account, known) is not Admission.NO
        )
        return ((roles & surely) - {at}).union(admitted)

    def _open_to(self, account: str | None) -> tuple[frozenset[int], frozenset[int]]:
        """The roles that let everyone of an account in, and those that let some in."""
        if account not in self._opened:
            found = [trust.lets_account(account) for trust in self.trusts]
            self._opened[account] = (
                frozenset(at for at, let in enumerate(found) if let is True),
                frozenset(at for at, let in enumerate(found) if let is None),
            )
        return self._opened[account]

    @cached_property
    def _opened(self) -> dict[str | None, tuple[frozenset[int], frozenset[int]]]:
        return {}

    def among(self, kind: EntityKind, scope: Resources) -> frozenset[int]:
        """The principals of a kind that are in a set of resources."""
        named = self.principals[kind]
        found = frozenset[int]().union(*map(named.meeting, scope.included))
        if not (scope.excluded or scope.within):
            return found
        return frozenset(at for at in found if scope.meets(self.arns[at]))

    def running(self, path: Path, scope: Resources) -> frozenset[Runs]:
        """What runs as a role of the stack and is in a set of resources."""
        key = (path.service, path.types)
        if key not in self._running:
            self._running[key] = Named(self._runners(path))
        found = frozenset[Runs]().union(*map(self._running[key].meeting, scope.included))
        if not (scope.excluded or scope.within):
            return found
        return frozenset(
            (at, runner)
            for at, runner in found
            if runner and any(map(scope.meets, self._shapes(path, at, runner)))
        )

    def _runners(self, path: Path) -> Iterable[tuple[str, Runs]]:
        for at, entity in enumerate(self.entities):
            for runner in entity.runners:
                if runner.service == path.service:
                    for shape in self._shapes(path, at, runner):
                        yield shape, (at, runner)

    def _shapes(self, path: Path, at: int, runner: Runner) -> list[str]:
        account = self.entities[at].account_id
        return [shape_for(kind, runner.name, account) for kind in sorted(path.types)]
