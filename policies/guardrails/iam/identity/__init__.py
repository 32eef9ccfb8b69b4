"""Judges what a principal may do.

A finding stands for one cause, the most specific: administrator rights are not reported again as
a wildcard for the resource. Statements that deny are never too broad; what they take away from
those that allow is subtracted first.
"""

from collections.abc import Iterator, Sequence

from guardrails.iam.findings import Finding
from guardrails.iam.identity import exceptions, resources, roles, stars
from guardrails.iam.identity.denials import Denials
from guardrails.iam.identity.grants import Grant, grants
from guardrails.iam.identity.roles import ASSUME_ROLE, PASS_ROLE
from guardrails.iam.model import Document, Statement
from guardrails.iam.place import Place
from guardrails.iam.rewrite import NOWHERE, Context

__all__ = ["ASSUME_ROLE", "PASS_ROLE", "judge"]

_NONE: frozenset[str] = frozenset()


def judge(
    document: Document,
    place: Place = NOWHERE,
    others: Sequence[Statement] = (),
    told: frozenset[str] = _NONE,
) -> Iterator[Finding]:
    """What is wrong with an identity policy.

    Args:
        document: The policy.
        place: Where its resources are, as far as known: the rewrites name it.
        others: What the principal's other policies say: the rewrites offer what they use.
        told: Places of actions that are told of otherwise, as a way to more rights.
    """
    denials = Denials(document.statements)
    allowing = grants(document.statements, denials)
    context = Context((*document.statements, *others), place)
    found = stars.judge(allowing, denials, context)
    for grant in allowing:
        path = grant.statement.path
        broad = list(found.findings.get(path, ()))
        if grant.by_exception:
            broad[:0] = exceptions.all_but_some_actions(grant.statement, denials)
        yield from (one for one in broad if one.path not in told)
        left = grant.without(told)
        yield from _narrow(left, found.services.get(path, _NONE), denials, context)


def _narrow(
    grant: Grant, whole: frozenset[str], denials: Denials, context: Context
) -> Iterator[Finding]:
    """What is wrong with a statement besides stars in its actions."""
    if grant.reach.nothing and not grant.by_exception:
        return
    actions = grant.reach.actions
    if grant.statement.not_resources:
        yield from exceptions.all_but_some_resources(grant.statement, actions)
        return
    if PASS_ROLE in actions and "iam" not in whole:
        yield from roles.passed(grant, denials, context)
    if ASSUME_ROLE in actions and "sts" not in whole:
        yield from roles.assumed(grant, denials)
    yield from resources.judge(grant, whole, denials, context)
