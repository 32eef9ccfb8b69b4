"""Says what a path means: who has what, what an attacker does with it, and how to mend it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from guardrails.iam import text
from guardrails.iam.escalation.find import Opening, is_told_otherwise, may_open, openings
from guardrails.iam.escalation.model import Kind, Target
from guardrails.iam.escalation.paths.grants import CREATED
from guardrails.iam.findings import CRITICAL, HIGH, Finding, finding
from guardrails.iam.model import Document
from guardrails.iam.reach import reach_of

_CATALOGUES: Final = ("rhino", "pathfinding")
_BY_WHAT_RUNS: Final = frozenset({Kind.CODE_SWAP, Kind.SESSION})


@dataclass(frozen=True, slots=True)
class Cause:
    """The paths that one place in one policy opens."""

    openings: tuple[Opening, ...]

    @property
    def first(self) -> Opening:
        """The one that is told in full."""
        return self.openings[0]

    @property
    def place(self) -> str:
        """Where the first action is allowed: ``Statement[0].Action[1]``."""
        return self.first.gate.place

    @property
    def severity(self) -> str:
        """A shell or a function's code are worth what the role is; rights written are worth all."""
        kinds = {one.path.kind for one in self.openings}
        return HIGH if kinds <= _BY_WHAT_RUNS else CRITICAL

    @property
    def mend(self) -> str:
        """The smallest change that closes the path told in full."""
        return self.first.path.mend


def causes(found: Iterable[Opening]) -> Iterator[Cause]:
    """The paths by their causes; without those that other rules tell of."""
    grouped: dict[tuple[int, str], dict[str, Opening]] = {}
    for one in found:
        if not is_told_otherwise(one.gate):
            place = (id(one.gate.policy), one.gate.place)
            grouped.setdefault(place, {}).setdefault(one.path.id, one)
    for group in grouped.values():
        yield Cause(tuple(sorted(group.values(), key=_obscurity)))


def _obscurity(opening: Opening) -> int:
    """The oldest catalogue first: what most readers have heard of."""
    catalogues = {one.partition(":")[0] for one in opening.path.references}
    return next((at for at, name in enumerate(_CATALOGUES) if name in catalogues), len(_CATALOGUES))


def open_paths(document: Document) -> list[Opening]:
    """The paths that a document opens alone, whoever has it and whatever roles there are.

    Creating principals without a boundary is told apart, as permissions-boundary-missing.
    """
    return [one for one in _opened(document) if one.path.id not in CREATED]


def _opened(document: Document) -> list[Opening]:
    return [one for one in openings(reach_of(document)) if one.is_open]


def privilege_escalation(document: Document) -> list[Finding]:
    """What is wrong with an identity policy: that it is a way to more rights by itself."""
    found = [one for one in _told_here(document) if one.is_open and one.path.id not in CREATED]
    return [
        finding("privesc", cause.place, told(cause), cause.mend, cause.severity)
        for cause in causes(found)
    ]


@lru_cache(maxsize=64)
def _told_here(document: Document) -> tuple[Opening, ...]:
    """The paths of which no other rule tells, for both rules that do."""
    if not may_open(document):
        return ()
    return tuple(openings(reach_of(document), only_told=True))


def unbounded_creation(document: Document) -> list[Finding]:
    """Where an identity policy creates principals with any right, without a boundary."""
    if not any(one.path.id in CREATED for one in _told_here(document)):
        return []
    return [
        finding("permissions-boundary-missing", cause.place, told_unbounded(cause), ASK_BOUNDARY)
        for cause in unbounded(_opened(document))
    ]


ASK_BOUNDARY: Final = "Add a condition on iam:PermissionsBoundary to each of these actions."


def unbounded(found: Sequence[Opening]) -> list[Cause]:
    """Those among open paths that create principals.

    None where any right can be written straight away: that is told as a path.
    """
    if any(one.path.target is Target.ITSELF for one in found):
        return []
    return list(causes(one for one in found if one.path.id in CREATED))


def told_unbounded(cause: Cause) -> str:
    """What is allowed, and what an attacker does without a boundary."""
    first = cause.first
    return (
        f"{allowed(first)}, and no condition asks for a permissions boundary: whoever has it can "
        f"{first.path.yields}."
    )


def told(cause: Cause) -> str:
    """One or two sentences: what is allowed, and what an attacker does with it."""
    first = cause.first
    sentence = f"{allowed(first)}: whoever has it can {gains(first)}."
    return f"{sentence}{others(cause.openings[1:])}"


def allowed(opening: Opening) -> str:
    """What is allowed, such as ``iam:PassRole on '*', with lambda:CreateFunction``."""
    gate = opening.gate
    resources = ", ".join(map(text.shown, gate.resources[:2]))
    more = "" if len(gate.resources) <= _SHOWN else f" and {len(gate.resources) - _SHOWN} more"
    joined = _joined([one.action for one in opening.others])
    together = f", with {joined}" if joined else ""
    return f"{gate.action} on {resources}{more}{together}"


_SHOWN: Final = 2


def gains(opening: Opening) -> str:
    """What an attacker does with it, to go on after "can"."""
    path = opening.path
    if path.target is Target.PASSED:
        return f"pass any role that trusts {path.trusted}, and {path.yields}"
    return path.yields


def others(more: Sequence[Opening]) -> str:
    """A sentence about the paths that are not told in full; empty without any."""
    if not more:
        return ""
    ways = "way" if len(more) == 1 else "ways"
    return f" It opens {len(more)} more {ways}: {text.names(one.path.id for one in more)}."


def _joined(names: Sequence[str]) -> str:
    if len(names) < _SHOWN:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"
