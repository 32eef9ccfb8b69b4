"""How wide a text is drawn, without asking a font: never less than common fonts make it."""

import unicodedata
from functools import lru_cache
from typing import Final

# In parts of the font's size, measured on DejaVu Sans, the widest of the usual sans-serif fonts.
_NARROW: Final = dict.fromkeys("ijl|'.,:;!I()[]ft/ r-", 0.4)
_WIDE: Final = {**dict.fromkeys("mwMWQO@%—…", 1.02), **dict.fromkeys("CDGHNUV&ABKRXYEPSTZ", 0.78)}
_NORMAL: Final = 0.64
_FULL_WIDTH: Final = 1.05
_BOLD: Final = 1.1
_ELLIPSIS: Final = "…"


def width(text: str, size: float, *, bold: bool = False) -> float:
    """The width of a line of text in pixels."""
    return sum(map(_part, text)) * size * (_BOLD if bold else 1)


def fitted(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """The text, with its middle left out where it is too wide: names differ at their ends."""
    if width(text, size, bold=bold) <= room:
        return text
    # What is cut off anyway need not be measured.
    most = int(room / (size * min(_NARROW.values()))) + 1
    head, tail = text[: len(text) // 2][:most], text[len(text) // 2 :][-most:]
    while (head or tail) and width(head + _ELLIPSIS + tail, size, bold=bold) > room:
        if len(head) > len(tail):
            head = head[:-1]
        else:
            tail = tail[1:]
    return head + _ELLIPSIS + tail


@lru_cache(maxsize=4096)
def _part(sign: str) -> float:
    if sign in _NARROW:
        return _NARROW[sign]
    if sign in _WIDE:
        return _WIDE[sign]
    if sign.isascii():
        return _NORMAL
    # Marks are counted too: a font may not know how to put them onto a letter.
    return _FULL_WIDTH if unicodedata.east_asian_width(sign) in "WFA" else 0.8
