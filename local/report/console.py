"""Where reports for people go, and how foreign text is kept from acting on the terminal."""

import os
import unicodedata
from collections.abc import Generator
from contextlib import contextmanager

from rich.console import Console
from rich.text import Text

_LINE_BREAKS = frozenset("\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029")


def out() -> Console:
    """Standard output: colours on a terminal only, and lines that a pipe gets whole."""
    return _console(stderr=False)


def err() -> Console:
    """Standard error: progress and errors."""
    return _console(stderr=True)


def _console(*, stderr: bool) -> Console:
    console = Console(stderr=stderr, markup=False, highlight=False, emoji=False)
    console.soft_wrap = not console.is_terminal
    return console


@contextmanager
def progress(text: str) -> Generator[None]:
    """Show what is going on, on a terminal; nothing in a pipe or in CI."""
    console = err()
    if not console.is_terminal or "CI" in os.environ:
        yield
        return
    with console.status(styled((text, ""))):
        yield


def clean(text: str, *, lines: bool = False) -> str:
    """Text without what a terminal would obey: control, formatting and bidirectional characters.

    Args:
        text: From a program, a file or a pack.
        lines: Whether line breaks stay; otherwise they become spaces.
    """
    kept: list[str] = []
    for sign in text.replace("\r\n", "\n"):
        if sign == "\t" or (sign in _LINE_BREAKS and not (lines and sign == "\n")):
            kept.append(" ")
        elif sign == "\n" or unicodedata.category(sign) not in {"Cc", "Cf", "Cs"}:
            kept.append(sign)
    return "".join(kept)


def styled(*parts: tuple[str, str]) -> Text:
    """One line of (text, style) pairs; the texts are shown as they are, never as markup."""
    return Text.assemble(*parts)


def show_error(message: str) -> None:
    """Show an error that the user can mend."""
    first, *rest = clean(message, lines=True).splitlines() or [""]
    console = err()
    console.print(styled(("error: ", "bold red"), (first, "")))
    for line in rest:
        console.print(styled((line, "")))
