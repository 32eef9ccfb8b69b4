"""From the analyzer protocol's values to plain ones, in one pass.

The signatures and the sentinels are the engine's:
https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/properties.go
https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/plugin/rpc.go
"""

from collections.abc import Mapping
from typing import Final

from google.protobuf import struct_pb2

from guardrails.values import UNKNOWN, File, Secret

_SIGNATURE: Final = "4dabf18193072939515e22adb298388d"
_SEALED: Final = "1b47061264138c4ac30d75fd1eb44270"
_ASSET: Final = "c44067f5952c0a294b673a41bacd8c17"
_ARCHIVE: Final = "0def7320c3a5731c473e5ecbe6d01bc7"
_OUTPUT: Final = "d0e6a833031e9bbcd3f4e8bde6ca49a4"

# A boolean, number, string, array, asset, archive or object that is not known at preview.
_UNKNOWN: Final = frozenset(
    {
        "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
        "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
        "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
        "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
        "030794c1-ac77-496b-92df-f27374a8bd58",
        "e48ece36-62e2-4504-bad9-02848725956a",
        "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
    }
)


def decode(struct: struct_pb2.Struct) -> dict[str, object]:
    """The properties of a request: plain JSON, with ``UNKNOWN``, ``Secret`` and ``File`` within."""
    return {key: _decode(value) for key, value in struct.fields.items()}


def inner_value(value: struct_pb2.Value) -> struct_pb2.Value:
    """What a secret or an output holds; any other value itself."""
    while value.WhichOneof("kind") == "struct_value":
        fields = value.struct_value.fields
        if _SIGNATURE not in fields or fields[_SIGNATURE].string_value not in (_SEALED, _OUTPUT):
            break
        if "value" not in fields:
            break
        value = fields["value"]
    return value


def is_object(value: struct_pb2.Value) -> bool:
    """Whether the value is an object: no secret, no file, nothing unknown."""
    return (
        value.WhichOneof("kind") == "struct_value" and _SIGNATURE not in value.struct_value.fields
    )


def _decode(value: struct_pb2.Value) -> object:  # noqa: PLR0911 -- one per kind of value
    match value.WhichOneof("kind"):
        case "string_value":
            text = value.string_value
            return UNKNOWN if text in _UNKNOWN else text
        case "bool_value":
            return value.bool_value
        case "number_value":
            return value.number_value
        case "list_value":
            return [_decode(element) for element in value.list_value.values]
        case "struct_value":
            fields = value.struct_value.fields
            if _SIGNATURE not in fields:
                return {key: _decode(inner) for key, inner in fields.items()}
            return _special({key: _decode(inner) for key, inner in fields.items()})
        case _:
            return None


def _special(fields: Mapping[str, object]) -> object:
    match fields[_SIGNATURE]:
        case sig if sig == _SEALED:
            return Secret(fields.get("value"))
        case sig if sig == _OUTPUT:
            value = fields.get("value", UNKNOWN)
            return Secret(value) if fields.get("secret") is True else value
        case sig if sig in (_ASSET, _ARCHIVE):
            source = fields.get("path") or fields.get("uri") or ""
            return File("asset" if sig == _ASSET else "archive", str(source))
        case _:
            return dict(fields)
