"""Which of the known paths a set of policies opens, whatever the targets are."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from guardrails.iam import reference
from guardrails.iam.actions import Covered, among, covered, each_covered, fits, union
from guardrails.iam.bounding_keys import Bound
from guardrails.iam.escalation.loosened import loosened
from guardrails.iam.escalation.model import Path, Target
from guardrails.iam.escalation.paths import PATHS
from guardrails.iam.model import Document, Statement
from guardrails.iam.reach import Allowed, Reach
from guardrails.iam.reach.statements import about

_OWN_NAME: Final = "user/${aws:username}"


@dataclass(frozen=True, slots=True)
class Opening:
    """A path whose actions are all allowed.

    Attributes:
        path: Which.
        gate: What allows its first action, which says what the path reaches.
        others: What allows each of the other actions.
    """

    path: Path
    gate: Allowed
    others: tuple[Allowed, ...]

    @property
    def is_open(self) -> bool:
        """Whether it can be gone whatever principals there are: every one is a target."""
        if Bound.RESOURCE in self.gate.bound:
            return False
        if self.path.target is Target.MADE:
            return not any(Bound.RESOURCE in other.bound for other in self.others)
        if self.gate.scope.covers_all(self.path.types):
            return True
        return self.path.target is Target.ITSELF and self.names_own_user

    @property
    def names_own_user(self) -> bool:
        """Whether the gate is the user that calls, by ``${aws:username}``."""
        return any(one.endswith(_OWN_NAME) for one in self.gate.resources)


def openings(reach: Reach, *, only_told: bool = False) -> Iterator[Opening]:
    """The paths all of whose actions are allowed, once for each statement that is the gate.

    Args:
        reach: What a principal can do.
        only_told: Leave out paths whose gates are all so wide that other rules tell of them.
    """
    allowed = [_allowed_names(one.document) for one in reach.policies]
    gates = union(one.told for one in allowed) if only_told else _KNOWN
    if gates.isdisjoint(_GATES):
        return
    present = union(one.present for one in allowed)
    search = _Search(reach)
    for path, gate, needs in _NEEDS:
        if gate in gates and needs <= present:
            yield from search.of(path)


def may_open(document: Document) -> bool:
    """Whether a document may open a path of which no other rule tells, by the names alone."""
    return not _allowed_names(document).told.isdisjoint(_GATES)


class _Search:
    """Looks for paths in what one principal reaches; what was looked up is kept."""

    def __init__(self, reach: Reach) -> None:
        self._reach = reach
        self._found: dict[tuple[str, str, frozenset[str]], tuple[Allowed, ...]] = {}
        self._comparisons = 0

    def of(self, path: Path) -> Iterator[Opening]:
        """The statements that are the gate of a path whose other actions are allowed too."""
        passed = path.service if path.target in {Target.PASSED, Target.MADE} else ""
        for gate in self._allowed(path.needs[0], passed, path.types):
            others = self._others(path, gate, passed)
            if others is not None:
                yield Opening(path, gate, others)

    def _others(self, path: Path, gate: Allowed, passed: str) -> tuple[Allowed, ...] | None:
        chosen = [gate]
        for action in path.needs[1:]:
            found = self._allowed(action, passed, reference.resource_types(action))
            # The gate's own statement first: where there are many, it is the one that fits.
            found = sorted(found, key=lambda one: one.statement is not gate.statement)
            fitting = (one for one in found if all(self._same(one, other) for other in chosen))
            first = next(fitting, None)
            if first is None:
                return None
            chosen.append(first)
        return tuple(chosen[1:])

    def _allowed(self, action: str, passed: str, types: frozenset[str]) -> tuple[Allowed, ...]:
        """Where an action is allowed on resources that it works on."""
        service = passed if action == _PASS_ROLE else ""
        key = (action, service, types)
        if key not in self._found:
            found = self._reach.of(action, service)
            self._comparisons += sum(len(one.resources) for one in found) * len(types)
            if self._comparisons <= _MOST_COMPARISONS:
                found = tuple(one for one in found if one.scope.of_types(types).included)
            if any(one.conditions for one in found):
                found = tuple(loosened(one, self._reach) for one in found)
            self._found[key] = found
        return self._found[key]

    def _same(self, one: Allowed, other: Allowed) -> bool:
        """Whether two actions that work on the same types of resources can work on the same one."""
        types = reference.resource_types(one.action) & reference.resource_types(other.action)
        if not types or one.statement is other.statement:
            return True
        self._comparisons += len(one.resources) * len(other.resources)
        if self._comparisons > _MOST_COMPARISONS:
            return True
        return one.scope.of_types(types).shares(other.scope.of_types(types))


# Nobody's policies take more; of a document made to take time, more may be told than is true.
_MOST_COMPARISONS: Final = 50_000
_PASS_ROLE: Final = "iam:PassRole"  # noqa: S105 -- an action, no password
_OF_IAM: Final = (_PASS_ROLE, "iam:PutRolePolicy")
_NEEDS: Final = tuple((path, path.needs[0], frozenset(path.needs)) for path in PATHS)
_GATES: Final = frozenset(gate for _, gate, _ in _NEEDS)
_KNOWN: Final = union(needs for _, _, needs in _NEEDS)


class _Names(NamedTuple):
    """The actions of any path that a document allows.

    Attributes:
        present: All of them.
        told: Those that something allows of which no other rule tells.
    """

    present: frozenset[str]
    told: frozenset[str]


@lru_cache(maxsize=4096)
def _allowed_names(document: Document) -> _Names:
    several = [_names_of(one) for one in document.statements if one.allows]
    return _Names(union(one.present for one in several), union(one.told for one in several))


def _names_of(statement: Statement) -> _Names:
    present = about(statement, _KNOWN)
    if statement.not_actions:
        return _Names(present, frozenset() if _is_told_by_exception(statement) else present)
    reached = each_covered(statement.actions)
    narrow = [one for one in reached if not _is_wide(one)]
    return _Names(present, present if len(narrow) == len(reached) else among(present, narrow))


def is_told_otherwise(gate: Allowed) -> bool:
    """Whether what opens a path is so wide that other rules tell of it, and of all it opens.

    ``admin-star``, ``action-star``, ``full-iam``, ``passrole-notaction`` and ``allow-notaction``
    are about such; the last one does not tell that rights can be written.
    """
    if gate.pattern:
        return _is_wide(covered(gate.pattern))
    return _is_told_by_exception(gate.statement)


def _is_wide(reached: Covered) -> bool:
    return reached.everything or "iam" in reached.services


def _is_told_by_exception(statement: Statement) -> bool:
    spared = {one for one in _OF_IAM for no in statement.not_actions if fits(no, one)}
    return spared != {_PASS_ROLE}
