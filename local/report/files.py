"""The reports that go into files beside the one on the screen."""

import argparse
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from local.errors import InputError

if TYPE_CHECKING:
    from rich.console import Console

    from local.report.found import Found

_OUTPUT: Final = "-"
_FORMATS: Final = {
    "sarif": "SARIF 2.1, for code-scanning views",
    "junit": "JUnit, for CI servers",
    "html": "one page to read in a browser",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options that name the files."""
    for name, help_ in _FORMATS.items():
        parser.add_argument(
            f"--{name}",
            metavar="FILE",
            help=f"write the findings as {help_}; - for standard output",
        )


def asked(args: argparse.Namespace) -> bool:
    """Whether any of these reports is asked for."""
    return any(getattr(args, name) for name in _FORMATS)


def refuse_several(args: argparse.Namespace) -> None:
    """Refuse two reports on standard output.

    Raises:
        InputError: There is more than one.
    """
    given = _on_output(args) + (["--json"] if args.json else [])
    if len(given) > 1:
        raise InputError(
            f"{' and '.join(given)}: standard output takes one report; give the others files."
        )


def console(args: argparse.Namespace) -> "Console":
    """Where the report for people goes: beside what is on standard output already."""
    from local.report.console import err, out  # noqa: PLC0415 -- kept out of --help

    return err() if _on_output(args) else out()


def write(args: argparse.Namespace, found: "Found") -> None:
    """Write the reports that were asked for; each file is there whole, or not at all.

    ``refuse_several`` comes before it.

    Raises:
        InputError: A file cannot be written.
    """
    for name, render in _renderers().items():
        file = getattr(args, name)
        if file == _OUTPUT:
            sys.stdout.write(render(found).rstrip("\n") + "\n")
        elif file:
            _put(Path(file), render(found))


def _on_output(args: argparse.Namespace) -> list[str]:
    return [f"--{name} -" for name in _FORMATS if getattr(args, name) == _OUTPUT]


def _renderers() -> dict[str, Callable[["Found"], str]]:
    from local.report import html, junit, sarif  # noqa: PLC0415 -- only when a file is asked for

    return {
        "sarif": lambda found: json.dumps(sarif.report(found), indent=2) + "\n",
        "junit": junit.report,
        "html": html.report,
    }


def _put(file: Path, text: str) -> None:
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        beside.write_text(text, encoding="utf-8", errors="replace")
        beside.replace(file)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise InputError(f"{file}: {error.strerror}.") from None
