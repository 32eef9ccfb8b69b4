"""What a rule is and what it answers."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

ANY_TYPE: Final = "*"
"""What a rule for resources applies to when it is about every type."""


class Severity(StrEnum):
    """How bad a violation is."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


class Level(StrEnum):
    """What Pulumi does about a violation."""

    ADVISORY = "advisory"
    MANDATORY = "mandatory"
    REMEDIATE = "remediate"
    DISABLED = "disabled"


class Scope(StrEnum):
    """What a rule looks at."""

    RESOURCE = "resource"
    STACK = "stack"


@dataclass(frozen=True, slots=True)
class Fail:
    """A violation.

    Attributes:
        message: What is wrong and why that matters; one or two sentences.
        path: The property, such as ``policy.Statement[2]``.
        fix: The smallest change that mends it.
        urn: The resource at fault, when a stack rule finds it; else empty.
        severity: How bad this one is, where it is not as bad as the rule says or worse.
        statement: The Sid of the statement at fault, when there is one: a waiver may name it.
    """

    message: str
    path: str
    fix: str
    urn: str = ""
    severity: Severity | None = None
    statement: str = ""


@dataclass(frozen=True, slots=True)
class Undetermined:
    """A rule could not judge, because the property at ``path`` is not known at preview."""

    path: str
    urn: str = ""


Result = Fail | Undetermined


@dataclass(frozen=True, slots=True)
class Setting:
    """One value that a rule takes from the pack's configuration.

    Attributes:
        default: What holds without configuration.
        schema: Its JSON schema.
    """

    default: Any
    schema: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Rule:
    """One policy of the pack.

    Attributes:
        id: Unique, lower case with hyphens; the name of the policy.
        title: What holds when the rule passes, as one sentence without a full stop.
        category: What it is about, such as ``least-privilege``; see ``CATEGORIES``.
        severity: How bad a violation is.
        level: What Pulumi does about it without configuration.
        applies_to: Resource types; a stack rule judges these and may read others. A rule for
            resources may have ``ANY_TYPE`` alone.
        why: Why it matters, in one sentence.
        remediation: How to mend it, with a snippet where that is shorter than words.
        equivalents: The ids under which other tools know it, such as ``CKV_AWS_28``.
        check: Takes a ``Resource`` (or a ``Graph``) and the settings by keyword; yields results,
            none of them when the rule passes.
        scope: Whether ``check`` gets one resource or the graph of the stack.
        own: Why no other tool has it, where ``equivalents`` is empty.
        settings: What the pack's configuration may set, by keyword.
        notes: The part of the developer's notes on AWS that asks for it, such as ``Lambda``.
        snippet: How the mended declaration looks in Pulumi Python.
        remedy: Takes a resource, and the settings by keyword, and gives the properties that mend
            it, by path (``tracingConfig.mode``); only where there is one way to mend it.
    """

    id: str
    title: str
    category: str
    severity: Severity
    level: Level
    applies_to: tuple[str, ...]
    why: str
    remediation: str
    equivalents: tuple[str, ...]
    check: Callable[..., Iterable[Result]]
    scope: Scope = Scope.RESOURCE
    own: str = ""
    settings: Mapping[str, Setting] = field(default_factory=dict[str, Setting])
    notes: str = ""
    snippet: str = ""
    remedy: Callable[..., Mapping[str, object]] | None = None

    @property
    def controls(self) -> tuple[str, ...]:
        """The controls of the frameworks FSBP and CIS among ``equivalents``."""
        return tuple(one for one in self.equivalents if one.startswith(("FSBP:", "CIS:")))


CATEGORIES = frozenset(
    {
        "least-privilege",
        "encryption-at-rest",
        "encryption-in-transit",
        "public-exposure",
        "serverless",
        "logging",
        "resilience",
        "secrets",
        "validity",
    }
)


def rule(  # noqa: PLR0913 -- one keyword per piece of metadata
    id: str,  # noqa: A002 -- the name that every reader of a rule expects
    title: str,
    *,
    category: str,
    severity: Severity,
    applies_to: Sequence[str],
    why: str,
    remediation: str,
    equivalents: Sequence[str] = (),
    level: Level = Level.MANDATORY,
    scope: Scope = Scope.RESOURCE,
    own: str = "",
    settings: Mapping[str, Setting] | None = None,
    notes: str = "",
    snippet: str = "",
    remedy: Callable[..., Mapping[str, object]] | None = None,
) -> Callable[[Callable[..., Iterable[Result]]], Rule]:
    """Make a rule of the function that checks it; see ``Rule`` for the arguments."""

    def decorate(check: Callable[..., Iterable[Result]]) -> Rule:
        return Rule(
            id=id,
            title=title,
            category=category,
            severity=severity,
            level=level,
            applies_to=tuple(applies_to),
            why=why,
            remediation=remediation,
            equivalents=tuple(equivalents),
            check=check,
            scope=scope,
            own=own,
            settings=settings or {},
            notes=notes,
            snippet=snippet,
            remedy=remedy,
        )

    return decorate
