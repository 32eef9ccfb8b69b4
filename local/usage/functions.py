"""The functions of a stack: their code, their roles, and where the program declares them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

from guardrails.entities import entities
from guardrails.graph import Graph
from guardrails.iam.entity import Entity
from guardrails.origin import declared_urn
from guardrails.resource_types import FUNCTION
from guardrails.view import Resource
from local.engine.backend import Declared
from local.engine.values import is_unknown
from local.usage.found import Place

_FILE: Final = "file://"
_NOT_OWN: Final = ("/site-packages/", "/dist-packages/")


@dataclass(frozen=True)
class Deployed:
    """A function as a stack declares it.

    Attributes:
        name: In AWS.
        handler: Module and function; empty where that is not known.
        runtime: ``python3.13``.
        code: The input ``code``.
        environment: The variables that are known and not secret.
        resource: The function in the stack's graph.
        entity: Its role with its policies; ``None`` when that is of elsewhere.
        stack: Where the program declares its grants, the innermost place first.
    """

    name: str
    handler: str
    runtime: str
    code: object
    environment: Mapping[str, str]
    resource: Resource
    entity: Entity | None
    stack: tuple[Place, ...] = field(default=())


def functions(graph: Graph, resources: Sequence[Declared], folder: Path) -> tuple[Deployed, ...]:
    """The functions of a stack, by their names.

    Args:
        graph: The stack.
        resources: The same, as the program declares it.
        folder: The project's, to which places are relative.
    """
    declared = {one.urn: one for one in resources}
    roles = {runner.source: entity for entity in entities(graph) for runner in entity.runners}
    found = [
        _deployed(resource, declared, roles.get(resource.urn), folder)
        for resource in graph.of(FUNCTION)
        if resource.urn in declared and not declared[resource.urn].external
    ]
    return tuple(sorted(found, key=lambda one: one.name))


def _deployed(
    resource: Resource, declared: Mapping[str, Declared], entity: Entity | None, folder: Path
) -> Deployed:
    given = declared[resource.urn]
    sources = [declared_urn(policy.source) for policy in entity.policies] if entity else []
    # The grants of a role are with its policy, or with the role itself.
    holder = next((declared[one] for one in sources if one in declared), given)
    return Deployed(
        name=resource["name"].text or resource.name,
        handler=resource["handler"].text,
        runtime=resource["runtime"].text,
        code=given.inputs.get("code"),
        environment=dict(_environment(given)),
        resource=resource,
        entity=entity,
        stack=tuple(_places(holder, folder)),
    )


def _places(declared: Declared, folder: Path) -> Iterator[Place]:
    """Where the program declares a resource, as far as that is in the project's own files."""
    for uri, line in declared.stack:
        if uri.startswith(_FILE) and not any(part in uri for part in _NOT_OWN):
            path = Path(unquote(uri.removeprefix(_FILE)))
            if path.is_relative_to(folder):
                yield Place(path.relative_to(folder).as_posix(), line)


def _environment(given: Declared) -> Iterator[tuple[str, str]]:
    held: Any = given.inputs.get("environment")
    variables = held.get("variables") if isinstance(held, Mapping) else None
    if "environment" in given.secret_inputs or not isinstance(variables, Mapping):
        return
    for name, value in variables.items():
        if isinstance(value, str) and not is_unknown(value):
            yield str(name), value
