"""Looks for credentials in the inputs of resources, however deep they are."""

import base64
import binascii
from collections.abc import Iterator, Mapping
from typing import cast

from guardrails.subjects.literal_secrets.texts import found, found_under
from guardrails.view import Resource, View


def candidates(resource: Resource) -> Iterator[tuple[View, str]]:
    """The inputs of a resource that hold a credential in plain text, with its kind."""
    return within(resource.properties)


def within(view: View) -> Iterator[tuple[View, str]]:
    """The texts in a value that hold a credential in plain text, with its kind.

    Secrets of the program are passed over: Pulumi encrypts them wherever it keeps them. So are
    unknown values: what is computed is no literal.
    """
    if view.secret:
        return
    waiting: list[tuple[object, str, str]] = [(view.value, view.path, _last(view.path))]
    while waiting:
        value, path, name = waiting.pop()
        if isinstance(value, str):
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
    return name if isinstance(name, str) else key


def _in_user_data(name: str, text: str) -> str | None:
    """Looks into the script of a machine, which most inputs take in base64."""
    if not name.startswith("userData"):
        return None
    try:
        return found(base64.b64decode(text, validate=True).decode("latin-1"))
    except (binascii.Error, ValueError):
        return None
