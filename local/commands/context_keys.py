"""``bulwark context-keys``: which keys of the request's context documents read."""

import argparse
import sys
from typing import Any

from local.commands.sources import add_source_arguments, given_graph
from local.errors import InputError


def add_parser(subparsers: Any) -> None:  # noqa: ANN401 -- argparse has no public type for it
    """Add the command."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "context-keys",
        help="list the context keys that policy documents read",
        description=(
            "Lists, document by document, the context keys that conditions and variables read: "
            "what `bulwark simulate` takes as --context."
        ),
    )
    parser.add_argument(
        "files",
        nargs="*",
        metavar="FILE",
        help="documents as `bulwark lint` reads them (default: those of a stack)",
    )
    add_source_arguments(parser)
    parser.add_argument("--json", action="store_true", help="report for programs")
    parser.set_defaults(execute=execute)


def execute(args: argparse.Namespace) -> int:
    """List the keys; 0 whatever they are, also where a part of a document could not be read."""
    # First of all, for it puts the pack on the path.
    from local.simulate import keys  # noqa: PLC0415 -- kept out of --help

    if args.files:
        if args.stack or args.file:
            raise InputError("FILE: give documents, or a stack's resources; not both.")
        found = tuple(keys.of_files(args.files))
    else:
        found = tuple(keys.of_graph(given_graph(args)[1]))
    if args.json:
        sys.stdout.write(keys.data(found) + "\n")
    else:
        from local.report.console import out  # noqa: PLC0415 -- kept out of --json

        keys.text(out(), found)
    return 0
