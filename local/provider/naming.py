"""The physical names of resources that the program leaves to Pulumi."""

import hashlib

from local.emulator.resources import TYPES
from local.provider import diff, sdk
from local.provider.values import UNKNOWN_VALUE, Properties, PropertyValue, plain, wrap

DEFAULTS = "__defaults"
"""Where Pulumi's AWS provider keeps the inputs that it chose itself, among the inputs."""

_LENGTH = 7


def is_chosen(inputs: Properties, name: str) -> bool:
    """Whether the provider chose an input itself."""
    return DEFAULTS in inputs and name in plain(inputs[DEFAULTS])


def named(
    type_: str, logical: str, old: Properties, new: Properties, seed: bytes
) -> dict[str, PropertyValue]:
    """The new inputs with a physical name, where the type takes one and the program gives none.

    Args:
        type_: The resource's type.
        logical: Its name in the program.
        old: Its inputs until now: a chosen name is kept.
        new: Its new inputs.
        seed: What makes a new name unlike any other; the engine's.
    """
    name = diff.identity(type_)
    takes_name = name in sdk.properties_of(type_, "Args")
    if not takes_name or (name in new and new[name].value is not None):
        return dict(new)
    chosen = old[name] if is_chosen(old, name) else _name(type_, logical, new, seed)
    return {**new, name: chosen, DEFAULTS: wrap([name])}


def _name(type_: str, logical: str, new: Properties, seed: bytes) -> PropertyValue:
    prefix = plain(new["namePrefix"]) if "namePrefix" in new else None
    if prefix is not None and not isinstance(prefix, str):
        return UNKNOWN_VALUE
    before = TYPES[type_].name_prefix if type_ in TYPES else ""
    unique = hashlib.sha256(seed + type_.encode() + logical.encode()).hexdigest()[:_LENGTH]
    fifo = any(one in new and plain(new[one]) is True for one in ("fifoQueue", "fifoTopic"))
    return wrap(f"{prefix or f'{before}{logical}-'}{unique}{'.fifo' if fifo else ''}")
