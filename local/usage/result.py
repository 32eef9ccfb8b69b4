"""How the calls of a function and its grants match."""

from dataclasses import dataclass
from enum import StrEnum

from local.usage.found import Call, Place, Unresolved


class Kind(StrEnum):
    """What is wrong."""

    CALL_WITHOUT_GRANT = "call-without-grant"
    GRANT_WITHOUT_CALL = "grant-without-call"


@dataclass(frozen=True, slots=True)
class Finding:
    """A call that nothing allows, or a grant that nothing needs.

    Attributes:
        kind: Which of the two.
        function: The function's name.
        actions: The IAM actions.
        resources: What the grant is on; empty for a call.
        place: The call's, or where the program grants; ``None`` where that is not known.
        path: Where the grant stands in its policy; empty for a call.
        message: What was found.
        fix: How to mend it.
    """

    kind: Kind
    function: str
    actions: tuple[str, ...]
    resources: tuple[str, ...]
    place: Place | None
    path: str
    message: str
    fix: str


@dataclass(frozen=True, slots=True)
class Use:
    """A grant that is used, with the reason."""

    action: str
    path: str
    reason: str


@dataclass(frozen=True)
class Usage:
    """What a function calls, beside what it was granted.

    Attributes:
        function: Its name.
        calls: Those of its own role.
        others: Those with other credentials.
        grants: How many actions it was granted.
        used: The grants that it needs, with the reason.
        findings: What does not match.
        unresolved: What may be a call.
        undecided: Grants that only such a call could need.
        role: The name of its role; empty where that is of elsewhere.
    """

    function: str
    calls: tuple[Call, ...] = ()
    others: tuple[Call, ...] = ()
    grants: int = 0
    used: tuple[Use, ...] = ()
    findings: tuple[Finding, ...] = ()
    unresolved: tuple[Unresolved, ...] = ()
    undecided: tuple[str, ...] = ()
    role: str = ""

    @property
    def missing(self) -> bool:
        """Whether a call lacks a grant."""
        return any(one.kind is Kind.CALL_WITHOUT_GRANT for one in self.findings)
