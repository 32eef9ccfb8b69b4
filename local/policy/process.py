"""A policy pack as a process of its own."""

import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections import deque
from concurrent import futures
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Final, Self

import grpc
from google.protobuf import empty_pb2
from pulumi.runtime.proto import engine_pb2, engine_pb2_grpc

from local.engine.document import load
from local.engine.project import StackConfig
from local.errors import PackError

START_SECONDS: Final = 30.0
_STOP_SECONDS: Final = 2.0
_KEPT_LINES: Final = 40
_LAUNCH: Final = Path(__file__).with_name("launch.py")


class PackProcess:
    """Starts at once, in the background; ``address`` waits for it. Use it in a ``with`` block.

    Args:
        folder: The pack's folder, with its ``PulumiPolicy.yaml``.
        stack: The stack that will be judged, or ``None`` where there is none.
        start_seconds: How long the pack may take to load.

    Raises:
        PackError: The folder holds no Python policy pack.
    """

    def __init__(
        self, folder: Path, stack: StackConfig | None, *, start_seconds: float = START_SECONDS
    ) -> None:
        self.folder = folder.resolve()
        self._refuse_other_folders()
        self._deadline = time.monotonic() + start_seconds
        self._start_seconds = start_seconds
        self._errors: deque[str] = deque(maxlen=_KEPT_LINES)
        self._lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._engine = grpc.server(futures.ThreadPoolExecutor(1))
        engine_pb2_grpc.add_EngineServicer_to_server(_Engine(self._errors), self._engine)
        port = self._engine.add_insecure_port("127.0.0.1:0")
        self._engine.start()
        # A session of its own: Ctrl-C reaches this process only, which then stops the pack.
        self._process = subprocess.Popen(  # noqa: S603 -- our own file and a checked folder
            [sys.executable, "-u", str(_LAUNCH), f"127.0.0.1:{port}", "."],
            cwd=self.folder,
            env=_environment(stack),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        self._readers = [
            _reader(self._process.stdout, self._lines.put),
            _reader(self._process.stderr, self._note),
        ]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def pid(self) -> int:
        """The process's id."""
        return self._process.pid

    def address(self) -> str:
        """Where the pack listens, as soon as it says so.

        Raises:
            PackError: It ended, or did not say so in time; with what it wrote.
        """
        try:
            line = self._lines.get(timeout=max(self._deadline - time.monotonic(), 0.01))
        except queue.Empty:
            raise self.failed(f"it did not start within {self._start_seconds:g} seconds") from None
        if line is None or not line.strip().isdigit():
            self._readers[1].join(_STOP_SECONDS)
            raise self.failed("it did not start")
        return f"127.0.0.1:{int(line)}"

    def failed(self, what: str) -> PackError:
        """An error with what the pack wrote to its standard error."""
        said = "\n  ".join(line for line in self._errors if line)
        return PackError(
            f"policy pack {self.folder}: {what}.{f'{chr(10)}  {said}' if said else ''}"
        )

    def stop(self) -> None:
        """Stop the pack and the server it talks to; it is gone when this returns."""
        if self._process.stdin:
            self._process.stdin.close()
        self._process.terminate()
        try:
            self._process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for reader in self._readers:
            reader.join(_STOP_SECONDS)
        self._engine.stop(0).wait(_STOP_SECONDS)

    def _note(self, line: str | None) -> None:
        if line is not None:
            self._errors.append(line.rstrip())

    def _refuse_other_folders(self) -> None:
        file = self.folder / "PulumiPolicy.yaml"
        if not file.is_file():
            raise PackError(f"policy pack {self.folder}: no PulumiPolicy.yaml in it.")
        runtime: Any = load(file).get("runtime")
        name = runtime.get("name") if isinstance(runtime, dict) else runtime
        if name != "python":
            raise PackError(f"{file}: runtime: got {name!r}; allowed: python.")


class _Engine(engine_pb2_grpc.EngineServicer):
    """The engine's part that a pack may talk to."""

    def __init__(self, errors: deque[str]) -> None:
        self._errors = errors

    def Log(self, request: Any, context: Any) -> empty_pb2.Empty:  # noqa: N802, ANN401, ARG002 -- the protocol's
        if request.severity >= engine_pb2.WARNING:
            self._errors.append(request.message)
        return empty_pb2.Empty()


def _environment(stack: StackConfig | None) -> dict[str, str]:
    """What the engine gives a pack: the stack's names and configuration."""
    inherited = {name: value for name, value in os.environ.items() if name not in _REPLACED}
    if stack is None:
        return inherited
    # What is encrypted is unknown here; the pack must not take a placeholder for its value.
    known = {key: value for key, value in stack.values.items() if key not in stack.encrypted}
    return inherited | {
        "PULUMI_PROJECT": stack.project.name,
        "PULUMI_STACK": stack.name,
        "PULUMI_ORGANIZATION": stack.organization,
        "PULUMI_DRY_RUN": "true",
        "PULUMI_CONFIG": json.dumps(known),
    }


_REPLACED: Final = frozenset(
    {
        "PULUMI_CONFIG",
        "PULUMI_CONFIG_SECRET_KEYS",
        "PULUMI_DRY_RUN",
        "PULUMI_ORGANIZATION",
        "PULUMI_PROJECT",
        "PULUMI_STACK",
    }
)


def _reader(stream: IO[bytes] | None, take: Any) -> threading.Thread:  # noqa: ANN401 -- a callable
    def read() -> None:
        assert stream is not None  # noqa: S101 -- narrows the type for the checker
        with stream:
            for line in stream:
                take(line.decode(errors="replace"))
        take(None)

    thread = threading.Thread(target=read, daemon=True)
    thread.start()
    return thread
