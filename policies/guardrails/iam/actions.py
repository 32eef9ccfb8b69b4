"""How much a pattern of actions covers: everything, whole services, or some actions."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
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
    """

    everything: bool = False
    services: frozenset[str] = frozenset()
    actions: frozenset[str] = frozenset()

    @property
    def nothing(self) -> bool:
        """Whether no known action fits."""
        return not (self.everything or self.services or self.actions)


def covered(pattern: str) -> Covered:
    """What ``pattern`` covers by meaning: ``*:*`` is ``*``, and ``s3:?*`` is ``s3:*``."""
    # No longer one is kept: it is not one of AWS's names, and seldom anybody's.
    return _known(pattern) if len(pattern) <= reference.LONGEST_NAME else _covered(pattern)


def _covered(pattern: str) -> Covered:
    if not wildcard.has_wildcard(pattern):
        known = reference.action(pattern)
        return Covered(actions=frozenset({known.name})) if known else _NOTHING
    service, colon, name = pattern.lower().partition(":")
    # By the length of the longest name, so that nobody waits for a pattern of 60,000 characters.
    if len(pattern) - pattern.count("*") > reference.LONGEST_NAME:
        return Covered()
    if pattern[0] in "*?" and wildcard.subsumes(pattern, _ANY_ACTION):
        return Covered(everything=True)
    if colon and not wildcard.has_wildcard(service):
        return _within(service, name) if service in reference.services() else _NOTHING
    if colon and wildcard.is_star(name):
        return Covered(
            services=frozenset(s for s in reference.services() if wildcard.matches(service, s))
        )
    return Covered(actions=reference.expand(pattern))


# There is room for every action of AWS by its name.
_known = lru_cache(maxsize=32_768)(_covered)
_NOTHING: Final = Covered()


def _within(service: str, name: str) -> Covered:
    """What a pattern covers of one known service."""
    if wildcard.is_star(name):
        return Covered(services=frozenset({service}))
    actions = reference.expand_within(service, name)
    if len(actions) == len(reference.service_actions(service)) > 1:
        return Covered(services=frozenset({service}))
    return Covered(actions=actions)


def together(several: Iterable[Covered]) -> Covered:
    """What several patterns cover together, without the actions of services covered as a whole."""
    parts = tuple(several)
    if len(parts) == 1:
        return parts[0]
    if any(part.everything for part in parts):
        return Covered(everything=True)
    services = union([part.services for part in parts])
    actions = union([part.actions for part in parts])
    if services:
        actions -= union(map(reference.action_names, services))
    return Covered(services=services, actions=actions)


@lru_cache(maxsize=256)
def each_covered(patterns: tuple[str, ...]) -> tuple[Covered, ...]:
    """What each of a statement's patterns covers; it is asked several times for one document."""
    return tuple(map(covered, patterns))


@lru_cache(maxsize=256)
def all_covered(patterns: tuple[str, ...]) -> Covered:
    """What a statement's patterns cover together."""
    return together(each_covered(patterns))


def among(names: frozenset[str], patterns: Iterable[Covered]) -> frozenset[str]:
    """Those of some actions, given by their full names, that patterns cover."""
    reach = together(patterns)
    if reach.everything:
        return names
    found = names & reach.actions
    if reach.services:
        found |= {name for name in names if name.partition(":")[0] in reach.services}
    return found


def without(reach: Covered, patterns: Iterable[str]) -> Covered:
    """What some patterns leave of ``reach``, action by action; not for everything."""
    names = reach.actions.union(*map(reference.action_names, reach.services))
    given = tuple(patterns)
    left = frozenset(name for name in names if not any(fits(one, name) for one in given))
    return Covered(actions=left)


def union(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    """What stands in any of some sets of names; a single one is not copied."""
    several = tuple(sets)
    return several[0] if len(several) == 1 else _NO_NAMES.union(*several)


_NO_NAMES: Final[frozenset[str]] = frozenset()


def fits(pattern: str, action: str) -> bool:
    """Whether ``pattern`` covers ``action``, given by its full name."""
    return wildcard.matches(pattern.lower(), action.lower())
