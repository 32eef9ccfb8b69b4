"""Patterns as IAM reads them: ``*`` is any text, also none; ``?`` is any one character.

No regular expression and no backtracking: each piece between two ``*`` is looked for once, from
where the one before it ended. Whatever the pattern, that takes at most the product of the lengths.
"""

import re
from functools import lru_cache

_NOTHING_REFUSED = ""
_RUN = re.compile(r"[*?]{2,}")


def has_wildcard(pattern: str) -> bool:
    """Whether ``pattern`` can match more than itself."""
    return "*" in pattern or "?" in pattern


def literal_start(pattern: str) -> str:
    """What every text that ``pattern`` matches begins with."""
    return pattern.partition("*")[0].partition("?")[0]


def is_star(pattern: str) -> bool:
    """Whether ``pattern`` matches every text, the empty one perhaps excepted."""
    return pattern == "*" or (pattern[:1] in ("*", "?") and subsumes(pattern, "?*"))


def matches(pattern: str, text: str) -> bool:
    """Whether ``pattern`` matches the whole of ``text``; upper and lower case differ."""
    if not has_wildcard(pattern):
        return pattern == text
    start = pattern[:-1]
    if pattern[-1] == "*" and not has_wildcard(start):
        return text.startswith(start)
    return compiled(pattern).matches(text)


def subsumes(general: str, special: str) -> bool:
    """Whether everything that ``special`` matches is matched by ``general`` too.

    Yes is always right; no may be wrong for patterns that only together cover ``special``'s text.
    """
    if not has_wildcard(general):
        return general == special
    return _refusing_stars(_canonical(general)).matches(_canonical(special))


class Pattern:
    """A pattern made ready to be matched with many texts.

    Args:
        pattern: With ``*`` and ``?``.
        refused: A character that ``?`` does not take.
    """

    __slots__ = ("_first", "_last", "_length", "_middle")

    def __init__(self, pattern: str, refused: str = _NOTHING_REFUSED) -> None:
        first, *middle = (_Piece(part, refused) for part in pattern.split("*"))
        self._length = len(pattern) - pattern.count("*")
        self._first = first
        self._last = middle.pop() if middle else None
        self._middle = [piece for piece in middle if piece.length]

    def matches(self, text: str) -> bool:
        """Whether the pattern matches the whole of ``text``."""
        if len(text) < self._length or not self._first.stands(text, 0):
            return False
        if self._last is None:
            return len(text) == self._length
        position, end = self._first.length, len(text) - self._last.length
        if not self._last.stands(text, end):
            return False
        for piece in self._middle:
            position = piece.end_in(text, position, end)
            if position < 0:
                return False
        return True


compiled = lru_cache(maxsize=1024)(Pattern)


@lru_cache(maxsize=1024)
def _refusing_stars(pattern: str) -> Pattern:
    return Pattern(pattern, refused="*")


class _Piece:
    """What stands between two ``*``: characters and ``?``, of a fixed length."""

    __slots__ = ("_anchor", "_at", "_refused", "_rest", "_wild", "length")

    def __init__(self, piece: str, refused: str) -> None:
        self._refused = refused
        self.length = len(piece)
        self._rest: list[tuple[int, str]] = []
        self._wild: list[int] = []
        self._anchor, self._at = piece, 0
        if "?" in piece:
            self._take_apart(piece)

    def _take_apart(self, piece: str) -> None:
        # The longest run of characters is looked for; the others are compared where it is found.
        self._anchor = max(piece.split("?"), key=len)
        self._at = piece.find(self._anchor)
        within = range(self._at, self._at + len(self._anchor))
        self._rest = [(i, c) for i, c in enumerate(piece) if c != "?" and i not in within]
        if self._refused:
            self._wild = [i for i, c in enumerate(piece) if c == "?"]

    def stands(self, text: str, at: int) -> bool:
        """Whether the piece stands at ``at``; ``text`` is long enough."""
        return text.startswith(self._anchor, at + self._at) and self._fits(text, at)

    def end_in(self, text: str, start: int, end: int) -> int:
        """Where the first such piece within ``text[start:end]`` ends; -1 without one."""
        last = end - self.length
        while start <= last:
            at = text.find(self._anchor, start + self._at, end) - self._at
            if not start <= at <= last:
                return -1
            if self._fits(text, at):
                return at + self.length
            start = at + 1
        return -1

    def _fits(self, text: str, at: int) -> bool:
        for offset, character in self._rest:
            if text[at + offset] != character:
                return False
        return not any(text[at + offset] == self._refused for offset in self._wild)


@lru_cache(maxsize=1024)
def _canonical(pattern: str) -> str:
    """The same pattern with each run of wildcards as ``??*``: ``*?*?`` and ``??*`` are one."""
    return _RUN.sub(_one_run, pattern)


def _one_run(run: re.Match[str]) -> str:
    wildcards = run.group()
    return "?" * wildcards.count("?") + ("*" if "*" in wildcards else "")
