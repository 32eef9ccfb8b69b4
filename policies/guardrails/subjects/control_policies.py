"""What a service control policy denies, asked of the evaluation engine."""

from collections.abc import Iterable, Iterator
from typing import Final

from guardrails.documents import parse
from guardrails.iam.entity import Policy
from guardrails.iam.evaluation import Answer, Policies, Request, evaluate
from guardrails.iam.model import Document, DocumentKind

_ALLOW_ALL: Final = '{"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}'
_ACCOUNT: Final = "111122223333"  # any account
_ROLE: Final = f"arn:aws:iam::{_ACCOUNT}:role/anyone"
_ROOT: Final = f"arn:aws:iam::{_ACCOUNT}:root"
_ANYTHING: Final = "sqs:CreateQueue"  # a regional action that no policy is about
_LEAVE: Final = "organizations:LeaveOrganization"
_NOWHERE: Final = "xx-nowhere-1"
_MOST_REGIONS: Final = 40

LEAVING: Final = "leaving the organization"
ROOT: Final = "what root users do"
REGIONS: Final = "other regions"
EXPECTED: Final = (LEAVING, ROOT, REGIONS)
"""What an organization should deny every account."""


def allows_everything(document: Document) -> bool:
    """Whether the policy limits nothing: it allows all and denies nothing."""
    return all(one.allows for one in document.statements) and any(
        not one.conditions
        and "*" in one.resources
        and any(not action.strip("*:") for action in one.actions)
        for one in document.statements
    )


def denied(document: Document) -> set[str]:
    """Which of ``EXPECTED`` the policy denies.

    A policy that denies everything, as for accounts on their way out, denies none of them: it
    tells nothing of the other accounts.
    """
    return set(_denied(document, _regions(document)))


def _denied(document: Document, regions: Iterable[str]) -> Iterator[str]:
    open_to_a_role = [one for one in regions if not _denies(document, _ROLE, _ANYTHING, one)]
    if open_to_a_role and len(open_to_a_role) < len(list(regions)):
        yield REGIONS
    for region in open_to_a_role:
        if _denies(document, _ROOT, _ANYTHING, region):
            yield ROOT
        if _denies(document, _ROLE, _LEAVE, region):
            yield LEAVING


def _regions(document: Document) -> list[str]:
    """The regions that the policy's conditions name, and one that none does."""
    named = (
        value.replace("*", "x").replace("?", "x")
        for statement in document.statements
        for condition in statement.conditions
        if condition.key.lower() == "aws:requestedregion"
        for value in condition.values
    )
    return [_NOWHERE, *list(dict.fromkeys(named))[:_MOST_REGIONS]]


def _denies(document: Document, principal: str, action: str, region: str) -> bool:
    everything = Policy("", _all())
    request = Request(
        principal,
        _ACCOUNT,
        action,
        "*",
        context={"aws:requestedregion": (region,)},
        unknown=False,
    )
    over = ((everything, Policy("", document)),)
    answer = evaluate(request, Policies(identity=(everything,), scps=over)).answer
    return answer is Answer.EXPLICITLY_DENIED


def _all() -> Document:
    document = parse(_ALLOW_ALL, DocumentKind.SCP).document
    assert document is not None  # noqa: S101 -- narrows the type for the checker
    return document
