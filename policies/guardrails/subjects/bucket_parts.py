"""The parts of a bucket: within it, as older programs have them, or as resources of their own."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from guardrails.demands import values_at
from guardrails.graph import Graph
from guardrails.model import Fail, Result, Undetermined
from guardrails.resource_types import BUCKETS
from guardrails.view import Resource, View


@dataclass(frozen=True, slots=True)
class Found:
    """What a bucket says of one part.

    Attributes:
        bucket: The bucket.
        values: Each value with the resource that has it.
        unresolved: What may belong to the bucket, as far as can be seen at preview.
    """

    bucket: Resource
    values: tuple[tuple[Resource, View], ...]
    unresolved: tuple[Undetermined, ...]

    def judge(self, holds: Callable[[View], bool], message: str, fix: str) -> Iterator[Result]:
        """Fail unless one of the values is right."""
        if any(not view.unknown and holds(view) for _, view in self.values):
            return
        unknown = [Undetermined(view.path, one.urn) for one, view in self.values if view.unknown]
        if unknown or self.unresolved:
            yield (*unknown, *self.unresolved)[0]
            return
        given = [(one, view.path) for one, view in self.values if not view.missing]
        others = [(one, view.path) for one, view in self.values]
        holder, path = (*given, *others, (self.bucket, "bucket"))[0]
        yield Fail(message, path, fix, holder.urn)


@dataclass(frozen=True, slots=True)
class Part:
    """One value of a bucket's configuration.

    Attributes:
        inline: Where it is within the bucket, in each version of the provider.
        holders: The types of resources that have it instead.
        separate: Where it is within those.
    """

    inline: tuple[str, ...]
    holders: tuple[str, ...]
    separate: str

    def of(self, graph: Graph, bucket: Resource) -> Found:
        """What is said of the bucket."""
        values = [
            (bucket, view)
            for path in self.inline
            if not bucket[_first(path)].missing
            for view in values_at(bucket.properties, path)
        ]
        attached = graph.attached(bucket, self.holders, "bucket", BUCKETS)
        for holder in attached.found:
            views = list(values_at(holder.properties, self.separate))
            values += [(holder, view) for view in views or [holder[_first(self.separate)]]]
        unresolved = (Undetermined(path, holder.urn) for holder, path in attached.maybe)
        return Found(bucket, tuple(values), tuple(unresolved))

    def judge(
        self, graph: Graph, holds: Callable[[View], bool], message: str, fix: str
    ) -> Iterator[Result]:
        """Fail for each bucket without a value that is right."""
        for bucket in graph.of(*BUCKETS):
            yield from self.of(graph, bucket).judge(holds, message, fix)


def _first(path: str) -> str:
    return path.partition(".")[0].removesuffix("[]")
