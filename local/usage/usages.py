"""What every function of a stack calls, beside what it was granted."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from local.stack_graph import graph_of
from local.usage.compare import compare
from local.usage.found import Found, Place, Unresolved
from local.usage.functions import Deployed, functions
from local.usage.grants import grants
from local.usage.package import PackageError, Project, package
from local.usage.result import Usage
from local.usage.static import analyse

if TYPE_CHECKING:
    from local.engine.run import Run

_PYTHON: Final = "python"


def usages(run: "Run") -> tuple[Usage, ...]:
    """Compare calls and grants of each function of a stack.

    Args:
        run: What the stack's program declares.
    """
    graph = graph_of(run)
    folder = run.stack.project.folder.resolve()
    program = run.stack.project.program
    project = Project(folder, program if program.is_dir() else program.parent)
    return tuple(
        compare(one, found(one, project), graph, folder)
        for one in functions(graph, run.resources, folder)
    )


def found(function: Deployed, project: Project) -> Found:
    """What a function's code calls; what cannot be read is listed as such."""
    if not function.runtime.startswith(_PYTHON) or not function.handler:
        text = f"its code is for {function.runtime or 'a runtime that is not known'}, not Python"
        return Found(unresolved=(Unresolved(Place(function.name, 1), text),))
    try:
        code = package(function.code, project, function.handler)
    except PackageError as error:
        return Found(unresolved=(Unresolved(Place(function.name, 1), str(error)),))
    return analyse(code, function.handler, function.environment, frozenset(_suspects(function)))


def _suspects(function: Deployed) -> Iterator[str]:
    """The methods that a client has for what the function was granted."""
    from botocore import xform_name  # noqa: PLC0415 -- only functions need it

    for grant in grants(function.entity) if function.entity else ():
        yield xform_name(grant.action.partition(":")[2])
