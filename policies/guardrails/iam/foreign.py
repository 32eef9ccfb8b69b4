"""Which other accounts a resource's policy lets in."""

from collections.abc import Iterator
from typing import Final

from guardrails.iam import arn, text
from guardrails.iam.bounding_keys import Bound
from guardrails.iam.denied import left
from guardrails.iam.findings import Finding, finding
from guardrails.iam.model import Condition, Document, Statement
from guardrails.iam.principals import account, root_account

# Whose values are accounts, or ARNs that name one.
_OF_ACCOUNTS: Final = frozenset(
    {
        "aws:principalaccount",
        "aws:principalarn",
        "aws:sourceaccount",
        "aws:sourcearn",
        "aws:sourceowner",
        "kms:calleraccount",
    }
)
_HOLDING: Final = ("stringequals", "stringlike", "arnequals", "arnlike")


def judge(document: Document, account_id: str) -> Iterator[tuple[str, Finding]]:
    """The other accounts that may use a resource of ``account_id``, each with what to say of it.

    Principals that a condition holds to an organization or to named callers are left out; the
    callers that it names are judged instead.
    """
    for statement, bound in left(document):
        named = _callers(statement) if Bound.CALLER in bound else _principals(statement)
        for owner, path in named:
            if owner != account_id:
                yield owner, _finding(owner, account_id, path)


def owner_named(document: Document) -> str | None:
    """The account that the document's own ARNs name as the resource's, if it is only one."""
    named = {
        parts.account
        for statement in document.statements
        for parts in map(arn.split, (*statement.resources, *statement.not_resources))
        if parts and _is_account(parts.account)
    }
    return named.pop() if len(named) == 1 else None


def depends_on_owner(document: Document) -> bool:
    """Whether it matters whose the resource is: accounts are let in.

    The root of one account alone is taken for the resource's own, which a key's policy has to name.
    """
    named = {owner for owner, _ in judge(document, "")}
    principals = [one for statement, _ in left(document) for one in statement.principals]
    roots = {root_account(one) for one in principals} - {None}
    return bool(named) and not (len(named) == 1 and roots == named)


def _principals(statement: Statement) -> Iterator[tuple[str, str]]:
    for principal in statement.principals:
        owner = account(principal)
        if owner is not None:
            yield owner, principal.path


def _callers(statement: Statement) -> Iterator[tuple[str, str]]:
    """The accounts of those whom conditions name where anyone, or a service, is let in."""
    if not any(one.is_everyone or one.kind == "Service" for one in statement.principals):
        return
    for condition in statement.conditions:
        if condition.key.lower() in _OF_ACCOUNTS and condition.operator in _HOLDING:
            yield from ((owner, condition.path) for owner in _accounts(condition))


def _accounts(condition: Condition) -> Iterator[str]:
    for value in condition.values:
        parts = arn.split(value)
        owner = parts.account if parts else value
        if _is_account(owner):
            yield owner


def _is_account(value: str) -> bool:
    return len(value) == _DIGITS and value.isascii() and value.isdigit()


_DIGITS: Final = 12


def _finding(owner: str, account_id: str, path: str) -> Finding:
    return finding(
        "resource-policy-cross-account",
        path,
        f"A principal of account {text.name(owner)} may use the resource, whose account is "
        f"{text.name(account_id)}.",
        "Remove it, bound it by aws:PrincipalOrgID, or trust the account.",
    )
