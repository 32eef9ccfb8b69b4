"""The actions of statements: their access levels, and which services' resources they work on."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final

from guardrails.iam import arn, reference, wildcard
from guardrails.iam.actions import covered
from guardrails.iam.model import Statement
from local.access.model import LEVELS, ORDER, UNKNOWN_LEVEL

ALL_BUT: Final = "all but "
_EVERY_LEVEL: Final = tuple(LEVELS.values())


def of(statement: Statement) -> tuple[str, ...]:
    """The actions of a statement as written; of ``NotAction``, one text that names what is left."""
    if statement.not_actions:
        return (ALL_BUT + ", ".join(statement.not_actions),)
    return statement.actions


def by_level(given: Mapping[str, Sequence[str]]) -> Mapping[str, tuple[str, ...]]:
    """Actions with their access levels, by those levels; a wildcard stands at several."""
    found: dict[str, list[str]] = {}
    for action, held in given.items():
        for level in held:
            found.setdefault(level, []).append(_spelled(action))
    return {level: tuple(found[level]) for level in ORDER if level in found}


@lru_cache(maxsize=8192)
def levels(action: str) -> tuple[str, ...]:
    """The access levels that an action or a pattern of actions covers, the least first."""
    if action.startswith(ALL_BUT) or covered(action).everything:
        return _EVERY_LEVEL
    return levels_of(expanded(action)) or (UNKNOWN_LEVEL,)


def levels_of(names: Iterable[str]) -> tuple[str, ...]:
    """The access levels of actions, the least first."""
    found = {reference.access_level(name) for name in names}
    return tuple(ours for theirs, ours in LEVELS.items() if theirs in found)


@lru_cache(maxsize=8192)
def expanded(action: str) -> frozenset[str]:
    """The known actions that a pattern covers."""
    return reference.expand(action)


def is_everything(action: str) -> bool:
    """Whether actions of several services are meant."""
    return action.startswith(ALL_BUT) or wildcard.has_wildcard(service(action))


def service(action: str) -> str:
    """The service's prefix, in lower case: ``dynamodb``."""
    return action.partition(":")[0].lower()


@lru_cache(maxsize=8192)
def resource_services(action: str) -> frozenset[str] | None:
    """The services whose ARNs the action works on; ``None`` when they cannot be told."""
    if is_everything(action):
        return None
    found = {service(action)}
    for name in expanded(action):
        for type_ in reference.resource_types(name):
            parts = arn.split(type_)
            if parts is None or "$" in parts.service:
                return None
            found.add(parts.service)
    return frozenset(found)


@lru_cache(maxsize=8192)
def _spelled(action: str) -> str:
    """An action in AWS's spelling; a pattern as it is."""
    known = reference.action(action)
    return known.name if known else action
