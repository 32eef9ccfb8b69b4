"""What the role of a function was granted, action by action."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from guardrails.iam import wildcard
from guardrails.iam.entity import Entity, Policy
from guardrails.iam.model import Statement

_SEPARATORS: Final = re.compile("[:/]")


@dataclass(frozen=True, slots=True)
class Grant:
    """One action of one statement that allows.

    Attributes:
        policy: The policy that the statement is of.
        statement: The statement.
        action: A pattern: ``dynamodb:GetItem``, ``s3:Get*``; empty for what ``NotAction`` leaves.
        path: Where it stands, such as ``policy.Statement[0].Action[1]``.
    """

    policy: Policy
    statement: Statement
    action: str
    path: str

    @property
    def service(self) -> str:
        """What the action begins with."""
        return self.action.partition(":")[0].lower()

    @property
    def is_managed(self) -> bool:
        """Whether the policy is one of AWS's own, whose statements nobody here can change."""
        return not self.policy.source

    def allows(self, action: str, name: str = "") -> bool:
        """Whether it allows an action on the resource of that name, so far as names tell."""
        return covers(self.statement, action, self.action) and on(self.statement, name)


def grants(entity: Entity) -> tuple[Grant, ...]:
    """What a role's policies allow."""
    return tuple(_grants(entity.policies))


def _grants(policies: Iterable[Policy]) -> Iterator[Grant]:
    for policy in policies:
        for statement in policy.document.statements:
            if not statement.allows:
                continue
            for index, action in enumerate(statement.actions):
                yield Grant(policy, statement, action, _path(policy, statement, "Action", index))
            if statement.not_actions:
                yield Grant(policy, statement, "", _path(policy, statement, "NotAction", 0))


def _path(policy: Policy, statement: Statement, element: str, index: int) -> str:
    place = statement.place(element, index)
    return f"{policy.path}.{place}" if policy.path else place


def denied(entity: Entity, action: str, name: str) -> bool:
    """Whether a statement denies the action outright."""
    return any(
        not statement.allows
        and not statement.conditions
        and any(covers(statement, action, pattern) for pattern in statement.actions or ("",))
        and (bool(name) or "*" in statement.resources)
        and on(statement, name)
        for policy in entity.policies
        for statement in policy.document.statements
    )


def covers(statement: Statement, action: str, pattern: str) -> bool:
    """Whether a pattern of a statement's actions covers an action."""
    if pattern:
        return wildcard.matches(pattern.lower(), action.lower())
    excluded = (one.lower() for one in statement.not_actions)
    return bool(statement.not_actions) and not any(
        wildcard.matches(one, action.lower()) for one in excluded
    )


def on(statement: Statement, name: str) -> bool:
    """Whether a statement may be about the resource of that name; an unknown name is any."""
    if not name or statement.not_resources:
        return True
    return any(_names(resource, name) for resource in statement.resources)


def _names(resource: str, name: str) -> bool:
    if wildcard.is_star(resource) or resource.endswith(name):
        return True
    # A wildcard alone stands for an object in a bucket or a version: it names nothing.
    parts = [part for part in _SEPARATORS.split(resource) if part.strip("*?")]
    return any(wildcard.matches(part, name) for part in parts)
