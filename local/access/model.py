"""What an access map is made of: nodes, and edges with the statements behind them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Final

from guardrails.iam import reference

LEVELS: Final[Mapping[str, str]] = {
    reference.LIST: "list",
    reference.READ: "read",
    reference.TAGGING: "tagging",
    reference.WRITE: "write",
    reference.PERMISSIONS: "permissions",
}
"""AWS's access levels as the map calls them, the harmless ones first."""

UNKNOWN_LEVEL: Final = "unknown"
"""Of an action that the reference does not know."""

MANY: Final = "principals"
"""The kind of a node that stands for a stack's principals, too many to draw each."""

ORDER: Final = (UNKNOWN_LEVEL, *LEVELS.values())
"""Every level, from the least to the most that it lets a principal do."""


class Side(StrEnum):
    """Where a node stands."""

    OUTSIDE = "outside"
    """Services, accounts, and everyone."""

    ENTITY = "entity"
    """The roles, users and groups of the stack."""

    RESOURCE = "resource"
    """What they work on, in the stack or not."""


class EdgeKind(StrEnum):
    """What an edge says."""

    CAN = "can"
    """The origin can act on the target."""

    BECOMES = "becomes"
    """The origin can become the target, or make it act."""

    OPEN = "open"
    """The target's own policy lets the origin in."""

    TRIGGERS = "triggers"
    """What arrives at the origin makes the target run."""


@dataclass(frozen=True, slots=True)
class Runs:
    """Something that acts as a role.

    Attributes:
        kind: ``function``, ``rest api``, ``schedule``, …
        name: What people call it.
        source: Its URN.
        service: The service that takes the role for it: ``lambda.amazonaws.com``.
    """

    kind: str
    name: str
    source: str
    service: str


@dataclass(frozen=True, slots=True)
class Node:
    """Someone, or something.

    Attributes:
        id: Its URN when the stack declares it, else ``service:…``, ``account:…``, ``everyone``,
            the ARN or pattern of ARNs that statements name, ``every:<service>``, or
            ``many:…`` and ``listed:…`` for principals and resources too many to draw each.
        kind: ``role``, ``table``, ``service``, …
        name: What people call it.
        arn: As far as it is known.
        source: The URN of what declares it; empty for what is not of the stack.
        runs: What acts as it; roles only.
        acts_as: The id of the role that a function runs as.
        covers: The ids of the stack's resources that a pattern matches.
        unresolved: What is not known of it: it may be able to do more.
    """

    id: str
    side: Side
    kind: str
    name: str
    arn: str = ""
    source: str = ""
    runs: tuple[Runs, ...] = ()
    acts_as: str = ""
    covers: tuple[str, ...] = ()
    unresolved: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Grant:
    """One statement behind an edge.

    Attributes:
        actions: By access level, as the statement has them; a wildcard stands at each level that
            it covers.
        resources: The statement's own that lead to the target.
        conditions: Each in words: ``kms:ViaService StringEquals sqs.eu-central-1.amazonaws.com``.
        policy: What people call the policy.
        source: The URN of the resource that declares it; empty for AWS's own.
        path: The statement's place: ``policy.Statement[2]``.
    """

    actions: Mapping[str, tuple[str, ...]]
    resources: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    policy: str = ""
    source: str = ""
    path: str = ""


@dataclass(frozen=True)
class Edge:
    """What one node can do to another.

    Attributes:
        origin: The id of a node.
        target: The id of a node.
        how: In a few words, where the levels of the actions do not say it: ``takes the role``.
        alarming: Whether it lets someone in from outside, or lets a principal become more.
    """

    kind: EdgeKind
    origin: str
    target: str
    how: str = ""
    grants: tuple[Grant, ...] = ()
    alarming: bool = False

    @cached_property
    def actions(self) -> Mapping[str, tuple[str, ...]]:
        """The actions of all grants by access level, the least first."""
        found: dict[str, dict[str, None]] = {}
        for grant in self.grants:
            for level, actions in grant.actions.items():
                found.setdefault(level, {}).update(dict.fromkeys(actions))
        return {level: tuple(sorted(found[level])) for level in ORDER if level in found}

    @property
    def level(self) -> str:
        """The highest access level; empty when there is no action."""
        return list(self.actions)[-1] if self.actions else ""

    @property
    def conditional(self) -> bool:
        """Whether it holds under conditions only."""
        return bool(self.grants) and all(grant.conditions for grant in self.grants)


@dataclass(frozen=True)
class AccessMap:
    """Who can do what in a stack.

    Attributes:
        name: The stack's, or the file's.
        nodes: By id, in a stable order.
        edges: In a stable order; both ends are among the nodes.
        notes: What the map cannot show, a sentence each.
    """

    name: str
    nodes: Mapping[str, Node] = field(default_factory=dict[str, Node])
    edges: tuple[Edge, ...] = ()
    notes: tuple[str, ...] = ()
