"""The environment of a function: its own variables and its grants', measured as AWS does."""

import json
import re
from collections.abc import Iterable, Mapping

from components.core import limits
from components.core.errors import LimitError, SpecError
from components.iam import Grant

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]+")

# https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
RESERVED = frozenset(
    {
        "AWS_ACCESS_KEY",
        "AWS_ACCESS_KEY_ID",
        "AWS_DEFAULT_REGION",
        "AWS_EXECUTION_ENV",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
        "AWS_LAMBDA_FUNCTION_NAME",
        "AWS_LAMBDA_FUNCTION_VERSION",
        "AWS_LAMBDA_INITIALIZATION_TYPE",
        "AWS_LAMBDA_LOG_GROUP_NAME",
        "AWS_LAMBDA_LOG_STREAM_NAME",
        "AWS_LAMBDA_RUNTIME_API",
        "AWS_REGION",
        "AWS_SECRET_ACCESS_KEY",
        "AWS_SESSION_TOKEN",
        "LAMBDA_RUNTIME_DIR",
        "LAMBDA_TASK_ROOT",
    }
)
_SHOWN = 5


def environment(where: str, own: Mapping[str, str], grants: Iterable[Grant]) -> dict[str, str]:
    """Merge a function's own variables and those of its grants, sorted by name.

    Raises:
        SpecError: A name or a value that Lambda does not take, or one name with two values.
        LimitError: More than 4 KB.
    """
    merged: dict[str, str] = {}
    for variables in (own, *(part.get("environment", {}) for part in grants)):
        for name, value in variables.items():
            _check(f"{where}.{name}", name, value)
            known = merged.setdefault(name, value)
            if known != value:
                allowed = f"one value, and {known!r} is given too"
                raise SpecError(f"{where}.{name}", value, allowed, "Rename one of the two.")
    size = measured(merged)
    if size > limits.LAMBDA_ENVIRONMENT_BYTES:
        allowed = f"at most {limits.LAMBDA_ENVIRONMENT_BYTES} bytes as JSON"
        raise LimitError(where, f"{size} bytes", allowed, f"The largest: {_largest(merged)}.")
    return dict(sorted(merged.items()))


def measured(variables: Mapping[str, str]) -> int:
    """The size in bytes as Lambda counts it: of the JSON text, its quotes and commas included."""
    return len(json.dumps(variables, ensure_ascii=False, separators=(",", ":")).encode())


def _check(where: str, name: str, value: object) -> None:
    if not _NAME.fullmatch(name):
        allowed = "a name of letters, digits and _, a letter first, two characters at least"
        raise SpecError(where, name, allowed)
    if name in RESERVED:
        raise SpecError(where, name, "a name that Lambda does not set itself")
    if not isinstance(value, str):
        raise SpecError(where, value, "text")


def _largest(variables: Mapping[str, str]) -> str:
    sizes = {name: measured({name: value}) - len("{}") for name, value in variables.items()}
    largest = sorted(sizes, key=lambda name: (-sizes[name], name))[:_SHOWN]
    return ", ".join(f"{name} {sizes[name]} bytes" for name in largest)
