"""Registers resources without Pulumi's engine and tells exactly what was registered.

It shows what the program declares: inputs, options and the tree. It does not show that AWS, or the
provider's own checks, accept it.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from inspect import isawaitable
from typing import Any

from google.protobuf import empty_pb2, json_format, struct_pb2
from pulumi.output import Unknown
from pulumi.runtime import mocks, rpc
from pulumi.runtime.proto import resource_pb2
from pulumi.runtime.stack import run_pulumi_func

_TIMEOUT_SECONDS = 60


@dataclass(frozen=True)
class Registered:
    """One registered resource."""

    type: str
    name: str
    urn: str
    parent: str
    inputs: Mapping[str, Any]
    protect: bool
    delete_before_replace: bool
    dependencies: tuple[str, ...]
    provider: str
    import_id: str
    ignore_changes: tuple[str, ...]


@dataclass
class Registry:
    """Every registered resource, in order, and what the components gave as outputs."""

    resources: list[Registered] = field(default_factory=list)
    outputs: dict[str, dict[str, Any]] = field(default_factory=dict)

    def types(self) -> dict[str, int]:
        """How many resources of each type there are, the stack aside."""
        counts: dict[str, int] = {}
        for resource in self.resources:
            counts[resource.type] = counts.get(resource.type, 0) + 1
        return counts

    def all(self, type_: str) -> list[Registered]:
        """Every resource of a type."""
        return [resource for resource in self.resources if resource.type == type_]

    def one(self, type_: str, name: str | None = None) -> Registered:
        """The only resource of a type (and a name)."""
        found = [one for one in self.all(type_) if name is None or one.name == name]
        assert len(found) == 1, f"{len(found)} of {type_} {name or ''}: {self.types()}"
        return found[0]


Answers = Mapping[str, Callable[[dict[str, Any]], dict[str, Any]]]


class _NoMocks(mocks.Mocks):
    """The monitor below answers everything itself."""

    def call(self, args: mocks.MockCallArgs) -> tuple[dict[str, Any], list[tuple[str, str]]]:
        raise AssertionError(args)

    def new_resource(self, args: mocks.MockResourceArgs) -> tuple[str, dict[str, Any]]:
        raise AssertionError(args)


class _Monitor(mocks.MockMonitor):
    def __init__(self, registry: Registry, *, preview: bool, answers: Answers) -> None:
        super().__init__(_NoMocks())
        self._answers = answers
        self._registry = registry
        self._preview = preview

    def RegisterResource(self, request: Any) -> Any:  # noqa: N802 -- the protocol's name
        urn = self.make_urn(request.parent, request.type, request.name)
        if request.type == "pulumi:pulumi:Stack":
            return resource_pb2.RegisterResourceResponse(urn=urn)
        inputs = rpc.deserialize_properties(request.object, keep_unknowns=True)
        self._registry.resources.append(
            Registered(
                type=request.type,
                name=request.name,
                urn=urn,
                parent=request.parent,
                inputs=inputs,
                protect=request.protect,
                delete_before_replace=request.deleteBeforeReplace,
                dependencies=tuple(request.dependencies),
                provider=request.provider,
                import_id=request.importId,
                ignore_changes=tuple(request.ignoreChanges),
            )
        )
        response = resource_pb2.RegisterResourceResponse(urn=urn, object=request.object)
        if request.custom and not self._preview:
            response.id = f"{request.name}-id"
            if "arn" not in response.object:
                response.object["arn"] = f"arn:aws:mock:::{request.type}/{request.name}"
        return response

    def Invoke(self, request: Any) -> Any:  # noqa: N802 -- the protocol's name
        response = resource_pb2.ResourceInvokeResponse()
        # `return` is a keyword, so the field cannot be named.
        getattr(response, "return").CopyFrom(self._answer(request.tok, request.args))
        return response

    def ReadResource(self, request: Any) -> Any:  # noqa: N802 -- the protocol's name
        return resource_pb2.ReadResourceResponse(
            urn=self.make_urn(request.parent, request.type, request.name),
            properties=self._answer(request.type, request.properties),
        )

    def _answer(self, token: str, inputs: struct_pb2.Struct) -> struct_pb2.Struct:
        assert token in self._answers, f"unexpected question to {token}"
        answer = self._answers[token](json_format.MessageToDict(inputs))
        return json_format.ParseDict(answer, struct_pb2.Struct())

    def RegisterResourceOutputs(self, request: Any) -> Any:  # noqa: N802 -- the protocol's name
        self._registry.outputs[request.urn] = rpc.deserialize_properties(
            request.outputs, keep_unknowns=True
        )
        return empty_pb2.Empty()


def register(
    program: Callable[[], object],
    *,
    preview: bool = False,
    answers: Answers | None = None,
) -> Registry:
    """Run ``program`` as a Pulumi program and return what it registered.

    Args:
        program: Creates resources; may be a coroutine function.
        preview: Whether computed outputs are unknown, as on a first preview.
        answers: What a call (``aws:index/getRegion:getRegion``) or a read resource
            (``pulumi:pulumi:StackReference``) returns, by its token, given its inputs.
    """
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    registry = Registry()
    monitor = _Monitor(registry, preview=preview, answers=answers or {})
    mocks.set_mocks(
        mocks=monitor.mocks,
        monitor=monitor,
        project="bulwark",
        stack="test",
        organization="organization",
        preview=preview,
    )

    async def main() -> None:
        await run_pulumi_func(lambda: _started(program))

    try:
        loop.run_until_complete(asyncio.wait_for(main(), _TIMEOUT_SECONDS))
    finally:
        loop.close()
        asyncio.set_event_loop(None)
    return registry


async def _started(program: Callable[[], object]) -> None:
    result = program()
    if isawaitable(result):
        await result


def is_unknown(value: object) -> bool:
    """Whether a recorded input was unknown."""
    return isinstance(value, Unknown)
