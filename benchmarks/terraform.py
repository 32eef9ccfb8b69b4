"""The same declarations as a Terraform plan, for Checkov to judge beside the pack."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from benchmarks.iam_peers import PYTHON
from benchmarks.terraform_types import COMPUTED, DEFAULTS, TYPES

_MAPS: Final = frozenset({"tags", "variables", "requestParameters", "connectionProperties"})
"""What is a map in Terraform too; any other object is a block."""


@dataclass(frozen=True, slots=True)
class Reference:
    """What another resource of the plan tells once it is made.

    Attributes:
        type: That resource's type of Pulumi's.
        name: Its name.
        attribute: What it tells: ``arn``.
        known: That, where it is declared; else it is known after the apply only.
    """

    type: str
    name: str
    attribute: str
    known: str | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """What Checkov found.

    Attributes:
        failed: The ids of its failed checks by the resource's name.
        seconds: Its whole process.
    """

    failed: Mapping[str, frozenset[str]]
    seconds: float


def checkov(given: Iterable[tuple[str, str, Mapping[str, Any]]]) -> Judged:
    """Judge resources, each a type of Pulumi's, a name and its inputs, in one plan."""
    if not PYTHON.exists():
        sys.exit(f"{PYTHON} is missing; `make bench` prepares it.")
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "plan.json").write_text(json.dumps(_plan(list(given))), encoding="utf-8")
        command = [str(PYTHON.with_name("checkov")), "-d", folder, "--framework", "terraform_plan"]
        # Without the download it asks no address for anything.
        command += ["-o", "json", "--quiet", "--compact", "--skip-download"]
        begin = time.perf_counter()
        done = subprocess.run(  # noqa: S603 -- the tool that `make bench` installed
            command,
            capture_output=True,
            text=True,
            check=False,
            # With the second it takes what is known after the apply for a value, not for nothing.
            env={**os.environ, "LOG_LEVEL": "CRITICAL", "EVAL_TF_PLAN_AFTER_UNKNOWN": "true"},
        )
        seconds = time.perf_counter() - begin
    try:
        report = json.loads(done.stdout)
    except ValueError:
        sys.exit(f"Checkov gave no report: {done.stderr[-1000:]}")
    failed: dict[str, set[str]] = {}
    for one in report.get("results", {}).get("failed_checks", ()):
        name = str(one["resource"]).partition(".")[2]
        failed.setdefault(name, set()).add(one["check_id"])
    return Judged({name: frozenset(ids) for name, ids in failed.items()}, seconds)


def _plan(given: Sequence[tuple[str, str, Mapping[str, Any]]]) -> dict[str, Any]:
    resources: list[dict[str, Any]] = []
    changes: list[dict[str, Any]] = []
    configuration: list[dict[str, Any]] = []
    for type_, name, inputs in given:
        kind, renamed = TYPES[type_]
        head = {"address": f"{kind}.{name}", "mode": "managed", "type": kind, "name": name}
        values = {**DEFAULTS.get(kind, {}), **_block(inputs, renamed)}
        references = _references(inputs, renamed)
        unknown = {key: True for key in (COMPUTED.get(kind),) if key and key not in values}
        unknown |= _unknown(references)
        change = {"actions": ["create"], "before": None, "after": values}
        resources.append({**head, "values": values})
        changes.append({**head, "change": {**change, "after_unknown": unknown}})
        configuration.append({**head, "expressions": references})
    return {
        "format_version": "1.1",
        "terraform_version": "1.5.0",
        "planned_values": {"root_module": {"resources": resources}},
        "resource_changes": changes,
        "configuration": {"root_module": {"resources": configuration}},
    }


def _block(inputs: Mapping[str, Any], renamed: Mapping[str, str]) -> dict[str, Any]:
    """What is known of a block before the apply."""
    return {
        _key(key, renamed): _map(value) if key in _MAPS else _spelt(value, renamed)
        for key, value in inputs.items()
        if not _is_computed(value)
    }


def _map(value: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _spelt(one, {}) for key, one in value.items() if not _is_computed(one)}


def _spelt(value: Any, renamed: Mapping[str, str]) -> Any:  # noqa: ANN401 -- any value of a property
    if isinstance(value, Mapping):
        # Terraform writes a block as a list of one.
        return [_block(value, renamed)]
    if isinstance(value, list):
        return [
            _block(one, renamed) if isinstance(one, Mapping) else _spelt(one, renamed)
            for one in value
            if not _is_computed(one)
        ]
    return value.known if isinstance(value, Reference) else value


def _is_computed(value: Any) -> bool:  # noqa: ANN401 -- any value of a property
    return isinstance(value, Reference) and value.known is None


def _references(inputs: Mapping[str, Any], renamed: Mapping[str, str]) -> dict[str, Any]:
    """What a block refers to, as the configuration of a plan tells it."""
    found: dict[str, Any] = {}
    for key, value in inputs.items():
        whole = list(value.values()) if key in _MAPS else [value]
        elements = value if isinstance(value, list) else whole
        names = [one for each in elements if isinstance(each, Reference) for one in _address(each)]
        blocks = [_references(each, renamed) for each in elements if isinstance(each, Mapping)]
        if names:
            found[_key(key, renamed)] = {"references": names}
        elif any(blocks):
            found[_key(key, renamed)] = blocks
    return found


def _address(reference: Reference) -> tuple[str, str]:
    whole = f"{TYPES[reference.type][0]}.{reference.name}"
    return f"{whole}.{snake(reference.attribute)}", whole


def _unknown(references: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: [_unknown(one) for one in value] if isinstance(value, list) else True
        for key, value in references.items()
    }


def _key(name: str, renamed: Mapping[str, str]) -> str:
    return renamed.get(name, snake(name))


def snake(name: str) -> str:
    """``kmsKeyId`` as Terraform writes it: ``kms_key_id``."""
    return "".join(f"_{sign.lower()}" if sign.isupper() else sign for sign in name)
