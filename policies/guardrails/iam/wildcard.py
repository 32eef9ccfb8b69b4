"""Patterns as IAM reads them: ``*`` is any text, also none; ``?`` is any one character.

No regular expression and no backtracking: whatever the pattern, the time is at most the product of
the two lengths, and one pass for a pattern without ``?``.
"""

from functools import lru_cache


def has_wildcard(pattern: str) -> bool:
    """Whether ``pattern`` can match more than itself."""
    return "*" in pattern or "?" in pattern


def is_star(pattern: str) -> bool:
    """Whether ``pattern`` matches every text, the empty one perhaps excepted."""
    return subsumes(pattern, "?*")


def matches(pattern: str, text: str) -> bool:
    """Whether ``pattern`` matches the whole of ``text``, upper and lower case apart."""
    return _match(pattern, text, "")


def subsumes(general: str, special: str) -> bool:
    """Whether everything that ``special`` matches is matched by ``general`` too.

    Yes is always right; no may be wrong for patterns that only together cover ``special``'s text.
    """
    return _match(_canonical(general), _canonical(special), "*")


def _match(pattern: str, text: str, refused: str) -> bool:
    """Match; a ``?`` does not take the character ``refused``."""
    if not has_wildcard(pattern):
        return pattern == text
    first, *middle = pattern.split("*")
    if not middle:
        return len(first) == len(text) and _fits(first, text, 0, refused)
    last = middle.pop()
    position, end = len(first), len(text) - len(last)
    if position > end:
        return False
    if not (_fits(first, text, 0, refused) and _fits(last, text, end, refused)):
        return False
    for piece in middle:
        position = _after(piece, text, position, end, refused)
        if position < 0:
            return False
    return True


def _fits(piece: str, text: str, at: int, refused: str) -> bool:
    """Whether ``piece``, which has no ``*``, stands at ``at``; the caller saw to the length."""
    if "?" not in piece:
        return text.startswith(piece, at)
    window = text[at : at + len(piece)]
    return all(
        mine == theirs or (mine == "?" and theirs != refused)
        for mine, theirs in zip(piece, window, strict=True)
    )


def _after(piece: str, text: str, start: int, end: int, refused: str) -> int:
    """Where the first ``piece`` within ``text[start:end]`` ends; -1 without one."""
    if "?" not in piece:
        found = text.find(piece, start, end)
    else:
        places = range(start, end - len(piece) + 1)
        found = next((at for at in places if _fits(piece, text, at, refused)), -1)
    return found + len(piece) if found >= 0 else -1


@lru_cache(maxsize=1024)
def _canonical(pattern: str) -> str:
    """The same pattern with each run of wildcards as ``??*``: ``*?*?`` and ``??*`` are one."""
    if not has_wildcard(pattern):
        return pattern
    parts: list[str] = []
    run = ""
    for character in pattern + "\0":
        if character in "*?":
            run += character
            continue
        parts += ["?" * run.count("?"), "*" if "*" in run else "", character]
        run = ""
    return "".join(parts)[:-1]
