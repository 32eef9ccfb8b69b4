"""Writes small Pulumi projects for the engine and the command to run."""

from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

from local.engine.backend import Backend, Declared, PreviewBackend
from local.engine.project import StackConfig, find_project, read_stack
from local.engine.run import Run, run_program

PROJECT = "name: demo\nruntime: python\n"


def write(
    folder: Path, program: str = "", stacks: Mapping[str, str] | None = None, project: str = PROJECT
) -> Path:
    """Write a project named ``demo`` with these stacks (default: an empty ``dev``)."""
    (folder / "Pulumi.yaml").write_text(project)
    (folder / "__main__.py").write_text(dedent(program))
    for name, text in (stacks or {"dev": ""}).items():
        (folder / f"Pulumi.{name}.yaml").write_text(dedent(text))
    return folder


def stack(folder: Path, name: str = "dev") -> StackConfig:
    """A stack of a written project."""
    return read_stack(find_project(folder), name)


def run(
    folder: Path,
    program: str,
    *,
    stacks: Mapping[str, str] | None = None,
    backend: Backend | None = None,
    timeout_seconds: float = 20,
) -> Run:
    """Write a project and run its stack ``dev``, as a preview where no backend is given."""
    write(folder, program, stacks)
    return run_program(stack(folder), backend or PreviewBackend(), timeout_seconds=timeout_seconds)


def one(found: Run, name: str) -> Declared:
    """The only resource of that name."""
    named = [resource for resource in found.resources if resource.name == name]
    assert len(named) == 1, [resource.urn for resource in found.resources]
    return named[0]
