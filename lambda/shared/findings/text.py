"""Texts that people will open in a mail, a terminal or a spreadsheet."""

import unicodedata

# A cell that begins with one of these is a formula to a spreadsheet:
# https://owasp.org/www-community/attacks/CSV_Injection
_FORMULA_STARTS = ("=", "+", "-", "@")

# Control, format (bidirectional overrides among them), surrogate, private use, unassigned,
# and the separators of lines and paragraphs.
_UNPRINTABLE = ("C", "Zl", "Zp")


def plain(text: str, longest: int) -> str:
    """Return ``text`` on one line, without control characters, and never a formula.

    Args:
        text: Whatever came from the outside.
        longest: In characters; a longer text is cut and ends with ``…``.
    """
    spaced = "".join(" " if _unprintable(character) else character for character in text)
    shown = " ".join(spaced.split())
    if shown.startswith(_FORMULA_STARTS):
        shown = f"'{shown}"
    return shown if len(shown) <= longest else f"{shown[: longest - 1]}…"


def _unprintable(character: str) -> bool:
    return unicodedata.category(character).startswith(_UNPRINTABLE)
