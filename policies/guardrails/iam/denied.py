"""What the Deny statements of a resource's or a role's policy leave of its Allow statements.

An Allow for everyone is often held back by a Deny for all but an organization: AWS asks the latter
first. A Deny counts where it is about all that the Allow is about, whoever calls.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from guardrails.iam import wildcard
from guardrails.iam.bounding_keys import Bound
from guardrails.iam.conditions import bounds, leaves
from guardrails.iam.model import Document, Statement
from guardrails.iam.overlap import overlap


class Left(NamedTuple):
    """An Allow statement, and what denials leave of it.

    Attributes:
        statement: The statement.
        bound: What its own conditions bind, and those of the denials leave bound.
    """

    statement: Statement
    bound: frozenset[Bound]


def left(document: Document) -> Iterator[Left]:
    """The Allow statements of which something is left, in their order."""
    denying = [one for one in document.statements if not one.allows]
    for statement in document.statements:
        if not statement.allows:
            continue
        holding = [one for one in denying if _is_about_all_of(one, statement)]
        if not any(map(_takes_all, holding)):
            bound = bounds(statement.conditions).union(*map(_bound_by, holding))
            yield Left(statement, bound)


def _takes_all(denial: Statement) -> bool:
    return not denial.conditions and not denial.not_principals


def _bound_by(denial: Statement) -> frozenset[Bound]:
    """What is bound where a request passes the denial."""
    if denial.not_principals:
        # Whoever is not named is denied, unless a condition lets him pass.
        return frozenset() if denial.conditions else frozenset({Bound.CALLER})
    return leaves(denial.conditions)


def _is_about_all_of(denial: Statement, allowed: Statement) -> bool:
    """Whether a Deny is about everyone, and about every action and resource of an Allow."""
    everyone = any(one.is_everyone for one in denial.principals) or denial.not_principals
    return bool(everyone) and _has_actions(denial, allowed) and _has_resources(denial, allowed)


def _has_actions(denial: Statement, allowed: Statement) -> bool:
    if allowed.not_actions:
        return any(map(wildcard.is_star, denial.actions))
    wanted = [pattern.lower() for pattern in allowed.actions]
    if denial.not_actions:
        return not any(overlap(no.lower(), one) for no in denial.not_actions for one in wanted)
    return _each_within(wanted, [pattern.lower() for pattern in denial.actions])


def _has_resources(denial: Statement, allowed: Statement) -> bool:
    if denial.not_resources:
        return bool(allowed.resources) and not any(
            overlap(no, one) for no in denial.not_resources for one in allowed.resources
        )
    # A policy that speaks of its own resource, such as a role's, names none.
    if not denial.resources:
        return not allowed.resources and not allowed.not_resources
    return bool(allowed.resources) and _each_within(allowed.resources, denial.resources)


def _each_within(wanted: Iterable[str], denied: Iterable[str]) -> bool:
    given = tuple(denied)
    return all(any(wildcard.subsumes(pattern, one) for pattern in given) for one in wanted)
