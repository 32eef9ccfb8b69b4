"""A place for Pulumi's engine to work in that leaves nothing behind."""

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from local.pulumi import cli

_SECONDS: Final = 300.0
_NOWHERE: Final = "http://127.0.0.1:9"


@dataclass(frozen=True, slots=True)
class Workspace:
    """The CLI with a state, a home and a passphrase of its own; made by ``workspace``.

    Args:
        folder: What is removed in the end.
        project: The project as the engine sees it, a mirror of the real one.
        environment: What each command gets.
    """

    folder: Path
    project: Path
    environment: Mapping[str, str]

    def run(self, *arguments: str, seconds: float = _SECONDS) -> "subprocess.CompletedProcess[str]":
        """Run ``pulumi`` with these arguments; its exit code is for the caller to judge."""
        return subprocess.run(  # noqa: S603 -- the CLI that was found or built
            [self.environment["BULWARK_PULUMI"], "--non-interactive", *arguments],
            cwd=self.project,
            env=dict(self.environment),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )

    def editable(self, folder: str) -> Path:
        """Make a folder of the mirrored project a copy, which may be changed; return it."""
        link = self.project / folder
        if link.is_symlink():
            real = link.resolve()
            link.unlink()
            shutil.copytree(real, link, symlinks=True)
        return link


@contextmanager
def workspace(
    bin_folder: Path,
    project: Path,
    *,
    provider_port: int | None = None,
    plugin: Path | None = None,
) -> Generator[Workspace]:
    """A workspace for a project.

    Args:
        bin_folder: Where the CLI and its language hosts are.
        project: The folder with ``Pulumi.yaml``.
        provider_port: Where a provider for ``aws`` listens on loopback; without one, the engine
            looks for the plugin.
        plugin: The folder of a plugin that the engine is to find.
    """
    with tempfile.TemporaryDirectory(prefix="bulwark-pulumi-") as name:
        folder = Path(name)
        (folder / "state").mkdir()
        hosts = folder / "bin"
        hosts.mkdir()
        if (bin_folder / cli.OLDER_HOST).exists():
            _put_host(hosts / "pulumi-language-python", bin_folder / cli.OLDER_HOST)
        tools = [hosts, bin_folder, *([plugin] if plugin else [])]
        environment = {
            "PATH": os.pathsep.join([*map(str, tools), os.environ.get("PATH", os.defpath)]),
            "HOME": name,
            "TMPDIR": name,
            "BULWARK_PULUMI": str(bin_folder / "pulumi"),
            "PULUMI_HOME": str(folder / "home"),
            "PULUMI_BACKEND_URL": (folder / "state").as_uri(),
            # It encrypts a state that nobody reads after this.
            "PULUMI_CONFIG_PASSPHRASE": os.urandom(16).hex(),
            "PULUMI_SKIP_UPDATE_CHECK": "true",
            # It shows the flag --event-log.
            "PULUMI_DEBUG_COMMANDS": "true",
            "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
            # The language host lists what is installed by pip.
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            # Nothing is fetched: whatever tries all the same finds nobody behind this port.
            "HTTPS_PROXY": _NOWHERE,
            "HTTP_PROXY": _NOWHERE,
            "NO_PROXY": "127.0.0.1,localhost",
        }
        if provider_port is not None:
            environment["PULUMI_DEBUG_PROVIDERS"] = f"aws:{provider_port}"
        yield Workspace(folder, _mirrored(project, folder / "project"), environment)


def _mirrored(project: Path, into: Path) -> Path:
    """The project by links, its configuration as copies: the engine writes a salt into those."""
    into.mkdir()
    for entry in project.iterdir():
        if entry.is_file() and entry.match("Pulumi*.yaml"):
            shutil.copy(entry, into)
        else:
            (into / entry.name).symlink_to(entry)
    return into


def _put_host(file: Path, older: Path) -> None:
    """The language host that was built is older than policy packs: ours goes in front of it."""
    command = shlex.join([sys.executable, str(cli.TOOLS / "language_host.py"), str(older)])
    file.write_text(f'#!/bin/sh\nexec {command} "$@"\n')
    file.chmod(0o700)
