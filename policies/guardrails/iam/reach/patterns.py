"""Sets of resources, as statements give them: patterns, what is taken out, and what bounds them."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Self

from guardrails.iam import arn, wildcard

# Two patterns are compared character by character once what they begin and end with is gone; an
# ARN has some 100 characters. Longer ones are taken to meet.
_MOST_COMPARISONS: Final = 20_000

# More pairs of patterns are not compared: they stay, or count as meeting.
_MOST_PAIRS: Final = 10_000

_WILD: Final = frozenset("*?")


@lru_cache(maxsize=16384)
def overlap(one: str, other: str) -> bool:
    """Whether some text matches both patterns.

    No is always right; yes may be wrong for patterns of hundreds of characters.
    """
    first, second = arn.fill_in(one), arn.fill_in(other)
    if not wildcard.has_wildcard(second):
        return wildcard.matches(first, second)
    if not wildcard.has_wildcard(first):
        return wildcard.matches(second, first)
    first, second, apart = _without_common_ends(first, second)
    if apart:
        return False
    if len(first) * len(second) > _MOST_COMPARISONS:
        return True
    return _meet(first, second)


def _without_common_ends(first: str, second: str) -> tuple[str, str, bool]:
    """Both without the characters that they begin and end with; and whether those differ."""
    for _ in range(2):
        least = min(len(first), len(second))
        at = 0
        while at < least and first[at] not in _WILD and second[at] not in _WILD:
            if first[at] != second[at]:
                return first, second, True
            at += 1
        # Once from the front, once from the back; turned twice, both are as they were.
        first, second = first[at:][::-1], second[at:][::-1]
    return first, second, False


def _meet(first: str, second: str) -> bool:
    """Follow both patterns at once: a row for each place in ``first``, a cell in ``second``."""
    row = _after_stars([True] + [False] * len(second), second)
    for character in first:
        following = [False] * (len(second) + 1)
        for at, reached in enumerate(row):
            if not reached:
                continue
            if character == "*":
                following[at] = True
            if at == len(second):
                continue
            theirs = second[at]
            if character == "*":
                # The star takes whatever one step of the other pattern stands for.
                for rest in range(at, len(second) + 1):
                    following[rest] = True
            elif theirs == "*":
                following[at] = True
            elif character == theirs or "?" in {character, theirs}:
                following[at + 1] = True
        row = _after_stars(following, second)
    return row[-1]


def _after_stars(row: list[bool], pattern: str) -> list[bool]:
    """A star may stand for nothing."""
    for at, character in enumerate(pattern):
        if character == "*" and row[at]:
            row[at + 1] = True
    return row


@dataclass(frozen=True, slots=True)
class Resources:
    """Resources that match one of ``included``, none of ``excluded``, and one of each bound.

    Attributes:
        included: Patterns of ARNs, as they stand in a statement.
        excluded: What NotResource spares, and what a Deny takes away.
        within: For each document that bounds the principal, the patterns that it leaves.
    """

    included: tuple[str, ...]
    excluded: tuple[str, ...] = ()
    within: tuple[tuple[str, ...], ...] = ()

    def less(self, taken: Iterable[str]) -> Self:
        """Without the resources that match ``taken``; nothing is left of a pattern in them."""
        gone = tuple(taken)
        left = self.included
        if len(left) * len(gone) <= _MOST_PAIRS:
            left = tuple(one for one in left if not _any_subsumes(gone, one))
        return type(self)(left, (*self.excluded, *gone), self.within)

    def bounded(self, bound: tuple[str, ...]) -> Self:
        """Only those that match ``bound`` too."""
        if any(map(wildcard.is_star, bound)):
            return self
        left = self.included
        if len(left) * len(bound) <= _MOST_PAIRS:
            left = tuple(one for one in left if _any_overlaps(bound, one))
        return type(self)(left, self.excluded, (*self.within, bound))

    def covers(self, resource: str) -> bool:
        """Whether every resource that ``resource`` names, an ARN or a pattern, is among them."""
        return (
            _any_subsumes(self.included, resource)
            and not _any_overlaps(self.excluded, resource)
            and all(_any_subsumes(bound, resource) for bound in self.within)
        )

    def meets(self, resource: str) -> bool:
        """Whether a resource that ``resource`` names, an ARN or a pattern, may be among them."""
        return (
            _any_overlaps(self.included, resource)
            and not _any_subsumes(self.excluded, resource)
            and all(_any_overlaps(bound, resource) for bound in self.within)
        )

    def shares(self, other: "Resources") -> bool:
        """Whether a resource may be in both."""
        if not (self.included and other.included):
            return False
        if len(self.included) * len(other.included) > _MOST_PAIRS:
            return True
        return any(self.meets(one) for one in other.included) and any(
            other.meets(one) for one in self.included
        )

    def covers_all(self, types: Iterable[str]) -> bool:
        """Whether every resource of one of the types is among them, but for some by name."""
        return any(
            _any_covers_all(self.included, kind)
            and not _any_covers_all(self.excluded, kind)
            and all(_any_covers_all(bound, kind) for bound in self.within)
            for kind in types
        )

    def of_types(self, types: Iterable[str]) -> "Resources":
        """Those that may be of one of the types; an action without types takes ``*`` alone."""
        shapes = [shape_of(kind) for kind in types]
        if not shapes:
            left = tuple(one for one in self.included if wildcard.is_star(one))
        else:
            left = tuple(one for one in self.included if _any_overlaps(shapes, one))
        return Resources(left, self.excluded, self.within)


@lru_cache(maxsize=4096)
def shape_of(resource_type: str) -> str:
    """A pattern for all resources of a type, as ``reference.resource_types`` gives it."""
    return _widened(resource_type)


def _widened(pattern: str) -> str:
    """``pattern`` with ``*`` for each of its variables."""
    return arn.fill_in(pattern).replace(arn.FILLED_IN, "*")


def _any_subsumes(patterns: Iterable[str], resource: str) -> bool:
    return any(one == resource or _subsumes(one, resource) for one in patterns)


@lru_cache(maxsize=16384)
def _subsumes(general: str, special: str) -> bool:
    # A variable of the special one may be anything; one of the general one is a value of its own.
    return wildcard.subsumes(arn.fill_in(general), _widened(special))


def _any_overlaps(patterns: Iterable[str], resource: str) -> bool:
    return any(overlap(one, resource) for one in patterns)


def _any_covers_all(patterns: Iterable[str], resource_type: str) -> bool:
    return any(_covers_all(one, resource_type) for one in patterns)


_covers_all = lru_cache(maxsize=16384)(arn.covers_all)
