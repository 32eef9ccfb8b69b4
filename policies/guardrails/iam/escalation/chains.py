"""Who can become whom in a stack: by assuming roles, passing them, or taking over what runs."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from guardrails.iam.entity import Entity, EntityKind, Policy, Runner
from guardrails.iam.escalation.find import Opening, openings
from guardrails.iam.escalation.model import Path, Target
from guardrails.iam.escalation.stack import Stack
from guardrails.iam.escalation.targets import leads_to
from guardrails.iam.escalation.trusts import Admission
from guardrails.iam.reach import Allowed

ASSUME: Final = "assume"


@dataclass(frozen=True, slots=True)
class Edge:
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


class Becomes:
    """Who can become whom, step by step and in the end."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self._edges = [_edges_from(at, stack) for at in range(len(stack.entities))]
        for source, target, edge in _by_name_alone(stack):
            self._edges[source].setdefault((target, ASSUME), edge)

    @cached_property
    def edges(self) -> tuple[Edge, ...]:
        """Every step, one for each way of going from one principal to another."""
        return tuple(edge for found in self._edges for edge in found.values())

    def steps(self, at: int) -> dict[int, Edge]:
        """Whom the principal with that number can become in one step, by number."""
        found: dict[int, Edge] = {}
        for (target, _), edge in self._edges[at].items():
            found.setdefault(target, edge)
        return found

    @cached_property
    def _next(self) -> tuple[int, ...]:
        """For each principal, those it can become, as the bits of a number."""
        found: list[int] = []
        for edges in self._edges:
            bits = 0
            for target, _ in edges:
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
                        ways[source] = (self.steps(source)[goal], *ways[goal])
                        following.append(source)
            front = following
        return ways

    @cached_property
    def _before(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for source, edges in enumerate(self._edges):
            for target in {target for target, _ in edges}:
                found.setdefault(target, []).append(source)
        return found


def becomes(entities: Iterable[Entity], scps: Sequence[Sequence[Policy]] = ()) -> Becomes:
    """Who can become whom.

    Args:
        entities: All principals of a stack.
        scps: The service control policies of the account, a group for each level.
    """
    return Becomes(Stack(entities, scps))


_Edges = dict[tuple[int, str], Edge]


def _edges_from(at: int, stack: Stack) -> _Edges:
    found: _Edges = {}
    told: set[tuple[object, ...]] = set()
    for opening in openings(stack.reach(at)):
        if opening.path.target not in {Target.OTHER, Target.PASSED}:
            continue
        # Twenty ways to pass a role to a service lead to the same roles.
        key = _same_targets(opening)
        if key not in told:
            told.add(key)
            _add(found, at, opening, stack)
    for allowed in stack.reach(at).of("sts:AssumeRole"):
        _add_assumed(found, at, allowed, stack)
    return found


def _same_targets(opening: Opening) -> tuple[object, ...]:
    path, gate = opening.path, opening.gate
    return (path.kind, path.target, path.service, path.types, gate.policy.name, gate.place)


def _add(found: _Edges, at: int, opening: Opening, stack: Stack) -> None:
    source, gate, path = stack.entities[at], opening.gate, opening.path
    for target, runner in leads_to(opening, at, stack):
        key = (target, str(path.kind))
        if key not in found:
            found[key] = Edge(
                source,
                stack.entities[target],
                str(path.kind),
                gate.place,
                gate.policy,
                path,
                runner,
            )


def _add_assumed(found: _Edges, at: int, allowed: Allowed, stack: Stack) -> None:
    source, known = stack.entities[at], stack.reach(at).known
    for target in stack.among(EntityKind.ROLE, allowed.scope):
        trust = stack.trusts[target]
        admission = trust.lets(stack.arns[at], source.account_id, known)
        if target != at and (admission is not Admission.NO):
            edge = Edge(source, stack.entities[target], ASSUME, allowed.place, allowed.policy)
            found.setdefault((target, ASSUME), edge)


def _by_name_alone(stack: Stack) -> Iterator[tuple[int, int, Edge]]:
    """Roles that trust a principal of their account by name: it needs no policy for it."""
    for target, trust in enumerate(stack.trusts):
        role = stack.entities[target]
        for name in trust.names():
            for kind in (EntityKind.ROLE, EntityKind.USER):
                for source in stack.principals[kind].meeting(name):
                    entity = stack.entities[source]
                    if source != target and _may_by_name(stack, source, target):
                        place = trust.allowing[0][1]
                        yield source, target, Edge(entity, role, ASSUME, place)


def _may_by_name(stack: Stack, source: int, target: int) -> bool:
    one, other = stack.entities[source], stack.entities[target]
    if one.account_id != other.account_id:
        return False
    reach = stack.reach(source)
    admission = stack.trusts[target].lets(stack.arns[source], one.account_id, reach.known)
    return admission is Admission.BY_NAME and not reach.denies("sts:AssumeRole", stack.arns[target])


def _bits(number: int) -> Iterator[int]:
    while number:
        lowest = number & -number
        yield lowest.bit_length() - 1
        number ^= lowest
