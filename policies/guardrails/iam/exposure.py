"""Judges who may become a role, and who may use a resource."""

from collections.abc import Iterator

from guardrails.iam import text
from guardrails.iam.actions import covered, fits
from guardrails.iam.conditions import Bound, bounds
from guardrails.iam.findings import Finding, finding
from guardrails.iam.model import Principal, Statement

_ASSUMING = ("sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity")
_ORGANIZATION = 'add "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-..."}}'


def judge_trust(statement: Statement, account_id: str | None) -> Iterator[Finding]:
    """What is wrong with one statement of a trust policy of a role in ``account_id``."""
    if not statement.allows or not _lets_assume(statement):
        return
    bound = bounds(statement.conditions)
    if statement.not_principals:
        yield finding(
            "trust-notprincipal",
            statement.place("NotPrincipal"),
            "Allow with NotPrincipal trusts everyone but the principals it names, in every "
            "account of the world.",
            "Name whom to trust in Principal.",
        )
    for principal in statement.principals:
        if principal.is_everyone and Bound.CALLER not in bound:
            yield _anyone_assumes(statement, principal)
        elif _is_foreign_root(principal, account_id) and not bound & {
            Bound.CALLER,
            Bound.EXTERNAL_ID,
        }:
            yield _account_assumes(principal, account_id)


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
            f"Name whom to trust, or {_ORGANIZATION}.",
        )
    keys = text.names(condition.key for condition in statement.conditions)
    return finding(
        "trust-any-with-condition",
        principal.path,
        f"Anyone with an AWS account can assume the role: what its conditions ask ({keys}) is "
        "nothing that only the right caller can give.",
        f"Name whom to trust, or {_ORGANIZATION}.",
    )


def judge_resource(statement: Statement, account_id: str | None) -> Iterator[Finding]:
    """What is wrong with one statement of the policy of a resource in ``account_id``."""
    if not statement.allows:
        return
    if statement.not_principals:
        yield finding(
            "policy-notprincipal",
            statement.place("NotPrincipal"),
            "Allow with NotPrincipal lets everyone in but the principals it names, callers "
            "without an AWS account included.",
            "Name whom to let in in Principal.",
        )
    yield from _open_to_everyone(statement)
    if statement.not_actions:
        yield finding(
            "policy-notprincipal",
            statement.place("NotAction"),
            f"Allow with NotAction grants every action but {text.names(statement.not_actions)}, "
            "changes of this very policy included.",
            "List what is needed in Action.",
        )
    if not _is_own_root(statement.principals, account_id):
        yield from _wide_actions(statement)


def _open_to_everyone(statement: Statement) -> Iterator[Finding]:
    if bounds(statement.conditions) & {Bound.CALLER, Bound.NETWORK}:
        return
    everyone = next((one for one in statement.principals if one.is_everyone), None)
    if everyone is None:
        return
    held = "" if not statement.conditions else ", for no condition holds back who calls"
    yield finding(
        "policy-public-principal",
        everyone.path,
        f"Anyone in the world can use the resource{held}: "
        f"{text.names(statement.actions or statement.not_actions)}.",
        f"Name the principals, or {_ORGANIZATION}.",
    )


def _wide_actions(statement: Statement) -> Iterator[Finding]:
    for index, pattern in enumerate(statement.actions):
        reach = covered(pattern)
        if reach.everything or reach.services:
            yield finding(
                "policy-action-star",
                statement.place("Action", index),
                f"{text.shown(pattern)} lets the principals do everything with the resource, also "
                "delete it and change this very policy.",
                "List the actions that are needed.",
            )


def _is_own_root(principals: tuple[Principal, ...], account_id: str | None) -> bool:
    """Whether the account only leaves it to its own IAM policies; a key's policy has to say so."""
    accounts = {_root_account(principal) for principal in principals}
    return accounts == {account_id} if account_id else len(accounts) == 1 and None not in accounts


def _is_foreign_root(principal: Principal, account_id: str | None) -> bool:
    account = _root_account(principal)
    return account is not None and account != account_id


def _root_account(principal: Principal) -> str | None:
    """The account that the principal stands for as a whole."""
    value = principal.value
    if principal.kind != "AWS":
        return None
    if value.startswith("arn:") and value.endswith(":root"):
        value = value.removesuffix(":root").rpartition(":")[2]
    return value if value.isascii() and value.isdigit() else None
