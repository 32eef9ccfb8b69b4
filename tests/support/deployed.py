"""Small projects that are deployed into the embedded AWS by the command."""

import os
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from tests.support import projects
from tests.support.leftovers import processes_of

REPOSITORY = Path(__file__).parents[2]

# A small program: a provider, and what each test adds below it.
PROGRAM = """
import asyncio
from pathlib import Path
import pulumi
import pulumi_aws as aws

provider = aws.Provider("aws", region="eu-central-1", allowed_account_ids=["000000000000"])
opts = pulumi.ResourceOptions(provider=provider)
"""


class Project:
    """A project in a folder of its own, whose runs keep their temporary files in another."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "project"
        self.folder.mkdir()
        self.temporary = folder / "temporary"
        self.temporary.mkdir()

    def write(self, *parts: str) -> None:
        projects.write(self.folder, "".join((PROGRAM, *parts)), {"local": ""})

    @contextmanager
    def started(
        self, *arguments: str, stderr: int = subprocess.PIPE
    ) -> Generator[subprocess.Popen[str]]:
        environment = {**os.environ, "TMPDIR": str(self.temporary)}
        with subprocess.Popen(  # noqa: S603 -- this very Python
            [sys.executable, "-m", "local.cli", "-C", str(self.folder), "up", *arguments],
            cwd=REPOSITORY,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
        ) as process:
            try:
                yield process
            finally:
                process.kill()

    def run(self, *arguments: str) -> tuple[int, str, str]:
        with self.started(*arguments) as process:
            out, err = process.communicate(timeout=120)
            return process.returncode, out, err

    def left_behind(self) -> list[object]:
        return [*self.temporary.iterdir(), *processes_of(self.temporary)]
