"""Known ways from some rights to more, and who in a stack can go them."""

from collections.abc import Iterable

from guardrails.iam.entity import Entity
from guardrails.iam.escalation.across import Gain, by_target
from guardrails.iam.escalation.find import Opening, openings
from guardrails.iam.escalation.guarded import self_service
from guardrails.iam.escalation.model import Kind, Path, Target
from guardrails.iam.escalation.paths import PATHS
from guardrails.iam.escalation.retagging import by_own_tags
from guardrails.iam.escalation.stack import Stack
from guardrails.iam.escalation.tell import privilege_escalation, unbounded_creation
from guardrails.iam.findings import Finding
from guardrails.iam.model import Document

__all__ = [
    "PATHS",
    "Gain",
    "Kind",
    "Opening",
    "Path",
    "Stack",
    "Target",
    "escalations",
    "judge",
    "openings",
    "privilege_escalation",
]


def judge(document: Document) -> list[Finding]:
    """What is wrong with an identity policy: the ways to more rights that it opens by itself."""
    return [
        *privilege_escalation(document),
        *unbounded_creation(document),
        *self_service(document),
        *by_own_tags(document),
    ]


def escalations(entity: Entity, entities: Iterable[Entity]) -> tuple[Opening | Gain, ...]:
    """The ways from what a principal may do to more.

    Args:
        entity: One of ``entities``.
        entities: All principals of the stack.

    Returns:
        The paths that are open whatever other principals there are, then those that lead to a
        stronger one of the stack.
    """
    stack = Stack(entities)
    at = stack.entities.index(entity)
    opened = (one for one in openings(stack.reach(at)) if one.is_open)
    return (*opened, *by_target(at, stack))
