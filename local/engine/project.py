"""Reads ``Pulumi.yaml`` and ``Pulumi.<stack>.yaml`` as Pulumi does.

Formats: https://www.pulumi.com/docs/iac/concepts/projects/project-file/ and
https://www.pulumi.com/docs/iac/concepts/config/
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from local.engine.document import load
from local.errors import ProjectError

_PROJECT_FILE: Final = "Pulumi.yaml"
_STACK_NAME: Final = re.compile(r"[\w.-]{1,100}")
_DECLARATION: Final = {"type", "default", "description", "secret", "items", "value"}


@dataclass(frozen=True)
class Project:
    """A Pulumi project.

    Attributes:
        name: The project's name.
        folder: Where ``Pulumi.yaml`` is.
        program: The program's folder, or its file.
        config: The project's own part of the configuration, not yet read.
    """

    name: str
    folder: Path
    program: Path
    config: Mapping[str, Any] = field(default_factory=dict)

    def stacks(self) -> list[str]:
        """The stacks that have a file, by name."""
        files = self.folder.glob("Pulumi.*.yaml")
        return sorted(file.name.removeprefix("Pulumi.").removesuffix(".yaml") for file in files)


@dataclass(frozen=True)
class StackConfig:
    """One stack's configuration, in the form in which Pulumi hands it to a program.

    Attributes:
        project: Its project.
        name: The stack's name.
        values: By full key (``bulwark:region``); text, structured values as JSON.
        secrets: The keys whose values are secret.
        encrypted: Those of them that cannot be read without the stack's key: unknown in a run.
        organization: As in ``<organization>/<project>/<stack>``.
    """

    project: Project
    name: str
    values: Mapping[str, str] = field(default_factory=dict)
    secrets: frozenset[str] = frozenset()
    encrypted: frozenset[str] = frozenset()
    organization: str = "organization"

    def own(self, key: str) -> str | None:
        """The value of one of the project's own keys, such as ``region``."""
        return self.values.get(f"{self.project.name}:{key}")


def find_project(start: Path) -> Project:
    """Read the project that ``start`` is in: the nearest ``Pulumi.yaml`` upwards.

    Raises:
        ProjectError: There is none, or it is not a Python project's.
    """
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / _PROJECT_FILE).is_file():
            return _read_project(folder)
    raise ProjectError(
        f"{start}: no {_PROJECT_FILE} here or above. Run the command inside of a Pulumi project."
    )


def _read_project(folder: Path) -> Project:
    given = load(folder / _PROJECT_FILE)
    name, main = given.get("name"), given.get("main", ".")
    runtime: object = given.get("runtime")
    if isinstance(runtime, dict):
        runtime = runtime.get("name")
    if not isinstance(name, str) or not _STACK_NAME.fullmatch(name):
        raise ProjectError(f"{_PROJECT_FILE}: name: got {name!r}; allowed: letters, digits and .-_")
    if runtime != "python":
        raise ProjectError(f"{_PROJECT_FILE}: runtime: got {runtime!r}; allowed: python.")
    if not isinstance(main, str) or not (program := folder / main).exists():
        raise ProjectError(f"{_PROJECT_FILE}: main: got {main!r}; allowed: an existing folder.")
    config = _mapping(given.get("config"), _PROJECT_FILE)
    return Project(name=name, folder=folder, program=program, config=config)


def read_stack(project: Project, name: str) -> StackConfig:
    """Read a stack's configuration over the project's defaults.

    Raises:
        ProjectError: There is no such stack, or its file is not what Pulumi takes.
    """
    known = project.stacks()
    if name not in known:
        listed = ", ".join(known) or f"none yet; write Pulumi.{name}.yaml"
        raise ProjectError(f"stack: got {name!r}; allowed: {listed}.")
    file = f"Pulumi.{name}.yaml"
    given = load(project.folder / file)
    reader = _Reader(project.name)
    missing = reader.defaults(project.config)
    for key, value in _mapping(given.get("config"), file).items():
        reader.add(key, value, file)
    for key in missing:
        if key not in reader.values:
            raise ProjectError(f"{file}: {key}: missing; {_PROJECT_FILE} declares it. Add it here.")
    return StackConfig(
        project=project,
        name=name,
        values=reader.values,
        secrets=frozenset(reader.secrets),
        encrypted=frozenset(reader.encrypted),
    )


class _Reader:
    """Gathers configuration values, later ones over earlier ones."""

    def __init__(self, project: str) -> None:
        self._project = project
        self.values: dict[str, str] = {}
        self.secrets: set[str] = set()
        self.encrypted: set[str] = set()

    def defaults(self, config: Mapping[Any, Any]) -> list[str]:
        """Take the project's values; return the declared keys that every stack has to set."""
        required: list[str] = []
        for key, value in config.items():
            declared = isinstance(value, dict) and bool(value) and set(value) <= _DECLARATION
            if not declared:
                self.add(key, value, _PROJECT_FILE)
                continue
            given = value.get("value", value.get("default"))
            if given is None:
                required.append(self._full(key, _PROJECT_FILE))
                continue
            self.add(key, given, _PROJECT_FILE)
            if value.get("secret") is True:
                self.secrets.add(self._full(key, _PROJECT_FILE))
        return required

    def add(self, key: object, value: Any, file: str) -> None:  # noqa: ANN401 -- any YAML value
        """Take one value."""
        name = self._full(key, file)
        self.secrets.discard(name)
        self.encrypted.discard(name)
        if _holds_secret(value, f"{file}: {name}"):
            self.secrets.add(name)
            self.encrypted.add(name)
            self.values[name] = ""
        elif value is not None:
            self.values[name] = _text(value)

    def _full(self, key: object, file: str) -> str:
        if not isinstance(key, str) or not key.strip(":"):
            raise ProjectError(f"{file}: config: got the key {key!r}; allowed: namespace:key.")
        return key if ":" in key else f"{self._project}:{key}"


def _holds_secret(value: Any, where: str) -> bool:  # noqa: ANN401 -- any YAML value
    if isinstance(value, dict):
        if set(value) == {"secure"}:
            if not isinstance(value["secure"], str):
                raise ProjectError(f"{where}: secure: allowed: the text that Pulumi wrote there.")
            return True
        return any(_holds_secret(item, where) for item in value.values())
    return isinstance(value, list) and any(_holds_secret(item, where) for item in value)


def _text(value: Any) -> str:  # noqa: ANN401 -- any YAML value
    """A value as Pulumi hands it over: compact JSON with sorted keys for structured ones."""
    if isinstance(value, str):
        return value
    return json.dumps(value, separators=(",", ":"), sort_keys=True, ensure_ascii=False)


def _mapping(given: Any, file: str) -> Mapping[Any, Any]:  # noqa: ANN401 -- any YAML value
    if given is None:
        return {}
    if not isinstance(given, dict):
        kind = "a list" if isinstance(given, list) else repr(given)
        raise ProjectError(f"{file}: config: got {kind}; allowed: keys and values.")
    return given
