"""Makes ``Declared`` resources of what a file says.

The format of an export is Pulumi's ``apitype.ResourceV3``:
https://github.com/pulumi/pulumi/blob/master/sdk/go/common/apitype/core.go
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from google.protobuf import struct_pb2

from local.engine import urn as urns
from local.engine import values
from local.engine.backend import Declared, Timeouts
from local.errors import InputError
from local.state.read import DEEPEST

_PLAIN: Final = {"type", "name", "inputs"}
_URN_PARTS: Final = 4


def declared(
    given: Sequence[Any], file: str
) -> tuple[list[Declared], dict[str, Mapping[str, Any]]]:
    """Return the resources without the stack itself, and the outputs of those that have any.

    Raises:
        InputError: One of them is not a resource.
    """
    found: dict[str, Declared] = {}
    outputs: dict[str, Mapping[str, Any]] = {}
    for number, one in enumerate(given):
        where = f"{file}: resource {number}"
        if not isinstance(one, dict):
            raise InputError(f"{where}: allowed: an object with type, name and inputs.")
        resource = _exported(one, where) if "urn" in one else _plain(one, where)
        if resource.type == urns.STACK_TYPE:
            continue
        if resource.urn in found:
            raise InputError(f"{where}: comes twice: {resource.urn}.")
        found[resource.urn] = resource
        if isinstance(held := one.get("outputs"), dict):
            outputs[resource.urn] = _revealed(held)
    return list(found.values()), outputs


def _plain(one: Mapping[str, Any], where: str) -> Declared:
    for key in one:
        if key not in _PLAIN:
            raise InputError(f"{where}: got the key {key!r}; allowed: inputs, name and type.")
    type_, name = _text(one, "type", where), _text(one, "name", where)
    _refuse_type(type_, where)
    return _declared(one, urns.make("check", "check", "", type_, name), type_, name, where)


def _exported(one: Mapping[str, Any], where: str) -> Declared:
    urn, type_ = _text(one, "urn", where), _text(one, "type", where)
    parts = urn.split("::", _URN_PARTS - 1)
    if not urn.startswith("urn:pulumi:") or len(parts) != _URN_PARTS:
        raise InputError(f"{where}: urn: got {urn[:120]!r}; allowed: a URN of Pulumi's.")
    if type_ != urns.STACK_TYPE:
        _refuse_type(type_, where)
    return _declared(one, urn, type_, urns.name_of(urn), where)


def _refuse_type(type_: str, where: str) -> None:
    if type_.startswith("AWS::"):
        raise InputError(f"{where}: type: got CloudFormation's {type_!r}; allowed: Pulumi's types.")
    if type_.count(":") != 2:  # noqa: PLR2004 -- package:module:type
        raise InputError(
            f"{where}: type: got {type_[:120]!r}; allowed: one such as aws:sqs/queue:Queue."
        )


def _declared(one: Mapping[str, Any], urn: str, type_: str, name: str, where: str) -> Declared:
    wire = _struct(one.get("inputs", {}), f"{where} ({name[:80]!r})")
    inputs, secrets = values.read(wire)
    timeouts = one.get("customTimeouts")
    timeouts = timeouts if isinstance(timeouts, dict) else {}
    return Declared(
        urn=urn,
        type=type_,
        name=name,
        parent=_optional_text(one, "parent"),
        custom=one.get("custom", True) is True,
        inputs=inputs,
        secret_inputs=secrets,
        wire=wire,
        provider=_provider(one),
        external=one.get("external") is True,
        protect=one.get("protect") is True,
        dependencies=_texts(one.get("dependencies")),
        property_dependencies={
            str(key): _texts(held)
            for key, held in _mapping(one.get("propertyDependencies")).items()
        },
        aliases=_texts(one.get("aliases")),
        additional_secret_outputs=_texts(one.get("additionalSecretOutputs")),
        timeouts=Timeouts(
            *(_seconds(timeouts.get(operation)) for operation in ("create", "update", "delete"))
        ),
    )


def _struct(given: Any, where: str) -> struct_pb2.Struct:  # noqa: ANN401 -- any JSON
    if given is None:
        given = {}
    if not isinstance(given, dict):
        raise InputError(f"{where}: inputs: allowed: keys and values.")
    if _depth(given) > DEEPEST:
        raise InputError(f"{where}: inputs: nested more than {DEEPEST} deep.")
    try:
        return values.struct(_revealed(given))
    except (ValueError, OverflowError) as error:
        raise InputError(f"{where}: inputs: {error}.") from None


def _depth(value: Any) -> int:  # noqa: ANN401 -- any JSON
    deepest, waiting = 0, [(value, 1)]
    while waiting:
        one, depth = waiting.pop()
        deepest = max(deepest, depth)
        if depth > DEEPEST:
            break
        inner = one.values() if isinstance(one, dict) else one if isinstance(one, list) else ()
        waiting += [(item, depth + 1) for item in inner]
    return deepest


def _revealed(value: Any) -> Any:  # noqa: ANN401 -- any JSON
    """A value with its secrets as the protocol has them: unknown where they are encrypted."""
    if isinstance(value, list):
        return [_revealed(item) for item in value]
    if not isinstance(value, dict):
        return value
    if value.get(values.SIGNATURE) != values.SECRET or "value" in value:
        return {key: _revealed(item) for key, item in value.items()}
    try:
        known = json.loads(value["plaintext"])
    except (KeyError, TypeError, ValueError):
        known = values.UNKNOWN_MARK
    return {values.SIGNATURE: values.SECRET, "value": known}


def _provider(one: Mapping[str, Any]) -> str:
    reference = _optional_text(one, "provider")
    return reference if reference.count("::") >= _URN_PARTS else ""


def _text(one: Mapping[str, Any], key: str, where: str) -> str:
    value = one.get(key)
    if not isinstance(value, str) or not value:
        raise InputError(f"{where}: {key}: got {str(value)[:120]!r}; allowed: a text.")
    return value


def _optional_text(one: Mapping[str, Any], key: str) -> str:
    value = one.get(key)
    return value if isinstance(value, str) else ""


def _texts(value: object) -> tuple[str, ...]:
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else ()


def _mapping(value: object) -> Mapping[Any, Any]:
    return value if isinstance(value, dict) else {}


def _seconds(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
