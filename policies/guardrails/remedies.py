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
        changes: Plain values by path; what is missing on the way is made.

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


def _into(fields: struct_pb2.Struct, name: str) -> struct_pb2.Struct:
    value = inner_value(fields.fields[name])
    if value.WhichOneof("kind") == "list_value" and len(value.list_value.values) == 1:
        value = inner_value(value.list_value.values[0])
    if value.WhichOneof("kind") in (None, "null_value"):
        value.struct_value.SetInParent()
    elif not is_object(value):
        raise NotMendableError(name)
    return value.struct_value


def _encoded(value: Any) -> struct_pb2.Value:  # noqa: ANN401 -- any plain value
    holder = struct_pb2.Struct()
    holder.update({"value": value})
    return holder.fields["value"]
