"""The reports for programs: their shapes stay stable."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

import pulumi

from local.engine.backend import Declared
from local.engine.values import is_unknown
from local.policy.client import Judgement
from local.preview import Preview
from local.usage import report as usage

SECRET: Final = "[secret]"  # noqa: S105 -- what stands in for one


def preview(given: Preview) -> dict[str, Any]:
    """The report of ``bulwark preview --json``."""
    documents = given.documents
    return {
        "stack": given.run.stack.name,
        "resources": [
            resource(one) for one in sorted(given.run.resources, key=lambda one: one.urn)
        ],
        "access_documents": len(documents),
        "unknown_access_documents": sum(not document.known for document in documents),
        **judgement(given.judgement),
        "usage": usage.data(given.usages),
        "timings": {name: round(seconds, 3) for name, seconds in given.timings.items()},
    }


def check(resources: int, judged: Judgement, without: Mapping[str, int]) -> dict[str, Any]:
    """The report of ``bulwark check --json``."""
    return {"resources": resources, **judgement(judged), "types_without_rules": dict(without)}


def judgement(judged: Judgement) -> dict[str, Any]:
    """What the policies say."""
    return {
        "violations": [asdict(violation) for violation in judged.violations],
        "undetermined": [asdict(one) for one in judged.undetermined],
        "remedied": [asdict(one) for one in judged.remedied],
    }


def resource(declared: Declared) -> dict[str, Any]:
    """A declared resource; an unknown value is ``null``, and ``unknown`` lists its path."""
    return {
        "urn": declared.urn,
        "type": declared.type,
        "name": declared.name,
        "parent": declared.parent,
        "inputs": {
            name: SECRET if name in declared.secret_inputs else _shown(value)
            for name, value in sorted(declared.inputs.items())
        },
        "unknown": sorted(_unknown_paths(declared.inputs, "")),
    }


def rendered(report: Mapping[str, Any] | Sequence[Any]) -> str:
    """A report as JSON text."""
    return json.dumps(report, indent=2, ensure_ascii=True)


def _shown(value: Any) -> Any:  # noqa: ANN401 -- any value of a property
    if is_unknown(value):
        return None
    if isinstance(value, Mapping):
        return {name: _shown(item) for name, item in sorted(value.items())}
    if isinstance(value, list):
        return [_shown(item) for item in value]
    if isinstance(value, pulumi.AssetArchive):
        return {"assets": _shown(value.assets)}
    for held in ("path", "text", "uri"):
        if isinstance(value, pulumi.Asset | pulumi.Archive) and hasattr(value, held):
            return {held: str(getattr(value, held))}
    return value


def _unknown_paths(value: Any, path: str) -> Iterator[str]:  # noqa: ANN401 -- any value of a property
    if is_unknown(value):
        yield path
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from _unknown_paths(item, f"{path}.{name}" if path else str(name))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _unknown_paths(item, f"{path}[{number}]")
