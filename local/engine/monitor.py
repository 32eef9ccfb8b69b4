"""The resource monitor: what the SDK talks to instead of Pulumi's engine."""

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NoReturn

from google.protobuf import empty_pb2
from pulumi.runtime import mocks
from pulumi.runtime.proto import resource_pb2

from local.engine import references, requests, urn, values
from local.engine.answers import Answers
from local.engine.backend import Backend, Created, Declared
from local.engine.project import StackConfig
from local.errors import LocalError, ProgramError, UnsupportedError

_PROVIDER: Final = "pulumi:providers:"


@dataclass
class Record:
    """What a program did, as far as it came."""

    resources: list[Declared] = field(default_factory=list)
    created: dict[str, Created] = field(default_factory=dict)
    outputs: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    secret_outputs: dict[str, frozenset[str]] = field(default_factory=dict)
    failure: Exception | None = None


class _NoMocks(mocks.Mocks):
    """The monitor answers everything itself."""

    def call(self, args: mocks.MockCallArgs) -> NoReturn:
        raise UnsupportedError(args.token)

    def new_resource(self, args: mocks.MockResourceArgs) -> NoReturn:
        raise UnsupportedError(args.typ)


class Monitor(mocks.MockMonitor):
    """Records what the program registers and gives it to the backend.

    The SDK calls it from worker threads.

    Args:
        stack: The stack that runs.
        backend: Makes the resources.
        known: The outputs of other stacks, by name.
    """

    def __init__(
        self,
        stack: StackConfig,
        backend: Backend,
        known: Mapping[str, references.StackOutputs],
    ) -> None:
        super().__init__(_NoMocks())
        self.record = Record()
        self._stack = stack
        self._backend = backend
        self._known = known
        self._answers = Answers(stack, backend)
        self._by_urn: dict[str, Declared] = {}
        self._lock = threading.Lock()
        disabled = stack.values.get("pulumi:disable-default-providers", "[]")
        self._no_default_provider = frozenset(_texts(disabled))

    def RegisterResource(self, request: Any) -> Any:  # noqa: N802, ANN401 -- the protocol's
        """Record a resource and have it made."""
        try:
            return self._register(request)
        except Exception as error:
            raise self._failed(error, request.type, request.name) from error

    def _register(self, given: Any) -> Any:  # noqa: ANN401 -- the protocol's
        made = urn.make(
            self._stack.name, self._stack.project.name, given.parent, given.type, given.name
        )
        if given.type == urn.STACK_TYPE:
            return resource_pb2.RegisterResourceResponse(urn=made)
        requests.refuse_unsupported(given)
        declared = self._take(requests.declared(given, made, self._provider_inputs(given.provider)))
        response = resource_pb2.RegisterResourceResponse(urn=made, object=given.object)
        if not declared.custom:
            return response
        created = self._make(declared)
        with self._lock:
            self.record.created[made] = created
        response.id = created.id or ""
        response.object.update(requests.outputs(declared, created, preview=self._backend.preview))
        return response

    def _make(self, declared: Declared) -> Created:
        if declared.type.startswith(_PROVIDER):
            # The engine makes providers itself; an id tells it that one is configured.
            return Created(id=None if self._backend.preview else declared.name)
        return self._backend.create(declared)

    def _take(self, declared: Declared) -> Declared:
        package = declared.type.partition(":")[0]
        if declared.custom and not declared.provider and package in self._no_default_provider:
            raise ProgramError(
                f"the default provider of {package} is switched off by "
                "pulumi:disable-default-providers; give the resource, or a parent of it, a provider"
            )
        with self._lock:
            if declared.urn in self._by_urn:
                raise ProgramError(
                    f"duplicate resource URN {declared.urn}; give one of the two another name"
                )
            self._by_urn[declared.urn] = declared
            self.record.resources.append(declared)
        return declared

    def RegisterResourceOutputs(self, request: Any) -> Any:  # noqa: N802, ANN401 -- the protocol's
        """Record the outputs of a component or of the stack."""
        found, secrets = values.read(request.outputs)
        with self._lock:
            self.record.outputs[request.urn] = found
            self.record.secret_outputs[request.urn] = secrets
        return empty_pb2.Empty()

    def ReadResource(self, request: Any) -> Any:  # noqa: N802, ANN401 -- the protocol's
        """Answer ``Type.get`` and StackReferences."""
        try:
            return self._read(request)
        except Exception as error:
            raise self._failed(error, request.type, request.name) from error

    def _read(self, given: Any) -> Any:  # noqa: ANN401 -- the protocol's
        made = urn.make(
            self._stack.name, self._stack.project.name, given.parent, given.type, given.name
        )
        response = resource_pb2.ReadResourceResponse(urn=made, properties=given.properties)
        response.id = "" if given.id == values.UNKNOWN_MARK else given.id
        if given.type == references.TYPE:
            response.properties.update(self._outputs_of(response.id))
        elif not self._backend.preview:
            raise UnsupportedError("reading an existing resource is not emulated; declare it")
        declared = requests.read(given, made, self._provider_inputs(given.provider))
        self._take(declared)
        return response

    def _outputs_of(self, reference: str) -> dict[str, Any]:
        if not reference:
            return {}
        stack = references.stack_of(reference, self._stack.project.name)
        if stack not in self._known:
            raise references.StackNeededError(stack)
        return self._known[stack].answer()

    def Invoke(self, request: Any) -> Any:  # noqa: N802, ANN401 -- the protocol's
        """Answer a function."""
        try:
            args, _ = values.read(request.args)
            provider = self._provider_inputs(request.provider)
            self._refuse_default_provider(request)
            given = self._answers.answer(request.tok, args, provider)
        except Exception as error:
            raise self._failed(error, "function", request.tok) from error
        response = resource_pb2.ResourceInvokeResponse()
        getattr(response, "return").CopyFrom(values.struct(given))
        return response

    def _refuse_default_provider(self, given: Any) -> None:  # noqa: ANN401 -- the protocol's
        package = given.tok.partition(":")[0]
        if not given.provider and package in self._no_default_provider:
            raise ProgramError(
                f"the default provider of {package} is switched off by "
                f"pulumi:disable-default-providers; call {given.tok} with a provider in its options"
            )

    def Call(self, request: Any) -> NoReturn:  # noqa: N802, ANN401 -- the protocol's
        """Refuse a provider's method: only the provider itself can run it."""
        error = UnsupportedError("methods of providers do not run offline")
        raise self._failed(error, "method", request.tok)

    def RegisterStackTransform(self, request: Any) -> NoReturn:  # noqa: N802, ANN401, ARG002 -- the protocol's
        """Refuse transforms: a preview that left them out would show another program."""
        raise self._failed(UnsupportedError(requests.NO_TRANSFORMS), "stack", self._stack.name)

    RegisterStackInvokeTransform = RegisterStackTransform

    def ExistsResource(self, request: Any) -> NoReturn:  # noqa: N802, ANN401 -- the protocol's
        """Refuse to tell whether a resource exists: that is AWS's to know."""
        error = UnsupportedError("whether a resource exists is not known offline")
        raise self._failed(error, request.type, request.id)

    def _provider_inputs(self, reference: str) -> Mapping[str, Any]:
        declared = self._by_urn.get(reference.rpartition("::")[0])
        return declared.inputs if declared else {}

    def _failed(self, error: Exception, type_: str, name: str) -> Exception:
        """Keep the first failure: the SDK may wrap it or show another that follows from it."""
        if not isinstance(error, references.StackNeededError):
            text = str(error) if isinstance(error, LocalError) else _named(error)
            error = ProgramError(f"{type_} {name!r}: {text}")
        with self._lock:
            self.record.failure = self.record.failure or error
        return error


def _named(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def _texts(given: str) -> list[str]:
    try:
        found = json.loads(given)
    except ValueError:
        return []
    return [one for one in found if isinstance(one, str)] if isinstance(found, list) else []
