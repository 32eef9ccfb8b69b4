"""The stages of REST APIs, which other resources name by the API's id and the stage's name."""

from collections.abc import Iterator, Sequence
from typing import Final

from guardrails.graph import Graph
from guardrails.model import Fail, Result, Undetermined
from guardrails.resource_types import REST_API, REST_STAGE
from guardrails.view import Resource, View

METHOD_SETTINGS: Final = "aws:apigateway/methodSettings:MethodSettings"
USAGE_PLAN: Final = "aws:apigateway/usagePlan:UsagePlan"

EVERY_METHOD: Final = "*/*"

Named = tuple[Resource, Resource | None, View | None]
"""What names a stage, with that stage or with what keeps from telling it.

It has neither when its stage is no resource of the stack.
"""

_Key = tuple[str, str]


class Stages:
    """The stages of a stack's REST APIs."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self.all: Sequence[Resource] = graph.of(REST_STAGE)
        self._by_key = {self._key(one, one["restApi"], one["stageName"]): one for one in self.all}

    def settings_of_every_method(self) -> Iterator[Named]:
        """The method settings that are about every method of a stage."""
        for one in self._graph.of(METHOD_SETTINGS):
            path = one["methodPath"]
            if path.unknown:
                yield one, None, path
            elif path.text == EVERY_METHOD:
                yield one, *self._named(one, one["restApi"], one["stageName"])

    def plans(self) -> Iterator[Named]:
        """Each stage of each usage plan."""
        for plan in self._graph.of(USAGE_PLAN):
            for one in plan["apiStages"].items():
                yield plan, *self._named(plan, one["apiId"], one["stage"])

    def api(self, stage: Resource) -> Resource | None:
        """The API of a stage, if the stack has it."""
        return self._graph.target(stage, stage["restApi"], [REST_API])

    def unknown(self, stage: Resource) -> View | None:
        """What keeps others from naming the stage, if anything does."""
        name, api = stage["stageName"], stage["restApi"]
        if name.unknown:
            return name
        return api if api.unknown and self.api(stage) is None else None

    def _named(
        self, holder: Resource, api: View, name: View
    ) -> tuple[Resource | None, View | None]:
        top = name.path.partition(".")[0].partition("[")[0]
        urns = holder.property_dependencies.get(top, ())
        found = [one for one in map(self._graph.resource, urns) if one and one.type == REST_STAGE]
        if len(found) == 1:
            return found[0], None
        key = self._key(holder, api, name)
        if all(key):
            return self._by_key.get(key), None
        return None, name if name.unknown else api

    def _key(self, holder: Resource, api: View, name: View) -> _Key:
        """The API, by its URN where the stack has it, and the name; empty where unknown."""
        found = self._graph.target(holder, api, [REST_API])
        return found.urn if found else api.text, name.text


def uncovered(stages: Stages, named: Sequence[Named], message: str, fix: str) -> Iterator[Result]:
    """Fail for the stages that nothing of ``named`` is about; undetermined while that may be."""
    covered = {stage.urn for _, stage, _ in named if stage}
    maybe = [(view.path, holder.urn) for holder, stage, view in named if view and not stage]
    for stage in stages.all:
        if stage.urn in covered:
            continue
        unknown = stages.unknown(stage) if named else None
        if unknown:
            yield Undetermined(unknown.path, stage.urn)
        elif maybe:
            yield Undetermined(*maybe[0])
        else:
            yield Fail(message, "stageName", fix, stage.urn)
