"""Whether two patterns have a text in common."""

from functools import lru_cache
from typing import Final

from guardrails.iam import arn, wildcard

# Two patterns are compared character by character once what they begin and end with is gone; an
# ARN has some 100 characters. Longer ones are taken to meet.
_MOST_COMPARISONS: Final = 20_000

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
