"""Rewrites a resource's inputs where a rule knows the one way to mend them."""

from collections.abc import Mapping
from typing import Any

from google.protobuf import struct_pb2

from guardrails.wire import inner_value, is_object


class NotMendableError(Exception):
    """A property on the way is not known, or is of another kind than an object."""


def mended(properties: struct_pb2.Struct, changes: Mapping[str, object]) -> struct_pb2.Struct:
    """The properties with these changes, and nothing else changed.

    Args:
        properties: As the engine sent them: secrets and unknown values stay what they are.
        changes: Plain values by path; what is missing on the way is made. An element of a list
            is named as views name it: ``replicas[1].pointInTimeRecovery``.

    Raises:
        NotMendableError: A path leads through an unknown value, a text or a longer list.
    """
    new = struct_pb2.Struct()
    new.CopyFrom(properties)
    for path, value in changes.items():
        *way, last = path.split(".")
        fields = new
        for name in way:
            fields = _into(fields, name)
        fields.fields[last].CopyFrom(_encoded(value))
    return new


def _into(fields: struct_pb2.Struct, step: str) -> struct_pb2.Struct:
    name, _, index = step.removesuffix("]").partition("[")
    value = inner_value(fields.fields[name])
    if value.WhichOneof("kind") == "list_value":
        value = _element(value.list_value, int(index) if index else None, name)
    if value.WhichOneof("kind") in (None, "null_value"):
        value.struct_value.SetInParent()
    elif not is_object(value):
        raise NotMendableError(name)
    return value.struct_value


def _element(values: struct_pb2.ListValue, index: int | None, name: str) -> struct_pb2.Value:
    """The element with that index; without one the only element."""
    if index is None and len(values.values) == 1:
        index = 0
    if index is None or index >= len(values.values):
        raise NotMendableError(name)
    return inner_value(values.values[index])


def _encoded(value: Any) -> struct_pb2.Value:  # noqa: ANN401 -- any plain value
    holder = struct_pb2.Struct()
    holder.update({"value": value})
    return holder.fields["value"]
