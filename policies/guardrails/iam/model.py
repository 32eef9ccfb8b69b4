"""What a policy document is made of: immutable, and every part knows its place."""

from dataclasses import dataclass
from enum import StrEnum


class DocumentKind(StrEnum):
    """What a document is for: that decides which elements it may have."""

    # As of the text that it is; an enumeration's own is not as fast.
    __hash__ = str.__hash__

    IDENTITY = "identity policy"
    """What a principal may do."""

    TRUST = "trust policy"
    """Who may become a role."""

    RESOURCE = "resource policy"
    """Who may use a resource."""

    SCP = "service control policy"
    """What an account's principals may do at most."""

    RCP = "resource control policy"
    """What may be done to an account's resources at most."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that makes a document malformed, or AWS read it otherwise than its author.

    Attributes:
        path: Its place: ``Statement[2].Action[0]``; empty for the document as a whole.
        message: What was given, and what is allowed.
        fix: How to mend it.
    """

    path: str
    message: str
    fix: str


@dataclass(frozen=True, slots=True)
class Principal:
    """Whom a statement speaks of.

    Attributes:
        kind: ``AWS``, ``Service``, ``Federated`` or ``CanonicalUser``; ``*`` for ``"*"`` alone.
        value: An ARN, an account id, a service's name, or ``*``.
        path: Its place: ``Statement[0].Principal.AWS[1]``.
    """

    kind: str
    value: str
    path: str

    @property
    def is_everyone(self) -> bool:
        """Whether any principal of any account is meant."""
        return self.value == "*"


@dataclass(frozen=True, slots=True)
class Condition:
    """One operator applied to one key.

    Attributes:
        operator: Without qualifier and suffix, in lower case: ``stringlike``.
        qualifier: ``forallvalues``, ``foranyvalue`` or empty.
        if_exists: Whether an absent key satisfies it (``…IfExists``).
        key: As written; keys are compared in lower case.
        values: The texts; any one of them satisfies the condition.
        path: Its place: ``Statement[0].Condition.StringLike.aws:SourceArn``.
    """

    operator: str
    qualifier: str
    if_exists: bool
    key: str
    values: tuple[str, ...]
    path: str


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement; single values have become tuples of one.

    Attributes:
        effect: ``Allow`` or ``Deny``.
        path: Its place in the document: ``Statement[2]``, also when it is the only one.
    """

    effect: str
    actions: tuple[str, ...]
    not_actions: tuple[str, ...]
    resources: tuple[str, ...]
    not_resources: tuple[str, ...]
    principals: tuple[Principal, ...]
    not_principals: tuple[Principal, ...]
    conditions: tuple[Condition, ...]
    sid: str | None
    path: str

    @property
    def allows(self) -> bool:
        """Whether the effect is ``Allow``."""
        return self.effect == "Allow"

    def place(self, element: str, index: int | None = None) -> str:
        """The place of an element or of one of its values: ``Statement[2].Action[0]``."""
        return f"{self.path}.{element}" if index is None else f"{self.path}.{element}[{index}]"


@dataclass(frozen=True, slots=True)
class Document:
    """A policy document with the statements that could be understood.

    Attributes:
        kind: What it is for.
        version: ``2012-10-17`` or ``2008-10-17``, which AWS assumes without one.
        statements: In their order.
    """

    kind: DocumentKind
    version: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Parsed:
    """What came of a document: both parts may be there, for a problem spoils one statement only.

    Attributes:
        document: ``None`` when nothing could be understood.
        problems: Empty for a document that AWS takes.
    """

    document: Document | None
    problems: tuple[Problem, ...]
