"""Things with an ARN, found by the patterns that may name them."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import Final, Generic, TypeVar

from guardrails.iam import arn, wildcard
from guardrails.iam.overlap import overlap

T = TypeVar("T")

_PLACEHOLDER: Final = re.compile(r"\$\{[^${}]*\}")
_FIELDS_BEFORE_RESOURCE: Final = 5
_LAST: Final = "\U0010ffff"


class Named(Generic[T]):
    """Things by their ARNs.

    A pattern is compared with those whose ARN begins as it does, so that a thousand patterns of a
    thousand things take no million comparisons.

    Args:
        things: Each with its ARN, or a pattern for it where not all of it is known.
    """

    def __init__(self, things: Iterable[tuple[str, T]]) -> None:
        told = [(_resource(shape), shape, thing) for shape, thing in things]
        whole = [one for one in told if not wildcard.has_wildcard(one[0])]
        self._sorted = sorted(whole, key=lambda one: one[0])
        self._keys = [resource for resource, _, _ in self._sorted]
        self._loose = [one for one in told if wildcard.has_wildcard(one[0])]
        self._met: dict[str, frozenset[T]] = {}

    def meeting(self, pattern: str) -> frozenset[T]:
        """The things that a pattern of ARNs may name.

        An exact ARN names nothing whose own name is not known.
        """
        if pattern not in self._met:
            self._met[pattern] = frozenset(self._meeting(arn.fill_in(pattern)))
        return self._met[pattern]

    def _meeting(self, pattern: str) -> list[T]:
        start = _literal(_resource(pattern))
        first, last = bisect_left(self._keys, start), bisect_right(self._keys, start + _LAST)
        near = self._sorted[first:last]
        loose = self._loose if wildcard.has_wildcard(_resource(pattern)) else []
        return [thing for _, shape, thing in (*near, *loose) if overlap(pattern, shape)]


def _resource(pattern: str) -> str:
    """The resource's part of an ARN; ``*`` of what covers it, and of anything else."""
    parts = arn.split(pattern)
    return parts.resource if parts else "*"


def _literal(pattern: str) -> str:
    """What all that a pattern matches begins with."""
    return re.split(r"[*?]", pattern, maxsplit=1)[0]


def shape_for(resource_type: str, name: str, account: str | None) -> str:
    """A pattern for the resources of a type that have a name, in an account.

    A type whose ARN has other things than a name, or an id that AWS chooses, gives all of them.
    """
    fields = resource_type.split(":", _FIELDS_BEFORE_RESOURCE)
    *front, owner, resource = fields
    placeholders = _PLACEHOLDER.findall(resource)
    known = len(placeholders) == 1 and not placeholders[0].endswith("Id}")
    resource = _PLACEHOLDER.sub(lambda _: name if known else "*", resource)
    front = [_PLACEHOLDER.sub("*", one) for one in front]
    owner = account or "*" if _PLACEHOLDER.search(owner) else owner
    return ":".join([*front, owner, resource])
