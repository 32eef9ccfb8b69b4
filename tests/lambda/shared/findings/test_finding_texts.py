import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from findings.text import plain


@pytest.mark.parametrize(
    ("given_text", "shown"),
    [
        ("an access key", "an access key"),
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("  +1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'=1"),
        ("\x00=1", "'=1"),
        ("a=b", "a=b"),
        ("first\r\nsecond\u2028third", "first second third"),
        ("\x1b[31mred", "[31mred"),
        ("user\u202egnp.exe", "user gnp.exe"),
        ("\ud800", ""),
        ("Zoë 日本", "Zoë 日本"),
    ],
)
def test_a_text_is_one_harmless_line(given_text: str, shown: str) -> None:
    assert plain(given_text, 100) == shown


def test_a_long_text_is_cut_visibly() -> None:
    assert plain("abcdef", 6) == "abcdef"
    assert plain("abcdefg", 6) == "abcde…"


@given(st.text(), st.integers(1, 50))
def test_no_text_is_a_formula_or_holds_control_characters(text: str, longest: int) -> None:
    shown = plain(text, longest)

    assert len(shown) <= longest
    assert not shown.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert not any(unicodedata.category(character).startswith("C") for character in shown)


@given(st.text())
def test_a_harmless_text_stays_as_it_is(text: str) -> None:
    shown = plain(text, 1000)

    assert plain(shown, 1001) == shown
