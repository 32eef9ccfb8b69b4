"""Refuses values that are not known yet where a component needs plain data."""

import typing
from collections.abc import Mapping, Sequence
from types import UnionType
from typing import Any, NotRequired, Required

import pulumi
from pulumi.output import Unknown

from components.core.errors import SpecError


def refuse_outputs(where: str, given: object, shape: Any) -> None:  # noqa: ANN401 -- any annotation
    """Refuse an output anywhere in ``given`` but where ``shape`` says ``pulumi.Input``.

    What decides names and access has to be known at preview. Python's type checkers and typed
    languages say so before; Pulumi YAML, where every reference is an output, does not.

    Args:
        where: The place of ``given``, for the message.
        given: The arguments, or a part of them.
        shape: Their annotation: a ``TypedDict``, a list or a dict of it, or a plain type.

    Raises:
        SpecError: An output where plain data belongs.
    """
    if typing.get_origin(shape) in (NotRequired, Required):
        (shape,) = typing.get_args(shape)
    if isinstance(given, pulumi.Output | Unknown):
        # An `Input` is the only union that arguments have.
        if typing.get_origin(shape) not in (typing.Union, UnionType):
            mend = "Write it out: names and ARNs follow from project, stack, account and region."
            raise SpecError(where, "an output", "plain data that is known at preview", mend)
    elif isinstance(given, Mapping):
        for key, value in given.items():
            refuse_outputs(f"{where}.{key}", value, _value_shape(shape, key))
    elif isinstance(given, Sequence) and not isinstance(given, str):
        for index, value in enumerate(given):
            refuse_outputs(f"{where}[{index}]", value, _item_shape(shape))


def _value_shape(shape: Any, key: object) -> Any:  # noqa: ANN401 -- any annotation
    if typing.is_typeddict(shape):
        return shape.__annotations__.get(key)
    return _item_shape(shape)


def _item_shape(shape: Any) -> Any:  # noqa: ANN401 -- any annotation
    inner = typing.get_args(shape)
    return inner[-1] if inner else None
