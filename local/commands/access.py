"""``bulwark access``: who can do what in a stack, who can become whom, what is open to outside."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from local.commands.sources import add_source_arguments, given_graph

if TYPE_CHECKING:
    from local.access.model import AccessMap

_STANDARD_OUTPUT: Final = "-"
_MOST_NAMED: Final = 12


def add_parser(subparsers: Any) -> None:  # noqa: ANN401 -- argparse has no public type for it
    """Add the command."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "access",
        help="show who can do what on which resource",
        description=(
            "The access map of a stack: who can do what on which resource, who can become whom, "
            "what is open to outside. Offline, from a first preview, or from a file."
        ),
    )
    add_source_arguments(parser)
    parser.add_argument(
        "--role", action="append", default=[], metavar="NAME", help="only this principal's access"
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="report for programs")
    for name, what in (("dot", "Graphviz text"), ("svg", "a picture")):
        form.add_argument(
            f"--{name}",
            nargs="?",
            const=_STANDARD_OUTPUT,
            metavar="FILE",
            help=f"{what}, into the file or to standard output",
        )
    parser.set_defaults(execute=execute)


def execute(args: argparse.Namespace) -> int:
    """Show the map; 0 whatever it shows, for it judges nothing."""
    # First of all, for it puts the pack on the path.
    from local.access.map import of_graph  # noqa: PLC0415 -- kept out of --help

    name, graph = given_graph(args)
    from local.access import data, dot, svg, text  # noqa: PLC0415
    from local.report.console import out  # noqa: PLC0415
    from local.report.data import rendered  # noqa: PLC0415

    found = of_graph(name, graph)
    if args.role:
        found = _limited(found, args.role)
    if args.json:
        sys.stdout.write(rendered(data.report(found)) + "\n")
    elif args.dot:
        _write(args.dot, dot.render(found))
    elif args.svg:
        _write(args.svg, svg.render(found))
    else:
        text.show(out(), found)
    return 0


def _limited(found: "AccessMap", names: list[str]) -> "AccessMap":
    from local.access.map import limited  # noqa: PLC0415 -- kept out of --help
    from local.access.model import Side  # noqa: PLC0415
    from local.errors import InputError  # noqa: PLC0415

    principals = [one for one in found.nodes.values() if one.side is Side.ENTITY]
    ids: set[str] = set()
    for name in names:
        mine = [one.id for one in principals if name in {one.name, one.arn}]
        if not mine:
            known = [one.name for one in principals]
            further = f" and {len(known) - _MOST_NAMED} more" if len(known) > _MOST_NAMED else ""
            allowed = ", ".join(known[:_MOST_NAMED]) + further
            raise InputError(
                f"--role: got {name!r}; allowed: {allowed or 'none, for there is no principal'}."
            )
        ids.update(mine)
    return limited(found, frozenset(ids))


def _write(destination: str, text: str) -> None:
    if destination == _STANDARD_OUTPUT:
        sys.stdout.write(text)
        return
    from local.errors import InputError  # noqa: PLC0415 -- kept out of --help

    try:
        Path(destination).write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(f"{destination}: {error.strerror}.") from None
