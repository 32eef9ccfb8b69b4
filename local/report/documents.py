"""Which access documents a stack has, and which of them a preview knows."""

from collections.abc import Iterable
from dataclasses import dataclass

from guardrails.access import ACCESS_DOCUMENTS, STATEMENTS, locate
from guardrails.native import NATIVE
from local.engine.backend import Declared
from local.engine.values import has_unknown


@dataclass(frozen=True)
class AccessDocument:
    """One document that decides who may do what.

    Attributes:
        urn: The resource that carries it.
        path: Where in its properties, such as ``inlinePolicies[0].policy``.
        known: Whether it is known at preview.
    """

    urn: str
    path: str
    known: bool


def access_documents(resources: Iterable[Declared]) -> tuple[AccessDocument, ...]:
    """Every access document of the resources, by URN."""
    found = [
        document
        for resource in resources
        if not resource.external
        for document in _documents(resource)
    ]
    return tuple(sorted(found, key=lambda document: (document.urn, document.path)))


def _documents(resource: Declared) -> list[AccessDocument]:
    native = NATIVE.get(resource.type)
    names = native.documents if native else ACCESS_DOCUMENTS.get(resource.type, ())
    located = list(locate(resource.inputs, names))
    if (native.classic if native else resource.type) in STATEMENTS:
        # Its properties are one statement of the function's policy.
        unknown = [path for path, value in located if has_unknown(value)]
        path = unknown[0] if unknown else "principal"
        return [AccessDocument(resource.urn, path, known=not unknown)]
    return [
        AccessDocument(resource.urn, path, known=not has_unknown(value)) for path, value in located
    ]
