"""Whether AWS takes documents of that size, each and all of an entity's together."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from guardrails import access
from guardrails.documents import AccessDocument, documents
from guardrails.graph import Graph
from guardrails.iam.model import DocumentKind
from guardrails.iam.validity import size
from guardrails.iam.validity.size import Limit
from guardrails.model import Fail, Result, Scope, Severity, Undetermined, rule
from guardrails.resource_types import (
    BUCKET_POLICY,
    BUCKETS,
    KEY,
    KEY_POLICY,
    QUEUE,
    QUEUE_POLICY,
    ROLE,
    TOPIC,
    TOPIC_POLICY,
    USER,
)
from guardrails.settings import whole_number
from guardrails.subjects.snippets import MERGED
from guardrails.view import Resource

_GROUP: Final = "aws:iam/group:Group"

_SINGLE: Final[Mapping[str, Limit]] = {
    "aws:iam/policy:Policy": size.MANAGED,
    KEY: size.KEY,
    KEY_POLICY: size.KEY,
    "aws:kms/externalKey:ExternalKey": size.KEY,
    "aws:kms/replicaKey:ReplicaKey": size.KEY,
    QUEUE: size.QUEUE,
    QUEUE_POLICY: size.QUEUE,
    TOPIC: size.TOPIC,
    TOPIC_POLICY: size.TOPIC,
    **dict.fromkeys((*BUCKETS, BUCKET_POLICY), size.BUCKET),
    "aws:secretsmanager/secret:Secret": size.SECRET,
    "aws:secretsmanager/secretPolicy:SecretPolicy": size.SECRET,
    "aws:dynamodb/resourcePolicy:ResourcePolicy": size.TABLE,
    # Its service control policies have a rule of their own, ``scp-size``.
    access.ORGANIZATION_POLICY: size.RCP,
}
"""Types with one limit for each document."""


@dataclass(frozen=True, slots=True)
class _Holder:
    """What has inline policies, and what declares one for it."""

    type: str
    policy: str
    reference: str
    limit: Limit


_HOLDERS: Final = (
    _Holder(ROLE, "aws:iam/rolePolicy:RolePolicy", "role", size.ROLE),
    _Holder(USER, "aws:iam/userPolicy:UserPolicy", "user", size.USER),
    _Holder(_GROUP, "aws:iam/groupPolicy:GroupPolicy", "group", size.GROUP),
)


@rule(
    "policy-size",
    "Policies fit into AWS's limits",
    category="validity",
    severity=Severity.MEDIUM,
    scope=Scope.STACK,
    applies_to=[*_SINGLE, *(one.policy for one in _HOLDERS), ROLE],
    why="AWS refuses a longer document in the middle of a deployment.",
    remediation="Drop what is not used, merge statements, or split the policy over two roles.",
    snippet=MERGED,
    own="The tools of the catalogue do not measure documents.",
    settings={
        "trust_characters": whole_number(
            size.TRUST.characters,
            size.TRUST.characters,
            2 * size.TRUST.characters,
            "The most characters of a trust policy; up to 4096 where AWS has raised the quota.",
        )
    },
)
def policy_size(graph: Graph, trust_characters: int) -> Iterator[Result]:
    """White space counts as it does for AWS: not in IAM, but in the other services."""
    for type_, limit in _SINGLE.items():
        for resource in graph.of(type_):
            for document in _documents(resource):
                yield from _single(resource, document, limit)
    trust = Limit(trust_characters, size.TRUST.white_space, size.TRUST.what)
    for role in graph.of(ROLE):
        for document in documents(role, DocumentKind.TRUST):
            yield from _single(role, document, trust)
    for holder in _HOLDERS:
        yield from _together(graph, holder)


def _documents(resource: Resource) -> Iterator[AccessDocument]:
    for kind in (DocumentKind.IDENTITY, DocumentKind.RESOURCE, DocumentKind.RCP):
        yield from documents(resource, kind)


def _single(resource: Resource, document: AccessDocument, limit: Limit) -> Iterator[Result]:
    if document.unknown:
        yield Undetermined(document.view.path, resource.urn)
        return
    length = size.measured(document.text, limit)
    if length > limit.characters:
        yield _too_large(resource.urn, document.view.path, length, limit)


def _together(graph: Graph, holder: _Holder) -> Iterator[Result]:
    """The inline policies of each holder: its own and those declared apart, by what they name."""
    parts: dict[str, list[tuple[Resource, AccessDocument]]] = {}
    for resource in graph.of(holder.type):
        parts[resource.urn] = [
            (resource, one) for one in documents(resource, DocumentKind.IDENTITY)
        ]
    for resource in graph.of(holder.policy):
        target = graph.same_target(resource, holder.reference, [holder.type]) or resource.urn
        parts.setdefault(target, []).extend(
            (resource, one) for one in documents(resource, DocumentKind.IDENTITY)
        )
    for found in parts.values():
        yield from _sum(found, holder.limit)


def _sum(parts: Iterable[tuple[Resource, AccessDocument]], limit: Limit) -> Iterator[Result]:
    """Fails at the document with which the limit is passed."""
    length, failed = 0, False
    for resource, document in parts:
        if document.unknown:
            yield Undetermined(document.view.path, resource.urn)
            continue
        length += size.measured(document.text, limit)
        if length > limit.characters and not failed:
            failed = True
            yield _too_large(resource.urn, document.view.path, length, limit)


def _too_large(urn: str, path: str, length: int, limit: Limit) -> Fail:
    counted = "" if limit.white_space else ", white space not counted"
    return Fail(
        f"There are {length:,} characters{counted}; AWS takes {limit.characters:,} for "
        f"{limit.what}.",
        path,
        "drop or merge statements, or split the policy",
        urn,
    )


RULES = (policy_size,)
