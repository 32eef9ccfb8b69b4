"""Runs a program's file as Pulumi's language host does."""

import os
import runpy
import sys
import traceback
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Final

import pulumi

from components.core.errors import BulwarkError
from local.engine.project import Project
from local.errors import ProgramError

_OWN_PACKAGES: Final = ("site-packages", "dist-packages")
_CONFIG_VARIABLES: Final = ("PULUMI_CONFIG", "PULUMI_CONFIG_SECRET_KEYS")


def load(project: Project) -> None:
    """Execute the program's top level: ``__main__.py``, or the file that ``main`` names."""
    runpy.run_path(str(_file(project)), run_name="__main__")


@contextmanager
def surroundings(project: Project) -> Generator[None]:
    """Give the program its working directory, module path and arguments, and take them back."""
    folder = project.program if project.program.is_dir() else project.program.parent
    before = (Path.cwd(), sys.path[:], sys.argv[:])
    # Left behind by a surrounding process, these would be read as this stack's configuration.
    hidden = {name: os.environ.pop(name) for name in _CONFIG_VARIABLES if name in os.environ}
    os.chdir(folder)
    sys.path.insert(0, str(folder))
    sys.argv = [str(_file(project))]
    try:
        yield
    finally:
        os.environ.update(hidden)
        os.chdir(before[0])
        sys.path[:], sys.argv[:] = before[1], before[2]


def _file(project: Project) -> Path:
    file = project.program / "__main__.py" if project.program.is_dir() else project.program
    if not file.is_file():
        raise ProgramError(f"{file}: no such file; it is the program that Pulumi.yaml names.")
    return file


def failure(error: BaseException, project: Project) -> ProgramError:
    """Return a program's error with what its user needs: the message, and the place in the program.

    The program's own ``RunError`` and errors of ours are messages for the user already.
    """
    if isinstance(error, pulumi.RunError | BulwarkError):
        return ProgramError(str(error))
    if isinstance(error, SystemExit):
        return ProgramError(f"the program ended itself with exit({error.code!r}).")
    what = "".join(traceback.format_exception_only(error)).strip()
    return ProgramError(f"the program failed: {what}{_place(error, project.folder)}")


def _place(error: BaseException, folder: Path) -> str:
    if isinstance(error, SyntaxError):
        return ""
    seen: set[int] = set()
    following: BaseException | None = error
    while following is not None and id(following) not in seen:
        seen.add(id(following))
        if place := _last_frame(following.__traceback__, folder):
            return f"\n  at {place}"
        following = following.__cause__ or following.__context__
    return ""


def _last_frame(trace: TracebackType | None, folder: Path) -> str:
    for frame in reversed(traceback.extract_tb(trace)):
        path = Path(frame.filename)
        own = path.is_relative_to(folder) and not any(part in _OWN_PACKAGES for part in path.parts)
        if own and not path.is_relative_to(Path(__file__).parents[1]):
            return f"{path.relative_to(folder)}:{frame.lineno} in {frame.name}"
    return ""
