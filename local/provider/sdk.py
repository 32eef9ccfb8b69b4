"""What the AWS provider's SDK says of a resource type."""

import functools
import importlib
import re


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
    file, _, class_name = rest.partition(":")
    snake = re.sub(r"[A-Z]", lambda letter: f"_{letter[0].lower()}", file)
    package = "lambda_" if package == "lambda" else package
    try:
        module = importlib.import_module(f"pulumi_aws.{package}.{snake}")
        attributes = vars(getattr(module, class_name + suffix)).items()
    except (ImportError, AttributeError, ValueError):
        return frozenset()
    return frozenset(
        getattr(value.fget, "_pulumi_name", name)
        for name, value in attributes
        if isinstance(value, property)
    )


def computed(type_: str) -> frozenset[str]:
    """The outputs that are never inputs: AWS computes them."""
    return properties_of(type_) - properties_of(type_, "Args")
