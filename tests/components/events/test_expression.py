import zoneinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.core.errors import SpecError
from components.events.expression import check_expression, check_timezone


def problem(text: str) -> str:
    with pytest.raises(SpecError) as caught:
        check_expression("here", text)
    return str(caught.value).removeprefix(f"here: got {text!r}; allowed: ")


@pytest.mark.parametrize(
    "text",
    [
        "rate(1 minute)",
        "rate(5 minutes)",
        "rate(1 hour)",
        "rate(30 days)",
        "at(2028-02-29T23:59:59)",
        "cron(0 2 * * ? *)",
        "cron(59 23 31 12 ? 2199)",
        "cron(0/15 8-18 ? * MON-FRI *)",
        "cron(0,30 */2 1,15 JAN,JUL ? 2026-2030)",
        "cron(0 6 L * ? *)",
        "cron(0 6 LW * ? *)",
        "cron(0 6 15W * ? *)",
        "cron(0 6 ? * 6L *)",
        "cron(0 6 ? * FRIL *)",
        "cron(0 6 ? * tue#2 *)",
        "cron(0 6 ? * sun *)",
    ],
)
def test_what_scheduler_takes_is_taken(text: str) -> None:
    check_expression("here", text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "daily",
        "rate(0 days)",
        "rate(-1 days)",
        "rate(1.5 hours)",
        "rate(1 week)",
        "rate(1day)",
        "Rate(1 day)",
        " rate(1 day)",
        "rate(1 day)\n",
        "at(2027-01-31)",
        "at(2027-01-31T06:00:00Z)",
        "cron(0 2 * * ? *",
    ],
)
def test_what_is_no_expression_is_refused(text: str) -> None:
    assert problem(text) == "rate(1 day), cron(0 6 * * ? *) or at(2027-01-31T06:00:00)."


@pytest.mark.parametrize("text", ["at(2027-02-29T06:00:00)", "at(2027-01-31T24:00:01)"])
def test_a_time_that_does_not_exist_is_refused(text: str) -> None:
    assert problem(text).startswith("a date and a time that exist (")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("cron(60 2 * * ? *)", "minutes takes 0 to 59, not '60'"),
        ("cron(0 24 * * ? *)", "hours takes 0 to 23, not '24'"),
        ("cron(0 2 0 * ? *)", "day of month takes 1 to 31, not '0'"),
        ("cron(0 2 32W * ? *)", "day of month takes 1 to 31, not '32W'"),
        ("cron(0 2 * 13 ? *)", "month takes 1 to 12, not '13'"),
        ("cron(0 2 * MAI ? *)", "month takes 1 to 12, not 'MAI'"),
        ("cron(0 2 ? * 8 *)", "day of week takes 1 to 7, not '8'"),
        ("cron(0 2 ? * 2#6 *)", "day of week takes 1 to 7, not '2#6'"),
        ("cron(0 2 * * ? 1969)", "year takes 1970 to 2199, not '1969'"),
        ("cron(0 18-8 * * ? *)", "hours takes 0 to 23, not '18-8'"),
        ("cron(0/0 2 * * ? *)", "minutes takes 0 to 59, not '0/0'"),
        ("cron(0/ 2 * * ? *)", "minutes takes 0 to 59, not '0/'"),
        ("cron(, 2 * * ? *)", "minutes takes 0 to 59, not ''"),
        ("cron(1,2,x 2 * * ? *)", "minutes takes 0 to 59, not 'x'"),
        ("cron(? 2 * * ? *)", "minutes takes 0 to 59, not '?'"),
        ("cron(٣ 2 * * ? *)", "minutes takes 0 to 59, not '٣'"),
        ("cron(0 2 * * * *)", "exactly one of day of month and day of week is ?"),
        ("cron(0 2 ? * ? *)", "exactly one of day of month and day of week is ?"),
        (
            "cron(0 2 * * *)",
            ("it has 6 fields (minutes, hours, day of month, month, day of week, year), not 5"),
        ),
    ],
)
def test_a_part_out_of_range_is_named(text: str, message: str) -> None:
    assert problem(text) == f"a cron expression, and {message}."


@given(st.integers(0, 59), st.integers(0, 23), st.integers(1, 31), st.integers(1, 12))
def test_every_time_of_the_year_can_be_named(minute: int, hour: int, day: int, month: int) -> None:
    check_expression("here", f"cron({minute} {hour} {day} {month} ? *)")


@given(st.text(alphabet="0123456789*?,-/LW# \tMONcronrateat()", max_size=30))
def test_anything_else_is_refused_in_words(text: str) -> None:
    for expression in (text, f"cron({text})"):
        try:
            check_expression("here", expression)
        except SpecError as error:
            assert "allowed" in str(error)  # noqa: PT017 -- most, not all, of these texts are refused


def test_time_zones_that_exist_are_taken() -> None:
    for name in ("UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "Etc/GMT+5"):
        check_timezone("here", name)


@pytest.mark.parametrize(
    "name", ["", "Europe/Atlantis", "Europe", "../UTC", "/etc/localtime", "CET "]
)
def test_a_time_zone_that_does_not_exist_is_refused(name: str) -> None:
    with pytest.raises(SpecError, match="allowed: a time zone such as Europe/Berlin"):
        check_timezone("here", name)


def test_a_machine_without_time_zones_leaves_the_answer_to_aws(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def none(name: str) -> zoneinfo.ZoneInfo:
        raise zoneinfo.ZoneInfoNotFoundError(name)

    monkeypatch.setattr(zoneinfo, "ZoneInfo", none)

    check_timezone("here", "Europe/Atlantis")
    with pytest.raises(SpecError):
        check_timezone("here", "../UTC")
