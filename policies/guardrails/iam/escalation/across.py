"""What the principals of a stack can gain, with all their policies and with each other's rights."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from guardrails.iam.entity import Entity, Runner
from guardrails.iam.escalation.find import Opening, is_told_otherwise, openings
from guardrails.iam.escalation.model import Target
from guardrails.iam.escalation.paths.grants import CREATED
from guardrails.iam.escalation.stack import Stack, by_number
from guardrails.iam.escalation.strength import surplus
from guardrails.iam.escalation.targets import leads_to, outside, reaches_itself
from guardrails.iam.escalation.tell import Cause, causes, open_paths, unbounded
from guardrails.iam.model import Document


@dataclass(frozen=True, slots=True)
class Gain:
    """A path that leads to more than the principal has.

    Attributes:
        opening: The path.
        target: The stronger principal; ``None`` for the principal itself and for others' roles.
        runner: What runs as it, where that is taken over.
        more: Something that the target can do and the principal cannot.
        outside: The ARN of a principal that the stack does not have.
    """

    opening: Opening
    target: Entity | None = None
    runner: Runner | None = None
    more: str = ""
    outside: str = ""


def across_policies(at: int, stack: Stack) -> list[Cause]:
    """The paths that a principal's policies open together, and none of them alone."""
    if len(stack.entities[at].policies) == 1:
        return []
    alone = _alone(at, stack)
    told = {(document, place) for document, places, _ in alone for place in places}
    ids = frozenset[str]().union(*(names for _, _, names in alone))
    found = (
        one
        for one in openings(stack.reach(at))
        if one.is_open
        and one.path.id not in ids | CREATED
        and (id(one.gate.policy.document), one.gate.place) not in told
        and any(other.policy is not one.gate.policy for other in one.others)
    )
    return list(causes(found))


def _alone(at: int, stack: Stack) -> list[tuple[int, frozenset[str], frozenset[str]]]:
    """For each policy the places and the ids of the paths that it opens by itself."""
    policies = stack.entities[at].policies
    return [(id(one.document), *_open_in(one.document)) for one in policies]


@lru_cache(maxsize=4096)
def _open_in(document: Document) -> tuple[frozenset[str], frozenset[str]]:
    found = open_paths(document)
    return frozenset(one.gate.place for one in found), frozenset(one.path.id for one in found)


def by_target(at: int, stack: Stack) -> Iterator[Gain]:
    """The paths that lead from a principal to named ones that can do more, one for each place.

    Those that are open whatever there is are not among them: a document tells of them alone.
    """
    told: set[tuple[int, str]] = set()
    for opening in openings(stack.reach(at)):
        gate = opening.gate
        place = (id(gate.policy), gate.place)
        if place in told or opening.is_open or is_told_otherwise(gate):
            continue
        gain = _gain(opening, at, stack)
        if gain is not None:
            told.add(place)
            yield gain


def _gain(opening: Opening, at: int, stack: Stack) -> Gain | None:
    if opening.path.target is Target.ITSELF:
        itself = reaches_itself(opening, stack.entities[at], stack.arns[at])
        return Gain(opening) if itself else None
    for target, runner in sorted(leads_to(opening, at, stack), key=by_number):
        more = surplus(stack.reach(target), stack.reach(at))
        if more:
            return Gain(opening, stack.entities[target], runner, more)
    strangers = outside(opening, at, stack)
    return Gain(opening, outside=strangers[0]) if strangers else None


def makes_unbounded(at: int, stack: Stack) -> list[Cause]:
    """Where a principal creates others with any right, without a boundary."""
    return unbounded([one for one in openings(stack.reach(at)) if one.is_open])


def can_take_over(at: int, stack: Stack) -> bool:
    """Whether a principal can give itself any right."""
    return any(
        one.is_open and one.path.target in {Target.ITSELF, Target.MADE}
        for one in openings(stack.reach(at))
    )
