"""Sets of resources, as statements give them: patterns, what is taken out, and what bounds them."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Self

from guardrails.iam import arn, wildcard
from guardrails.iam.overlap import overlap

# More pairs of patterns are not compared: they stay, or count as meeting.
_MOST_PAIRS: Final = 10_000


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
        """Whether every resource of one of the types is among them, but for some by name.

        What is taken out in one account or region leaves those of the others.
        """
        taken = tuple(filter(arn.is_everywhere, self.excluded))
        return any(
            _any_covers_all(self.included, kind)
            and not _any_covers_all(taken, kind)
            and all(_any_covers_all(bound, kind) for bound in self.within)
            for kind in types
        )

    def of_types(self, types: Iterable[str]) -> "Resources":
        """Those that may be of one of the types; an action without types takes ``*`` alone."""
        kinds = tuple(types)
        if not kinds:
            left = tuple(one for one in self.included if wildcard.is_star(one))
        else:
            left = tuple(one for one in self.included if _is_of_any(kinds, one))
        return Resources(left, self.excluded, self.within)


def _is_of_any(types: Iterable[str], resource: str) -> bool:
    """Whether a resource that ``resource`` names may be of one of the types."""
    if resource == "*":
        return True
    service = _service(resource)
    return any(
        (not service or service == (_service(kind) or service))
        and overlap(shape_of(kind), resource)
        for kind in types
    )


@lru_cache(maxsize=16384)
def _service(pattern: str) -> str:
    """The service in an ARN, or a pattern; empty where it is not written out."""
    _, _, rest = pattern.partition(":")
    partition, _, rest = rest.partition(":")
    service, colon, _ = rest.partition(":")
    is_known = colon and "*" not in partition and not _OPEN & set(service)
    return service if is_known else ""


_OPEN: Final = frozenset("*?$")


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
