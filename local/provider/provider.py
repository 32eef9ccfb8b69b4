"""The resource table as a provider: https://www.pulumi.com/docs/iac/concepts/providers/."""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from typing import Any, Final, TypeVar

from pulumi.provider.experimental import provider as protocol

from local.emulator.backend import EmulatorBackend
from local.engine import urn as urns
from local.engine.answers import Answers
from local.engine.backend import Declared, PreviewBackend
from local.errors import LocalError, UnsupportedError
from local.provider import diff, naming, outputs, schema, settings
from local.provider.call import CURRENT
from local.provider.settings import Settings
from local.provider.values import Properties, plain_map, wrap_map

_CONFIGURED: Final = "aws:config:"
Result = TypeVar("Result")


class AwsProvider(protocol.Provider):
    """Answers Pulumi's engine for the package ``aws``.

    Args:
        backend: Makes the resources; with none, everything but a preview is refused.
        threads: Where it makes them.
        version: The version that the schema names.
    """

    def __init__(self, backend: EmulatorBackend | None, threads: Executor, version: str) -> None:
        self._backend = backend
        self._threads = threads
        self._version = version
        self._settings: dict[str, Settings] = {}

    async def get_schema(
        self,
        request: protocol.GetSchemaRequest,  # noqa: ARG002 -- the protocol's signature
    ) -> protocol.GetSchemaResponse:
        """Describe the package, for programs in YAML; other languages have an SDK for it."""
        found = await self._in_thread(lambda: schema.text(self._version))
        return protocol.GetSchemaResponse(found)

    async def check_config(self, request: protocol.CheckRequest) -> protocol.CheckResponse:
        """Refuse structured inputs that are not what they should be."""
        found = settings.problems(plain_map(request.new_inputs))
        failures = [protocol.CheckFailure(name, why) for name, why in found.items()]
        return protocol.CheckResponse(request.new_inputs, failures)

    async def configure(self, request: protocol.ConfigureRequest) -> protocol.ConfigureResponse:
        """Keep the inputs of the provider that this connection is for."""
        given: Mapping[str, Any] = plain_map(request.args) or {
            name.removeprefix(_CONFIGURED): value for name, value in request.variables.items()
        }
        self._settings[CURRENT.get().connection] = settings.of(given)
        return protocol.ConfigureResponse(accept_secrets=True, supports_preview=True)

    async def invoke(self, request: protocol.InvokeRequest) -> protocol.InvokeResponse:
        """Answer a function from the embedded AWS, or else from the provider's inputs."""
        own, args = self._own(), plain_map(request.args)
        answers = Answers(own.stack(), self._backend or PreviewBackend())

        def answer() -> Mapping[str, Any]:
            try:
                return answers.answer(request.tok, args, own.inputs)
            except UnsupportedError as error:
                message = f"{request.tok} is not answered here: {error}"
                raise UnsupportedError(message) from error

        return protocol.InvokeResponse(wrap_map(await self._in_thread(answer)))

    async def check(self, request: protocol.CheckRequest) -> protocol.CheckResponse:
        """Choose a name where the program leaves that to Pulumi."""
        type_, name = urns.type_of(request.urn), urns.name_of(request.urn)
        old, new, seed = request.old_inputs, request.new_inputs, request.random_seed
        return protocol.CheckResponse(naming.named(type_, name, old, new, seed))

    async def diff(self, request: protocol.DiffRequest) -> protocol.DiffResponse:
        """Say which inputs differ, and whether that takes a new resource."""
        type_ = urns.type_of(request.urn)
        old_inputs = CURRENT.get().old_inputs or request.old_state
        found = diff.between(
            type_,
            {**plain_map(old_inputs), **_region(request.old_state, None)},
            {**plain_map(request.new_inputs), **_region(request.old_state, self._own().region)}
            | _region(request.new_inputs, None),
            ignored=frozenset(request.ignore_changes),
            chosen_name=naming.is_chosen(request.new_inputs, diff.identity(type_)),
        )
        return protocol.DiffResponse(
            changes=bool(found.all),
            replaces=sorted(found.replaces),
            delete_before_replace=found.delete_before_replace,
            diffs=sorted(found.all),
            detailed_diff={name: _detail(found, name) for name in sorted(found.all)},
        )

    async def create(self, request: protocol.CreateRequest) -> protocol.CreateResponse:
        """Make a resource, or say what is known of it before."""
        own, type_ = self._own(), urns.type_of(request.urn)
        if request.preview:
            return protocol.CreateResponse(None, outputs.planned(type_, request.properties, own))
        backend = self._needed("make", request.urn)
        resource = self._declared(request.urn, request.properties)
        created = await self._in_thread(lambda: backend.create(resource))
        made = outputs.made(type_, request.properties, created.outputs, own)
        return protocol.CreateResponse(created.id, made)

    async def read(self, request: protocol.ReadRequest) -> protocol.ReadResponse:
        """Look at a resource; without an embedded AWS, it is as it was recorded."""
        backend = self._backend
        if backend is None:
            return await super().read(request)
        resource = self._declared(request.urn, {**request.inputs, **request.properties})
        live = await self._in_thread(lambda: backend.read(request.resource_id, resource))
        if live is None:
            return protocol.ReadResponse()
        inputs = outputs.refreshed(request.inputs, live) if request.inputs else {}
        state = outputs.refreshed(request.properties, live)
        return protocol.ReadResponse(request.resource_id, state, inputs)

    async def update(self, request: protocol.UpdateRequest) -> protocol.UpdateResponse:
        """Change a resource in place, or say what is known of it before."""
        own, type_ = self._own(), urns.type_of(request.urn)
        old_inputs = CURRENT.get().old_inputs or request.olds
        after = outputs.after_update(type_, request.olds, old_inputs, request.news, own)
        old, new = plain_map(old_inputs), plain_map(request.news)
        if request.preview:
            changed = diff.between(type_, old, new).all
            return protocol.UpdateResponse(outputs.with_unknown(type_, after, changed))
        backend = self._needed("change", request.urn)
        resource = self._declared(request.urn, request.news)
        made = await self._in_thread(lambda: backend.update(request.resource_id, old, resource))
        return protocol.UpdateResponse(outputs.laid_over(after, made))

    async def delete(self, request: protocol.DeleteRequest) -> None:
        """Delete a resource."""
        backend = self._needed("delete", request.urn)
        resource = self._declared(request.urn, request.properties)
        await self._in_thread(lambda: backend.delete(request.resource_id, resource))

    async def _in_thread(self, work: Callable[[], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    def _own(self) -> Settings:
        return self._settings.get(CURRENT.get().connection, Settings())

    def _needed(self, what: str, urn: str) -> EmulatorBackend:
        if self._backend is None:
            raise LocalError(
                f"{urns.name_of(urn)} ({urns.type_of(urn)}): this provider has no embedded AWS and"
                f" serves previews only, so it cannot {what} it. Use `pulumi preview`, or deploy"
                " with `bulwark up --engine pulumi`."
            )
        return self._backend

    def _declared(self, urn: str, properties: Properties) -> Declared:
        return Declared(
            urn=urn,
            type=urns.type_of(urn),
            name=urns.name_of(urn),
            parent="",
            custom=True,
            inputs=plain_map(outputs.public(properties)),
            provider_inputs=self._own().inputs,
        )


def _region(properties: Properties, otherwise: str | None) -> dict[str, Any]:
    # A resource that has a region moves when its provider's changes.
    if "region" not in properties:
        return {}
    return {"region": otherwise} if otherwise else plain_map({"region": properties["region"]})


def _detail(found: diff.Difference, name: str) -> protocol.PropertyDiff:
    kind = "UPDATE"
    if name in found.added:
        kind = "ADD"
    elif name in found.removed:
        kind = "DELETE"
    suffix = "_REPLACE" if name in found.replaces else ""
    return protocol.PropertyDiff(protocol.PropertyDiffKind[f"{kind}{suffix}"], input_diff=True)
