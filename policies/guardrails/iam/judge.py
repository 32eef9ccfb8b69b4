"""Tells what is wrong with a policy document.

Each kind of document has its function; what ``document.parse`` found on the way is not repeated.
"""

import difflib
from collections.abc import Iterator
from typing import Final

from guardrails.iam import escalation, exposure, identity, reference, text, trust, validity
from guardrails.iam.actions import each_covered
from guardrails.iam.elements import is_well_formed_action
from guardrails.iam.findings import SEVERITIES, Finding, finding
from guardrails.iam.model import Document, Statement
from guardrails.iam.place import Place
from guardrails.iam.rewrite import NOWHERE

__all__ = [
    "SEVERITIES",
    "Finding",
    "identity_policy",
    "principal_policy",
    "resource_policy",
    "service_control_policy",
    "trust_policy",
]

# What passes roles by exception is told as that.
_BY_EXCEPTION: Final = frozenset({"allow-notaction", "allow-notresource"})
# A suggestion compares with every action of the service.
_MOST_SUGGESTIONS: Final = 10


def identity_policy(document: Document, place: Place = NOWHERE) -> list[Finding]:
    """Judge what a principal may do.

    Args:
        document: The principal's policy.
        place: Where its resources are, as far as known: the rewrites name it.
    """
    return [*identity.judge(document, place), *_words(document)]


def principal_policy(document: Document, place: Place = NOWHERE) -> list[Finding]:
    """Judge what a principal may do, and the ways to more rights that it opens, each cause once.

    What an action does harm with is not told again where it is a way to more rights: the rule
    privesc is chosen to tell of it, and to turn that off is to be told nothing of it.

    Args:
        document: The principal's policy.
        place: Where its resources are, as far as known: the rewrites name it.
    """
    ways = escalation.judge(document)
    told = frozenset(one.path for one in ways)
    found = list(identity.judge(document, place, told=told))
    excepted = {one.path for one in found if one.rule == "passrole-notaction"}
    once = (one for one in found if one.rule not in _BY_EXCEPTION or one.path not in excepted)
    return [*once, *_words(document), *ways]


def trust_policy(document: Document, account_id: str | None = None) -> list[Finding]:
    """Judge who may become a role.

    Args:
        document: The role's trust policy.
        account_id: The role's account, if known; else any account may be a stranger's.
    """
    return [*trust.judge(document, account_id), *_words(document)]


def resource_policy(document: Document, account_id: str | None = None) -> list[Finding]:
    """Judge who may use a resource.

    The kinds of findings are those of any resource, such as ``policy-public-principal``.

    Args:
        document: The resource's policy.
        account_id: The resource's account, if known; else a statement for the root of any one
            account is taken for the account's own.
    """
    return [*exposure.judge(document, account_id), *_words(document)]


def service_control_policy(document: Document) -> list[Finding]:
    """Judge what an account may do at most: it grants nothing, so only its words can be wrong."""
    return list(_words(document))


def _words(document: Document) -> Iterator[Finding]:
    """What the document does not say as its author meant, whatever it is for."""
    yield from _unknown_actions(document)
    yield from validity.judge(document)


def _unknown_actions(document: Document) -> Iterator[Finding]:
    suggestions = 0
    for statement in document.statements:
        for element, index, action in _uncovered(statement):
            if not is_well_formed_action(action):
                continue
            suggestions += 1
            near = _nearest(action) if suggestions <= _MOST_SUGGESTIONS else None
            yield _unknown_action(statement.place(element, index), action, near)


def _uncovered(statement: Statement) -> Iterator[tuple[str, int, str]]:
    """The actions that no known one fits."""
    for element, values in (("Action", statement.actions), ("NotAction", statement.not_actions)):
        for index, reach in enumerate(each_covered(values)):
            if reach.nothing:
                yield element, index, values[index]


def _unknown_action(place: str, action: str, near: str | None) -> Finding:
    service = action.partition(":")[0].lower()
    if service not in reference.services():
        what = f"{text.shown(action)} is of no service that AWS had on {reference.data_date()}"
    else:
        what = f"{text.shown(action)} fits no action that AWS had on {reference.data_date()}"
    fix = f"Write {near}." if near else "Correct the name, or remove it."
    return finding(
        "unknown-action",
        place,
        f"{what}: the statement does not do what its author meant.",
        fix,
    )


def _nearest(action: str) -> str | None:
    service, _, name = action.lower().partition(":")
    known = reference.service_actions(service)
    near = difflib.get_close_matches(name[:64], known, n=1, cutoff=0.8)
    return known[near[0]].name if near else None
