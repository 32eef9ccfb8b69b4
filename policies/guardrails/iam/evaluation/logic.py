"""Logic with a third value, for what depends on keys that are not known.

Kleene's: unknown stays unknown unless the other side decides alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Self

from guardrails.iam.evaluation.answer import Cited


class Met(IntEnum):
    """Whether something holds; the smallest of several is their "and", the largest their "or"."""

    NO = 0
    UNKNOWN = 1
    YES = 2

    @classmethod
    def of(cls, holds: bool) -> "Met":  # noqa: FBT001 -- it is the value, not an option
        """YES or NO."""
        return cls.YES if holds else cls.NO

    def negated(self) -> "Met":
        """The opposite; unknown stays unknown."""
        return Met(Met.YES - self)


@dataclass(frozen=True, slots=True)
class Truth:
    """Whether something holds, and what that rests on.

    Attributes:
        met: Whether it holds.
        keys: While that is unknown: the keys that decide.
        cited: The statements that make it hold, or may.
        lacking: While it does not hold: the kinds of policy that are to blame.
    """

    met: Met
    keys: tuple[str, ...] = ()
    cited: tuple[Cited, ...] = ()
    lacking: tuple[str, ...] = ()

    def known_as(self, kind: str) -> Self:
        """The same; where it does not hold, ``kind`` is to blame."""
        return replace(self, lacking=(kind,) if self.met is Met.NO else ())


YES = Truth(Met.YES)
NO = Truth(Met.NO)


def all_of(truths: Iterable[Truth]) -> Truth:
    """Whether all hold; of several that do not, each is to blame."""
    given = tuple(truths)
    met = min((one.met for one in given), default=Met.YES)
    if met is Met.NO:
        return _of(met, (one for one in given if one.met is Met.NO))
    return _of(met, given)


def any_of(truths: Iterable[Truth]) -> Truth:
    """Whether one holds."""
    given = tuple(truths)
    met = max((one.met for one in given), default=Met.NO)
    return _of(met, (one for one in given if one.met is met))


def _of(met: Met, parts: Iterable[Truth]) -> Truth:
    given = tuple(parts)
    if met is Met.NO:
        return Truth(met, lacking=_once(kind for one in given for kind in one.lacking))
    return Truth(
        met,
        keys=_once(key for one in given for key in one.keys) if met is Met.UNKNOWN else (),
        cited=tuple(dict.fromkeys(cited for one in given for cited in one.cited)),
    )


def _once(texts: Iterable[str]) -> tuple[str, ...]:
    """Each text once, whatever its case."""
    found: dict[str, str] = {}
    for text in texts:
        found.setdefault(text.lower(), text)
    return tuple(found.values())
