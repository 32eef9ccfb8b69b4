"""Between the values of Pulumi's provider SDK and Python's.

``PropertyValue`` has no unknown that it could write, and reads one as the protocol's marker: so an
unknown is that marker here, too. https://pulumi-developer-docs.readthedocs.io/latest/docs/architecture/types.html
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeGuard

import pulumi
from pulumi.output import UNKNOWN, Unknown
from pulumi.provider.experimental.property_value import PropertyValue, ResourceReference

from local.engine.values import SECRET, SIGNATURE, UNKNOWN_MARK

Properties = Mapping[str, PropertyValue]

UNKNOWN_VALUE: Final = PropertyValue(UNKNOWN_MARK)
"""A value that is not known before the deployment."""


def plain(value: PropertyValue) -> Any:  # noqa: ANN401 -- any value of a property
    """The value in Python: secrets unwrapped, whole numbers whole, unknowns as ``UNKNOWN``."""
    held = value.value
    if isinstance(held, str):
        return UNKNOWN if held == UNKNOWN_MARK else held
    if isinstance(held, float):
        return int(held) if held.is_integer() else held
    if isinstance(held, Mapping):
        return plain_map(held)
    if isinstance(held, Sequence):
        return [plain(item) for item in held]
    if isinstance(held, ResourceReference):
        return plain(held.resource_id) if held.resource_id else held.urn
    return held


def plain_map(values: Properties) -> dict[str, Any]:
    """The properties in Python, without those that are null and Pulumi's own (``__defaults``)."""
    return {
        name: plain(value)
        for name, value in values.items()
        if value.value is not None and not name.startswith("__")
    }


def wrap(value: Any, *, secret: bool = False) -> PropertyValue:  # noqa: ANN401 -- any value of a property
    """A Python value as the SDK takes it."""
    if isinstance(value, Unknown):
        return UNKNOWN_VALUE.with_secret(secret)
    if isinstance(value, Mapping):
        if value.get(SIGNATURE) == SECRET:
            return wrap(value.get("value"), secret=True)
        return PropertyValue({str(name): wrap(item) for name, item in value.items()}, secret)
    if _is_list(value):
        return PropertyValue([wrap(item) for item in value], secret)
    if isinstance(value, int) and not isinstance(value, bool):
        return PropertyValue(float(value), secret)
    return PropertyValue(value, secret)


def wrap_map(values: Mapping[str, Any]) -> dict[str, PropertyValue]:
    """Python's properties as the SDK takes them."""
    return {name: wrap(value) for name, value in values.items() if value is not None}


def laid_over(below: Properties, values: Mapping[str, Any]) -> dict[str, PropertyValue]:
    """Properties with some of them replaced; what was a secret stays one.

    Args:
        below: The properties.
        values: In Python; a ``None`` takes the property away.
    """
    replaced = {
        name: wrap(value, secret=name in below and below[name].contains_secret())
        for name, value in values.items()
        if value is not None
    }
    return {**{name: one for name, one in below.items() if name not in values}, **replaced}


def _is_list(value: object) -> TypeGuard[Sequence[Any]]:
    return isinstance(value, Sequence) and not isinstance(value, str | pulumi.Asset)
