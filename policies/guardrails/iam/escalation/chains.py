"""Who can become whom in a stack: by assuming roles, passing them, or taking over what runs."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from guardrails.iam.entity import Entity, EntityKind, Policy, Runner
from guardrails.iam.escalation.find import Opening, openings
from guardrails.iam.escalation.model import Path, Target
from guardrails.iam.escalation.stack import Runs, Stack, by_number
from guardrails.iam.escalation.targets import leads_to
from guardrails.iam.escalation.trusts import Admission
from guardrails.iam.reach import Allowed

ASSUME: Final = "assume"
ASSUME_ROLE: Final = "sts:AssumeRole"


class Edge(NamedTuple):
    """One step: a principal can act as another.

    Attributes:
        source: Who.
        target: As whom.
        how: ``assume``, or the kind of the path: ``pass-role``, ``code-swap``, ``session``,
            ``credentials``, ``trust``.
        place: Where that stands: ``Statement[0].Action[1]`` of ``policy``, or of the target's
            trust policy where ``policy`` is ``None``.
        policy: The policy of the source that allows it.
        path: The known path; ``None`` for assuming.
        runner: What runs as the target, where that is what is taken over.
    """

    source: Entity
    target: Entity
    how: str
    place: str
    policy: Policy | None = None
    path: Path | None = None
    runner: Runner | None = None


@dataclass(frozen=True, slots=True)
class _Step:
    """All that one statement leads to in one way.

    Attributes:
        targets: By number, with what runs as each where that is taken over.
        allowed: What allows it; ``None`` where a trust policy alone does.
    """

    how: str
    targets: frozenset[Runs]
    allowed: Allowed | None = None
    path: Path | None = None


class Becomes:
    """Who can become whom, step by step and in the end; worked out when it is asked for."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack

    @cached_property
    def _steps(self) -> tuple[tuple[_Step, ...], ...]:
        return tuple(tuple(_steps_from(at, self.stack)) for at in range(len(self.stack.entities)))

    @cached_property
    def edges(self) -> tuple[Edge, ...]:
        """Every step, one for each way of going from one principal to another."""
        return tuple(
            edge for at in range(len(self.stack.entities)) for edge in self._edges_from(at).values()
        )

    def _edges_from(self, at: int) -> dict[tuple[int, str], Edge]:
        found: dict[tuple[int, str], Edge] = {}
        for step in self._steps[at]:
            for target, runner in sorted(step.targets, key=by_number):
                if (target, step.how) not in found:
                    found[target, step.how] = self._edge(at, target, runner, step)
        return found

    def _edge(self, at: int, target: int, runner: Runner | None, step: _Step) -> Edge:
        source, other, allowed = self.stack.entities[at], self.stack.entities[target], step.allowed
        if allowed is None:
            return Edge(source, other, step.how, self.stack.trusts[target].place)
        return Edge(source, other, step.how, allowed.place, allowed.policy, step.path, runner)

    @cached_property
    def _next(self) -> tuple[int, ...]:
        """For each principal, those it can become, as the bits of a number."""
        found: list[int] = []
        for steps in self._steps:
            bits = 0
            for target in {target for step in steps for target, _ in step.targets}:
                bits |= 1 << target
            found.append(bits)
        return tuple(found)

    def in_the_end(self, at: int) -> frozenset[int]:
        """Whom a principal can become in any number of steps, by number; not itself."""
        seen, front = 0, self._next[at]
        while front:
            seen |= front
            following = 0
            for one in _bits(front):
                following |= self._next[one]
            front = following & ~seen
        return frozenset(_bits(seen & ~(1 << at)))

    def everyone(self) -> Iterator[tuple[Entity, tuple[Entity, ...]]]:
        """Each principal with all that it can become in the end."""
        entities = self.stack.entities
        for at, entity in enumerate(entities):
            yield entity, tuple(entities[one] for one in sorted(self.in_the_end(at)))

    def ways_to(self, goals: Iterable[int]) -> dict[int, tuple[Edge, ...]]:
        """For each principal the shortest way to one of the goals, where there is one."""
        ways: dict[int, tuple[Edge, ...]] = dict.fromkeys(sorted(goals), ())
        front = list(ways)
        while front:
            following: list[int] = []
            for goal in front:
                for source in self._before.get(goal, ()):
                    if source not in ways:
                        ways[source] = (self._edge_to(source, goal), *ways[goal])
                        following.append(source)
            front = following
        return ways

    def _edge_to(self, source: int, target: int) -> Edge:
        found = self._edges_from(source).items()
        return next(edge for (number, _), edge in found if number == target)

    @cached_property
    def _before(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for source, following in enumerate(self._next):
            for target in _bits(following):
                found.setdefault(target, []).append(source)
        return found


def becomes(entities: Iterable[Entity], scps: Sequence[Sequence[Policy]] = ()) -> Becomes:
    """Who can become whom.

    Args:
        entities: All principals of a stack.
        scps: The service control policies of the account, a group for each level.
    """
    return Becomes(Stack(entities, scps))


def _steps_from(at: int, stack: Stack) -> Iterator[_Step]:
    told: set[tuple[object, ...]] = set()
    for opening in openings(stack.reach(at)):
        # Twenty ways to pass a role to a service lead to the same roles.
        key = _same_targets(opening)
        if opening.path.target in {Target.OTHER, Target.PASSED} and key not in told:
            told.add(key)
            targets = leads_to(opening, at, stack)
            yield _Step(str(opening.path.kind), targets, opening.gate, opening.path)
    for allowed in stack.reach(at).of(ASSUME_ROLE):
        within = stack.among(EntityKind.ROLE, allowed.scope)
        yield _Step(ASSUME, _alone(stack.letting_in(at, within)), allowed)
    yield _Step(ASSUME, _alone(frozenset(_by_name(at, stack))))


def _same_targets(opening: Opening) -> tuple[object, ...]:
    path, gate = opening.path, opening.gate
    services = (path.service, path.trusted)
    return (path.kind, path.target, services, path.types, id(gate.policy), gate.place)


def _alone(targets: frozenset[int]) -> frozenset[Runs]:
    return frozenset((target, None) for target in targets)


def _by_name(at: int, stack: Stack) -> Iterator[int]:
    """Roles that trust a principal of their account by name: it needs no policy for it."""
    account, reach = stack.entities[at].account_id, stack.reach(at)
    for target in stack.naming(at):
        if stack.entities[target].account_id == account:
            admission = stack.trusts[target].lets(stack.arns[at], account, reach.known)
            denied = reach.denies(ASSUME_ROLE, stack.arns[target])
            if admission is Admission.BY_NAME and not denied:
                yield target


def _bits(number: int) -> Iterator[int]:
    while number:
        lowest = number & -number
        yield lowest.bit_length() - 1
        number ^= lowest
