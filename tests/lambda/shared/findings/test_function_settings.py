import pytest

from findings.settings import SettingsError, days, text


def test_a_variable_that_is_missing_or_empty_is_named() -> None:
    assert text("TABLE", {"TABLE": "t"}) == "t"
    for environment in ({}, {"TABLE": ""}):
        with pytest.raises(SettingsError, match=r"^The environment variable TABLE is not set$"):
            text("TABLE", environment)


@pytest.mark.parametrize(("given", "read"), [("0", 0), ("90", 90), ("36500", 36500)])
def test_days_are_a_whole_number(given: str, read: int) -> None:
    assert days("AGE", {"AGE": given}) == read


@pytest.mark.parametrize(
    "given", ["-1", "36501", "1.5", "\N{FULLWIDTH DIGIT NINE}", " 9", "9 days", "9" * 5000]
)
def test_anything_else_is_no_number_of_days(given: str) -> None:
    with pytest.raises(SettingsError, match=r"AGE: got .*; allowed: a whole number of days"):
        days("AGE", {"AGE": given})
