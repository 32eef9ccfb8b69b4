"""A Python language host for Pulumi's engine where the released one cannot be downloaded.

This program starts the last one that was published as a Go module and hands every call over to it,
but two. ``RunPlugin`` and ``InstallDependencies`` it answers itself: that host is older than policy
packs and component packages that the engine starts by it, and than virtualenvs that a call names.

    language_host.py HOST [ARGUMENT ...]

``HOST`` is the older host; the arguments are the engine's. Prints its port, as a plugin does.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent import futures
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import IO, Any, cast

import grpc
from google.protobuf import json_format
from pulumi.runtime.proto import language_pb2

SERVICE = "/pulumirpc.LanguageRuntime/"
RUN_PLUGIN = f"{SERVICE}RunPlugin"
INSTALL_DEPENDENCIES = f"{SERVICE}InstallDependencies"
CHUNK_BYTES = 1 << 16
OPTIONS = [("grpc.max_receive_message_length", 400 * 1024**2)]  # as Pulumi's engine


class Host(grpc.GenericRpcHandler):
    """Hands calls over as they are, without reading them."""

    def __init__(self, channel: grpc.Channel) -> None:
        self._channel = channel

    def service(self, handler_call_details: Any) -> Any:
        """The handler of a method, whatever its name."""
        method = cast("str", handler_call_details.method)
        if method == RUN_PLUGIN:
            return grpc.unary_stream_rpc_method_handler(
                run_plugin,
                request_deserializer=language_pb2.RunPluginRequest.FromString,
                response_serializer=language_pb2.RunPluginResponse.SerializeToString,
            )
        if method == INSTALL_DEPENDENCIES:
            return grpc.unary_stream_rpc_method_handler(
                install_dependencies,
                request_deserializer=language_pb2.InstallDependenciesRequest.FromString,
                response_serializer=language_pb2.InstallDependenciesResponse.SerializeToString,
            )
        return grpc.unary_unary_rpc_method_handler(_handed_over(self._channel.unary_unary(method)))


def _handed_over(call: Callable[..., Any]) -> Callable[[bytes, grpc.ServicerContext], Any]:
    def handle(request: bytes, context: grpc.ServicerContext) -> Any:
        try:
            return call(request, metadata=context.invocation_metadata())
        except grpc.RpcError as error:
            # An RpcError of a call is a Call too; its type does not say so.
            failed = cast("grpc.Call", error)
            context.abort(failed.code(), failed.details())

    return handle


def run_plugin(
    request: language_pb2.RunPluginRequest, context: grpc.ServicerContext
) -> Iterator[language_pb2.RunPluginResponse]:
    """Run a policy pack or a component package until it ends or the engine hangs up."""
    process = subprocess.Popen(
        command(request),
        cwd=request.pwd,
        env=dict(one.split("=", 1) for one in request.env) or None,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    context.add_callback(process.terminate)
    heard: SimpleQueue[tuple[str, bytes]] = SimpleQueue()
    for name, stream in (("stdout", process.stdout), ("stderr", process.stderr)):
        Thread(target=_listen, args=(name, stream, heard), daemon=True).start()
    open_streams = 2
    while open_streams:
        name, chunk = heard.get()
        if chunk:
            yield (
                language_pb2.RunPluginResponse(stdout=chunk)
                if name == "stdout"
                else language_pb2.RunPluginResponse(stderr=chunk)
            )
        else:
            open_streams -= 1
    yield language_pb2.RunPluginResponse(exitcode=process.wait())


def install_dependencies(
    request: language_pb2.InstallDependenciesRequest, context: grpc.ServicerContext
) -> Iterator[language_pb2.InstallDependenciesResponse]:
    """Look for the interpreter that the project names; the rest is for its owner to install.

    A plugin that was downloaded has no owner here: its virtualenv becomes this one.
    """
    python = Path(interpreter(request.info))
    if not python.exists() and request.is_plugin:
        python.parents[1].symlink_to(sys.prefix)
    if not python.exists():
        context.abort(grpc.StatusCode.FAILED_PRECONDITION, f"There is no {python}.")
    yield from ()


def command(request: language_pb2.RunPluginRequest) -> list[str]:
    """How Pulumi's own host starts a plugin: a policy pack by the SDK, others as a program."""
    program = request.info.program_directory or request.program
    python = interpreter(request.info)
    if request.kind == "analyzer":
        return [python, "-u", "-m", "pulumi.policy", *request.args, program]
    return [python, "-u", program, *request.args]


def interpreter(info: language_pb2.ProgramInfo) -> str:
    """The interpreter of the virtualenv that the plugin's project names, else this one."""
    virtualenv = json_format.MessageToDict(info.options).get("virtualenv")
    if not virtualenv:
        return sys.executable
    return str(Path(info.root_directory, str(virtualenv), "bin", "python"))


def _listen(name: str, stream: IO[bytes] | None, heard: SimpleQueue[tuple[str, bytes]]) -> None:
    while stream and (chunk := os.read(stream.fileno(), CHUNK_BYTES)):
        heard.put((name, chunk))
    heard.put((name, b""))


def _end(_number: int, _frame: object) -> None:
    sys.exit(0)


def main(host: str, *arguments: str) -> None:
    """Serve until the engine ends this process."""
    # It takes the interpreter from PATH: the engine no longer tells it of a virtualenv.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    # Of the options it knows -root; others are a project's, such as -toolchain, and newer than it.
    known = [one for one in arguments if not one.startswith("-") or one.startswith("-root")]
    older = subprocess.Popen(
        [host, *known], stdout=subprocess.PIPE, env={**os.environ, "PATH": path}
    )
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _end)
    try:
        port = int(older.stdout.readline() if older.stdout else b"")
        with grpc.insecure_channel(f"127.0.0.1:{port}", OPTIONS) as channel:
            server = grpc.server(futures.ThreadPoolExecutor(), [Host(channel)], options=OPTIONS)
            sys.stdout.write(f"{server.add_insecure_port('127.0.0.1:0')}\n")
            sys.stdout.flush()
            server.start()
            older.wait()
            server.stop(0)
    finally:
        _end_group(older)


def _end_group(older: "subprocess.Popen[bytes]") -> None:
    # A program that waits for the engine heeds no interruption, and the engine would wait seconds
    # for it: it has our stderr. The engine makes each plugin the leader of a group.
    if os.getpgrp() == os.getpid():
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        os.killpg(0, signal.SIGTERM)
    else:
        older.terminate()


if __name__ == "__main__":
    main(*sys.argv[1:])
