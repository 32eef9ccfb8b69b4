import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guardrails.values import UNKNOWN, File, Secret
from guardrails.view import View

JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text() | st.just(UNKNOWN),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | inner.map(Secret),
    max_leaves=20,
)


def test_a_property_knows_its_path() -> None:
    view = View({"replicas": [{"kms": {"arn": "x"}}, {}]})

    assert view["replicas"].items()[0]["kms"]["arn"] == View("x", "replicas[0].kms.arn")


def test_what_is_missing_is_a_view_of_nothing_with_its_path() -> None:
    view = View({})["a"]["b"]

    assert (view.value, view.path, view.missing, view.unknown) == (None, "a.b", True, False)


def test_below_an_unknown_value_everything_is_unknown_with_the_path_of_that_value() -> None:
    view = View({"a": {"b": UNKNOWN}})["a"]["b"]["c"]["d"]

    assert view.unknown
    assert view.path == "a.b"
    assert [item.path for item in view.items()] == ["a.b"]


def test_a_list_of_one_is_read_like_the_object_in_it() -> None:
    assert View({"block": [{"enabled": True}]})["block"]["enabled"] == View(
        value=True, path="block[0].enabled"
    )


@pytest.mark.parametrize("several", [[{"enabled": True}, {"enabled": True}], []])
def test_a_list_of_none_or_several_is_not(several: list[object]) -> None:
    assert View({"block": several})["block"]["enabled"].value is None


def test_a_secret_is_judged_like_any_value_and_not_shown() -> None:
    view = View({"a": Secret({"b": ["x"]})})["a"]["b"].items()[0]

    assert view.text == "x"
    assert view.shown() == "a secret value"
    assert View({"a": Secret(UNKNOWN)})["a"].unknown


@pytest.mark.parametrize(
    ("value", "flag"),
    [(True, True), (False, False), ("true", True), ("false", False), ("yes", None), (1, None)],
)
def test_a_flag_is_a_boolean_or_its_text(value: object, *, flag: bool | None) -> None:
    assert View(value).flag is flag


@pytest.mark.parametrize(
    ("value", "number"),
    [(3.0, 3.0), (3, 3.0), ("3", 3.0), ("-3", None), (True, None), ("²", None), (None, None)],
)
def test_a_number_is_a_number_or_its_digits(value: object, number: float | None) -> None:
    assert View(value).number == number


def test_a_document_is_read_from_its_text() -> None:
    assert View('{"a": [1]}', "policy").json()["a"].items()[0] == View(1, "policy.a[0]")
    assert View({"a": 1}, "policy").json()["a"].value == 1
    assert View("{", "policy").json() == View(None, "policy")
    assert View("[" * 100_000, "policy").json() == View(None, "policy")


@pytest.mark.parametrize(
    ("value", "shown"),
    [(7.0, "7"), (0.5, "0.5"), ("a\n", '"a\\n"'), (None, "None"), (True, "true")],
)
def test_a_value_is_shown_as_its_author_wrote_it(value: object, shown: str) -> None:
    assert View(value).shown() == shown


def test_a_long_value_is_shown_short() -> None:
    assert len(View("x" * 10_000).shown()) == 121


@given(JSON, st.lists(st.text(), max_size=4))
def test_no_value_makes_a_view_raise(value: object, keys: list[str]) -> None:
    view = View.of(value, "")
    for key in keys:
        view = view[key]
        view = next(iter(view.items()), view)
    assert isinstance(view.text, str)
    assert view.number is None or isinstance(view.number, float)
    assert isinstance(view.shown(), str)
    assert isinstance(view.missing, bool)
    assert all(isinstance(inner, View) for _, inner in view.json().entries())


def test_a_file_shows_where_it_is() -> None:
    assert View(File("archive", "build/f.zip")).shown() == (
        "File(kind='archive', source='build/f.zip')"
    )


@given(st.dictionaries(st.text(), st.text()))
def test_entries_are_those_of_the_object(entries: dict[str, str]) -> None:
    view = View(json.dumps(entries)).json()

    assert {key: inner.value for key, inner in view.entries()} == entries
