"""The JSON schema of a request's body: the part of JSON schema that API Gateway enforces."""

import json
import math
import re
from collections.abc import Callable, Mapping
from typing import Any, Final, cast

from components.core.checks import one_of
from components.core.errors import LimitError, SpecError

TYPES: Final = frozenset({"array", "boolean", "integer", "number", "object", "string"})
DEEPEST: Final = 32

Check = Callable[[object], bool]


def _text(value: object) -> bool:
    return isinstance(value, str)


def _distinct(value: object) -> bool:
    if not isinstance(value, list) or not value:
        return False
    items = [json.dumps(one, sort_keys=True) for one in cast("list[object]", value)]
    return len(set(items)) == len(items)


def _names(value: object) -> bool:
    return _distinct(value) and all(map(_text, cast("list[object]", value)))


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _pattern(value: object) -> bool:
    try:
        re.compile(cast("str", value))
    except (re.error, TypeError, OverflowError, RecursionError):
        return False
    return isinstance(value, str)


# What is missing here API Gateway does not support, or accepts without enforcing it (minItems,
# maxItems): https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
_PLAIN: Final[Mapping[str, tuple[Check, str]]] = {
    "title": (_text, "a text"),
    "description": (_text, "a text"),
    "format": (_text, "a text"),
    "pattern": (_pattern, "a regular expression"),
    "required": (_names, "a list of property names, each once"),
    "enum": (_distinct, "a list of values, each once"),
    "minimum": (_number, "a number"),
    "maximum": (_number, "a number"),
    "multipleOf": (lambda value: _number(value) and cast("float", value) > 0, "a number above 0"),
    "minLength": (_count, "a whole number from 0"),
    "maxLength": (_count, "a whole number from 0"),
    "minProperties": (_count, "a whole number from 0"),
    "maxProperties": (_count, "a whole number from 0"),
    "uniqueItems": (lambda value: isinstance(value, bool), "true or false"),
}
_LISTS: Final = frozenset({"allOf", "anyOf", "oneOf"})
_NESTED: Final = frozenset({"type", "properties", "items", "additionalProperties", "not"})
KEYWORDS: Final = frozenset(_PLAIN) | _LISTS | _NESTED


def schema_text(where: str, given: object) -> str:
    """Return a validated schema as its one JSON text.

    Args:
        where: Whose schema it is, for the messages.
        given: The schema as a dict of plain data.

    Raises:
        SpecError: Something that is no JSON, a keyword that API Gateway does not enforce, or a
            keyword's value that cannot be one.
        LimitError: A schema nested deeper than 32.
    """
    schema = _whole_numbers(where, given, 0)
    _check(where, schema)
    return json.dumps(schema, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _whole_numbers(where: str, value: object, depth: int) -> Any:  # noqa: ANN401 -- any JSON
    """A copy that is JSON, with 3.0 as 3: numbers from another language arrive as floats."""
    if depth > 2 * DEEPEST:
        raise LimitError(where, "deeper nesting", f"a schema nested at most {DEEPEST} deep")
    if isinstance(value, Mapping):
        items = cast("Mapping[object, object]", value).items()
        for key, _ in items:
            if not isinstance(key, str):
                raise SpecError(where, key, "text as a key of a JSON schema")
        return {str(key): _whole_numbers(f"{where}.{key}", one, depth + 1) for key, one in items}
    if isinstance(value, list | tuple):
        parts = cast("list[object]", value)
        return [_whole_numbers(f"{where}[{n}]", one, depth + 1) for n, one in enumerate(parts)]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    finite = not isinstance(value, float) or math.isfinite(value)
    if value is not None and not (isinstance(value, str | int | float) and finite):
        raise SpecError(where, value, "plain JSON")
    return value


def _check(where: str, schema: object) -> None:
    if not isinstance(schema, dict) or not schema:
        raise SpecError(where, schema, "a JSON schema, such as {'type': 'object'}")
    for keyword, value in cast("dict[str, Any]", schema).items():
        place = f"{where}.{keyword}"
        if keyword not in KEYWORDS:
            allowed = f"the keywords {', '.join(sorted(KEYWORDS))}"
            raise SpecError(place, keyword, allowed, "Let the function check the rest.")
        if keyword in _PLAIN:
            holds, allowed = _PLAIN[keyword]
            if not holds(value):
                raise SpecError(place, value, allowed)
        else:
            _check_nested(place, keyword, value)
    if schema.get("type") == "array" and "items" not in schema:
        raise SpecError(where, "no items", "`items`, as OpenAPI asks of every array")


def _check_nested(place: str, keyword: str, value: object) -> None:
    if keyword == "type":
        if not isinstance(value, str):
            raise SpecError(place, value, "one of " + ", ".join(sorted(TYPES)))
        one_of(place, value, TYPES)
    elif keyword == "properties":
        if not isinstance(value, dict):
            raise SpecError(place, value, "schemas by property name")
        for name, one in cast("dict[str, object]", value).items():
            _check(f"{place}.{name}", one)
    elif keyword in _LISTS:
        if not isinstance(value, list) or not value:
            raise SpecError(place, value, "a list of schemas")
        for number, one in enumerate(cast("list[object]", value)):
            _check(f"{place}[{number}]", one)
    elif keyword != "additionalProperties" or not isinstance(value, bool):
        _check(place, value)
