"""Files among a resource's properties: of a file that was uploaded the engine keeps the hash alone.

The provider SDK refuses to read such a value, and drops the hash of any other. So the messages of
the protocol are put right before it reads them, and after it wrote them.
"""

from typing import Any

from google.protobuf.struct_pb2 import Struct, Value

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


def hide(properties: Struct) -> dict[str, Value]:
    """Take the files out of a resource's properties, and return them."""
    taken: dict[str, Value] = {}
    for name, value in _files(properties):
        taken[name] = Value()
        taken[name].CopyFrom(value)
        del properties.fields[name]
    return taken


def show(properties: Struct, taken: dict[str, Value]) -> None:
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
