"""Whether a resource's policy means the caller, and as what: that decides what can limit it.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
"""

from collections.abc import Iterable, Mapping
from enum import Enum, auto
from typing import Final

from guardrails.iam import arn
from guardrails.iam.evaluation.caller import Caller, CallerKind
from guardrails.iam.evaluation.logic import Met
from guardrails.iam.evaluation.request import Context
from guardrails.iam.model import Principal, Statement

USER_ID: Final = "aws:userid"
ARN: Final = "aws:PrincipalArn"
ACCOUNT: Final = "aws:PrincipalAccount"


class Grant(Enum):
    """As what the caller is meant."""

    ITSELF = auto()
    """The very user or session, a service, or everyone: no implicit deny of another policy of the
    same account limits it."""

    ROLE = auto()
    """The role of the session: its boundary and its session policy limit it."""

    ACCOUNT = auto()
    """The caller's account, which leaves it to its own policies."""


Named = Mapping[Grant, Met]
"""Whether the caller is meant, by what it is meant as; what is left out is not."""

_ROLE_SESSION: Final = (CallerKind.ROLE, CallerKind.SESSION)
_MADE_FOR: Final = (_ROLE_SESSION, (CallerKind.USER, CallerKind.FEDERATED_USER))
_EVERYONE: Final = frozenset({"*", "AWS"})


def meant(statement: Statement, caller: Caller, context: Context) -> Named:
    """As what a statement of a resource's policy means the caller.

    NotPrincipal means everyone whom it does not name, be it by the account. Canonical user ids are
    no one's here.
    """
    if statement.not_principals:
        named = _named(statement.not_principals, caller, context)
        return {Grant.ITSELF: max(named.values(), default=Met.NO).negated()}
    return _named(statement.principals, caller, context)


def _named(principals: Iterable[Principal], caller: Caller, context: Context) -> Named:
    found: dict[Grant, Met] = {}
    for principal in principals:
        grant, met = _one(principal, caller, context)
        found[grant] = max(met, found.get(grant, Met.NO))
    return found


def _one(principal: Principal, caller: Caller, context: Context) -> tuple[Grant, Met]:
    if principal.is_everyone and principal.kind in _EVERYONE:
        return Grant.ITSELF, Met.YES
    if principal.kind == "AWS":
        return _of_account(principal.value, caller, context)
    kinds = {"Service": CallerKind.SERVICE, "Federated": CallerKind.FEDERATED}
    is_kind = kinds.get(principal.kind) is caller.kind
    return Grant.ITSELF, Met.of(is_kind and principal.value in {caller.arn, "*"})


def _of_account(value: str, caller: Caller, context: Context) -> tuple[Grant, Met]:
    if value.isdigit() or value.endswith(":root"):
        return Grant.ACCOUNT, _is_account(_account(value), caller, context)
    if not value.startswith("arn:"):
        return Grant.ITSELF, _has_id(value, context)
    if caller.kind is CallerKind.UNNAMED:
        is_role = Caller.of(value).kind is CallerKind.ROLE
        return Grant.ROLE if is_role else Grant.ITSELF, _has(ARN, value, context)
    if value == caller.arn:
        return Grant.ROLE if caller.kind is CallerKind.ROLE else Grant.ITSELF, Met.YES
    return _by_session(Caller.of(value), caller, context)


def _by_session(named: Caller, caller: Caller, context: Context) -> tuple[Grant, Met]:
    """A session is meant with whom it was made for; a role by a session that may be this one."""
    is_same = (named.name, named.account) == (caller.name, caller.account)
    if is_same and (named.kind, caller.kind) in _MADE_FOR:
        return Grant.ROLE, Met.YES
    if is_same and (caller.kind, named.kind) == _ROLE_SESSION:
        return Grant.ITSELF, _has_session(named.session, context)
    return Grant.ITSELF, Met.NO


def _account(value: str) -> str:
    parts = arn.split(value)
    return parts.account if parts else value


def _is_account(account: str, caller: Caller, context: Context) -> Met:
    if not caller.is_of_account:
        return Met.NO
    if caller.account is None:
        return Met.UNKNOWN if context.values(ACCOUNT) is None else Met.NO
    return Met.of(caller.account == account)


def _has(key: str, value: str, context: Context) -> Met:
    values = context.values(key)
    return Met.UNKNOWN if values is None else Met.of(value in values)


def _has_id(given: str, context: Context) -> Met:
    """Whether the caller has a unique id, as AWS writes it for what was deleted."""
    values = context.values(USER_ID)
    if values is None:
        return Met.UNKNOWN
    return Met.of(any(value.partition(":")[0] == given for value in values))


def _has_session(name: str, context: Context) -> Met:
    """Whether the session has a name: the second part of its ``aws:userid``."""
    values = context.values(USER_ID)
    if values is None:
        return Met.UNKNOWN
    return Met.of(any(value.partition(":")[2] == name for value in values))


def unknown_keys(caller: Caller, grant: Grant) -> tuple[str, ...]:
    """The keys that decide while it is unknown whether the caller is meant."""
    if grant is Grant.ACCOUNT:
        return (ACCOUNT,)
    if caller.kind is CallerKind.UNNAMED:
        return (ARN,)
    return (USER_ID,) if caller.account else (ACCOUNT,)
