"""The command as its users run it: arguments in; exit code, standard output and error out."""

import sys

import pytest

from local.cli import main

BULWARK = [sys.executable, "-m", "local.cli"]


def outcome(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error."""
    code = main(arguments)
    written = capsys.readouterr()
    return code, written.out, written.err
