"""``bulwark preview``: a stack's first preview with policies, offline."""

import argparse
import sys
from pathlib import Path
from typing import Any

from local.report import files

DEFAULT_STACK = "dev"


def add_parser(subparsers: Any) -> None:  # noqa: ANN401 -- argparse has no public type for it
    """Add the command."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "preview",
        help="preview a stack's first deployment with policies, offline",
        description="Preview a stack's first deployment, ask the policies, and hold what each"
        " function calls against what it was granted. A violation of a mandatory rule and a call"
        " without a grant end with 1; a grant without a call is advice.",
    )
    parser.add_argument("-s", "--stack", default=DEFAULT_STACK, help="default: %(default)s")
    parser.add_argument("--json", action="store_true", help="report for programs")
    add_pack_argument(parser)
    files.add_arguments(parser)
    parser.set_defaults(execute=execute)


def add_pack_argument(parser: argparse.ArgumentParser) -> None:
    """Add the option that names policy packs."""
    parser.add_argument(
        "--policy-pack",
        action="append",
        default=[],
        metavar="DIR",
        help="a policy pack's folder, may be given more than once (default: policies)",
    )
    parser.add_argument(
        "--policy-pack-config",
        action="append",
        default=[],
        metavar="FILE",
        help="levels and settings for the pack in the same place, as Pulumi takes them",
    )
    parser.add_argument(
        "--profile",
        metavar="NAME",
        help="levels and settings that ship with the pack: baseline, local or strict",
    )


def execute(args: argparse.Namespace) -> int:
    """Preview, report, and return the exit code; see ``Preview.exit_code``."""
    files.refuse_several(args)
    from local.engine.project import find_project, read_stack  # noqa: PLC0415 -- kept out of --help

    project = find_project(Path(args.cwd))
    stack = read_stack(project, args.stack)
    # After the configuration's errors: the SDK takes a third of a second to import.
    from local.preview import configs_of, packs_of, preview  # noqa: PLC0415
    from local.report import data, text  # noqa: PLC0415
    from local.report.console import err, progress  # noqa: PLC0415
    from local.report.found import Found  # noqa: PLC0415

    packs = packs_of(project, args.policy_pack)
    with progress(f"previewing {stack.name}"):
        found = preview(stack, packs, configs_of(packs, args.policy_pack_config, args.profile))
    files.write(
        args,
        Found(
            f"stack {stack.name}",
            "__main__.py",
            found.run.resources,
            found.judgement,
            found.run.component_outputs,
            found.usages,
        ),
    )
    if args.json:
        sys.stdout.write(data.rendered(data.preview(found)) + "\n")
    else:
        text.notes(err(), found.run)
        text.preview(files.console(args), found)
    return found.exit_code
