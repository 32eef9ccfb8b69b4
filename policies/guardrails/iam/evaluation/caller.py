"""Who asks: what an ARN or a name says of a principal."""

from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from typing import Self

from guardrails.iam import arn


class CallerKind(Enum):
    """The kinds of principals whose requests are decided differently."""

    USER = auto()
    ROLE = auto()
    """A session of a role, whatever its name."""

    SESSION = auto()
    """A session of a role, by its name."""

    FEDERATED_USER = auto()
    """A session that a user has had made for someone else."""

    ROOT = auto()
    """An account's root user."""

    SERVICE = auto()
    FEDERATED = auto()
    """An identity provider."""

    ANONYMOUS = auto()
    """Without credentials."""

    UNNAMED = auto()
    """Some user or role, of which nothing else is known."""


_RESOURCES = {
    ("iam", "user"): CallerKind.USER,
    ("iam", "role"): CallerKind.ROLE,
    ("iam", "oidc-provider"): CallerKind.FEDERATED,
    ("iam", "saml-provider"): CallerKind.FEDERATED,
    ("sts", "assumed-role"): CallerKind.SESSION,
    ("sts", "federated-user"): CallerKind.FEDERATED_USER,
}
_WITH_POLICIES = frozenset(
    {
        CallerKind.USER,
        CallerKind.ROLE,
        CallerKind.SESSION,
        CallerKind.FEDERATED_USER,
        CallerKind.UNNAMED,
    }
)
_SERVICES = (".amazonaws.com", ".amazonaws.com.cn", ".amazon.com", ".aws.internal")


@dataclass(frozen=True, slots=True)
class Caller:
    """A principal.

    Attributes:
        kind: What it is.
        arn: As it was given.
        account: ``None`` where it is not known, or there is none.
        name: The user's, the role's or the service's, without a path.
        session: The name of a role's session; empty for any other.
        entity_arn: The ARN of the user or the role: what ``aws:PrincipalArn`` says.
    """

    kind: CallerKind
    arn: str
    account: str | None
    name: str
    session: str = ""
    entity_arn: str = ""

    @classmethod
    def of(cls, given: str, account: str | None = None) -> Self:
        """What a principal is, by its ARN or name; a role's session is of a role without path."""
        parts = arn.split(given)
        if parts is None:
            return cls(_kind_of_name(given), given, account, given)
        account = account or parts.account or None
        if parts.resource == "root":
            return cls(CallerKind.ROOT, given, account, "root", entity_arn=given)
        kind_name, _, path = parts.resource.partition("/")
        kind = _RESOURCES.get((parts.service, kind_name), CallerKind.FEDERATED)
        if kind is CallerKind.SESSION:
            name, _, session = path.partition("/")
            role = f"arn:{parts.partition}:iam::{parts.account}:role/{name}"
            return cls(kind, given, account, name, session, role)
        if kind is CallerKind.FEDERATED:
            return cls(kind, given, account, path)
        return cls(kind, given, account, path.rpartition("/")[2], entity_arn=given)

    @property
    def is_service_linked(self) -> bool:
        """Whether it is a role that a service made for itself: no SCP and no RCP holds for it."""
        return self.kind is CallerKind.ROLE and ":role/aws-service-role/" in self.arn

    @property
    def has_identity_policies(self) -> bool:
        """Whether policies can be attached to it."""
        return self.kind in _WITH_POLICIES

    @property
    def is_of_account(self) -> bool:
        """Whether it belongs to an account, and not to AWS, a provider or nobody."""
        return self.has_identity_policies or self.kind is CallerKind.ROOT


@lru_cache(maxsize=256)
def _kind_of_name(given: str) -> CallerKind:
    if not given:
        return CallerKind.UNNAMED
    if given == "*":
        return CallerKind.ANONYMOUS
    return CallerKind.SERVICE if given.endswith(_SERVICES) else CallerKind.FEDERATED
