"""Looks for credentials in the inputs of resources, however deep they are."""

import base64
import binascii
from collections.abc import Iterator, Mapping
from typing import Final, cast

from guardrails.subjects.literal_secrets.texts import found_under
from guardrails.view import Resource, View

_CREDENTIALS: Final = {"aws:apigateway/apiKey:ApiKey": "value"}
"""The paths of credentials that are called something else."""

_CERTAIN: Final = "secretString"
_REFERENCE: Final = "secretName"
_STORES: Final = ("SECRETS_MANAGER", "PARAMETER_STORE")


def candidates(resource: Resource) -> Iterator[tuple[View, str]]:
    """The inputs of a resource that hold a credential in plain text, with its kind."""
    return within(resource.properties, _CREDENTIALS.get(resource.type, ""))


def within(view: View, credential: str = "") -> Iterator[tuple[View, str]]:
    """The texts in a value that hold a credential in plain text, with its kind.

    Args:
        view: The value.
        credential: The path of what is a credential whatever it is called.

    Secrets of the program are passed over: Pulumi encrypts them wherever it keeps them. So are
    unknown values: what is computed is no literal.
    """
    if view.secret:
        return
    waiting: list[tuple[object, str, str]] = [(view.value, view.path, _last(view.path))]
    while waiting:
        value, path, name = waiting.pop()
        if isinstance(value, str):
            name = _CERTAIN if path == credential else name
            kind = _in_user_data(name, value) or found_under(name, value)
            if kind:
                yield View(value, path), kind
        elif isinstance(value, Mapping):
            entries = cast("Mapping[str, object]", value)
            waiting += [
                (inner, f"{path}.{key}" if path else key, _name(entries, key))
                for key, inner in reversed(list(entries.items()))
                if not key.startswith("__")
            ]
        elif isinstance(value, list):
            elements = list(enumerate(cast("list[object]", value)))
            waiting += [(inner, f"{path}[{i}]", name) for i, inner in reversed(elements)]


def _last(path: str) -> str:
    return path.rsplit(".", 1)[-1].partition("[")[0]


def _name(entries: Mapping[str, object], key: str) -> str:
    """The name of an entry; that of ``{"name": "DB_PASSWORD", "value": …}`` for its value."""
    name = entries.get("name") if key == "value" else None
    if not isinstance(name, str):
        return key
    # CodeBuild takes the name of a secret in the place of its value.
    return _REFERENCE if entries.get("type") in _STORES else name


def _in_user_data(name: str, text: str) -> str | None:
    """Looks into the script of a machine, which most inputs take in base64."""
    if not name.startswith("userData"):
        return None
    try:
        script = base64.b64decode(text, validate=True).decode("latin-1")
    except (binascii.Error, ValueError):
        return None
    return found_under(name, script)
