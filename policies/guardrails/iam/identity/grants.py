"""The Allow statements of a document, with what its Deny statements leave of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from guardrails.iam.actions import Covered, all_covered, each_covered, together, without
from guardrails.iam.bounding_keys import Bound
from guardrails.iam.conditions import bounds
from guardrails.iam.identity.denials import Denials
from guardrails.iam.model import Statement

# Whose ViaService and CallerAccount together leave the keys of one account to one service.
_VIA_OWN_ACCOUNT = frozenset({Bound.VIA, Bound.CALLER})


@dataclass(frozen=True, slots=True)
class Grant:
    """An Allow statement.

    Attributes:
        statement: As it stands.
        bound: What its conditions bind.
        patterns: What is left of each of its actions, in their order.
        reach: What is left of all of them together.
        by_exception: Whether it allows all actions but some, now and later.
    """

    statement: Statement
    bound: frozenset[Bound]
    patterns: tuple[Covered, ...]
    reach: Covered
    by_exception: bool = False

    def without(self, told: frozenset[str]) -> "Grant":
        """The grant as if the actions at these places stood in another statement."""
        if not told:
            return self
        places = [self.statement.place("Action", at) for at in range(len(self.patterns))]
        if not told.intersection(places):
            return self
        left = (one for one, at in zip(self.patterns, places, strict=True) if at not in told)
        return replace(self, reach=together(tuple(left)))

    @property
    def holds_resources(self) -> bool:
        """Whether its conditions hold it to chosen resources."""
        return Bound.RESOURCE in self.bound

    @property
    def holds_owner(self) -> bool:
        """Whether its conditions hold it to the resources of chosen accounts."""
        return Bound.OWNER in self.bound or self.bound >= _VIA_OWN_ACCOUNT


def grants(statements: Sequence[Statement], denials: Denials) -> tuple[Grant, ...]:
    """The Allow statements in their order."""
    return tuple(_grant(one, denials) for one in statements if one.allows)


def _grant(statement: Statement, denials: Denials) -> Grant:
    bound = bounds(statement.conditions)
    if statement.not_actions:
        left = denials.left(Covered(everything=True), statement.resources)
        # A Deny with NotAction can leave some actions only, of which NotAction spares some again.
        reach = Covered() if left.everything else without(left, statement.not_actions)
        return Grant(statement, bound, (), reach, left.everything)
    patterns = each_covered(statement.actions)
    if not denials.take:
        return Grant(statement, bound, patterns, all_covered(statement.actions))
    patterns = tuple(denials.left(one, statement.resources) for one in patterns)
    return Grant(statement, bound, patterns, together(patterns))
