"""Between the protocol's values and Python's.

Unlike the SDK's own reader this one keeps what a backend and a report need: whole numbers stay
whole, and references to resources stay data instead of becoming resources.
The markers are those of Pulumi's ``sdk/go/common/resource/properties.go``.
"""

from collections.abc import Mapping
from typing import Any, Final

import pulumi
from google.protobuf import struct_pb2
from pulumi.output import UNKNOWN, Unknown
from pulumi.runtime import rpc

UNKNOWN_MARK: Final = rpc.UNKNOWN
SIGNATURE: Final = "4dabf18193072939515e22adb298388d"
SECRET: Final = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105 -- a marker, not a secret
ASSET: Final = "c44067f5952c0a294b673a41bacd8c17"
ARCHIVE: Final = "0def7320c3a5731c473e5ecbe6d01bc7"
RESOURCE: Final = "5cf8f73096256a8f31e491e813e4eb8e"
OUTPUT: Final = "d0e6a833031e9bbcd3f4e8bde6ca49a4"


def read(struct: struct_pb2.Struct) -> tuple[dict[str, Any], frozenset[str]]:
    """Return the properties with secrets unwrapped, and the names of those that hold one."""
    found = {name: _read(value) for name, value in struct.fields.items()}
    values = {name: value for name, (value, _) in found.items() if value is not None}
    return values, frozenset(name for name in values if found[name][1])


def _read(value: struct_pb2.Value) -> tuple[Any, bool]:
    kind = value.WhichOneof("kind")
    if kind == "string_value":
        text = value.string_value
        return (UNKNOWN if text == UNKNOWN_MARK else text), False
    if kind == "number_value":
        number = value.number_value
        return (int(number) if number.is_integer() else number), False
    if kind == "bool_value":
        return value.bool_value, False
    if kind == "list_value":
        items = [_read(item) for item in value.list_value.values]
        return [item for item, _ in items], any(secret for _, secret in items)
    if kind == "struct_value":
        return _read_struct(value.struct_value)
    return None, False


def _read_struct(struct: struct_pb2.Struct) -> tuple[Any, bool]:
    fields = struct.fields
    signature = fields[SIGNATURE].string_value if SIGNATURE in fields else ""
    if signature == SECRET:
        return _read(fields["value"])[0], True
    if signature == OUTPUT:
        known = _read(fields["value"])[0] if "value" in fields else UNKNOWN
        return known, "secret" in fields and fields["secret"].bool_value
    if signature == RESOURCE:
        return _read(fields["id" if "id" in fields else "urn"])[0] or UNKNOWN, False
    values, secrets = read(struct)
    if signature == ASSET:
        return _asset(values), bool(secrets)
    if signature == ARCHIVE:
        return _archive(values), bool(secrets)
    return values, bool(secrets)


def _asset(values: Mapping[str, Any]) -> Any:  # noqa: ANN401 -- any of Pulumi's assets
    if "path" in values:
        return pulumi.FileAsset(values["path"])
    if "uri" in values:
        return pulumi.RemoteAsset(values["uri"])
    return pulumi.StringAsset(values.get("text", ""))


def _archive(values: Mapping[str, Any]) -> Any:  # noqa: ANN401 -- any of Pulumi's archives
    if "path" in values:
        return pulumi.FileArchive(values["path"])
    if "uri" in values:
        return pulumi.RemoteArchive(values["uri"])
    return pulumi.AssetArchive(values.get("assets", {}))


def plain(value: Any) -> Any:  # noqa: ANN401 -- any value of a property
    """Return what the protocol carries for a value: markers for unknowns, assets and archives."""
    if isinstance(value, Unknown):
        return UNKNOWN_MARK
    if isinstance(value, Mapping):
        return {str(name): plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if isinstance(value, pulumi.Asset | pulumi.Archive):
        mark = ASSET if isinstance(value, pulumi.Asset) else ARCHIVE
        held = {name: getattr(value, name) for name in _HELD if hasattr(value, name)}
        return {SIGNATURE: mark, **plain(held)}
    return value


_HELD = ("path", "text", "uri", "assets")


def secret(value: Any) -> dict[str, Any]:  # noqa: ANN401 -- any value of a property
    """Mark a value as a secret."""
    if isinstance(value, Mapping) and value.get(SIGNATURE) == SECRET:
        return dict(value)
    return {SIGNATURE: SECRET, "value": plain(value)}


def struct(values: Mapping[str, Any]) -> struct_pb2.Struct:
    """Return properties in the protocol's form."""
    made = struct_pb2.Struct()
    made.update({name: plain(value) for name, value in values.items() if value is not None})
    return made


def is_unknown(value: object) -> bool:
    """Whether a value is unknown as a whole."""
    return isinstance(value, Unknown)


def has_unknown(value: object) -> bool:
    """Whether a value is unknown, or holds an unknown somewhere."""
    if isinstance(value, Unknown):
        return True
    if isinstance(value, Mapping):
        return any(has_unknown(item) for item in value.values())
    if isinstance(value, list | tuple):
        return any(has_unknown(item) for item in value)
    return False
