from typing import Any, NotRequired, TypedDict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blueprints import reader
from components.core.errors import ConfigError, InvalidValueError
from components.core.where import Where, camel_case


class Room(TypedDict):
    floor_count: int
    open: NotRequired[bool]
    labels: NotRequired[list[str]]
    rooms: NotRequired[dict[str, "Room"]]


WHERE = Where("bulwark:house", camel_case)


def read(given: object) -> Room:
    return reader.read(WHERE, given, Room)


def test_keys_become_those_of_the_shape_and_names_stay() -> None:
    assert read(
        {
            "floorCount": 2,
            "open": True,
            "labels": ["a"],
            "rooms": {"roomOne": {"floorCount": 1}},
        }
    ) == {
        "floor_count": 2,
        "open": True,
        "labels": ["a"],
        "rooms": {"roomOne": {"floor_count": 1}},
    }


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ([], "bulwark:house: got []; allowed: keys and values."),
        ({}, "bulwark:house.floorCount: got None; allowed: a whole number."),
        (
            {"floor_count": 1},
            (
                "bulwark:house.floor_count: got 'floor_count'; allowed: the keys floorCount, "
                "labels, open, rooms."
            ),
        ),
        ({"floorCount": "1"}, "bulwark:house.floorCount: got '1'; allowed: a whole number."),
        ({"floorCount": True}, "bulwark:house.floorCount: got True; allowed: a whole number."),
        (
            {"floorCount": 1, "open": "yes"},
            "bulwark:house.open: got 'yes'; allowed: true or false.",
        ),
        ({"floorCount": 1, "open": 1}, "bulwark:house.open: got 1; allowed: true or false."),
        ({"floorCount": 1, "labels": "a"}, "bulwark:house.labels: got 'a'; allowed: a list."),
        (
            {"floorCount": 1, "labels": ["a", 5]},
            "bulwark:house.labels[1]: got 5; allowed: a text. Put it in quotes.",
        ),
        (
            {"floorCount": 1, "labels": [["a"]]},
            "bulwark:house.labels[0]: got ['a']; allowed: a text.",
        ),
        (
            {"floorCount": 1, "rooms": {"a": None}},
            (
                "bulwark:house.rooms.a: got None; allowed: keys and values. Write {} where there "
                "are none."
            ),
        ),
    ],
)
def test_a_value_of_another_type_is_refused_where_it_stands(given: object, message: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        read(given)

    assert str(caught.value) == message


class Shelf(TypedDict):
    books: list[str]
    owner: dict[str, str]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"owner": {}}, "bulwark:house.books: got None; allowed: a list."),
        ({"books": []}, "bulwark:house.owner: got None; allowed: keys and values."),
    ],
)
def test_a_missing_key_is_refused_with_what_belongs_there(given: object, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        reader.read(WHERE, given, Shelf)

    assert str(caught.value) == message


def test_a_bottomless_configuration_is_refused() -> None:
    house: dict[str, Any] = {"floorCount": 1}
    for _ in range(2_000):
        house = {"floorCount": 1, "rooms": {"a": house}}

    with pytest.raises(ConfigError, match="at most 64 levels of keys"):
        read(house)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda below: (
        st.lists(below, max_size=3)
        | st.dictionaries(
            st.sampled_from(["floorCount", "open", "labels", "rooms", "x"]), below, max_size=4
        )
    ),
    max_leaves=8,
)


@given(anything)
def test_whatever_comes_is_read_or_refused_by_name(value: object) -> None:
    try:
        found = read(value)
    except InvalidValueError as error:
        where = error.where
    else:
        where = WHERE.path if isinstance(found["floor_count"], int) else ""
    assert where.startswith(WHERE.path)
