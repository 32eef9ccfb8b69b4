"""The resources that an engine's requests speak of, in the classic provider's shape."""

from collections.abc import Iterator
from functools import lru_cache
from typing import TypedDict

from google.protobuf import struct_pb2
from pulumi.runtime.proto import analyzer_pb2

from guardrails import native
from guardrails.resource_types import current
from guardrails.view import Resource, View
from guardrails.wire import decode


def resource(request: analyzer_pb2.AnalyzeRequest) -> Resource:
    """The resource of ``Analyze``, as it was declared."""
    return Resource(
        urn=request.urn,
        type=current(request.type),
        name=request.name,
        properties=View(decode(request.properties)),
        protect=request.options.protect,
        **_place(request.provider),
    )


def judged(request: analyzer_pb2.AnalyzeRequest) -> tuple[Resource, ...]:
    """The resource of ``Analyze``, and what it is in the classic provider's shape."""
    declared = resource(request)
    return declared, *native.translated(declared)


def resources(request: analyzer_pb2.AnalyzeStackRequest) -> list[Resource]:
    """The resources of ``AnalyzeStack``, with what they depend on, in the classic shape."""
    return [
        shaped
        for declared in _declared(request)
        for shaped in native.translated(declared) or (declared,)
    ]


def _declared(request: analyzer_pb2.AnalyzeStackRequest) -> Iterator[Resource]:
    for one in request.resources:
        yield Resource(
            urn=one.urn,
            type=current(one.type),
            name=one.name,
            properties=View(decode(one.properties)),
            protect=one.options.protect,
            dependencies=tuple(one.dependencies),
            property_dependencies={
                name: tuple(urns.urns) for name, urns in one.propertyDependencies.items()
            },
            **_place(one.provider),
        )


class _Place(TypedDict):
    account_id: str | None
    region: str | None


def _place(provider: analyzer_pb2.AnalyzerProviderResource) -> _Place:
    return _where(provider.properties.SerializeToString(deterministic=True))


@lru_cache(maxsize=64)
def _where(properties: bytes) -> _Place:
    """Where a provider works; Pulumi gives its lists as JSON texts."""
    given = View(decode(struct_pb2.Struct.FromString(properties)))
    allowed = given["allowedAccountIds"].json().items()
    return {
        "account_id": allowed[0].text or None if len(allowed) == 1 else None,
        "region": given["region"].text or None,
    }
