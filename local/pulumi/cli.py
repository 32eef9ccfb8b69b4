"""Finds Pulumi's CLI, or builds it from its Go modules.

``python -m local.pulumi.cli`` prints the folder that the CLI is in, and builds it first where it
has to.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from local.errors import LocalError

TOOLS: Final = Path(__file__).parents[2] / "tools" / "pulumi"
INSTALL: Final = "https://www.pulumi.com/docs/install"

OLDER_HOST: Final = "language-host"
"""The Python language host that was built, beside the CLI that was."""

_LAST_BUILT: Final = "pulumi-language-yaml"
_LOWEST_GO: Final = (1, 25)
_VERSION: Final = re.compile(r"v?(\d+)\.(\d+)\.(\d+)")
_PINNED: Final = re.compile(r"github\.com/pulumi/pulumi/pkg/v3 (v\S+)")


class NoCliError(LocalError):
    """There is no CLI that fits, and none can be built."""


def pinned() -> str:
    """The version that is built, and the lowest that is taken from PATH."""
    return _PINNED.findall((TOOLS / "go.mod").read_text())[0]


def installed() -> Path | None:
    """The folder of the CLI on PATH; ``None`` when there is none, or one too old or too new."""
    found = shutil.which("pulumi")
    if not found or not fits(_output([found, "version"])):
        return None
    return Path(found).parent


def built() -> Path | None:
    """The folder of the CLI that was built earlier."""
    folder = _cache()
    complete = (folder / "bin" / _LAST_BUILT).exists()
    return folder / "bin" if complete else None


def find() -> Path | None:
    """The folder of a CLI that fits, without building one."""
    return installed() or built()


def provide() -> Path:
    """The folder of a CLI that fits; builds one where it has to.

    Raises:
        NoCliError: There is none, and no Go toolchain to build it with, or building fails.
    """
    found = find()
    if found:
        return found
    if not _go_fits():
        lowest = ".".join(map(str, _LOWEST_GO))
        raise NoCliError(
            f"There is no Pulumi CLI of {pinned()} or newer on PATH, and no Go of {lowest} or "
            f"newer to build it with. Install Pulumi: {INSTALL}"
        )
    folder = _cache()
    folder.parent.mkdir(parents=True, exist_ok=True)
    done = subprocess.run([TOOLS / "build.sh", folder], check=False)  # noqa: S603 -- our own script
    if done.returncode:
        raise NoCliError(f"Pulumi's CLI {pinned()} could not be built. Install it: {INSTALL}")
    return folder / "bin"


def fits(version: str) -> bool:
    """Whether a CLI's version is of the major version that is pinned, and not older."""
    found, lowest = _VERSION.match(version), _VERSION.match(pinned())
    if not found or not lowest:
        return False
    numbers, least = _numbers(found), _numbers(lowest)
    return numbers[0] == least[0] and numbers >= least


def _numbers(version: re.Match[str]) -> tuple[int, ...]:
    return tuple(map(int, version.groups()))


def _go_fits() -> bool:
    found = re.search(r"go(\d+)\.(\d+)", _output(["go", "version"]))
    return found is not None and tuple(map(int, found.groups())) >= _LOWEST_GO


def _cache() -> Path:
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home, "bulwark", f"pulumi-{pinned()}")


def _output(command: list[str]) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 -- pulumi and go themselves
    except OSError:
        return ""
    return done.stdout


def main() -> int:
    """Print the folder of the CLI."""
    try:
        folder = provide()
    except NoCliError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{folder}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
