"""Resource policies that refuse whatever does not come over TLS: two rules for each service.

A resource without any policy is one cause, seen in the stack; a policy without the denial is
another, seen in the policy itself, which can be mended there.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from guardrails.documents import AccessDocument, documents
from guardrails.graph import Graph
from guardrails.iam import wildcard
from guardrails.iam.model import DocumentKind, Statement
from guardrails.model import Fail, Result, Undetermined
from guardrails.view import Resource


@dataclass(frozen=True, slots=True)
class Policed:
    """A kind of resource with a policy of its own.

    Attributes:
        types: The resource's types.
        policy_type: The type of its separate policy.
        reference: The property by which the policy names the resource.
        actions: What the policy must refuse without TLS; a pattern may cover them.
        denied: The action of the statement that does.
        arn: How the resource's ARN starts, the partition aside, such as ``:s3:``.
        parts: What follows the ARN in the resources of that statement; ``""`` for the ARN itself.
        noun: What a message calls the resource.
    """

    types: Sequence[str]
    policy_type: str
    reference: str
    actions: Sequence[str]
    denied: str
    arn: str
    parts: Sequence[str]
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
            # What is no document at all, `malformed-policy` tells.
            elif document.parsed().document and not _refuses_plain_http(document, policed):
                yield Fail(
                    f"The {policed.noun}'s policy lets plain HTTP in: nothing in it denies "
                    "aws:SecureTransport=false to everyone.",
                    document.view.path,
                    policed.fix,
                )

    return check


def adds_denial(policed: Policed) -> Callable[[Resource], Mapping[str, object]]:
    """The remedy of a policy: one more statement behind its own."""

    def remedy(resource: Resource) -> Mapping[str, object]:
        mended = {one.view.path: _with_denial(one, policed) for one in _documents(resource)}
        return {path: text for path, text in mended.items() if text}

    return remedy


def _documents(resource: Resource) -> list[AccessDocument]:
    return list(documents(resource, DocumentKind.RESOURCE))


def _with_denial(document: AccessDocument, policed: Policed) -> str:
    """The document with the denial; empty when it is not clear for which resource.

    A document that is secret stays as it is, for the new one would not be; so does an object, of
    which a part may be secret.
    """
    arns = set(_arns(document, policed))
    if len(arns) != 1 or document.view.secret or not document.view.text:
        return ""
    content: dict[str, Any] = json.loads(document.view.text)
    statements = content["Statement"]
    own = statements if isinstance(statements, list) else [statements]
    return json.dumps({**content, "Statement": [*own, policed.denial(arns.pop())]})


def _arns(document: AccessDocument, policed: Policed) -> Iterable[str]:
    """The ARNs of the resources that a policy is about; a pattern of theirs is none."""
    parsed = document.parsed().document if not document.unknown else None
    for statement in parsed.statements if parsed else ():
        for resource in statement.resources:
            arn = resource.partition("/")[0]
            if policed.arn in arn and not wildcard.has_wildcard(arn):
                yield arn


def _refuses_plain_http(document: AccessDocument, policed: Policed) -> bool:
    """Whether a statement denies all of it to everyone without TLS, and on no other condition."""
    parsed = document.parsed().document if not document.unknown else None
    return parsed is not None and any(
        _denies(statement, policed) for statement in parsed.statements
    )


def _denies(statement: Statement, policed: Policed) -> bool:
    return (
        statement.effect == "Deny"
        and any(principal.is_everyone for principal in statement.principals)
        and _only_without_tls(statement)
        and all(_covers(statement, action.lower()) for action in policed.actions)
        and all(_is_of(statement, part) for part in policed.parts if part)
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


def _is_of(statement: Statement, part: str) -> bool:
    """Whether the statement is about all that ``part`` stands for, such as a bucket's objects."""
    return any(
        wildcard.subsumes(pattern, pattern.partition("/")[0] + part)
        for pattern in statement.resources
    )
