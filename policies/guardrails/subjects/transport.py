"""Resource policies that refuse whatever does not come over TLS: two rules for each service.

A resource without any policy is one cause, seen in the stack; a policy without the denial is
another, seen in the policy itself, which can be mended there.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from guardrails.documents import AccessDocument, documents
from guardrails.graph import Graph, short_name
from guardrails.iam import wildcard
from guardrails.iam.model import Document, DocumentKind, Statement
from guardrails.model import Fail, Result, Undetermined
from guardrails.places import NOWHERE, declared, spot_in
from guardrails.view import Resource

_ARN_PARTS = 6


@dataclass(frozen=True, slots=True)
class Policed:
    """A kind of resource with a policy of its own.

    Attributes:
        types: The resource's types.
        policy_type: The type of its separate policy.
        reference: The property by which the policy names the resource.
        denied: The action of the statement that refuses plain HTTP.
        arn: How the resource's ARN starts, the partition aside, such as ``:s3:``.
        parts: What follows the ARN in the resources of that statement, ``""`` for the ARN itself,
            with the actions that reach data there; a pattern may cover them.
        noun: What a message calls the resource.
    """

    types: Sequence[str]
    policy_type: str
    reference: str
    denied: str
    arn: str
    parts: Mapping[str, Sequence[str]]
    noun: str

    def denial(self, arn: str) -> dict[str, Any]:
        """The statement that refuses plain HTTP to a resource."""
        resources = [f"{arn}{part}" for part in self.parts]
        return {
            "Effect": "Deny",
            "Principal": "*",
            "Action": self.denied,
            "Resource": resources if len(resources) > 1 else arn,
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        }

    @property
    def fix(self) -> str:
        """The statement as a message shows it."""
        return json.dumps(self.denial(f"<{self.noun} ARN>"))


class _Named(NamedTuple):
    """What is known of the resource that a policy is of; empty for what is not."""

    region: str
    account: str
    name: str

    def is_in(self, pattern: str, part: str) -> bool:
        """Whether a pattern of ARNs covers all of a part of the resource, as far as is known."""
        given = pattern.split(":", _ARN_PARTS - 1)
        if len(given) < _ARN_PARTS:
            return wildcard.is_star(pattern)
        *start, region, account, name = given
        own = (self.region or region, self.account or account)
        name = (self.name or name.partition("/")[0]) + part
        return wildcard.subsumes(pattern, ":".join((*start, *own, name)))


def _named(resource: Resource, policed: Policed) -> _Named:
    """What the reference of a policy says of its resource, or what the resource says of itself."""
    if resource.type == policed.policy_type:
        reference = resource[policed.reference].text
    else:
        reference = resource["arn"].text or resource["bucket"].text or resource["name"].text
    elsewhere = declared(resource) if not policed.arn.endswith(":::") else NOWHERE
    place = spot_in(reference) or elsewhere
    return _Named(place.region, place.account, short_name(reference))


def policy_missing(graph: Graph, policed: Policed) -> Iterator[Result]:
    """Find each resource that has no policy, neither inline nor separate."""
    for target in graph.of(*policed.types):
        attached = graph.attached(target, [policed.policy_type], policed.reference, policed.types)
        if any(_documents(one) for one in (target, *attached.found)):
            continue
        if attached.maybe:
            holder, path = attached.maybe[0]
            yield Undetermined(path, holder.urn)
        else:
            yield Fail(
                f"The {policed.noun} has no policy, so it takes requests over plain HTTP.",
                "policy",
                policed.fix,
                target.urn,
            )


def tls_only(policed: Policed) -> Callable[[Resource], Iterator[Result]]:
    """The check of a policy, whether it is inline or separate."""

    def check(resource: Resource) -> Iterator[Result]:
        for document in _documents(resource):
            if document.unknown:
                yield Undetermined(document.view.path)
                continue
            # What is no document at all, `malformed-policy` tells.
            parsed = document.parsed().document
            fault = _fault(parsed, policed, _named(resource, policed)) if parsed else ""
            if fault:
                message = f"The {policed.noun}'s policy lets plain HTTP in: {fault}."
                yield Fail(message, document.view.path, policed.fix)

    return check


def adds_denial(policed: Policed) -> Callable[[Resource], Mapping[str, object]]:
    """The remedy of a policy: one more statement behind its own."""

    def remedy(resource: Resource) -> Mapping[str, object]:
        named = _named(resource, policed)
        mended = {one.view.path: _with_denial(one, policed, named) for one in _documents(resource)}
        return {path: text for path, text in mended.items() if text}

    return remedy


def _documents(resource: Resource) -> list[AccessDocument]:
    return list(documents(resource, DocumentKind.RESOURCE))


def _with_denial(document: AccessDocument, policed: Policed, named: _Named) -> str:
    """The document with the denial; empty when it is not clear for which resource.

    A document that is secret stays as it is, for the new one would not be; so does an object, of
    which a part may be secret.
    """
    arns = set(_arns(document, policed, named))
    if len(arns) != 1 or document.view.secret or not document.view.text:
        return ""
    content: dict[str, Any] = json.loads(document.view.text)
    statements = content["Statement"]
    own = statements if isinstance(statements, list) else [statements]
    return json.dumps({**content, "Statement": [*own, policed.denial(arns.pop())]})


def _arns(document: AccessDocument, policed: Policed, named: _Named) -> Iterator[str]:
    """The ARNs in a policy that may be its resource's own; a pattern of theirs is none."""
    parsed = document.parsed().document if not document.unknown else None
    for statement in parsed.statements if parsed else ():
        for resource in statement.resources:
            arn = resource.partition("/")[0]
            if policed.arn in arn and not wildcard.has_wildcard(arn) and named.is_in(arn, ""):
                yield arn


def _fault(document: Document, policed: Policed, named: _Named) -> str:
    """What the statements that deny plain HTTP do not refuse; empty when that is nothing."""
    denials = [one for one in document.statements if _denies_plain_http(one)]
    if not denials:
        return "nothing in it denies aws:SecureTransport=false to everyone"
    for part, actions in policed.parts.items():
        on_part = [one for one in denials if any(named.is_in(arn, part) for arn in one.resources)]
        for action in actions:
            if not any(_covers(one, action.lower()) for one in on_part):
                where = "the objects" if part else f"the {policed.noun} itself"
                return f"what denies it there leaves out {action} on {where}"
    return ""


def _denies_plain_http(statement: Statement) -> bool:
    """Whether a statement denies something to everyone without TLS, and on no other condition."""
    return (
        statement.effect == "Deny"
        and any(principal.is_everyone for principal in statement.principals)
        and _only_without_tls(statement)
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
