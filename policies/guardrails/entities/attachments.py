"""The managed policies of a principal: those of the stack, and AWS's own."""

from collections.abc import Iterator
from typing import Final

from guardrails.documents import documents
from guardrails.graph import Graph
from guardrails.iam import managed
from guardrails.iam.entity import Policy
from guardrails.iam.model import DocumentKind
from guardrails.resource_types import GROUP, POLICY, ROLE, USER
from guardrails.view import Resource, View

_SHARED: Final = "aws:iam/policyAttachment:PolicyAttachment"

# For each kind of principal: the type that attaches, its reference to the principal, and to the
# policies.
_ATTACHING: Final = {
    ROLE: (
        ("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "role", "policyArn"),
        (
            "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive",
            "roleName",
            "policyArns",
        ),
        (_SHARED, "roles", "policyArn"),
    ),
    USER: (
        ("aws:iam/userPolicyAttachment:UserPolicyAttachment", "user", "policyArn"),
        (
            "aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive",
            "userName",
            "policyArns",
        ),
        (_SHARED, "users", "policyArn"),
    ),
    GROUP: (
        ("aws:iam/groupPolicyAttachment:GroupPolicyAttachment", "group", "policyArn"),
        (
            "aws:iam/groupPolicyAttachmentsExclusive:GroupPolicyAttachmentsExclusive",
            "groupName",
            "policyArns",
        ),
        (_SHARED, "groups", "policyArn"),
    ),
}


def of(principal: Resource, type_: str, graph: Graph) -> tuple[list[Policy], list[str]]:
    """The managed policies attached to a principal, and what could not be read of them."""
    found: list[Policy] = []
    gaps: list[str] = []
    for holder, view in _references(principal, type_, graph, gaps):
        policy = policy_of(holder, view, graph)
        if policy is None:
            gaps.append(f"{holder.place(view.path)} of {holder.name}")
        elif policy not in found:
            found.append(policy)
    return found, gaps


def _references(
    principal: Resource, type_: str, graph: Graph, gaps: list[str]
) -> Iterator[tuple[Resource, View]]:
    for view in principal["managedPolicyArns"].items():
        yield principal, view
    for holder_type, reference, policies in _ATTACHING[type_]:
        attached = graph.attached(principal, [holder_type], reference, [type_])
        gaps += [f"{holder.place(path)} of {holder.name}" for holder, path in attached.maybe]
        for holder in attached.found:
            for view in holder[policies].items():
                yield holder, view


def policy_of(holder: Resource, view: View, graph: Graph) -> Policy | None:
    """The managed policy that a reference leads to; ``None`` where it cannot be read."""
    declared = graph.target(holder, view, [POLICY])
    if declared is None:
        known = managed.document(view.text)
        return Policy(view.text, known) if known else None
    for one in documents(declared, DocumentKind.IDENTITY):
        document = None if one.unknown else one.parsed().document
        if document:
            name = declared["name"].text or declared.name
            return Policy(name, document, declared.urn, one.view.path)
    return None
