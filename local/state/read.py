"""Reads a file as JSON and finds the resources in it, or says what it is instead."""

import json
import math
import sys
from pathlib import Path
from typing import IO, Any, Final, NoReturn

from local.errors import InputError
from local.formats import Expected, other_tool

LARGEST_BYTES: Final = 64 * 1024**2
DEEPEST: Final = 30
"""Protobuf takes 100 levels, of which one of JSON uses three."""

_CHUNK_BYTES: Final = 1024**2
_EXPECTED: Final = Expected(
    "This command reads `pulumi stack export`, `pulumi preview --json`, "
    "or a list of objects with type, name and inputs."
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
    except IsADirectoryError:
        _EXPECTED.refuse(source, "a folder.")
    except OSError as error:
        raise InputError(f"{source}: {error.strerror}.") from None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        _EXPECTED.refuse(name, f"not UTF-8 text (byte {error.start}).")
    _EXPECTED.refuse_empty(name, text)
    return text


def _bounded(stream: IO[bytes], name: str) -> bytes:
    """Read a stream, and stop as soon as it cannot be a file of resources."""
    chunks: list[bytes] = []
    size = 0
    while chunk := stream.read(_CHUNK_BYTES):
        if not chunks:
            _EXPECTED.refuse_other_formats(name, chunk.decode("utf-8-sig", errors="replace"))
        size += len(chunk)
        if size > LARGEST_BYTES:
            raise InputError(
                f"{name}: over {LARGEST_BYTES // 1024**2} MiB. Check one stack at a time."
            )
        chunks.append(chunk)
    return b"".join(chunks)


def _parsed(text: str, name: str) -> Any:  # noqa: ANN401 -- any JSON
    try:
        return json.loads(text, parse_constant=_no_constant, parse_float=_number)
    except json.JSONDecodeError as error:
        _EXPECTED.refuse_text(name, text)
        place = f"line {error.lineno}, column {error.colno}"
        _EXPECTED.refuse(name, f"not JSON: {error.msg} ({place}).")
    except RecursionError:
        raise InputError(f"{name}: nested too deeply to be a file of resources.") from None
    except ValueError as error:
        _EXPECTED.refuse(name, f"not JSON: {error}.")


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number of JSON")


def _number(text: str) -> float:
    number = float(text)
    return number if math.isfinite(number) else _no_constant(text)


def _resources(given: Any, name: str) -> list[Any]:  # noqa: ANN401 -- any JSON
    if isinstance(given, list):
        return given
    if not isinstance(given, dict):
        _EXPECTED.refuse(name, "got a single value.")
    if "deployment" in given and "version" in given:
        return _exported(given["deployment"], name)
    if isinstance(steps := given.get("steps"), list):
        # A replacement takes several steps, each with the resource's new state.
        states = (step["newState"] for step in steps if _is_kept(step))
        return list({str(state.get("urn")): state for state in states}.values())
    # `pulumi preview --json` leaves the steps out when there are none.
    if "changeSummary" in given:
        return []
    if other := other_tool(given):
        _EXPECTED.refuse(name, f"{other}.")
    keys = ", ".join(sorted(map(str, given))[:8])
    return _EXPECTED.refuse(
        name, f"an object with the keys {keys[:200]}." if keys else "an empty object."
    )


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
