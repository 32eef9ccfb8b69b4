"""The access documents of a resource, parsed once however many rules ask."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from guardrails import access
from guardrails.iam import document as engine
from guardrails.iam import judge as engine_judge
from guardrails.iam.findings import Finding
from guardrails.iam.model import DocumentKind, Parsed
from guardrails.iam.place import Place
from guardrails.model import Fail, Result, Severity, Undetermined
from guardrails.values import UNKNOWN, revealed
from guardrails.view import Resource, View

_KINDS: Final[Mapping[DocumentKind, Mapping[str, tuple[str, ...]]]] = {
    DocumentKind.IDENTITY: access.IDENTITY_DOCUMENTS,
    DocumentKind.TRUST: access.TRUST_DOCUMENTS,
    DocumentKind.RESOURCE: access.RESOURCE_DOCUMENTS,
    DocumentKind.SCP: access.ORGANIZATION_DOCUMENTS,
    DocumentKind.RCP: access.ORGANIZATION_DOCUMENTS,
}


@dataclass(frozen=True, slots=True)
class AccessDocument:
    """An access document in its place.

    Attributes:
        view: Where it is; unknown as a whole when a part of it is.
        kind: What it is for.
    """

    view: View
    kind: DocumentKind

    @property
    def unknown(self) -> bool:
        """Whether it, or a part of it, is not known at preview."""
        return self.view.unknown

    @property
    def text(self) -> str:
        """The document as JSON; empty when it is unknown."""
        value = self.view.value
        if isinstance(value, str) or value is UNKNOWN:
            return self.view.text
        return json.dumps(value, default=repr)

    def parsed(self) -> Parsed:
        """What the IAM engine understands of it."""
        return parse(self.text, self.kind)

    def place(self, path: str) -> str:
        """A path within the document as a path within the resource's properties."""
        return f"{self.view.path}.{path}" if path else self.view.path


@lru_cache(maxsize=512)
def parse(text: str, kind: DocumentKind) -> Parsed:
    """Parse a document; the same text is parsed once."""
    return engine.parse(text, kind)


@lru_cache(maxsize=512)
def judge(
    text: str, kind: DocumentKind, account_id: str | None, region: str | None = None
) -> tuple[Finding, ...]:
    """What the IAM engine finds wrong with a document; the same text is judged once."""
    document = parse(text, kind).document
    if document is None:
        return ()
    match kind:
        case DocumentKind.IDENTITY:
            place = Place.at(region, account_id)
            return tuple(engine_judge.principal_policy(document, place))
        case DocumentKind.TRUST:
            return tuple(engine_judge.trust_policy(document, account_id))
        case DocumentKind.RESOURCE:
            return tuple(engine_judge.resource_policy(document, account_id))
        case DocumentKind.SCP | DocumentKind.RCP:
            return tuple(engine_judge.service_control_policy(document))


def findings(resource: Resource, kind: DocumentKind, engine_rule: str) -> Iterator[Result]:
    """One kind of finding in a resource's documents of one kind; undetermined for unknown ones."""
    unknown, by_rule = _judged(resource, kind)
    for path in unknown:
        yield Undetermined(path)
    for document, finding in by_rule.get(engine_rule, ()):
        yield reported(document, finding)


_FINDINGS: Final = {kind: f"findings in {kind}" for kind in DocumentKind}
_DOCUMENTS: Final = {kind: f"documents of {kind}" for kind in DocumentKind}
_Judged = tuple[list[str], dict[str, list[tuple[AccessDocument, Finding]]]]


def _judged(resource: Resource, kind: DocumentKind) -> _Judged:
    """The paths of unknown documents, and the findings in the others by the engine's rule."""
    memo = _FINDINGS[kind]
    if memo not in resource.memo:
        unknown: list[str] = []
        by_rule: dict[str, list[tuple[AccessDocument, Finding]]] = {}
        for document in documents(resource, kind):
            if document.unknown:
                unknown.append(document.view.path)
                continue
            for one in judge(document.text, kind, resource.account_id, resource.region):
                by_rule.setdefault(one.rule, []).append((document, one))
        resource.memo[memo] = (unknown, by_rule)
    return resource.memo[memo]


def asking(engine_rule: str, *kinds: DocumentKind) -> Callable[[Resource], Iterator[Result]]:
    """The check of a rule that is one kind of finding, in documents of those kinds."""

    def check(resource: Resource) -> Iterator[Result]:
        for kind in _kinds_of(resource.type):
            if kind in kinds:
                yield from findings(resource, kind, engine_rule)

    return check


@lru_cache(maxsize=4096)
def _kinds_of(type_: str) -> tuple[DocumentKind, ...]:
    """The kinds of documents that resources of a type carry."""
    return tuple(kind for kind, types in _KINDS.items() if type_ in types)


def reported(document: AccessDocument, finding: Finding) -> Fail:
    """A finding as a rule tells it; of a secret document, only that it is there."""
    return Fail(
        _HIDDEN_MESSAGE if document.view.secret else finding.message,
        document.place(finding.path),
        _HIDDEN_FIX if document.view.secret else finding.fix,
        severity=Severity(finding.severity),
        statement=_sid(document.parsed(), finding.path),
    )


def _sid(parsed: Parsed, path: str) -> str:
    """The Sid of the statement that a path leads into."""
    statements = parsed.document.statements if parsed.document else ()
    at = path.partition(".")[0]
    return next((one.sid or "" for one in statements if one.path == at), "")


_HIDDEN_MESSAGE = "The document, which is a secret, breaks this rule here."
_HIDDEN_FIX = "take the document out of the secret to see more; it holds no credentials"


def documents(resource: Resource, kind: DocumentKind) -> Sequence[AccessDocument]:
    """The documents of one kind that a resource carries."""
    names = _KINDS[kind].get(resource.type)
    if not names:
        return ()
    memo = _DOCUMENTS[kind]
    if memo not in resource.memo:
        resource.memo[memo] = tuple(_documents(resource, kind, names))
    return resource.memo[memo]


def _documents(
    resource: Resource, kind: DocumentKind, names: Sequence[str]
) -> Iterator[AccessDocument]:
    properties: Any = resource.properties.value
    if isinstance(properties, Mapping) and _may_be(resource, kind):
        for path, value in access.locate(properties, names):
            yield AccessDocument(_whole(View.of(value, path)), kind)


def _may_be(resource: Resource, kind: DocumentKind) -> bool:
    """Whether a document of the resource is of the kind; those of an organization tell."""
    if resource.type != access.ORGANIZATION_POLICY:
        return True
    # Other types, such as backup policies, are no access documents.
    given = resource["type"].text or "SERVICE_CONTROL_POLICY"
    return given.lower().replace("_", " ") == kind.value


def all_documents(resource: Resource) -> Iterator[AccessDocument]:
    """The documents of every kind that a resource carries."""
    for kind in _KINDS:
        yield from documents(resource, kind)


def _whole(view: View) -> View:
    """The view, or that of the first unknown value within an object: a document is one text."""
    return view.first_unknown() or View(revealed(view.value), view.path, view.secret)
