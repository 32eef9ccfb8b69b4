import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft4Validator

from components.api.schema import KEYWORDS, schema_text
from components.core.errors import LimitError, SpecError

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)


def schemas(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Schemas that are mostly right and sometimes wrong in a keyword's value."""
    counts = st.integers(-1, 9)
    values: dict[str, st.SearchStrategy[Any]] = {
        "type": st.sampled_from(["object", "string", "number", "null", "boolean"]),
        "properties": st.dictionaries(st.text(max_size=3), inner, max_size=3),
        "additionalProperties": st.booleans() | inner,
        "required": st.lists(st.sampled_from(["a", "b"]), max_size=3),
        "enum": st.lists(st.sampled_from(["a", 1, None]), max_size=3),
        "minimum": st.floats() | st.integers(),
        "multipleOf": st.integers(-1, 3),
        "minLength": counts,
        "maxProperties": counts,
        "uniqueItems": st.booleans(),
        "pattern": st.sampled_from(["^a+$", "(", "[0-9]{12}"]),
        "items": inner,
        "not": inner,
        "allOf": st.lists(inner, max_size=2),
        "minItems": counts,
    }
    return st.fixed_dictionaries({}, optional=values)


SCHEMAS = st.recursive(st.just({"type": "string"}), schemas, max_leaves=6)


@settings(deadline=None)  # a busy machine is no reason to fail
@given(SCHEMAS | JSON)
def test_a_schema_is_refused_or_is_json_schema_draft_4(schema: object) -> None:
    try:
        text = schema_text("body", schema)
    except SpecError:
        return
    Draft4Validator.check_schema(json.loads(text))
    assert schema_text("body", json.loads(text)) == text


def test_the_text_does_not_show_the_order_or_later_changes() -> None:
    schema: dict[str, Any] = {"type": "object", "required": ["version"]}
    text = schema_text("body", schema)
    schema["type"] = "string"

    assert text == '{"required":["version"],"type":"object"}'
    assert schema_text("body", {"required": ["version"], "type": "object"}) == text


def test_whole_numbers_stay_whole_when_they_arrive_as_floats() -> None:
    assert schema_text("body", {"type": "string", "maxLength": 3.0}) == (
        '{"maxLength":3,"type":"string"}'
    )


def test_a_property_may_be_called_like_any_keyword() -> None:
    schema = {"type": "object", "properties": {"$ref": {"type": "string"}}}

    assert json.loads(schema_text("body", schema)) == schema


@pytest.mark.parametrize(
    ("schema", "message"),
    [
        ([], "body: got []; allowed: a JSON schema, such as {'type': 'object'}."),
        ({}, "body: got {}; allowed: a JSON schema, such as {'type': 'object'}."),
        ({"type": "text"}, "body.type: got 'text'; allowed: one of array, boolean, integer, "),
        ({"type": ["string"]}, "body.type: got ['string']; allowed: one of array, boolean, "),
        ({"pattern": "("}, "body.pattern: got '('; allowed: a regular expression."),
        ({"maxLength": -1}, "body.maxLength: got -1; allowed: a whole number from 0."),
        ({"maxLength": True}, "body.maxLength: got True; allowed: a whole number from 0."),
        (
            {"required": ["a", "a"]},
            "body.required: got ['a', 'a']; allowed: a list of property names, each once.",
        ),
        ({"enum": []}, "body.enum: got []; allowed: a list of values, each once."),
        ({"multipleOf": 0}, "body.multipleOf: got 0; allowed: a number above 0."),
        ({"anyOf": []}, "body.anyOf: got []; allowed: a list of schemas."),
        ({"properties": []}, "body.properties: got []; allowed: schemas by property name."),
        (
            {"properties": {"a": {"type": "array"}}},
            "body.properties.a: got 'no items'; allowed: `items`, as OpenAPI asks of every array.",
        ),
        ({"minimum": float("inf")}, "body.minimum: got inf; allowed: plain JSON."),
        ({"enum": [object]}, "body.enum[0]: got <class 'object'>; allowed: plain JSON."),
        ({1: "a"}, "body: got 1; allowed: text as a key of a JSON schema."),
    ],
)
def test_what_is_no_schema_is_refused_with_its_place(schema: object, message: str) -> None:
    with pytest.raises(SpecError) as caught:
        schema_text("body", schema)

    assert str(caught.value).startswith(message)


@pytest.mark.parametrize("keyword", ["$ref", "minItems", "exclusiveMinimum", "readOnly", "default"])
def test_what_api_gateway_does_not_enforce_is_refused(keyword: str) -> None:
    with pytest.raises(SpecError) as caught:
        schema_text("body", {"properties": {"a": {keyword: 1}}})

    assert str(caught.value) == (
        f"body.properties.a.{keyword}: got {keyword!r}; allowed: the keywords "
        f"{', '.join(sorted(KEYWORDS))}. Let the function check the rest."
    )


def nested(levels: int) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string"}
    for _ in range(levels):
        schema = {"type": "object", "properties": {"a": schema}}
    return schema


def test_a_schema_may_be_deep_but_not_endless() -> None:
    assert "properties" in schema_text("body", nested(31))
    with pytest.raises(LimitError, match="a schema nested at most 32 deep"):
        schema_text("body", nested(40))
    endless: dict[str, Any] = {}
    endless["not"] = endless
    with pytest.raises(LimitError, match="a schema nested at most 32 deep"):
        schema_text("body", endless)
