"""Puts together what a stack declares of each role, user and group."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from guardrails.documents import AccessDocument, documents
from guardrails.entities import attachments, runners
from guardrails.entities.place import Place
from guardrails.graph import Graph
from guardrails.iam.entity import Entity, EntityKind, Policy
from guardrails.iam.model import Document, DocumentKind
from guardrails.resource_types import GROUP, ROLE, USER
from guardrails.view import Resource


class _Kind(NamedTuple):
    kind: EntityKind
    type: str
    inline: str
    """The type that holds an inline policy of such an entity."""


_KINDS: Final = (
    _Kind(EntityKind.ROLE, ROLE, "aws:iam/rolePolicy:RolePolicy"),
    _Kind(EntityKind.USER, USER, "aws:iam/userPolicy:UserPolicy"),
    _Kind(EntityKind.GROUP, GROUP, "aws:iam/groupPolicy:GroupPolicy"),
)
_MEMBERSHIPS: Final = (
    ("aws:iam/userGroupMembership:UserGroupMembership", "user", "groups"),
    ("aws:iam/groupMembership:GroupMembership", "users", "group"),
)


def entities(graph: Graph) -> tuple[Entity, ...]:
    """The principals that a stack declares, in the order of their URNs.

    What is unknown at preview is listed in ``unresolved``: nothing is taken for absent because it
    cannot be read yet.
    """
    return tuple(
        _entity(resource, kind, graph) for kind in _KINDS for resource in graph.of(kind.type)
    )


def _entity(resource: Resource, kind: _Kind, graph: Graph) -> Entity:
    name = resource["name"].text or resource.name
    boundary, boundary_gap = _boundary(resource, graph)
    policies, gaps = _policies(resource, kind, graph)
    trust, trust_gap = _trust(resource)
    arn = resource["arn"].text or _arn(resource, kind.kind, name)
    return Entity(
        kind=kind.kind,
        name=name,
        arn=arn,
        account_id=resource.account_id,
        policies=tuple(policies),
        boundary=boundary.document if boundary else None,
        boundary_arn=boundary.managed_arn(resource.account_id) if boundary else "",
        trust=trust,
        runners=runners.of(resource, arn, graph) if kind.kind is EntityKind.ROLE else (),
        tags={key: value.text for key, value in resource["tags"].entries()},
        source=resource.urn,
        unresolved=(*gaps, *boundary_gap, *trust_gap),
    )


def _arn(resource: Resource, kind: EntityKind, name: str) -> str:
    place = Place.of(resource)
    path = resource["path"].text or "/"
    return f"arn:{place.partition}:iam::{place.account}:{kind}{path}{name}"


def _policies(
    resource: Resource, kind: _Kind, graph: Graph
) -> tuple[list[Policy], tuple[str, ...]]:
    inline = graph.attached(resource, [kind.inline], str(kind.kind), [kind.type])
    found = _Found()
    for holder in (resource, *inline.found):
        found.add(holder, documents(holder, DocumentKind.IDENTITY))
    found.gaps += [f"{holder.place(path)} of {holder.name}" for holder, path in inline.maybe]
    managed, gaps = attachments.of(resource, kind.type, graph)
    found.policies += managed
    found.gaps += gaps
    if kind.kind is EntityKind.USER:
        for group in _groups(resource, graph):
            theirs, gaps = _policies(group, _KINDS[2], graph)
            found.policies += theirs
            found.gaps += gaps
    return found.policies, tuple(dict.fromkeys(found.gaps))


class _Found:
    """Policies, and what could not be read."""

    def __init__(self) -> None:
        self.policies: list[Policy] = []
        self.gaps: list[str] = []

    def add(self, holder: Resource, given: Iterable[AccessDocument]) -> None:
        """Add the inline policies that a resource holds."""
        for one in given:
            document = None if one.unknown else one.parsed().document
            if document is None:
                self.gaps.append(f"{holder.place(one.view.path)} of {holder.name}")
                continue
            name = holder["name"].text or holder.name
            self.policies.append(Policy(name, document, holder.urn, one.view.path))


def _groups(user: Resource, graph: Graph) -> Iterator[Resource]:
    """The groups of the stack that a user is in."""
    for type_, users, groups in _MEMBERSHIPS:
        holders = graph.attached(user, [type_], users, [USER]).found
        members = {holder.urn for holder in holders}
        for group in graph.of(GROUP) if members else ():
            theirs = graph.attached(group, [type_], groups, [GROUP]).found
            if any(holder.urn in members for holder in theirs):
                yield group


def _boundary(resource: Resource, graph: Graph) -> tuple[Policy | None, Sequence[str]]:
    view = resource["permissionsBoundary"]
    if view.missing:
        return None, ()
    policy = attachments.policy_of(resource, view, graph)
    gap = f"permissionsBoundary of {resource.name}"
    return (policy, ()) if policy else (None, (gap,))


def _trust(role: Resource) -> tuple[Document | None, Sequence[str]]:
    for one in documents(role, DocumentKind.TRUST):
        document = None if one.unknown else one.parsed().document
        return document, () if document else (f"{one.view.path} of {role.name}",)
    return None, ()
