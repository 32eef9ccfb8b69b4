"""What the AWS provider's SDK says of a resource type."""

import functools
import threading
from typing import Final

import pulumi_aws

_LOADING: Final = threading.Lock()


class _Lacking:
    """What the SDK lacks has no properties."""


@functools.cache
def properties_of(type_: str, suffix: str = "") -> frozenset[str]:
    """The properties of the SDK's class of a type, or of its arguments (``Args``), in camelCase.

    Args:
        type_: Such as ``aws:dynamodb/table:Table``.
        suffix: ``Args`` for the inputs alone.

    Returns:
        None at all for a type that the SDK lacks.
    """
    package, _, rest = type_.removeprefix("aws:").partition("/")
    class_name = rest.rpartition(":")[2] + suffix
    # The SDK loads its packages when they are first looked into, which two threads must not do.
    with _LOADING:
        module = getattr(pulumi_aws, "lambda_" if package == "lambda" else package, None)
        attributes = vars(getattr(module, class_name, _Lacking)).items()
    return frozenset(
        getattr(value.fget, "_pulumi_name", name)
        for name, value in attributes
        if isinstance(value, property)
    )


def computed(type_: str) -> frozenset[str]:
    """The outputs that are never inputs: AWS computes them."""
    return properties_of(type_) - properties_of(type_, "Args")
