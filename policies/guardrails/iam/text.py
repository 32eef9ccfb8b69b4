"""Texts of strangers, safe to print: short, on one line, without control characters."""

import heapq
import re
from collections.abc import Iterable, Mapping

_LONGEST = 80
_PLAIN_NAME = re.compile(r"[A-Za-z0-9:_./*?-]{1,80}")


def shown(given: object) -> str:
    """``given`` for a message: a text in quotes, of anything else only what it is."""
    if isinstance(given, str):
        return repr(given) if len(given) <= _LONGEST else f"{given[:_LONGEST]!r}…"
    if given is None or isinstance(given, bool):
        return {None: "null", True: "true", False: "false"}[given]
    if isinstance(given, Mapping):
        return "an object"
    if isinstance(given, list | tuple):
        return "a list"
    return "a number" if isinstance(given, int | float) else f"a {type(given).__name__}"


def name(given: object) -> str:
    """A name for a sentence or a place: as it is when it is plain, else as ``shown``."""
    return given if isinstance(given, str) and _PLAIN_NAME.fullmatch(given) else shown(given)


def names(given: Iterable[str], most: int = 5) -> str:
    """Some names for a sentence: ``a, b and 7 more``."""
    several = tuple(given)
    shown = ", ".join(map(name, heapq.nsmallest(most, several)))
    return shown if len(several) <= most else f"{shown} and {len(several) - most} more"
