"""Where a command's resources come from: a stack's first preview, or a file."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from local.commands.preview import DEFAULT_STACK

if TYPE_CHECKING:
    from guardrails.graph import Graph


def add_source_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options that name a stack or a file."""
    source = parser.add_mutually_exclusive_group()
    # Without a default of its own: argparse takes a default that is given as not given.
    source.add_argument("-s", "--stack", help=f"default: {DEFAULT_STACK}")
    source.add_argument(
        "--file", metavar="FILE", help="a file as `bulwark check` reads it, or - for standard input"
    )


def given_graph(args: argparse.Namespace) -> "tuple[str, Graph]":
    """What the resources are of, and the resources.

    Raises:
        LocalError: There is no such stack, its program failed, or the file is none to read.
    """
    if args.file is not None:
        return _of_file(args.file)
    from local.engine.project import find_project, read_stack  # noqa: PLC0415 -- kept out of --help

    stack = read_stack(find_project(Path(args.cwd)), args.stack or DEFAULT_STACK)
    # After the configuration's errors: the SDK takes a third of a second to import.
    from local.engine.backend import PreviewBackend  # noqa: PLC0415
    from local.engine.run import run_program  # noqa: PLC0415
    from local.report.console import progress  # noqa: PLC0415
    from local.stack_graph import graph_of  # noqa: PLC0415

    with progress(f"previewing {stack.name}"):
        return stack.name, graph_of(run_program(stack, PreviewBackend()))


def _of_file(source: str) -> "tuple[str, Graph]":
    from local.state.read import read  # noqa: PLC0415 -- kept out of --help

    name, given = read(source)
    from local.stack_graph import graph_of_resources  # noqa: PLC0415 -- protobuf is slow to import
    from local.state.resources import declared  # noqa: PLC0415

    return name, graph_of_resources(*declared(given, name))
