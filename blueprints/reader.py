"""Reads a blueprint's part of the configuration into the shape that a ``TypedDict`` declares."""

import typing
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from typing import Any, NotRequired, TypeVar, cast, get_args, get_origin, get_type_hints

from components.core.checks import known_keys
from components.core.errors import ConfigError, InvalidValueError
from components.core.where import Where, camel_case

Shape = TypeVar("Shape")

_DEEPEST = 64
_PLAIN: Mapping[type, str] = {str: "a text", bool: "true or false", int: "a whole number"}


def read(where: Where, given: object, shape: type[Shape]) -> Shape:
    """Read ``given`` as ``shape``.

    A key is written ``camelCase`` in the configuration and ``snake_case`` in the shape. Shapes are
    made of ``TypedDict`` (also within itself), ``dict[str, …]``, ``list[…]``, ``str``, ``bool``
    and ``int``.

    Args:
        where: The key of ``given``, spelt by ``camel_case``.
        given: What the configuration says: anything.
        shape: A ``TypedDict``.

    Raises:
        SpecError: A key that the shape lacks.
        ConfigError: A key that is missing, or a value of another type.
    """
    return cast("Shape", _read(where, given, shape, 0))


@contextmanager
def told_where_to_mend(stack: str) -> Generator[None]:
    """Say of a value that is not allowed which file it is in.

    Raises:
        ConfigError: For every ``InvalidValueError`` of the block.
    """
    try:
        yield
    except InvalidValueError as error:
        mend = error.mend or f"Set it in Pulumi.{stack}.yaml."
        raise ConfigError(error.where, error.given, error.allowed, mend) from None


def _read(where: Where, given: object, shape: Any, depth: int) -> object:  # noqa: ANN401 -- a type
    if depth > _DEEPEST:
        raise ConfigError(str(where), "more below", f"at most {_DEEPEST} levels of keys")
    if typing.is_typeddict(shape):
        return _read_keys(where, _mapping(where, given), shape, depth + 1)
    if get_origin(shape) is dict:
        value_shape = get_args(shape)[1]
        return {
            name: _read(where.name(name), value, value_shape, depth + 1)
            for name, value in _mapping(where, given).items()
        }
    if get_origin(shape) is list:
        if not isinstance(given, list):
            raise ConfigError(str(where), given, "a list")
        (item_shape,) = get_args(shape)
        items = cast("list[object]", given)
        return [
            _read(Where(f"{where}[{index}]", where.spell), item, item_shape, depth + 1)
            for index, item in enumerate(items)
        ]
    # `True` is an int to Python, and no number to whoever wrote it.
    if not isinstance(given, shape) or isinstance(given, bool) is not (shape is bool):
        quotes = shape is str and isinstance(given, (bool, int, float))
        mend = "Put it in quotes." if quotes else ""
        raise ConfigError(str(where), given, _PLAIN[shape], mend)
    return given


def _read_keys(where: Where, given: Mapping[str, object], shape: type, depth: int) -> object:
    shapes = get_type_hints(shape, include_extras=True)
    names = {camel_case(key): key for key in shapes}
    known_keys(str(where), given, names)
    for spelt, key in names.items():
        if spelt not in given and get_origin(shapes[key]) is not NotRequired:
            raise ConfigError(str(where.name(spelt)), None, _expected(shapes[key]))
    return {
        names[spelt]: _read(where.name(spelt), value, _required(shapes[names[spelt]]), depth)
        for spelt, value in given.items()
    }


def _required(shape: Any) -> Any:  # noqa: ANN401 -- a type
    return get_args(shape)[0] if get_origin(shape) is NotRequired else shape


def _expected(shape: Any) -> str:  # noqa: ANN401 -- a type
    if get_origin(shape) is list:
        return "a list"
    return _PLAIN.get(shape, "keys and values")


def _mapping(where: Where, given: object) -> Mapping[str, object]:
    if not isinstance(given, dict):
        mend = "Write {} where there are none." if given is None else ""
        raise ConfigError(str(where), given, "keys and values", mend)
    return cast("Mapping[str, object]", given)
