"""Reads one YAML file the way Pulumi's own reader (Go's yaml.v3) understands it."""

import re
from pathlib import Path
from typing import Any, Final

import yaml

from local.errors import ProjectError

_LARGEST_BYTES: Final = 1024**2


class _Loader(yaml.SafeLoader):
    """YAML 1.2's plain values: ``yes`` and dates are text, and a key may come once only."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002 -- PyYAML's signature
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if isinstance(key, str) and key in seen:
                raise yaml.constructor.ConstructorError(
                    problem=f"the key {key!r} comes twice", problem_mark=key_node.start_mark
                )
            if isinstance(key, str):
                seen.add(key)
        return super().construct_mapping(node, deep)


_PLAIN = (
    ("tag:yaml.org,2002:bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("tag:yaml.org,2002:null", r"~|null|Null|NULL|", "~nN"),
    ("tag:yaml.org,2002:int", r"[-+]?(0|[1-9][0-9]*)", "-+0123456789"),
    ("tag:yaml.org,2002:float", r"[-+]?[0-9]+(\.[0-9]*)?([eE][-+]?[0-9]+)?", "-+0123456789"),
)


def _resolvers() -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    found: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
    for tag, pattern, starts in _PLAIN:
        for start in [*starts, ""] if tag.endswith("null") else starts:
            found.setdefault(start, []).append((tag, re.compile(f"(?:{pattern})$")))
    merge = ("tag:yaml.org,2002:merge", re.compile("<<$"))
    return {**found, "<": [merge]}


_Loader.yaml_implicit_resolvers = _resolvers()


def load(path: Path) -> dict[str, Any]:
    """Return a file's keys and values; an empty file has none.

    Raises:
        ProjectError: The file cannot be read, is not YAML, or is not keys and values.
    """
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            raise ProjectError(f"{path.name}: over 1 MiB; a configuration is smaller.")
        given = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 -- a SafeLoader
    except yaml.MarkedYAMLError as error:
        raise ProjectError(f"{path.name}: not YAML: {_problem(error)}.") from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise ProjectError(f"{path.name}: not YAML: {_first_line(error)}.") from None
    except OSError as error:
        raise ProjectError(f"{path.name}: {error.strerror}.") from None
    if given is None:
        return {}
    if not isinstance(given, dict):
        kind = "a list" if isinstance(given, list) else "a single value"
        raise ProjectError(f"{path.name}: got {kind}; allowed: keys and values.")
    return given


def _problem(error: yaml.MarkedYAMLError) -> str:
    mark = error.problem_mark or error.context_mark
    place = f" (line {mark.line + 1}, column {mark.column + 1})" if mark else ""
    return f"{error.problem or error.context}{place}"


def _first_line(error: Exception) -> str:
    return (str(error) or type(error).__name__).splitlines()[0]
