"""The checks that specifications share; each raises a ``SpecError`` that says how to mend."""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import TypeVar

from components.core.errors import LimitError, SpecError

Choice = TypeVar("Choice", str, int)


def whole_number(where: str, given: object, allowed: range, unit: str, mend: str = "") -> int:
    """Return ``given`` when it is a whole number within ``allowed``."""
    text = f"a whole number of {unit} from {allowed.start} to {allowed.stop - 1}"
    # A whole number arrives as a float when it came through a protobuf value.
    if isinstance(given, float) and given.is_integer():
        given = int(given)
    if isinstance(given, bool) or not isinstance(given, int):
        raise SpecError(where, given, text, mend)
    if given not in allowed:
        raise LimitError(where, given, text, mend)
    return given


def one_of(where: str, given: Choice, allowed: Collection[Choice], mend: str = "") -> Choice:
    """Return ``given`` when it is among ``allowed``."""
    if given not in allowed:
        raise SpecError(where, given, "one of " + ", ".join(map(str, sorted(allowed))), mend)
    return given


def matching(where: str, given: object, pattern: re.Pattern[str], allowed: str) -> str:
    """Return ``given`` when it is a string that ``pattern`` matches as a whole."""
    if not isinstance(given, str) or not pattern.fullmatch(given):
        raise SpecError(where, given, allowed)
    return given


def known_keys(where: str, given: Mapping[str, object], allowed: Iterable[str]) -> None:
    """Refuse a key that nobody reads: a misspelt argument would be silently ignored."""
    names = sorted(allowed)
    for key in given:
        if key not in names:
            raise SpecError(f"{where}.{key}", key, "the keys " + ", ".join(names))
