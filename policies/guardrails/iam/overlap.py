"""Whether two patterns have a text in common."""

import re
from functools import lru_cache
from typing import Final

from guardrails.iam import arn, wildcard

# Two patterns are compared character by character once what they begin and end with is gone; an
# ARN has some 100 characters. Longer ones are taken to meet.
_MOST_COMPARISONS: Final = 20_000

_STARS: Final = re.compile(r"\*{2,}")
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
    """Follow both patterns at once: bit ``n`` of a number stands for ``n`` characters of one."""
    # Of two stars side by side one is enough, and then none stands behind another.
    second = _STARS.sub("*", second)
    places = _places(second)
    stars, any_one = places.get("*", 0), places.get("?", 0)
    end = 1 << len(second)
    reached = 1 | (stars & 1) << 1
    for character in first:
        if character == "*":
            # It takes whatever the rest of the other pattern stands for, or a part of that.
            reached = (end << 1) - (reached & -reached)
            continue
        fitting = end - 1 if character == "?" else places.get(character, 0) | any_one
        # A star of the other pattern takes the character and stays, and may stand for nothing.
        reached = (reached & stars) | ((reached & fitting & ~stars) << 1)
        reached |= (reached & stars) << 1
        if not reached:
            return False
    return bool(reached & end)


def _places(pattern: str) -> dict[str, int]:
    """Where each character stands in ``pattern``, as bits."""
    found: dict[str, int] = {}
    for at, character in enumerate(pattern):
        found[character] = found.get(character, 0) | 1 << at
    return found
