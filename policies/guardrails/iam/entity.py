"""Who can act: roles, users and groups with everything that decides what they may do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from guardrails.iam.model import Document


class EntityKind(StrEnum):
    """What IAM calls it."""

    ROLE = "role"
    USER = "user"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy document with the name that people know it by.

    Attributes:
        name: ``grants`` of an inline policy, the ARN of a managed one.
        document: What it says.
        source: The URN of the resource that declares it, or a file; empty for AWS's own.
        path: The property that holds it: ``policy``, ``inlinePolicies[0].policy``.
    """

    name: str
    document: Document
    source: str = ""
    path: str = ""

    def managed_arn(self, account_id: str | None) -> str:
        """A pattern for its ARN; empty for an inline policy, and for one that AWS manages."""
        if _DECLARED in self.source:
            return f"arn:*:iam::{account_id or '*'}:policy/*{self.name}"
        is_own = self.name.startswith("arn:") and ":iam::aws:" not in self.name
        return self.name if is_own else ""


# The type of the resource in its URN that declares a managed policy.
_DECLARED = "aws:iam/policy:Policy"


@dataclass(frozen=True, slots=True)
class Runner:
    """Something that acts as a role.

    Attributes:
        service: The service that takes the role: ``lambda.amazonaws.com``.
        name: What it is called: the function's name.
        source: Its URN.
    """

    service: str
    name: str
    source: str


@dataclass(frozen=True, slots=True)
class Entity:
    """A role, a user or a group.

    Attributes:
        name: Without its path.
        arn: Complete, also before it exists; without an account where none is known.
        account_id: ``None`` when the provider does not say which account it is for.
        policies: All that hold for it; a user's include those of its groups.
        boundary: Its permissions boundary.
        boundary_arn: A pattern for the boundary's ARN, where AWS does not manage that.
        trust: Who may become it; roles only.
        runners: What acts as it.
        tags: As ``aws:PrincipalTag/…`` sees them.
        source: The URN of the resource that declares it.
        unresolved: What is not known of it, as ``policyArn of <name>``: it may be able to do more.
    """

    kind: EntityKind
    name: str
    arn: str
    account_id: str | None = None
    policies: tuple[Policy, ...] = ()
    boundary: Document | None = None
    boundary_arn: str = ""
    trust: Document | None = None
    runners: tuple[Runner, ...] = ()
    tags: Mapping[str, str] = field(default_factory=dict[str, str])
    source: str = ""
    unresolved: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ResourcePolicy:
    """Who may use one resource.

    Attributes:
        arn: The resource's, as far as its declaration tells; else empty.
        name: What people call it.
        type: The type of what carries the policy: ``aws:sqs/queuePolicy:QueuePolicy``.
        document: What the policy says.
        source: The URN of the resource that carries it.
        path: The property that holds it.
    """

    arn: str
    name: str
    type: str
    document: Document
    source: str
    path: str
