"""What conditions say for sure, before there is a request.

A few keys are known of a principal: its ARN, its account, its name, its tags, and the service that
a path passes a role to. What a condition on another key says is left open.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from guardrails.iam.bounding_keys import Bound
from guardrails.iam.conditions import leaves
from guardrails.iam.entity import Entity, EntityKind
from guardrails.iam.evaluation.conditions import holds
from guardrails.iam.evaluation.logic import Met
from guardrails.iam.evaluation.request import Context
from guardrails.iam.model import Condition

PASSED_TO: Final = "iam:passedtoservice"

Known = Mapping[str, tuple[str, ...]]
"""The values of condition keys, in lower case, that every request of a principal has."""


def known_of(entity: Entity) -> dict[str, tuple[str, ...]]:
    """What is known of the requests of a principal."""
    known = {f"aws:principaltag/{key.lower()}": (value,) for key, value in entity.tags.items()}
    if entity.account_id:
        known["aws:principalaccount"] = (entity.account_id,)
        # A group calls nothing: its members do.
        if entity.kind is not EntityKind.GROUP:
            known["aws:principalarn"] = (entity.arn,)
    if entity.kind is EntityKind.USER:
        known["aws:username"] = (entity.name,)
    return known


def never_holds(conditions: Iterable[Condition], known: Known) -> bool:
    """Whether a condition fails for every request."""
    context = Context(known, unknown=True)
    return any(holds(one, context) is Met.NO for one in conditions)


def left_by_denial(conditions: Iterable[Condition], known: Known) -> frozenset[Bound] | None:
    """What binds the requests that a Deny with these conditions lets pass.

    Returns:
        ``None`` when it lets none pass; nothing where it is not certain what it does.
    """
    context = Context(known, unknown=True)
    open_ = [(one, met) for one in conditions if (met := holds(one, context)) is not Met.YES]
    if not open_:
        return None
    if any(met is Met.NO for _, met in open_):
        return frozenset()
    return leaves(one for one, _ in open_)
