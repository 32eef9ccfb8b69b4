"""The answers that most rules give."""

from collections.abc import Iterator

from guardrails.model import Fail, Result, Undetermined
from guardrails.view import View


def demand(view: View, holds: bool, message: str, fix: str) -> Iterator[Result]:  # noqa: FBT001 -- the condition is the point
    """Fail at ``view`` unless ``holds``; undetermined while the view is unknown."""
    if view.unknown:
        yield Undetermined(view.path)
    elif not holds:
        yield Fail(message, view.path, fix)
