"""The corpus of declarations with verdicts: reads ``cases/*.toml``.

``resources.toml`` has resources that are declared well, by name: their ``type`` of Pulumi's and
their ``inputs``. Every other file is a category; each of its tables is a question:

- ``resources``: the names of those that make up a case of it, as they are declared there;
- ``rules``: of Bulwark, and ``checkov``: of Checkov. Any of them finds a bad case, and any of them
  is a false alarm on a good one; whatever else a tool says of a case does not count;
- ``bad`` and ``good``: for each case of that verdict its name and what is declared otherwise, by
  resource and property. The text ``unset`` takes a property or a resource away; a resource that
  is named here only comes as ``resources.toml`` has it.

The verdict is what AWS does with such resources. A text ``&bucket.arn`` is what the resource
``bucket`` of the same case tells: unknown at preview, unless it is declared; without such a
resource in the case the property is not there. What AWS takes as a document in JSON is written as a
table.
"""

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from benchmarks.terraform import Reference

FOLDER: Final = Path(__file__).with_name("cases")
_RESOURCES: Final = FOLDER / "resources.toml"
_VERDICTS: Final = ("bad", "good")
_UNSET: Final = "unset"
_DOCUMENTS: Final = frozenset(
    {
        *("policy", "assumeRolePolicy", "accessPolicies", "redrivePolicy", "definition"),
        *("containerDefinitions", "content", "filterPolicy", "body", "input"),
    }
)


@dataclass(frozen=True, slots=True)
class Declared:
    """One resource.

    Attributes:
        name: Unique among all cases.
        inputs: Its properties; some values are a ``Reference``.
    """

    type: str
    name: str
    inputs: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Case:
    """Resources that hold together, and the verdict on them.

    Attributes:
        category: The file it is from.
        question: The table it is from.
        rules: The ids of Bulwark's rules that answer the question.
        checkov: The ids of Checkov's checks that do.
    """

    category: str
    question: str
    name: str
    is_bad: bool
    rules: frozenset[str]
    checkov: frozenset[str]
    resources: tuple[Declared, ...]


@cache
def cases() -> tuple[Case, ...]:
    """Every case, by category."""
    files = sorted(file for file in FOLDER.glob("*.toml") if file != _RESOURCES)
    return tuple(case for file in files for case in _read(file))


@cache
def _known() -> Mapping[str, Any]:
    return tomllib.loads(_RESOURCES.read_text(encoding="utf-8"))


def _read(file: Path) -> Iterator[Case]:
    for question, given in tomllib.loads(file.read_text(encoding="utf-8")).items():
        for verdict in _VERDICTS:
            for number, (name, changes) in enumerate(given.get(verdict, {}).items()):
                yield Case(
                    category=file.stem,
                    question=question,
                    name=name,
                    is_bad=verdict == "bad",
                    rules=frozenset(given["rules"]),
                    checkov=frozenset(given.get("checkov", ())),
                    resources=_resources(
                        given["resources"],
                        changes,
                        f"{file.stem}-{question}-{verdict}-{number}",
                    ),
                )


def _resources(names: list[str], changes: Mapping[str, Any], case: str) -> tuple[Declared, ...]:
    given = {
        name: _changed(_known()[name]["inputs"], changes.get(name, {}))
        for name in dict.fromkeys([*names, *changes])
        if changes.get(name) != _UNSET
    }
    return tuple(
        Declared(_known()[name]["type"], f"{case}-{name}", _meant(inputs, given, case))
        for name, inputs in given.items()
    )


def _changed(given: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(given)
    for key, value in changes.items():
        if value == _UNSET:
            merged.pop(key, None)
        elif isinstance(value, dict):
            before = merged.get(key)
            merged[key] = _changed(before if isinstance(before, dict) else {}, value)
        else:
            merged[key] = value
    return merged


def _meant(inputs: Mapping[str, Any], given: Mapping[str, Any], case: str) -> dict[str, Any]:
    """The properties without those that lead to nothing in the case."""
    meant = {
        key: json.dumps(value)
        if key in _DOCUMENTS and isinstance(value, dict | list)
        else _value(value, given, case)
        for key, value in inputs.items()
    }
    return {key: value for key, value in meant.items() if value is not None}


def _value(value: Any, given: Mapping[str, Any], case: str) -> Any:  # noqa: ANN401 -- of a property
    if isinstance(value, dict):
        return _meant(value, given, case)
    if isinstance(value, list):
        return [_value(one, given, case) for one in value]
    if isinstance(value, str) and value.startswith("&"):
        name, _, attribute = value[1:].partition(".")
        if name not in given:
            return None
        declared = given[name].get(attribute)
        return Reference(_known()[name]["type"], f"{case}-{name}", attribute, declared)
    return value
