"""Rules that ask for a KMS key of the account where AWS encrypts with a key of its own.

Each of them is an advice: the data is encrypted either way.
"""

from collections.abc import Callable, Sequence
from typing import Final

from guardrails.demands import Demand, demand_rule, own_key
from guardrails.model import Level, Rule, Severity
from guardrails.view import Resource

_MESSAGE: Final = "The key is AWS's own: no policy bounds its use, and it cannot be taken away."


def keyed(
    types: Sequence[str],
    path: str,
    fix: str = "kms_key_id=key.arn",
    message: str = _MESSAGE,
    when: Callable[[Resource], bool] | None = None,
) -> Demand:
    """The demand that the key at ``path`` is one of the account; see ``Demand``."""
    return Demand(tuple(types), path, own_key, message, fix, when=when)


def own_key_rule(
    id_: str,
    title: str,
    *demands: Demand,
    remediation: str,
    snippet: str,
    equivalents: Sequence[str],
) -> Rule:
    """A rule of such demands; see ``guardrails.model.Rule`` for the arguments."""
    return demand_rule(
        id_,
        title,
        *demands,
        category="encryption-at-rest",
        severity=Severity.LOW,
        level=Level.ADVISORY,
        why="Only a key of the account has a policy that can take the data away from somebody.",
        remediation=remediation,
        snippet=snippet,
        equivalents=equivalents,
    )
