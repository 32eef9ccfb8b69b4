"""Reads a file as JSON and finds the resources in it, or says what it is instead."""

import json
import math
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any, Final, NoReturn

from local.errors import InputError

LARGEST_BYTES: Final = 64 * 1024**2
DEEPEST: Final = 30
"""Protobuf takes 100 levels, of which one of JSON uses three."""

_CHUNK_BYTES: Final = 1024**2
_HEAD_CHARACTERS: Final = 4096
_TAKEN: Final = (
    "`pulumi stack export`, `pulumi preview --json`, "
    "or a list of objects with type, name and inputs"
)


def read(source: str) -> tuple[str, list[Any]]:
    """Return a name for the source, and the resources in it: objects that are not validated yet.

    Args:
        source: A path, or ``-`` for standard input.

    Raises:
        InputError: It is empty, too large, not JSON, or not what this command reads.
    """
    name = "standard input" if source == "-" else Path(source).name
    return name, _resources(_parsed(_text(source, name), name), name)


def _text(source: str, name: str) -> str:
    try:
        if source == "-":
            raw = _bounded(sys.stdin.buffer, name)
        else:
            with Path(source).open("rb") as file:
                raw = _bounded(file, name)
    except OSError as error:
        raise InputError(f"{source}: {error.strerror}.") from None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{name}: not UTF-8 text (byte {error.start}). {_expected()}") from None
    if not text.strip():
        raise InputError(f"{name}: empty. {_expected()}")
    return text


def _bounded(stream: IO[bytes], name: str) -> bytes:
    """Read a stream, and stop as soon as it cannot be a file of resources."""
    chunks: list[bytes] = []
    size = 0
    while chunk := stream.read(_CHUNK_BYTES):
        if not chunks:
            _refuse_other_formats(chunk, name)
        size += len(chunk)
        if size > LARGEST_BYTES:
            raise InputError(
                f"{name}: over {LARGEST_BYTES // 1024**2} MiB. Check one stack at a time."
            )
        chunks.append(chunk)
    return b"".join(chunks)


def _refuse_other_formats(start: bytes, name: str) -> None:
    head = start[:_HEAD_CHARACTERS].decode("utf-8-sig", errors="replace").lstrip()
    if head[:1] in {"", "{", "["}:
        return
    if "AWSTemplateFormatVersion" in head or "AWS::" in head:
        _refuse(name, "a CloudFormation template")
    if head.startswith(('resource "', "terraform {", 'provider "', 'module "', 'variable "')):
        _refuse(name, "a Terraform configuration")
    if head.startswith("PK\x03\x04"):
        _refuse(name, "a zip archive, or a saved Terraform plan")
    raise InputError(f"{name}: not JSON: it starts with {head[:20]!r}. {_expected()}")


def _parsed(text: str, name: str) -> Any:  # noqa: ANN401 -- any JSON
    try:
        return json.loads(text, parse_constant=_no_constant, parse_float=_number)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise InputError(f"{name}: not JSON: {error.msg} ({place}). {_expected()}") from None
    except RecursionError:
        raise InputError(f"{name}: nested too deeply to be a file of resources.") from None
    except ValueError as error:
        raise InputError(f"{name}: not JSON: {error}. {_expected()}") from None


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number of JSON")


def _number(text: str) -> float:
    number = float(text)
    return number if math.isfinite(number) else _no_constant(text)


def _resources(given: Any, name: str) -> list[Any]:  # noqa: ANN401 -- any JSON
    if isinstance(given, list):
        return given
    if not isinstance(given, dict):
        raise InputError(f"{name}: got a single value. {_expected()}")
    if "deployment" in given and "version" in given:
        return _exported(given["deployment"], name)
    if isinstance(steps := given.get("steps"), list):
        # A replacement takes several steps, each with the resource's new state.
        states = (step["newState"] for step in steps if _is_kept(step))
        return list({str(state.get("urn")): state for state in states}.values())
    # `pulumi preview --json` leaves the steps out when there are none.
    if "changeSummary" in given:
        return []
    if other := _other_tool(given):
        _refuse(name, other)
    keys = ", ".join(sorted(map(str, given))[:8]) or "none"
    raise InputError(f"{name}: an object with the keys {keys[:200]}. {_expected()}")


def _is_kept(step: Any) -> bool:  # noqa: ANN401 -- any JSON
    return isinstance(step, dict) and isinstance(step.get("newState"), dict)


def _exported(deployment: Any, name: str) -> list[Any]:  # noqa: ANN401 -- any JSON
    resources = deployment.get("resources") if isinstance(deployment, dict) else deployment
    if resources is None:
        return []
    if not isinstance(resources, list):
        raise InputError(f"{name}: deployment.resources: allowed: a list of resources.")
    return [one for one in resources if not _is_gone(one)]


def _is_gone(resource: Any) -> bool:  # noqa: ANN401 -- any JSON
    """Whether it is no longer part of the stack: on its way out, or to be made anew."""
    return isinstance(resource, dict) and (
        resource.get("delete") is True or resource.get("pendingReplacement") is True
    )


def _other_tool(given: Mapping[str, Any]) -> str:
    for keys, tool in _OTHER_TOOLS:
        if keys <= set(given):
            return tool
    resources = given.get("Resources")
    if isinstance(resources, dict) and any(
        isinstance(one, dict) and str(one.get("Type", "")).startswith("AWS::")
        for one in resources.values()
    ):
        return "a CloudFormation template"
    return ""


_OTHER_TOOLS: Final = (
    ({"terraform_version", "planned_values"}, "a Terraform plan"),
    ({"terraform_version", "lineage"}, "a Terraform state"),
    ({"terraform_version"}, "Terraform's output"),
    ({"format_version", "resource_changes"}, "a Terraform plan"),
    ({"AWSTemplateFormatVersion"}, "a CloudFormation template"),
    ({"apiVersion", "kind"}, "a Kubernetes manifest"),
    ({"artifacts", "version"}, "a CDK cloud assembly"),
    ({"access_documents", "violations"}, "a report of bulwark preview, which is judged already"),
    ({"Version", "Statement"}, "a single IAM policy document"),
)


def _refuse(name: str, what: str) -> NoReturn:
    raise InputError(f"{name}: {what}. {_expected()}")


def _expected() -> str:
    return f"This command reads {_TAKEN}."
