"""Files among a resource's properties: of a file that was uploaded the engine keeps the hash alone.

The provider SDK refuses to read such a value, and drops the hash of any other. So the messages of
the protocol are put right before it reads them, and after it wrote them.
"""

from collections.abc import Mapping
from typing import Any

from google.protobuf.struct_pb2 import Struct, Value
from pulumi.runtime.proto import provider_pb2

from local.engine.values import ARCHIVE, ASSET, SIGNATURE

_HASH = "hash"
_CONTENTS = {"path", "text", "uri", "assets"}


def align(old: Struct, new: Struct) -> None:
    """Make each file of ``old`` the one of ``new`` where both have one content, else its hash.

    Args:
        old: A resource's properties until now; they are changed.
        new: Its new inputs.
    """
    for name, value in _files(old):
        given = new.fields.get(name)
        if given is not None and _is_file(given) and _hash(given) in {"", _hash(value)}:
            value.CopyFrom(given)
        else:
            _only_hash(value)


def given(request: Any) -> dict[str, Value]:  # noqa: ANN401 -- any message
    """The files among a request's new inputs, with their hashes."""
    if isinstance(request, provider_pb2.CreateRequest):
        return _copies(request.properties)
    return _copies(request.news) if hasattr(request, "news") else {}


def keep(response: Any, files: Mapping[str, Value]) -> None:  # noqa: ANN401 -- any message
    """Give the files in a response the hashes that they had in its request."""
    for part in ("inputs", "properties"):
        if hasattr(response, part):
            written: Struct = getattr(response, part)
            for name, _ in _files(written):
                if name in files:
                    written.fields[name].CopyFrom(files[name])


def hide(properties: Struct) -> dict[str, Value]:
    """Take the files out of a resource's properties, and return them."""
    taken = _copies(properties)
    for name in taken:
        del properties.fields[name]
    return taken


def show(properties: Struct, taken: Mapping[str, Value]) -> None:
    """Put back what ``hide`` took."""
    for name, value in taken.items():
        properties.fields[name].CopyFrom(value)


def prepare(request: Any) -> None:  # noqa: ANN401 -- any message
    """Make a request one that the SDK reads, where it has a resource's properties until now."""
    if hasattr(request, "news"):
        for _, value in _files(request.news):
            if not _CONTENTS & value.struct_value.fields.keys():
                _only_hash(value)  # in a refresh the "new" ones are old as well
        for old in ("olds", "old_inputs"):
            if hasattr(request, old):
                align(getattr(request, old), request.news)
    elif hasattr(request, "old_inputs"):
        # A deletion needs no files.
        hide(request.properties)
        hide(request.old_inputs)


def _copies(properties: Struct) -> dict[str, Value]:
    copies: dict[str, Value] = {}
    for name, value in _files(properties):
        copies[name] = Value()
        copies[name].CopyFrom(value)
    return copies


def _files(properties: Struct) -> list[tuple[str, Value]]:
    return [(name, value) for name, value in properties.fields.items() if _is_file(value)]


def _is_file(value: Value) -> bool:
    fields = value.struct_value.fields
    return SIGNATURE in fields and fields[SIGNATURE].string_value in {ARCHIVE, ASSET}


def _hash(value: Value) -> str:
    fields = value.struct_value.fields
    return fields[_HASH].string_value if _HASH in fields else ""


def _only_hash(value: Value) -> None:
    kept = Value()
    kept.struct_value.fields[_HASH].string_value = _hash(value)
    value.CopyFrom(kept)
