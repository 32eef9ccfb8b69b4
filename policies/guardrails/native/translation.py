"""Resources of native types as those of classic ones."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from guardrails.native.model import Lacking, NativeType, Part, Place, Table
from guardrails.native.shapes import alternatives, below, shaped
from guardrails.native.types import NATIVE
from guardrails.origin import Origin, part_urn
from guardrails.values import UNKNOWN
from guardrails.view import Resource, View


def translated(resource: Resource) -> tuple[Resource, ...]:
    """What a native resource is to the rules; nothing for one of any other type."""
    native = NATIVE.get(resource.type)
    if native is None:
        return ()
    if native.instead and not resource[native.instead[0]].missing:
        native = native.instead[1]
    return _whole(resource, native), *_parts(resource, native)


def _whole(resource: Resource, native: NativeType) -> Resource:
    properties, places = shaped(resource.properties, native.properties)
    return replace(
        resource,
        type=native.classic,
        properties=View(properties),
        property_dependencies=_dependencies(resource, native.properties),
        origin=Origin(
            resource.urn,
            resource.type,
            _class(native.classic),
            _from_the_top(places),
            left_out=frozenset(native.left_out),
        ),
        memo={},
    )


def _parts(resource: Resource, native: NativeType) -> Iterator[Resource]:
    for part in native.parts:
        held = below(resource.properties, part.at)
        for number, given in enumerate(_given(resource, part, held)):
            yield _part(resource, native, part, given, number)


def _given(resource: Resource, part: Part, held: View) -> tuple[View, ...]:
    """What the parts of one kind are made of: the elements of a list, or the whole resource."""
    if held.value is None and not part.always:
        return ()
    return held.items() if part.each else (resource.properties,)


def _part(resource: Resource, native: NativeType, part: Part, given: View, number: int) -> Resource:
    properties, places = shaped(given, part.properties)
    within = part.at.partition(".")[0] if part.each else ""
    dependencies = _dependencies(resource, part.properties, within)
    if part.whole:
        properties = {part.whole: UNKNOWN, **properties}
        dependencies = {**dependencies, part.whole: (resource.urn,)}
    return replace(
        resource,
        urn=part_urn(resource.urn, part.type, number),
        type=part.type,
        properties=View(properties),
        dependencies=(resource.urn, *resource.dependencies),
        property_dependencies=dependencies,
        origin=Origin(
            resource.urn,
            resource.type,
            _class(part.type),
            _from_the_top(places),
            otherwise=given.path or part.at,
            left_out=frozenset(native.left_out),
        ),
        memo={},
    )


def _dependencies(
    resource: Resource, table: Table, within: str = ""
) -> Mapping[str, tuple[str, ...]]:
    """The URNs that each classic property is computed from."""
    native = resource.property_dependencies
    if not native:
        return native
    found: dict[str, tuple[str, ...]] = {}
    for path, place in table.items():
        name = path.partition(".")[0]
        urns = [urn for top in _tops(place, within) for urn in native.get(top, ())]
        found[name] = tuple(dict.fromkeys((*found.get(name, ()), *urns)))
    return found


def _tops(place: Place, within: str) -> list[str]:
    if isinstance(place, Lacking):
        return []
    return [within or one.path.partition(".")[0] for one in alternatives(place)]


def _from_the_top(places: Mapping[str, str]) -> dict[str, str]:
    return {path[1:]: native for path, native in places.items() if path}


def _class(type_: str) -> str:
    """How a Python program calls a classic type: ``aws.dynamodb.Table``."""
    module, _, name = type_.removeprefix("aws:").partition(":")
    package = module.partition("/")[0]
    return f"aws.{'lambda_' if package == 'lambda' else package}.{name}"
