"""HTML from text: everything that comes from a stack passes through ``text``."""

import html

from local.report.console import clean


def text(given: str, *, lines: bool = False) -> str:
    """Foreign text as HTML that shows it."""
    return html.escape(clean(given, lines=lines))


def element(tag: str, *content: str, **attributes: str) -> str:
    """An element with HTML as its content; ``class_`` and ``aria_label`` are written with care."""
    given = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{html.escape(clean(value))}"'
        for name, value in attributes.items()
    )
    return f"<{tag}{given}>{''.join(content)}</{tag}>"
