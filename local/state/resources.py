"""Makes ``Declared`` resources of what a file says.

The format of an export is Pulumi's ``apitype.ResourceV3``:
https://github.com/pulumi/pulumi/blob/master/sdk/go/common/apitype/core.go
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from google.protobuf import struct_pb2

from local.engine import urn as urns
from local.engine import values
from local.engine.backend import Declared, Timeouts
from local.errors import InputError
from local.state.read import DEEPEST

_PLAIN: Final = {"type", "name", "inputs"}
_SHORT: Final = re.compile(r"aws:(\w+):(\w+)")
_URN_PARTS: Final = 4
_MASK: Final = "[secret]"
"""What Pulumi writes in the place of a secret where it shows none."""

_TOLD_AGAIN: Final[Mapping[str, frozenset[str]]] = {
    "aws:iam/role:Role": frozenset({"inlinePolicies", "managedPolicyArns"}),
    "aws:ec2/securityGroup:SecurityGroup": frozenset({"ingress", "egress"}),
    "aws-native:iam:Role": frozenset({"policies", "managedPolicyArns"}),
    "aws-native:iam:User": frozenset({"policies", "managedPolicyArns", "groups"}),
    "aws-native:iam:Group": frozenset({"policies", "managedPolicyArns"}),
    "aws-native:iam:ManagedPolicy": frozenset({"roles", "users", "groups"}),
    "aws-native:sns:Topic": frozenset({"subscription"}),
    "aws-native:ec2:SecurityGroup": frozenset({"securityGroupIngress", "securityGroupEgress"}),
}
"""Outputs that tell what other resources declare. As inputs they would be the only declaration."""


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
            outputs[resource.urn] = _outputs(held, resource, where)
    return [_placed(resource, found) for resource in found.values()], outputs


def _placed(resource: Declared, found: Mapping[str, Declared]) -> Declared:
    """The resource with the inputs of its provider, but for the provider's credentials."""
    provider = found.get(resource.provider.rpartition("::")[0])
    if provider is None:
        return resource
    inputs = provider.inputs.items()
    known = {name: value for name, value in inputs if name not in provider.secret_inputs}
    return replace(resource, provider_inputs=known)


def _outputs(given: Mapping[str, Any], resource: Declared, where: str) -> dict[str, Any]:
    again = _TOLD_AGAIN.get(resource.type, frozenset[str]()) - set(resource.inputs)
    held = {name: value for name, value in given.items() if name not in again}
    revealed = _revealed(held)
    _struct(revealed, f"{where} ({resource.name[:80]!r}): outputs")
    return revealed


def _plain(one: Mapping[str, Any], where: str) -> Declared:
    for key in one:
        if key not in _PLAIN:
            raise InputError(f"{where}: got the key {key!r}; allowed: inputs, name and type.")
    type_, name = _whole(_text(one, "type", where)), _text(one, "name", where)
    _refuse_type(type_, where)
    return _declared(one, urns.make("check", "check", "", type_, name), type_, name, where)


def _whole(type_: str) -> str:
    """The whole token of a type of AWS that is written as in YAML: ``aws:sqs:Queue``."""
    short = _SHORT.fullmatch(type_)
    if short is None:
        return type_
    module, kind = short.groups()
    return f"aws:{module}/{kind[0].lower()}{kind[1:]}:{kind}"


def _exported(one: Mapping[str, Any], where: str) -> Declared:
    urn, type_ = _text(one, "urn", where), _text(one, "type", where)
    parts = urn.split("::", _URN_PARTS - 1)
    if not urn.startswith("urn:pulumi:") or len(parts) != _URN_PARTS:
        raise InputError(f"{where}: urn: got {urn[:120]!r}; allowed: a URN of Pulumi's.")
    # A component's type may be any text.
    if one.get("custom", True) is True:
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
    where = f"{where} ({name[:80]!r}): inputs"
    given = one.get("inputs")
    if not isinstance(given, dict | None):
        raise InputError(f"{where}: allowed: keys and values.")
    wire = _struct(_revealed(given or {}), where)
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


def _struct(given: Mapping[str, Any], where: str) -> struct_pb2.Struct:
    try:
        return values.struct(given)
    except (ValueError, OverflowError) as error:
        raise InputError(f"{where}: {error}.") from None


def _revealed(value: Any, depth: int = 1) -> Any:  # noqa: ANN401 -- any JSON
    """A value as the protocol has it.

    A secret is unknown where it is encrypted or masked, and so is what lies deeper than a message
    can hold: the schemas of Kubernetes do.
    """
    if value == _MASK:
        return _sealed(values.UNKNOWN_MARK)
    if not isinstance(value, list | dict):
        return value
    if depth > DEEPEST:
        return values.UNKNOWN_MARK
    if isinstance(value, list):
        return [_revealed(item, depth + 1) for item in value]
    if value.get(values.SIGNATURE) != values.SECRET or "value" in value:
        return {key: _revealed(item, depth + 1) for key, item in value.items()}
    try:
        known = json.loads(value["plaintext"])
    except (KeyError, TypeError, ValueError, RecursionError):
        known = values.UNKNOWN_MARK
    return _sealed(_revealed(known, depth + 1))


def _sealed(value: object) -> dict[str, Any]:
    return {values.SIGNATURE: values.SECRET, "value": value}


def _provider(one: Mapping[str, Any]) -> str:
    reference = _optional_text(one, "provider")
    return reference if reference.count("::") >= _URN_PARTS else ""


def _text(one: Mapping[str, Any], key: str, where: str) -> str:
    value = one.get(key)
    if not isinstance(value, str) or not value or not _is_text(value):
        raise InputError(f"{where}: {key}: got {str(value)[:120]!r}; allowed: a text.")
    return value


def _optional_text(one: Mapping[str, Any], key: str) -> str:
    value = one.get(key)
    return value if isinstance(value, str) and _is_text(value) else ""


def _texts(value: object) -> tuple[str, ...]:
    texts = value if isinstance(value, list) else ()
    return tuple(one for one in texts if isinstance(one, str) and _is_text(one))


def _is_text(value: str) -> bool:
    """Whether a message can hold it: JSON can write half a character."""
    return value.isascii() or not any("\ud800" <= sign <= "\udfff" for sign in value)


def _mapping(value: object) -> Mapping[Any, Any]:
    return value if isinstance(value, dict) else {}


def _seconds(value: object) -> float:
    try:
        return float(value) if isinstance(value, int | float) else 0.0
    except OverflowError:
        return 0.0
