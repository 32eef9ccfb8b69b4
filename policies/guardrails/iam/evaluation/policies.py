"""The policies that have a say in a request, by their kinds."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Self

from guardrails.iam.entity import Entity, Policy
from guardrails.iam.model import Document

IDENTITY: Final = "identity policies"
BOUNDARY: Final = "permissions boundary"
SESSION: Final = "session policy"
RESOURCE: Final = "resource policy"


@dataclass(frozen=True, slots=True)
class Policies:
    """The policies that have a say in a request; none of a kind is another thing than an empty one.

    Attributes:
        identity: Those of the caller, a user's groups included.
        boundary: The caller's permissions boundary.
        session: What the session was narrowed to when it was made.
        scps: The service control policies over the caller's account, level by level from the
            organization's root down to the account; none for the management account, which they
            do not hold for.
        rcps: The resource control policies over the resource's account, in the same way.
        resource: The resource's own: a bucket's, a key's; for ``sts:AssumeRole`` the role's trust.
    """

    identity: tuple[Policy, ...] = ()
    boundary: Document | None = None
    session: Document | None = None
    scps: tuple[tuple[Policy, ...], ...] = ()
    rcps: tuple[tuple[Policy, ...], ...] = ()
    resource: Document | None = None

    @classmethod
    def of(cls, entity: Entity, scps: tuple[tuple[Policy, ...], ...] = ()) -> Self:
        """The policies of a role or a user."""
        return cls(identity=entity.policies, boundary=entity.boundary, scps=scps)

    def with_resource(self, document: Document | None) -> Self:
        """The same with a resource's policy."""
        return replace(self, resource=document)


def levels(kind: str, layers: tuple[tuple[Policy, ...], ...]) -> Iterator[tuple[str, Policy]]:
    """Each policy with what its level is called: ``SCP level 2``."""
    for at, layer in enumerate(layers, start=1):
        for policy in layer:
            yield level(kind, at), policy


def level(kind: str, number: int) -> str:
    """What a level is called: ``SCP level 2``; the organization's root is the first."""
    return f"{kind} level {number}"
