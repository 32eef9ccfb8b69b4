"""Runs one stack of a project in this process and tells what it declares."""

import asyncio
import contextvars
import gc
import io
import signal
import threading
import time
import warnings
from collections.abc import Callable, Generator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, redirect_stdout, suppress
from dataclasses import dataclass, field
from typing import Any, Final

from google.protobuf import empty_pb2
from pulumi.output import UNKNOWN
from pulumi.runtime import configure, mocks, run_in_stack, set_all_config
from pulumi.runtime.proto import engine_pb2
from pulumi.runtime.settings import ROOT

from local.engine import program
from local.engine.backend import Backend, Created, Declared
from local.engine.monitor import Monitor
from local.engine.project import StackConfig, read_stack
from local.engine.references import (
    ReferencedBackend,
    StackNeededError,
    StackOutputs,
    stand_in,
)
from local.engine.urn import STACK_TYPE, make
from local.errors import ProgramError

TIMEOUT_SECONDS: Final = 120
_WORKERS: Final = 8


@dataclass(frozen=True)
class Message:
    """What the program said: ``severity`` is info, warning or error."""

    severity: str
    text: str
    urn: str = ""


@dataclass(frozen=True)
class Run:
    """What a program declared.

    Attributes:
        stack: The stack that ran.
        resources: In the order of their registration, the stack itself aside.
        created: What the backend made, by URN.
        outputs: The stack's outputs, secrets unwrapped.
        secret_outputs: The names of those that are secret.
        component_outputs: The outputs of components, by URN.
        messages: What the program logged or printed.
        references: The outputs of other stacks that it read, by stack.
        seconds: How long the last run of the program took.
    """

    stack: StackConfig
    resources: tuple[Declared, ...]
    created: Mapping[str, Created] = field(default_factory=dict)
    outputs: Mapping[str, Any] = field(default_factory=dict)
    secret_outputs: frozenset[str] = frozenset()
    component_outputs: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    messages: tuple[Message, ...] = ()
    references: Mapping[str, StackOutputs] = field(default_factory=dict)
    seconds: float = 0.0


def run_program(
    stack: StackConfig, backend: Backend, *, timeout_seconds: float = TIMEOUT_SECONDS
) -> Run:
    """Run a stack's program against a backend.

    Another stack of the project that it refers to is previewed first; then the program runs again.

    Raises:
        ProgramError: The program ended with an error, or a resource could not be made.
        LocalError: Its configuration cannot be read, or it needs Pulumi's own engine.
    """
    return _run(stack, backend, timeout_seconds, ())


def _run(
    stack: StackConfig, backend: Backend, timeout_seconds: float, waiting: tuple[str, ...]
) -> Run:
    waiting = (*waiting, stack.name)
    known: dict[str, StackOutputs] = {}
    while True:
        try:
            return _run_once(stack, backend, known, timeout_seconds)
        except StackNeededError as needed:
            if needed.stack in waiting:
                chain = " → ".join((*waiting, needed.stack))
                raise ProgramError(
                    f"the stacks refer to each other in a circle: {chain}."
                ) from None
            other = read_stack(stack.project, needed.stack)
            run = _run(other, ReferencedBackend(), timeout_seconds, waiting)
            known[needed.stack] = stand_in(run.outputs, run.secret_outputs)


def _run_once(
    stack: StackConfig,
    backend: Backend,
    known: Mapping[str, StackOutputs],
    timeout_seconds: float,
) -> Run:
    monitor, engine = Monitor(stack, backend, known), _Engine()
    started = time.perf_counter()
    with _unfinished_ignored():
        failed = _attempt(stack, backend, monitor, engine, timeout_seconds)
        if failed:
            # What the program left unfinished ends here, and not with warnings later on.
            gc.collect()
    if failed:
        raise failed
    if logged := [message.text for message in engine.messages if message.severity == "error"]:
        raise ProgramError(logged[0])
    return _result(stack, monitor, engine, known, time.perf_counter() - started)


def _attempt(
    stack: StackConfig,
    backend: Backend,
    monitor: Monitor,
    engine: "_Engine",
    timeout_seconds: float,
) -> BaseException | None:
    """Run the program; return its failure without the frames, which would keep it alive."""
    # The SDK keeps its settings in context variables: a run leaves none of them behind.
    context = contextvars.copy_context()
    failed: BaseException | None = None
    try:
        with (
            program.surroundings(stack.project),
            _alarm(timeout_seconds),
            redirect_stdout(engine),
        ):
            context.run(_execute, stack, backend, monitor, engine, timeout_seconds)
    except BaseException as error:  # noqa: BLE001 -- returned, to be raised without its frames
        failed = error
    first = monitor.record.failure
    if isinstance(failed, KeyboardInterrupt):
        return failed.with_traceback(None)
    if isinstance(first, StackNeededError):
        return StackNeededError(first.stack)
    found = first or failed
    return program.failure(found, stack.project) if found else None


@contextmanager
def _unfinished_ignored() -> Generator[None]:
    """Say nothing of coroutines that a program which failed will never await."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "coroutine .* was never awaited", RuntimeWarning)
        yield


def _result(
    stack: StackConfig,
    monitor: Monitor,
    engine: "_Engine",
    known: Mapping[str, StackOutputs],
    seconds: float,
) -> Run:
    record, project = monitor.record, stack.project.name
    root = make(stack.name, project, "", STACK_TYPE, f"{project}-{stack.name}")
    return Run(
        stack=stack,
        resources=tuple(record.resources),
        created=dict(record.created),
        outputs=record.outputs.get(root, {}),
        secret_outputs=record.secret_outputs.get(root, frozenset()),
        component_outputs={urn: held for urn, held in record.outputs.items() if urn != root},
        messages=tuple(engine.messages),
        references=dict(known),
        seconds=seconds,
    )


def _execute(
    stack: StackConfig,
    backend: Backend,
    monitor: Monitor,
    engine: "_Engine",
    timeout_seconds: float,
) -> None:
    loop = asyncio.new_event_loop()
    workers = ThreadPoolExecutor(_WORKERS, thread_name_prefix="resource")
    loop.set_default_executor(workers)
    # What fails is told once, by the run; a future that nobody awaited would tell it again.
    loop.set_exception_handler(lambda _loop, _context: None)
    asyncio.set_event_loop(loop)
    try:
        _configure(stack, backend, monitor, engine)
        whole = run_in_stack(lambda: program.load(stack.project))
        loop.run_until_complete(asyncio.wait_for(whole, timeout_seconds))
    except TimeoutError:
        raise ProgramError(_too_long(timeout_seconds)) from None
    finally:
        _cancel_all(loop)
        workers.shutdown(wait=False, cancel_futures=True)
        loop.close()
        asyncio.set_event_loop(None)


def _configure(stack: StackConfig, backend: Backend, monitor: Monitor, engine: "_Engine") -> None:
    ROOT.set(None)
    configure(
        mocks.MockSettings(
            monitor=monitor,
            monitor_features=set(monitor.GetDeploymentInfo(empty_pb2.Empty()).supportedFeatures),
            engine=engine,
            project=stack.project.name,
            stack=stack.name,
            organization=stack.organization,
            root_directory=str(stack.project.folder),
            dry_run=backend.preview,
            callbacks=None,
            outputs=set(),
            lock=threading.Lock(),
            package_refs={},
            base_providers_by_ref={},
        )
    )
    values: dict[str, Any] = {
        key: UNKNOWN if key in stack.encrypted else value for key, value in stack.values.items()
    }
    set_all_config(values, sorted(stack.secrets))


def _cancel_all(loop: asyncio.AbstractEventLoop) -> None:
    pending = asyncio.all_tasks(loop)
    for task in pending:
        task.cancel()
    # A task that ended with SystemExit or KeyboardInterrupt raises it here once more.
    with suppress(BaseException):
        loop.run_until_complete(asyncio.gather(*pending, return_exceptions=True))


@contextmanager
def _alarm(seconds: float) -> Generator[None]:
    """End a program that never gives the event loop a turn."""
    in_main = threading.current_thread() is threading.main_thread()
    if not in_main or not hasattr(signal, "setitimer"):
        yield
        return

    def ring(_number: int, _frame: object) -> None:
        raise ProgramError(_too_long(seconds))

    before: Callable[..., Any] | int | None = signal.signal(signal.SIGALRM, ring)
    # Later than the event loop's own timeout, which ends the program more gently.
    signal.setitimer(signal.ITIMER_REAL, seconds + 1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _too_long(seconds: float) -> str:
    return f"the program did not end within {seconds:g} seconds."


class _Engine(io.TextIOBase):
    """Where ``pulumi.log`` goes, and what the program prints: standard output is the command's."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: list[Message] = []
        self._begun = ""

    def write(self, text: str) -> int:
        *whole, self._begun = (self._begun + text).split("\n")
        self.messages += [Message("info", line) for line in whole]
        return len(text)

    def Log(self, request: Any) -> empty_pb2.Empty:  # noqa: N802, ANN401 -- the protocol's
        if request.severity != engine_pb2.DEBUG:
            severity = engine_pb2.LogSeverity.Name(request.severity).lower()
            self.messages.append(Message(severity, request.message, request.urn))
        return empty_pb2.Empty()

    def RequirePulumiVersion(self, _request: Any) -> engine_pb2.RequirePulumiVersionResponse:  # noqa: N802, ANN401 -- the protocol's
        return engine_pb2.RequirePulumiVersionResponse()
