"""Serves the component package as the engine does, and plays the engine's part."""

import os
import subprocess
import sys
from collections.abc import Generator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import grpc
from google.protobuf import empty_pb2, json_format, struct_pb2
from pulumi.runtime.proto import (
    engine_pb2_grpc,
    provider_pb2,
    provider_pb2_grpc,
    resource_pb2,
    resource_pb2_grpc,
)

from local.engine.backend import Backend, Declared, PreviewBackend
from local.engine.monitor import Monitor
from local.engine.project import find_project, read_stack
from local.engine.values import UNKNOWN_MARK
from tests.support import projects

PLUGIN: Final = Path(__file__).parents[2] / "components"
STACK_URN: Final = "urn:pulumi:dev::demo::pulumi:pulumi:Stack::demo-dev"
_GET_RESOURCE: Final = "pulumi:pulumi:getResource"
_SECONDS: Final = 60


class _Engine(resource_pb2_grpc.ResourceMonitorServicer, engine_pb2_grpc.EngineServicer):
    """The engine that a plugin talks to: the local run's, on a port."""

    def __init__(self, monitor: Monitor) -> None:
        self._monitor = monitor
        self.logged: list[str] = []

    def SupportsFeature(self, request: Any, context: Any) -> Any:  # noqa: N802 -- the protocol's
        answer: Any = self._monitor.SupportsFeature(request)
        return resource_pb2.SupportsFeatureResponse(hasSupport=answer.hasSupport)

    def GetDeploymentInfo(self, request: Any, context: Any) -> Any:  # noqa: N802 -- the same
        return self._monitor.GetDeploymentInfo(request)

    def RegisterPackage(self, request: Any, context: Any) -> Any:  # noqa: N802 -- the same
        return self._monitor.RegisterPackage(request)

    def RegisterResource(self, request: Any, context: Any) -> Any:  # noqa: N802 -- the same
        return self._monitor.RegisterResource(request)

    def RegisterResourceOutputs(self, request: Any, context: Any) -> Any:  # noqa: N802 -- the same
        return self._monitor.RegisterResourceOutputs(request)

    def Invoke(self, request: Any, context: Any) -> Any:  # noqa: N802 -- the same
        if request.tok != _GET_RESOURCE:
            return self._monitor.Invoke(request)
        # A served component learns of the providers that it is given from the engine alone.
        found = {"urn": request.args["urn"], "id": UNKNOWN_MARK, "state": {}}
        response = resource_pb2.ResourceInvokeResponse()
        getattr(response, "return").update(found)
        return response

    def Log(self, request: Any, context: Any) -> Any:  # noqa: N802 -- the same
        self.logged.append(request.message)
        return empty_pb2.Empty()


@dataclass(frozen=True)
class Served:
    """A running plugin, used by the program in ``folder``."""

    folder: Path
    stub: Any
    monitor: Monitor
    engine: _Engine
    address: str

    def schema(self) -> str:
        """The package's schema as JSON."""
        return self.stub.GetSchema(provider_pb2.GetSchemaRequest(), timeout=_SECONDS).schema

    def construct(
        self,
        type_: str,
        name: str,
        inputs: Mapping[str, Any],
        *,
        preview: bool = True,
        providers: Mapping[str, str] | None = None,
    ) -> dict[str, Any]:
        """Create a component as a program in another language does; return its outputs."""
        request = provider_pb2.ConstructRequest(
            project="demo",
            stack="dev",
            dryRun=preview,
            monitorEndpoint=self.address,
            type=type_,
            name=name,
            parent=STACK_URN,
            inputs=json_format.ParseDict(dict(inputs), struct_pb2.Struct()),
            providers=providers,
        )
        return json_format.MessageToDict(self.stub.Construct(request, timeout=_SECONDS).state)

    def one(self, type_: str) -> Declared:
        """The only resource of a type that the plugin registered."""
        found = [one for one in self.monitor.record.resources if one.type == type_]
        assert len(found) == 1, [one.urn for one in self.monitor.record.resources]
        return found[0]


@contextmanager
def served(folder: Path, *, backend: Backend | None = None) -> Generator[Served]:
    """Serve the package to the program in ``folder``, a project ``demo`` with a stack ``dev``."""
    projects.write(
        folder, stacks={"dev": "config: {aws:region: eu-west-1, demo:accountId: '111111111111'}"}
    )
    monitor = Monitor(read_stack(find_project(folder), "dev"), backend or PreviewBackend(), {})
    engine = _Engine(monitor)
    server = grpc.server(ThreadPoolExecutor(8))
    resource_pb2_grpc.add_ResourceMonitorServicer_to_server(engine, server)
    engine_pb2_grpc.add_EngineServicer_to_server(engine, server)
    address = f"127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}"
    server.start()
    try:
        with _plugin(folder, address) as port, grpc.insecure_channel(f"127.0.0.1:{port}") as open_:
            stub = provider_pb2_grpc.ResourceProviderStub(open_)
            yield Served(folder, stub, monitor, engine, address)
    finally:
        server.stop(None).wait()


@contextmanager
def _plugin(folder: Path, engine: str) -> Generator[int]:
    """Start the plugin: its folder as the program, the caller's as the working directory."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    with subprocess.Popen(  # noqa: S603 -- our own program
        [sys.executable, PLUGIN, engine], cwd=folder, env=environment, stdout=subprocess.PIPE
    ) as process:
        try:
            assert process.stdout
            yield int(process.stdout.readline())
        finally:
            process.terminate()
