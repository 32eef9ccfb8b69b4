"""Judges who may become a role."""

from collections.abc import Iterator

from guardrails.iam import deputies, federation, text
from guardrails.iam.actions import fits
from guardrails.iam.bounding_keys import Bound
from guardrails.iam.denied import Left, left
from guardrails.iam.findings import Finding, finding
from guardrails.iam.model import Document, Principal, Statement
from guardrails.iam.principals import ORGANIZATION, root_account

_ASSUMING = ("sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity")


def judge(document: Document, account_id: str | None) -> Iterator[Finding]:
    """What is wrong with the trust policy of a role in ``account_id``."""
    for one in left(document):
        yield from _judge(one, account_id)


def _judge(allowed: Left, account_id: str | None) -> Iterator[Finding]:
    statement, bound = allowed
    if statement.not_actions:
        yield finding(
            "trust-notaction",
            statement.place("NotAction"),
            f"Allow with NotAction lets the principals do everything with the role's sessions but "
            f"{text.names(statement.not_actions)}, what STS has yet to offer included.",
            "Write the one way to take the role in Action, such as sts:AssumeRole.",
        )
    if not _lets_assume(statement):
        return
    if statement.not_principals and Bound.CALLER not in bound:
        yield finding(
            "trust-notprincipal",
            statement.place("NotPrincipal"),
            "Allow with NotPrincipal trusts everyone but the principals it names, in every "
            "account of the world.",
            "Name whom to trust in Principal.",
        )
    for principal in statement.principals:
        yield from _trusted(statement, principal, account_id, bound)


def _trusted(
    statement: Statement, principal: Principal, account_id: str | None, bound: frozenset[Bound]
) -> Iterator[Finding]:
    if principal.is_everyone:
        if Bound.CALLER not in bound:
            yield _anyone_assumes(statement, principal)
    elif principal.kind == "Federated":
        yield from federation.judge(statement, principal)
    elif not bound & {Bound.CALLER, Bound.EXTERNAL_ID}:
        if principal.kind == "Service" and deputies.says_for_whom(principal.value):
            yield _deputy_assumes(principal)
        elif root_account(principal) not in {None, account_id}:
            yield _account_assumes(principal, account_id)


def _lets_assume(statement: Statement) -> bool:
    if statement.not_actions:
        return not all(any(fits(no, one) for no in statement.not_actions) for one in _ASSUMING)
    return any(fits(pattern, one) for pattern in statement.actions for one in _ASSUMING)


def _anyone_assumes(statement: Statement, principal: Principal) -> Finding:
    if not statement.conditions:
        return finding(
            "trust-any-principal",
            principal.path,
            "Anyone with an AWS account, whosever it is, can assume the role and gets its rights.",
            f"Name whom to trust, or {ORGANIZATION}.",
        )
    keys = text.names(condition.key for condition in statement.conditions)
    return finding(
        "trust-any-with-condition",
        principal.path,
        f"Anyone with an AWS account can assume the role: what its conditions ask ({keys}) is "
        "nothing that only the right caller can give.",
        f"Name whom to trust, or {ORGANIZATION}.",
    )


def _account_assumes(principal: Principal, account_id: str | None) -> Finding:
    unless = "" if account_id else ", unless it is the role's own account"
    return finding(
        "trust-cross-account-root",
        principal.path,
        f"Whoever may act in {text.shown(principal.value)} may assume the role{unless}: a third "
        "party that works for many customers can be made to do so for the wrong one.",
        'Name a role of that account, or add "Condition": {"StringEquals": '
        '{"sts:ExternalId": "..."}}.',
    )


def _deputy_assumes(principal: Principal) -> Finding:
    return finding(
        "trust-confused-deputy",
        principal.path,
        f"{text.name(principal.value)} acts for every customer of AWS, and nothing here says for "
        "which: another one's resource could make it act as this role.",
        'Add "Condition": {"StringEquals": {"aws:SourceAccount": "<this account>"}, "ArnLike": '
        '{"aws:SourceArn": "<the ARN of the resource that acts>"}}.',
    )
