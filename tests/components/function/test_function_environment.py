import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.core.errors import LimitError, SpecError
from components.function.environment import RESERVED, environment, measured
from components.iam import Grant

NAMES = st.from_regex(r"[A-Z][A-Z0-9_]{1,12}", fullmatch=True).filter(lambda n: n not in RESERVED)
VARIABLES = st.dictionaries(NAMES, st.text(max_size=20), max_size=8)


def with_environment(variables: dict[str, str]) -> Grant:
    return {"statements": [], "environment": variables}


def filled_to(size: int) -> dict[str, str]:
    return {"BIG": "x" * (size - measured({"BIG": ""}))}


def test_exactly_4_kb_are_taken() -> None:
    variables = filled_to(4096)

    assert environment("here", variables, []) == variables


def test_one_byte_more_is_refused_and_the_largest_are_named() -> None:
    variables = {**filled_to(4000), "SMALL": "y" * 86}

    with pytest.raises(LimitError) as caught:
        environment("Function 'f'.environment", variables, [])

    assert str(caught.value) == (
        "Function 'f'.environment: got '4097 bytes'; allowed: at most 4096 bytes as JSON. "
        "The largest: BIG 3998 bytes, SMALL 96 bytes."
    )


def test_a_letter_counts_by_its_bytes() -> None:
    assert measured({"AA": "ü"}) == measured({"AA": "u"}) + 1


def test_one_name_with_two_values_is_refused() -> None:
    grants = [with_environment({"QUEUE_URL": "a"}), with_environment({"QUEUE_URL": "b"})]

    with pytest.raises(SpecError) as caught:
        environment("here", {}, grants)

    assert str(caught.value) == (
        "here.QUEUE_URL: got 'b'; allowed: one value, and 'a' is given too. Rename one of the two."
    )


def test_one_name_with_one_value_twice_is_taken() -> None:
    same = [with_environment({"QUEUE_URL": "a"})] * 2

    assert environment("here", {"QUEUE_URL": "a"}, same) == {"QUEUE_URL": "a"}


@pytest.mark.parametrize("name", ["AWS_REGION", "LAMBDA_TASK_ROOT"])
def test_a_name_that_lambda_sets_itself_is_refused(name: str) -> None:
    with pytest.raises(SpecError, match="a name that Lambda does not set itself"):
        environment("here", {name: "x"}, [])


@pytest.mark.parametrize("name", ["", "A", "1A", "A-B", "_A", "Ä1"])
def test_a_name_that_lambda_does_not_take_is_refused(name: str) -> None:
    with pytest.raises(SpecError, match="a name of letters, digits and _"):
        environment("here", {name: "x"}, [])


def test_a_value_that_is_no_text_is_refused() -> None:
    with pytest.raises(SpecError, match=r"here\.COUNT: got 3; allowed: text"):
        environment("here", {"COUNT": 3}, [])  # pyright: ignore[reportArgumentType]


@given(VARIABLES)
def test_where_a_variable_comes_from_does_not_show(variables: dict[str, str]) -> None:
    parts = [with_environment({name: value}) for name, value in variables.items()]

    from_grants = environment("here", {}, parts)

    assert from_grants == environment("here", variables, []) == variables
    assert list(from_grants) == sorted(variables)


@given(VARIABLES)
def test_the_size_is_that_of_the_json_which_lambda_measures(variables: dict[str, str]) -> None:
    text = json.dumps(variables, ensure_ascii=False)

    spaces = 2 * len(variables) - 1 if variables else 0
    assert measured(variables) == len(text.encode()) - spaces
