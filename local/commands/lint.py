"""``bulwark lint``: what is wrong with policy documents in files."""

import argparse
import re
import sys
from typing import Any, Final

from local.errors import InputError

_SEVERITIES: Final = ("low", "medium", "high", "critical")
_KINDS: Final = ("identity", "trust", "resource", "scp", "rcp")
_ACCOUNT: Final = re.compile(r"[0-9]{12}")


def add_parser(subparsers: Any) -> None:  # noqa: ANN401 -- argparse has no public type for it
    """Add the command."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "lint",
        help="judge policy documents in files",
        description=(
            "Judges IAM policy documents: a file with one, with a list of them, or with an object "
            "of names and documents. Exits with 2 where one is malformed."
        ),
    )
    parser.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        help="a file, a folder with files *.json, or - for standard input",
    )
    parser.add_argument(
        "--kind", choices=_KINDS, help="what the documents are for (default: as they look)"
    )
    parser.add_argument(
        "--account", metavar="ID", help="the account they are in, by which others are told apart"
    )
    parser.add_argument(
        "--fail-on",
        choices=_SEVERITIES,
        default="medium",
        help="the least severity to exit with 1 for (default: medium)",
    )
    parser.add_argument("--json", action="store_true", help="report for programs")
    parser.set_defaults(execute=execute)


def execute(args: argparse.Namespace) -> int:
    """Judge, report, and return the exit code.

    0 without findings of the severity asked for or worse, 1 with some, 2 for a malformed document.
    """
    if args.account is not None and not _ACCOUNT.fullmatch(args.account):
        raise InputError(f"--account {args.account!r}: expected the 12 digits of an account.")
    from local.lint import report  # noqa: PLC0415 -- kept out of --help
    from local.lint.inputs import files  # noqa: PLC0415
    from local.lint.judging import DocumentKind, judge_files  # noqa: PLC0415

    kind = DocumentKind[args.kind.upper()] if args.kind else None
    # Before anything is judged: one of the files may not be there.
    given = [file for name in args.files for file in files(name)]
    judged = tuple(judge_files(given, kind, args.account))
    severe = _SEVERITIES[_SEVERITIES.index(args.fail_on) :]
    if args.json:
        sys.stdout.write(report.data(judged, args.fail_on) + "\n")
    else:
        report.text(judged, severe)
    if any(one.malformed for one in judged):
        return 2
    return int(any(found.severity in severe for one in judged for found, _ in one.findings))
