"""A request as AWS sees it: who asks for what, and the context keys that come with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Final

from guardrails.iam import arn, reference
from guardrails.iam.evaluation.caller import Caller, CallerKind

_NOBODYS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({})

_PRINCIPAL_TYPES: Final = {
    CallerKind.USER: "User",
    CallerKind.ROLE: "AssumedRole",
    CallerKind.SESSION: "AssumedRole",
    CallerKind.FEDERATED_USER: "FederatedUser",
    CallerKind.ROOT: "Account",
    CallerKind.ANONYMOUS: "Anonymous",
}


class Context:
    """The context keys of a request.

    Args:
        given: Values by key in lower case; no values stand for a key that is absent.
        unknown: Whether a key that is not given may have any value; else it is absent.
    """

    __slots__ = ("_given", "_unknown")

    def __init__(self, given: Mapping[str, tuple[str, ...]], *, unknown: bool) -> None:
        self._given = given
        self._unknown = unknown

    def values(self, key: str) -> tuple[str, ...] | None:
        """The values of a key, in any case: none when it is absent, ``None`` when unknown."""
        return self._given.get(key.lower(), None if self._unknown else ())


@dataclass(frozen=True)
class Request:
    """Who asks for what.

    Attributes:
        principal_arn: A user's, a role's, a session's or an account's root ARN, a service's name,
            an identity provider's ARN, or ``*`` for someone without credentials. A role's ARN
            stands for a session of it under any name; empty stands for any user or role.
        principal_account: The caller's account; ``None`` for a service, and where it is not known.
        action: Its full name: ``dynamodb:PutItem``.
        resource: An ARN; ``*`` for an action that works on none. Wildcards stand for any resource
            that fits, so that the answer may depend on which one.
        resource_account: Whose it is; ``None`` for the ARN's account, and the caller's own where
            the ARN has none (S3).
        context: Values by key in lower case; no values mean that the key is absent. What follows
            from the caller and the resource is added, as ``aws:PrincipalArn``.
        unknown: Whether the answer is to hold for any values of keys that are not given; else
            they are absent.
    """

    principal_arn: str
    principal_account: str | None
    action: str
    resource: str
    resource_account: str | None = None
    context: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: _NOBODYS)
    unknown: bool = True

    @cached_property
    def caller(self) -> Caller:
        """Who asks."""
        return Caller.of(self.principal_arn, self.principal_account)

    @cached_property
    def owner(self) -> str | None:
        """The account of the resource, as far as it can be told."""
        if self.resource_account:
            return self.resource_account
        parts = arn.split(self.resource)
        account = parts.account if parts else ""
        return account if account.isdigit() else self.caller.account

    @cached_property
    def asked_about(self) -> str | None:
        """What AWS asks about whatever resource is given; ``None`` for most actions."""
        parts = arn.split(self.principal_arn)
        return reference.asked_about(self.action, parts.partition if parts else "aws")

    @property
    def crosses_accounts(self) -> bool:
        """Whether caller and resource are known to be of different accounts."""
        return None not in {self.caller.account, self.owner} and self.caller.account != self.owner

    @cached_property
    def known(self) -> Mapping[str, tuple[str, ...]]:
        """The context with the keys that follow from the caller and the resource."""
        return {**_of_caller(self.caller), **self._of_resource(), **self.context}

    @cached_property
    def keys(self) -> Context:
        """The context to be asked for values."""
        return Context(self.known, unknown=self.unknown)

    def _of_resource(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        parts = arn.split(self.resource)
        if parts and parts.region and "*" not in parts.region:
            found["aws:requestedregion"] = (parts.region,)
        if parts and self.owner:
            found["aws:resourceaccount"] = (self.owner,)
        return found


def _of_caller(caller: Caller) -> dict[str, tuple[str, ...]]:
    """What every request of the caller has, or lacks.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
    """
    if caller.kind is CallerKind.UNNAMED:
        return {"aws:principalaccount": (caller.account,)} if caller.account else {}
    is_service = caller.kind is CallerKind.SERVICE
    found: dict[str, tuple[str, ...]] = {
        "aws:principalisawsservice": ("true" if is_service else "false",)
    }
    if is_service:
        found["aws:principalservicename"] = (caller.name,)
    if caller.kind in _PRINCIPAL_TYPES:
        found["aws:principaltype"] = (_PRINCIPAL_TYPES[caller.kind],)
    if caller.entity_arn:
        found["aws:principalarn"] = (caller.entity_arn,)
    if caller.account:
        found["aws:principalaccount"] = (caller.account,)
    if caller.kind is CallerKind.USER:
        found["aws:username"] = (caller.name,)
    elif caller.kind is not CallerKind.FEDERATED:
        found["aws:username"] = ()
    if caller.kind in {CallerKind.SERVICE, CallerKind.ANONYMOUS}:
        found["aws:principalarn"] = found["aws:principalaccount"] = ()
    return found
