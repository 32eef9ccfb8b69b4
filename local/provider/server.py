"""Serves the provider on the loopback, for ``PULUMI_DEBUG_PROVIDERS``."""

import asyncio
import contextlib
import importlib.metadata
import threading
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import grpc
import grpc.aio
from google.protobuf import empty_pb2
from pulumi.provider.experimental.property_value import PropertyValue
from pulumi.provider.experimental.server import ProviderServicer
from pulumi.runtime.proto import provider_pb2_grpc

from local.emulator.backend import EmulatorBackend, Report
from local.emulator.emulator import Emulator
from local.errors import LocalError
from local.provider import assets
from local.provider.call import CURRENT, Call
from local.provider.provider import AwsProvider

_THREADS = 16
_MESSAGE_BYTES = 400 * 1024 * 1024
_ADDRESS = "127.0.0.1:0"
_PACKAGE = "pulumi_aws"


@dataclass(frozen=True)
class Served:
    """A provider that is served.

    Attributes:
        port: On 127.0.0.1.
        report: What it made; ``None`` without an emulator.
    """

    port: int
    report: Report | None

    @property
    def environment(self) -> dict[str, str]:
        """What Pulumi's engine needs in its environment to use it."""
        return {"PULUMI_DEBUG_PROVIDERS": f"aws:{self.port}"}


@contextlib.contextmanager
def serve(emulator: Emulator | None = None) -> Generator[Served]:
    """Serve the resource table to Pulumi's engine until the block is left.

    Args:
        emulator: Where resources are made; with none, only previews are served.
    """
    backend = EmulatorBackend(emulator) if emulator else None
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="provider", daemon=True)
    thread.start()
    try:
        with ThreadPoolExecutor(_THREADS, "provider") as threads:
            provider = AwsProvider(backend, threads, importlib.metadata.version(_PACKAGE))
            server, port = asyncio.run_coroutine_threadsafe(_start(provider), loop).result()
            try:
                yield Served(port, backend.report if backend else None)
            finally:
                asyncio.run_coroutine_threadsafe(server.stop(grace=None), loop).result()
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _start(provider: AwsProvider) -> tuple[grpc.aio.Server, int]:
    size = [
        ("grpc.max_receive_message_length", _MESSAGE_BYTES),
        ("grpc.max_send_message_length", _MESSAGE_BYTES),
    ]
    server = grpc.aio.server(interceptors=[_Calls()], options=size)
    version = importlib.metadata.version(_PACKAGE)
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(
        _Servicer([], version, provider, engine_address=""), server
    )
    port = server.add_insecure_port(_ADDRESS)
    await server.start()
    return server, port


class _Servicer(ProviderServicer):
    async def Attach(self, request: Any, context: Any) -> empty_pb2.Empty:  # noqa: N802, ANN401, ARG002 -- the protocol's
        """Take note of nothing: this provider asks the engine for nothing."""
        return empty_pb2.Empty()

    async def Read(self, request: Any, context: Any) -> Any:  # noqa: N802, ANN401 -- the protocol's
        """Leave the files as they were recorded: AWS does not give them back."""
        state, inputs = assets.hide(request.properties), assets.hide(request.inputs)
        response: Any = await super().Read(request, context)
        if response.id:
            assets.show(response.properties, state)
            assets.show(response.inputs, inputs)
        return response


class _Calls(grpc.aio.ServerInterceptor):
    """Keeps what the SDK does not hand on, and gives an error without the SDK's stack trace."""

    async def intercept_service(
        self,
        continuation: Any,  # noqa: ANN401 -- of any message
        handler_call_details: Any,  # noqa: ANN401 -- the same
    ) -> Any:  # noqa: ANN401 -- the same
        handler: Any = await continuation(handler_call_details)
        if handler is None or handler.unary_unary is None:
            return handler

        async def answered(request: Any, context: Any) -> Any:  # noqa: ANN401 -- any message
            files = assets.given(request)
            assets.prepare(request)
            old = getattr(request, "old_inputs", None)
            inputs = PropertyValue.unmarshal_map(old) if old is not None else {}
            CURRENT.set(Call(context.peer(), inputs))
            try:
                response = await handler.unary_unary(request, context)
            except Exception as error:
                if isinstance(error.__context__, LocalError):
                    await context.abort(grpc.StatusCode.UNKNOWN, str(error.__context__))
                raise
            assets.keep(response, files)
            return response

        return grpc.unary_unary_rpc_method_handler(
            answered, handler.request_deserializer, handler.response_serializer
        )
