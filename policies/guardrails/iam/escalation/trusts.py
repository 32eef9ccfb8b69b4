"""Whom a role trusts, as far as it is certain."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from guardrails.iam.entity import Entity
from guardrails.iam.model import Principal, Statement
from guardrails.iam.overlap import overlap
from guardrails.iam.reach.certain import Known, left_by_denial, never_holds
from guardrails.iam.reach.statements import statements

_ASSUME: Final = "sts:assumerole"


class Admission(Enum):
    """How a principal is let in."""

    NO = auto()
    BY_ACCOUNT = auto()
    """If its own policies allow it too."""

    BY_NAME = auto()
    """In the same account without any policy of its own."""


@dataclass(frozen=True, slots=True)
class Trust:
    """What a trust policy says of ``sts:AssumeRole``.

    Attributes:
        allowing: The statements that let someone in.
        denying: Those that keep someone out.
        known: Whether there is a trust policy that could be read.
    """

    allowing: tuple[tuple[Statement, str], ...]
    """With the place of what covers the action."""

    denying: tuple[Statement, ...]
    known: bool

    @classmethod
    def of(cls, entity: Entity) -> "Trust":
        """What an entity's trust policy says; nothing for users and groups."""
        if entity.trust is None:
            return cls((), (), known=False)
        mentions = statements(entity.trust).of(_ASSUME)
        return cls(
            tuple((one.statement, one.place) for one in mentions if one.statement.allows),
            tuple(one.statement for one in mentions if not one.statement.allows),
            known=True,
        )

    def lets_service(self, service: str) -> bool:
        """Whether a service may take the role; one whose trust is not known may."""
        return not self.known or any(
            one.kind == "Service" and one.value == service
            for statement, _ in self.allowing
            for one in statement.principals
        )

    def names(self) -> Iterator[str]:
        """The ARNs that are trusted by themselves."""
        for statement, _ in self.allowing:
            yield from (one.value for one in statement.principals if _is_arn(one))

    @property
    def place(self) -> str:
        """Where it first lets anyone in."""
        return self.allowing[0][1] if self.allowing else ""

    def lets_account(self, account: str | None) -> bool | None:
        """Whether every principal of an account is let in; ``None`` where it depends on which."""
        covering = [
            statement
            for statement, _ in self.allowing
            if statement.not_principals
            or any(_covers_account(one, account) for one in statement.principals)
        ]
        if any(not one.conditions for one in covering) and not self.denying:
            return True
        return None if covering else False

    def lets(self, arn: str, account: str | None, known: Known) -> Admission:
        """How a principal is let in.

        Args:
            arn: Its ARN, with ``*`` for an account that is not known.
            account: Its account; ``None`` fits any.
            known: The condition keys that are known of it.
        """
        if any(
            left_by_denial(one.conditions, known) is None and _speaks_of(one, arn, account)
            for one in self.denying
        ):
            return Admission.NO
        best = Admission.NO
        for statement, _ in self.allowing:
            if never_holds(statement.conditions, known):
                continue
            if statement.not_principals:
                best = Admission.BY_ACCOUNT
            for one in statement.principals:
                if _is_arn(one) and overlap(one.value, arn):
                    return Admission.BY_NAME
                if _covers_account(one, account):
                    best = Admission.BY_ACCOUNT
        return best


def _is_arn(principal: Principal) -> bool:
    value = principal.value
    return principal.kind == "AWS" and value.startswith("arn:") and not value.endswith(":root")


def _covers_account(principal: Principal, account: str | None) -> bool:
    if principal.kind not in {"AWS", "*"} or _is_arn(principal):
        return False
    value = principal.value.removesuffix(":root").rpartition(":")[2]
    return principal.is_everyone or account is None or value == account


def _speaks_of(statement: Statement, arn: str, account: str | None) -> bool:
    return any(
        (_is_arn(one) and overlap(one.value, arn)) or (account and _covers_account(one, account))
        for one in statement.principals
    )
