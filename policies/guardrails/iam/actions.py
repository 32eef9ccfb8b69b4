"""How much a pattern of actions covers: everything, whole services, or some actions."""

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


@lru_cache(maxsize=1024)
def covered(pattern: str) -> Covered:
    """What ``pattern`` covers by meaning: ``*:*`` is ``*``; ``s3:**`` and ``s3:?*`` are ``s3:*``."""
    if wildcard.subsumes(pattern, _ANY_ACTION):
        return Covered(everything=True)
    if not wildcard.has_wildcard(pattern):
        return Covered(actions=reference.expand(pattern))
    service, colon, name = pattern.lower().partition(":")
    if colon and wildcard.is_star(name):
        return Covered(
            services=frozenset(s for s in reference.services() if wildcard.matches(service, s))
        )
    actions = reference.expand(pattern)
    known = reference.service_actions(service)
    if len(actions) == len(known) > 1:
        return Covered(services=frozenset({service}))
    return Covered(actions=actions)


def fits(pattern: str, action: str) -> bool:
    """Whether ``pattern`` covers ``action``, given by its full name."""
    return wildcard.matches(pattern.lower(), action.lower())
