"""``bulwark up``: preview with policies, deploy into an embedded AWS, use it, take it down."""

import argparse
import os
import sys
import threading
import time
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

from local.commands.preview import add_pack_argument
from local.smoke.outcome import Outcome

# What takes long to import is imported late, where it is needed.
if TYPE_CHECKING:
    from rich.console import Console

    from local.emulator.emulator import Emulator
    from local.engine.backend import Declared
    from local.engine.project import StackConfig
    from local.preview import Preview
    from local.pulumi.deploy import Packs

DEFAULT_STACK: Final = "local"
ENGINES: Final = ("in-process", "pulumi")
PROVIDERS: Final = ("embedded", "real")

_WATCH_SECONDS: Final = 0.5

Doing = Callable[[str], None]


def add_parser(subparsers: Any) -> None:  # noqa: ANN401 -- argparse has no public type for it
    """Add the command."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "up", help="deploy a stack into an embedded AWS on this machine, and use it"
    )
    parser.add_argument("-s", "--stack", default=DEFAULT_STACK, help="default: %(default)s")
    parser.add_argument("--once", action="store_true", help="take it down after the smoke calls")
    parser.add_argument(
        "--engine",
        choices=ENGINES,
        default=ENGINES[0],
        help="what deploys: this process, or Pulumi's real engine (default: %(default)s)",
    )
    parser.add_argument(
        "--provider",
        choices=PROVIDERS,
        default=PROVIDERS[0],
        help="what makes resources for Pulumi's engine: Bulwark's own provider, or Pulumi's for AWS"
        " where it is installed (default: %(default)s)",
    )
    parser.add_argument("--json", action="store_true", help="report for programs")
    add_pack_argument(parser)
    parser.set_defaults(execute=execute)


def execute(args: argparse.Namespace) -> int:
    """Deploy, report, and return the exit code.

    1 when a mandatory rule is violated or a function lacks a grant (nothing is deployed then), or
    when a smoke call fails.
    """
    from local.engine.project import find_project, read_stack  # noqa: PLC0415 -- kept out of --help

    project = find_project(Path(args.cwd))
    stack = read_stack(project, args.stack)
    if args.provider == "real":
        _check_real(stack, args.engine)
    # After the configuration's errors: the SDK takes a third of a second to import.
    from local.preview import configs_of, packs_of, preview  # noqa: PLC0415
    from local.report.console import err  # noqa: PLC0415

    progress = err()
    packs = packs_of(project, args.policy_pack)
    configs = configs_of(packs, args.policy_pack_config, args.profile)
    with _progress(progress) as doing:
        doing(f"previewing {stack.name}")
        found = preview(stack, packs, configs)
    if found.refused:
        _show_refusal(found, as_json=args.json)
        return found.exit_code
    if found.judgement.remedied and args.engine == ENGINES[0]:
        _refuse_remedied(found)

    from local.emulator.emulator import running  # noqa: PLC0415 -- see above
    from local.emulator.place import place_of  # noqa: PLC0415 -- see above
    from local.usage.recorded import seen  # noqa: PLC0415 -- see above

    started = time.perf_counter()
    with ExitStack() as held:
        with _progress(progress) as doing:
            doing("starting the embedded AWS")
            emulator = held.enter_context(running(place_of(stack, found.run.resources)))
            emulated = time.perf_counter()
            if args.engine == "pulumi":
                doing(f"deploying {stack.name} with Pulumi")
                judged = list(zip(packs, configs, strict=True))
                outcome = _deploy_by_pulumi(found, emulator, judged, real=args.provider == "real")
            else:
                outcome = _deploy(stack, emulator, _total(found), doing)
            _use(outcome, emulator, doing)
        outcome.seen = seen(found.usages, emulator.recorded())
        outcome.timings = {
            **found.timings,
            "emulator": emulated - started,
            **outcome.timings,
            "total": found.timings["total"] + time.perf_counter() - started,
        }
        _show(found, outcome, as_json=args.json)
        if outcome.error:
            return 1
        if not args.once:
            _stay(emulator, outcome, progress)
    return 0


def _deploy(stack: "StackConfig", emulator: "Emulator", total: int, doing: Doing) -> Outcome:
    from local.emulator.backend import EmulatorBackend  # noqa: PLC0415 -- see above
    from local.engine.run import run_program  # noqa: PLC0415 -- see above

    done = 0
    lock = threading.Lock()

    def made(resource: "Declared") -> None:
        nonlocal done
        with lock:
            done += 1
            doing(f"deploying {done} of {total}: {resource.name}")

    started = time.perf_counter()
    doing(f"deploying {stack.name}")
    backend = EmulatorBackend(emulator, on_made=made)
    run = run_program(stack, backend)
    return Outcome(run, backend.report, timings={"deploy": time.perf_counter() - started})


def _refuse_remedied(found: "Preview") -> NoReturn:
    from local.errors import PackError  # noqa: PLC0415 -- see above

    one = found.judgement.remedied[0]
    raise PackError(
        f"policy configuration: {one.rule} remedied {one.type} {one.name}; this engine deploys what"
        " the program declares. Add --engine pulumi, or set another level than remediate."
    )


def _check_real(stack: "StackConfig", engine: str) -> None:
    from local.errors import LocalError  # noqa: PLC0415 -- see above
    from local.pulumi.deploy import refuse_real  # noqa: PLC0415 -- see above

    if engine != "pulumi":
        raise LocalError("--provider real: only with --engine pulumi.")
    refuse_real(stack)


def _deploy_by_pulumi(
    found: "Preview", emulator: "Emulator", packs: "Packs", *, real: bool
) -> Outcome:
    from local.pulumi.deploy import deploy, deploy_really  # noqa: PLC0415 -- see above

    started = time.perf_counter()
    outputs, report = (deploy_really if real else deploy)(found.run.stack, emulator, packs)
    run = replace(found.run, outputs=outputs)
    return Outcome(run, report, timings={"deploy": time.perf_counter() - started})


def _use(outcome: Outcome, emulator: "Emulator", doing: Doing) -> None:
    """Make the smoke calls of an auditor; other stacks have none."""
    from local.smoke import auditor  # noqa: PLC0415 -- see above
    from local.smoke.stack import AuditorStack  # noqa: PLC0415 -- see above

    stack = AuditorStack.of(outcome.run.outputs)
    if stack is None:
        return
    started = time.perf_counter()
    try:
        outcome.smoke = auditor.run(emulator, stack, doing)
    except auditor.SmokeError as error:
        outcome.error = str(error)
    outcome.timings["smoke"] = time.perf_counter() - started


def _total(found: "Preview") -> int:
    resources = found.run.resources
    return sum(one.custom and not one.type.startswith("pulumi:") for one in resources)


def _show_refusal(found: "Preview", *, as_json: bool) -> None:
    from local.report import data, text  # noqa: PLC0415 -- see above
    from local.report.console import out  # noqa: PLC0415 -- see above

    if as_json:
        sys.stdout.write(data.rendered(data.preview(found)) + "\n")
    else:
        text.preview(out(), found)


def _show(found: "Preview", outcome: Outcome, *, as_json: bool) -> None:
    from local.report import data  # noqa: PLC0415 -- see above
    from local.report.console import out, show_error  # noqa: PLC0415 -- see above
    from local.smoke import report  # noqa: PLC0415 -- see above
    from local.usage import report as usage  # noqa: PLC0415 -- see above

    if as_json:
        whole = {**data.preview(found), **report.data(outcome)}
        sys.stdout.write(data.rendered(whole) + "\n")
        sys.stdout.flush()
        return
    console = out()
    report.show_deployment(console, found, outcome)
    if outcome.smoke:
        report.show_smoke(console, outcome.smoke)
    usage.show_recorded(console, outcome.seen)
    report.show_outputs(console, outcome.run)
    if outcome.error:
        show_error(outcome.error)


def _stay(emulator: "Emulator", outcome: Outcome, progress: "Console") -> None:
    """Keep it up until an interruption, which is its ordinary end."""
    from local.smoke import report  # noqa: PLC0415 -- see above

    never = threading.Event()
    try:
        report.show_invitation(progress, emulator, outcome.run)
        while emulator.alive():
            never.wait(_WATCH_SECONDS)
    except KeyboardInterrupt as interruption:
        # A termination is a KeyboardInterrupt too, of a class of its own, and no ordinary end.
        if type(interruption) is not KeyboardInterrupt:
            raise


@contextmanager
def _progress(console: "Console") -> Generator[Doing]:
    """What is going on, on a terminal; nothing in a pipe or in CI."""
    if not console.is_terminal or "CI" in os.environ:
        yield lambda _: None
        return
    with console.status("") as status:
        yield status.update
