"""The resources of a stack, and which of them belong together.

A resource names another by its name, its ARN, its URL or its id. At preview that reference is often
unknown; what it was computed from is not, so the dependencies of the property decide then.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from guardrails.places import can_mean
from guardrails.view import Resource, View

# An ARN may say more than which function (its alias) or which table (its stream).
_WITHIN = re.compile(
    r"arn:[^:]*:(?:lambda:[^:]*:[^:]*:function:([^:/]+)|dynamodb:[^:]*:[^:]*:table/([^/]+))"
)

_NAMES = ("id", "arn", "name", "bucket", "url", "functionName", "clusterIdentifier")


@dataclass(frozen=True, slots=True)
class Attached:
    """What refers to a resource.

    Attributes:
        found: The resources that do.
        maybe: Resources whose reference cannot be resolved, so they may.
    """

    found: tuple[Resource, ...]
    maybe: tuple[tuple[Resource, str], ...]
    """With the path of the unresolved reference."""


@dataclass
class _Index:
    by_name: dict[str, list[tuple[Resource, str]]] = field(
        default_factory=dict[str, list[tuple[Resource, str]]]
    )
    """With the references as they are given."""
    by_urn: dict[str, list[Resource]] = field(default_factory=dict[str, list[Resource]])
    unresolved: list[tuple[Resource, str]] = field(default_factory=list[tuple[Resource, str]])


class Graph:
    """All resources of a stack."""

    def __init__(self, resources: Iterable[Resource]) -> None:
        # Resources are registered side by side: their order differs from one preview to the next.
        self.resources = tuple(sorted(resources, key=lambda resource: resource.urn))
        self._indices: dict[tuple[str, str, frozenset[str]], _Index] = {}

    @cached_property
    def _by_type(self) -> Mapping[str, Sequence[Resource]]:
        by_type: dict[str, list[Resource]] = {}
        for resource in self.resources:
            by_type.setdefault(resource.type, []).append(resource)
        return by_type

    def of(self, *types: str) -> list[Resource]:
        """The resources of these types."""
        return [resource for type_ in types for resource in self._by_type.get(type_, ())]

    def resource(self, urn: str) -> Resource | None:
        """The resource with that URN, if the stack has it."""
        return self._by_urn.get(urn)

    def attached(
        self, target: Resource, holders: Iterable[str], reference: str, siblings: Sequence[str]
    ) -> Attached:
        """Find the resources that refer to ``target``.

        Args:
            target: What is referred to.
            holders: The types that refer to it, such as a bucket policy's.
            reference: Their property that does, such as ``bucket`` or ``target.roleArn``; one of a
                list may.
            siblings: The types that the reference may lead to; the target's is one of them.
        """
        found: dict[str, Resource] = {}
        maybe: dict[str, tuple[Resource, str]] = {}
        names = _names(target)
        for holder_type in filter(self._by_type.get, holders):
            index = self._index(holder_type, reference, frozenset(siblings))
            matches = [*index.by_urn.get(target.urn, ())]
            matches += (
                holder
                for name in names
                for holder, given in index.by_name.get(name, ())
                if can_mean(given, holder, target)
            )
            found.update((holder.urn, holder) for holder in matches)
            maybe.update((holder.urn, (holder, path)) for holder, path in index.unresolved)
            if not names and not matches:
                # The target has no known name yet: any holder that gives one may mean it.
                maybe.update(
                    (holder.urn, (holder, reference))
                    for holders_of_name in index.by_name.values()
                    for holder, given in holders_of_name
                    if can_mean(given, holder, target)
                    and not self._leads_elsewhere(holder, reference, siblings)
                )
        return Attached(
            tuple(found.values()),
            tuple(entry for urn, entry in maybe.items() if urn not in found),
        )

    def _index(self, holder_type: str, reference: str, siblings: frozenset[str]) -> _Index:
        key = (holder_type, reference, siblings)
        if key not in self._indices:
            self._indices[key] = self._build(holder_type, reference, siblings)
        return self._indices[key]

    def _build(self, holder_type: str, reference: str, siblings: frozenset[str]) -> _Index:
        index = _Index()
        for holder in self.of(holder_type):
            targets = self._computed_from(holder, reference, siblings)
            for urn in targets:
                index.by_urn.setdefault(urn, []).append(holder)
            for view in _at(holder, reference).items():
                if view.text:
                    named = index.by_name.setdefault(short_name(view.text), [])
                    named.append((holder, view.text))
                elif view.unknown and not targets:
                    index.unresolved.append((holder, view.path))
        return index

    def _computed_from(
        self, holder: Resource, reference: str, siblings: Collection[str]
    ) -> tuple[str, ...]:
        urns = holder.property_dependencies.get(reference.partition(".")[0], ())
        found = tuple(urn for urn in urns if self._type(urn) in siblings)
        if found or holder.property_dependencies or not _at(holder, reference).unknown:
            return found
        # An engine that tells no dependencies by property still tells those of the resource.
        return tuple(urn for urn in holder.dependencies if self._type(urn) in siblings)

    def _type(self, urn: str) -> str:
        found = self._by_urn.get(urn)
        return found.type if found else ""

    def _leads_elsewhere(self, holder: Resource, reference: str, siblings: Sequence[str]) -> bool:
        return bool(self._computed_from(holder, reference, siblings))

    def same_target(self, holder: Resource, reference: str, targets: Sequence[str]) -> str:
        """What the reference of ``holder`` leads to, as a key to group holders by.

        Returns:
            The URN of the resource when it is in the stack, else the name that the reference
            gives, else an empty text: it cannot be told at preview.
        """
        urns = self._computed_from(holder, reference, targets)
        if len(urns) == 1:
            return urns[0]
        text = _at(holder, reference).text
        if not text:
            return ""
        target = self.named(text, targets, holder)
        return target.urn if target else text

    def target(self, holder: Resource, view: View, types: Sequence[str]) -> Resource | None:
        """The resource of one of these types that a reference of ``holder`` leads to.

        Args:
            holder: What refers.
            view: The reference: a property of it, or one element of a list.
            types: What is looked for.
        """
        if view.text:
            return self.named(view.text, types, holder)
        found = self.sources(holder, view, types)
        return found[0] if len(found) == 1 else None

    def named(
        self, name: str, types: Sequence[str], holder: Resource | None = None
    ) -> Resource | None:
        """The resource of one of these types with that name, ARN, URL or id.

        Args:
            name: A plain name means one where ``holder`` is.
            types: What is looked for.
            holder: What refers.
        """
        same_name = self._by_name(tuple(types)).get(short_name(name), ())
        return next((one for one in same_name if can_mean(name, holder, one)), None)

    def sources(self, holder: Resource, view: View, types: Collection[str]) -> list[Resource]:
        """The resources of these types that an unknown property of ``holder`` is computed from.

        Args:
            holder: What has the property.
            view: The property, or a part of it.
            types: What is looked for.
        """
        urns = self._computed_from(holder, view.path.partition("[")[0], types)
        return [self._by_urn[urn] for urn in urns]

    @cached_property
    def _by_urn(self) -> Mapping[str, Resource]:
        return {resource.urn: resource for resource in self.resources}

    def _by_name(self, types: tuple[str, ...]) -> Mapping[str, Sequence[Resource]]:
        if types not in self._named:
            by_name: dict[str, list[Resource]] = {}
            for resource in self.of(*types):
                for name in _names(resource):
                    by_name.setdefault(name, []).append(resource)
            self._named[types] = by_name
        return self._named[types]

    @cached_property
    def _named(self) -> dict[tuple[str, ...], Mapping[str, Sequence[Resource]]]:
        return {}


def _at(holder: Resource, reference: str) -> View:
    """The property ``reference``, dotted where it is nested: ``target.roleArn``."""
    view = holder.properties
    for name in reference.split("."):
        view = view[name]
    return view


def short_name(reference: str) -> str:
    """The name within an ARN or a URL; another reference is a name already.

    ``arn:aws:s3:::logs``, ``arn:aws:lambda:eu-central-1:123456789012:function:logs:live``,
    ``https://sqs.eu-central-1.amazonaws.com/123456789012/logs`` and
    ``arn:aws:iam::123456789012:role/service/logs`` all give ``logs``.
    """
    if reference.startswith("arn:"):
        within = _WITHIN.match(reference)
        if within:
            return within[1] or within[2]
        return reference.rsplit(":", 1)[-1].rsplit("/", 1)[-1]
    if reference.startswith(("https://", "http://")):
        return reference.rsplit("/", 1)[-1]
    return reference


def _names(resource: Resource) -> set[str]:
    if "names" not in resource.memo:
        views: Iterable[View] = (resource[name] for name in _NAMES)
        resource.memo["names"] = {short_name(view.text) for view in views if view.text}
    return resource.memo["names"]
