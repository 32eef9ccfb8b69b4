"""``bulwark check``: the policies over resources in a file."""

import argparse
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from local.commands.preview import add_pack_argument
from local.report import files

if TYPE_CHECKING:
    from local.engine.backend import Declared
    from local.policy.client import Judgement


def add_parser(subparsers: Any) -> None:  # noqa: ANN401 -- argparse has no public type for it
    """Add the command."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "check",
        help="ask the policies about the resources in a file",
        description=(
            "Reads `pulumi stack export`, `pulumi preview --json`, or a list "
            '[{"type": …, "name": …, "inputs": {…}}].'
        ),
    )
    parser.add_argument("file", metavar="FILE", help="the file, or - for standard input")
    parser.add_argument("--json", action="store_true", help="report for programs")
    add_pack_argument(parser)
    files.add_arguments(parser)
    parser.set_defaults(execute=execute)


def execute(args: argparse.Namespace) -> int:
    """Check, report, and return the exit code; see ``Judgement.exit_code``."""
    files.refuse_several(args)
    from local.state.read import read  # noqa: PLC0415 -- kept out of --help

    # Before the pack is started: the file may be nothing to judge.
    name, given = read(args.file)
    from local.state.resources import declared  # noqa: PLC0415 -- the SDK takes a third of a second

    resources, outputs = declared(given, name)
    judged, without = _judged(args, resources, outputs)
    from local.report import data, text  # noqa: PLC0415 -- see above

    if files.asked(args):
        from local.report.found import Found  # noqa: PLC0415 -- it brings the access map

        files.write(args, Found(name, name, resources, judged, outputs))
    if args.json:
        sys.stdout.write(data.rendered(data.check(len(resources), judged, without)) + "\n")
    else:
        text.check(files.console(args), name, len(resources), judged, without)
    return judged.exit_code


def _judged(
    args: argparse.Namespace,
    resources: Sequence["Declared"],
    outputs: Mapping[str, Mapping[str, Any]],
) -> tuple["Judgement", Mapping[str, int]]:
    """What the policies say, and for how much there is no rule, by type."""
    from local.policy import OWN_PACK  # noqa: PLC0415 -- see above
    from local.policy.process import PackProcess  # noqa: PLC0415

    told = args.policy_pack or args.policy_pack_config or args.profile
    if not resources and not told:
        from local.policy.client import Judgement  # noqa: PLC0415

        return Judgement(), {}
    from local.preview import configs_of, packs_of  # noqa: PLC0415

    folders = packs_of(None, args.policy_pack)
    with ExitStack() as held:
        # The packs load while the rest is imported.
        packs = [held.enter_context(PackProcess(folder, None)) for folder in folders]
        from local.policy.catalogue import types_without_rules  # noqa: PLC0415
        from local.policy.client import judge  # noqa: PLC0415

        configs = configs_of(folders, args.policy_pack_config, args.profile)
        judged = judge(packs, resources, outputs, None, configs)
    # What the rules of other packs are about, only they know.
    own = OWN_PACK in {folder.resolve() for folder in folders}
    return judged, types_without_rules(resources) if own else {}
