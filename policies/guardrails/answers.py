"""The answers that most rules give, and the remedies."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from guardrails.model import Fail, Result, Undetermined
from guardrails.view import Resource, View

WHOSE: Final = "provider.allowedAccountIds"
"""The path of what has to be known to tell whose a resource is."""


def demand(view: View, holds: bool, message: str, fix: str) -> Iterator[Result]:  # noqa: FBT001 -- the condition is the point
    """Fail at ``view`` unless ``holds``; undetermined while the view is unknown."""
    if view.unknown:
        yield Undetermined(view.path)
    elif not holds:
        yield Fail(message, view.path, fix)


def placed(resource: Resource, results: Iterable[Result]) -> Iterator[Result]:
    """The results of one resource, for a rule that judges the whole stack."""
    yield from (replace(one, urn=one.urn or resource.urn) for one in results)


def sets(changes: Mapping[str, object]) -> Callable[..., Mapping[str, object]]:
    """A remedy that is the same for every resource: values by the paths of their properties."""

    def remedy(_: object, **_settings: object) -> Mapping[str, object]:
        return changes

    return remedy
