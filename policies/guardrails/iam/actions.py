"""How much a pattern of actions covers: everything, whole services, or some actions."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from guardrails.iam import reference, wildcard

_ANY_ACTION: Final = "?*:?*"


@dataclass(frozen=True, slots=True)
class Covered:
    """What a pattern covers.

    Attributes:
        everything: Every action of every service.
        services: The services all of whose actions are covered.
        actions: The actions by their full names; empty where whole services or more are covered,
            and for a pattern that no known action fits.
        scopable: Those of ``actions`` that can be scoped.
        writing: Those of ``scopable`` that change something.
    """

    everything: bool = False
    services: frozenset[str] = frozenset()
    actions: frozenset[str] = frozenset()
    scopable: frozenset[str] = frozenset()
    writing: frozenset[str] = frozenset()

    @property
    def nothing(self) -> bool:
        """Whether no known action fits."""
        return not (self.everything or self.services or self.actions)


def covered(pattern: str) -> Covered:
    """What ``pattern`` covers by meaning: ``*:*`` is ``*``, and ``s3:?*`` is ``s3:*``."""
    if wildcard.has_wildcard(pattern):
        return _covered(pattern)
    known = reference.action(pattern)
    return _named(known.name) if known else _NOTHING


# At most as many as AWS has actions.
@cache
def _named(name: str) -> Covered:
    """What the full name of a known action covers: itself."""
    return _some(frozenset({name}))


# Few are sets of more than some dozens of names.
@lru_cache(maxsize=4096)
def _covered(pattern: str) -> Covered:
    service, colon, name = pattern.lower().partition(":")
    # By the length of the longest name, so that nobody waits for a pattern of 60,000 characters.
    if len(pattern) - pattern.count("*") > reference.LONGEST_NAME:
        return Covered()
    if pattern[0] in "*?" and wildcard.subsumes(pattern, _ANY_ACTION):
        return Covered(everything=True)
    if colon and wildcard.is_star(name):
        return Covered(
            services=frozenset(s for s in reference.services() if wildcard.matches(service, s))
        )
    if not colon or wildcard.has_wildcard(service):
        return _some(reference.expand(pattern))
    return _within(service, name) if service in reference.services() else _NOTHING


_NOTHING: Final = Covered()


def _within(service: str, name: str) -> Covered:
    """What a pattern covers of one known service."""
    actions = reference.expand_within(service, name)
    if len(actions) == len(reference.service_actions(service)) > 1:
        return Covered(services=frozenset({service}))
    scopable = actions & reference.scopable_actions(service)
    return Covered(
        actions=actions, scopable=scopable, writing=scopable & reference.writing_actions(service)
    )


def _some(names: frozenset[str]) -> Covered:
    if not names:
        return _NOTHING
    services = {name.partition(":")[0] for name in names}
    scopable = names & _union(map(reference.scopable_actions, services))
    writing = scopable & _union(map(reference.writing_actions, services))
    return Covered(actions=names, scopable=scopable, writing=writing)


def together(several: Iterable[Covered]) -> Covered:
    """What several patterns cover together, without the actions of services covered as a whole."""
    parts = tuple(several)
    if any(part.everything for part in parts):
        return Covered(everything=True)
    services = _union(part.services for part in parts)
    actions = _union(part.actions for part in parts)
    if services:
        actions = frozenset(name for name in actions if name.partition(":")[0] not in services)
    return Covered(
        services=services,
        actions=actions,
        scopable=actions & _union(part.scopable for part in parts),
        writing=actions & _union(part.writing for part in parts),
    )


def without(reach: Covered, patterns: Iterable[str]) -> Covered:
    """What some patterns leave of ``reach``, action by action; not for everything."""
    names = reach.actions | {
        one.name
        for service in reach.services
        for one in reference.service_actions(service).values()
    }
    given = tuple(patterns)
    return _some(frozenset(name for name in names if not any(fits(one, name) for one in given)))


def _union(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    given = tuple(sets)
    return given[0] if len(given) == 1 else frozenset[str]().union(*given)


def fits(pattern: str, action: str) -> bool:
    """Whether ``pattern`` covers ``action``, given by its full name."""
    return wildcard.matches(pattern.lower(), action.lower())
