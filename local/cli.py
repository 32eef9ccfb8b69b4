"""The ``bulwark`` command."""

import argparse
import importlib
import io
import os
import signal
import sys
from collections.abc import Sequence
from typing import Final, NoReturn

from components.core.errors import BulwarkError

COMMANDS: Final = ("preview", "up", "check", "rules", "access", "lint", "simulate", "context_keys")

BAD_USAGE: Final = 2
INTERRUPTED: Final = 130
_TERMINATED: Final = 143
_BROKEN_PIPE: Final = 141


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code.

    0 is a pass; 1 a mandatory violation or a failed smoke call; 2 bad usage, bad configuration or a
    program that failed; 130 an interruption, 143 a termination.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A name in a report must not end it, whatever the terminal can show.
            stream.reconfigure(errors="backslashreplace")
    try:
        args = _parser().parse_args(arguments)
        _end_in_order()
        code = int(args.execute(args))
        sys.stdout.flush()
    except KeyboardInterrupt as interruption:
        return _TERMINATED if isinstance(interruption, _Terminated) else INTERRUPTED
    except BrokenPipeError:
        # The reader has gone: let nothing be flushed into the closed pipe at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _BROKEN_PIPE
    except BulwarkError as error:
        from local.report.console import show_error  # noqa: PLC0415 -- kept out of --help

        show_error(str(error))
        return BAD_USAGE
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="bulwark", description="An AWS organization with guardrails, on this machine."
    )
    parser.add_argument(
        "--version", action=_Version, help="show the version, and of when the data is"
    )
    parser.add_argument(
        "-C",
        "--cwd",
        default=".",
        metavar="DIR",
        help="the folder to look for the Pulumi project in, and above (default: this one)",
    )
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in COMMANDS:
        importlib.import_module(f"local.commands.{command}").add_parser(subparsers)
    return parser


class _Terminated(KeyboardInterrupt):
    """The process was told to end."""


class _Version(argparse.Action):
    """Shows the installed version; argparse's own action would look it up on every start."""

    def __init__(self, option_strings: list[str], dest: str, help: str | None = None) -> None:  # noqa: A002 -- argparse's name
        super().__init__(option_strings, dest, nargs=0, default=argparse.SUPPRESS, help=help)

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        from importlib.metadata import version  # noqa: PLC0415 -- only for this

        from local.policy.reference import data_date  # noqa: PLC0415

        sys.stdout.write(f"bulwark {version('bulwark')}, AWS's actions as of {data_date()}\n")
        parser.exit()


def _end_in_order() -> None:
    """Make a termination unwind like an interruption, so that nothing is left behind."""

    def end(_number: int, _frame: object) -> NoReturn:
        raise _Terminated

    signal.signal(signal.SIGTERM, end)


if __name__ == "__main__":
    sys.exit(main())
