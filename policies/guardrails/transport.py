"""Resource policies that refuse whatever does not come over TLS: one rule for each service."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from guardrails.documents import AccessDocument, documents
from guardrails.graph import Graph
from guardrails.iam import wildcard
from guardrails.iam.model import DocumentKind, Statement
from guardrails.model import Fail, Result, Undetermined


@dataclass(frozen=True, slots=True)
class Policed:
    """A kind of resource with a policy of its own.

    Attributes:
        types: The resource's types.
        policy_type: The type of its separate policy.
        reference: The property by which the policy names the resource.
        actions: What the policy must refuse without TLS; a pattern may cover them.
        noun: What a message calls the resource.
        fix: The statement to add.
    """

    types: Sequence[str]
    policy_type: str
    reference: str
    actions: Sequence[str]
    noun: str
    fix: str


def tls_only(graph: Graph, policed: Policed) -> Iterator[Result]:
    """Judge each resource with its policies, whether inline or separate."""
    for target in graph.of(*policed.types):
        attached = graph.attached(target, [policed.policy_type], policed.reference, policed.types)
        holders = (target, *attached.found)
        found = [(one, d) for one in holders for d in documents(one, DocumentKind.RESOURCE)]
        if any(refuses_plain_http(document, policed.actions) for _, document in found):
            continue
        unknown = [(one.urn, d.view.path) for one, d in found if d.unknown]
        unknown += [(one.urn, path) for one, path in attached.maybe]
        if unknown:
            urn, path = unknown[0]
            yield Undetermined(path, urn)
        elif found:
            holder, document = found[0]
            yield Fail(
                f"The {policed.noun}'s policy lets plain HTTP in: nothing in it denies "
                "aws:SecureTransport=false to everyone.",
                document.view.path,
                policed.fix,
                holder.urn,
            )
        else:
            yield Fail(
                f"The {policed.noun} has no policy, so it takes requests over plain HTTP.",
                "policy",
                policed.fix,
                target.urn,
            )


def refuses_plain_http(document: AccessDocument, actions: Sequence[str]) -> bool:
    """Whether a statement denies ``actions`` to everyone without TLS, and on no other condition."""
    parsed = document.parsed().document if not document.unknown else None
    return parsed is not None and any(
        _denies(statement, actions) for statement in parsed.statements
    )


def _denies(statement: Statement, actions: Sequence[str]) -> bool:
    return (
        statement.effect == "Deny"
        and any(principal.is_everyone for principal in statement.principals)
        and _only_without_tls(statement)
        and all(_covers(statement, action.lower()) for action in actions)
    )


def _only_without_tls(statement: Statement) -> bool:
    if len(statement.conditions) != 1:
        return False
    condition = statement.conditions[0]
    values = tuple(value.lower() for value in condition.values)
    return (
        condition.operator == "bool"
        and condition.key.lower() == "aws:securetransport"
        and values == ("false",)
    )


def _covers(statement: Statement, action: str) -> bool:
    return any(wildcard.matches(pattern.lower(), action) for pattern in statement.actions)
