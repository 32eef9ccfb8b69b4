import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guardrails.iam import wildcard

PATTERNS = st.text(alphabet="ab*?", max_size=12)
TEXTS = st.text(alphabet="ab", max_size=12)


def by_regular_expression(pattern: str, text: str) -> bool:
    translated = {"*": ".*", "?": "."}
    expression = "".join(translated.get(one, re.escape(one)) for one in pattern)
    return re.fullmatch(expression, text, re.DOTALL) is not None


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("", "", True),
        ("", "a", False),
        ("*", "", True),
        ("?", "", False),
        ("a", "A", False),
        ("Get*", "GetItem", True),
        ("Get*", "BatchGetItem", False),
        ("*Item", "GetItem", True),
        ("ab*ba", "aba", False),
        ("CreateAccessKe?", "CreateAccessKey", True),
        ("CreateAccessKe?", "CreateAccessKe", False),
        ("*a?c*", "xxaxxabc", True),
        ("**?**", "a", True),
        ("a.c", "abc", False),
        ("a*\n", "ab\n", True),
    ],
)
def test_a_star_is_any_text_and_a_question_mark_any_one_character(
    *, pattern: str, text: str, expected: bool
) -> None:
    assert wildcard.matches(pattern, text) is expected


@given(PATTERNS, TEXTS)
def test_matching_agrees_with_the_regular_expression_of_the_same_meaning(
    pattern: str, text: str
) -> None:
    assert wildcard.matches(pattern, text) == by_regular_expression(pattern, text)


@given(PATTERNS, PATTERNS, st.lists(TEXTS, min_size=1, max_size=20))
def test_a_pattern_that_subsumes_another_matches_all_that_the_other_matches(
    general: str, special: str, texts: list[str]
) -> None:
    if wildcard.subsumes(general, special):
        assert all(wildcard.matches(general, t) for t in texts if wildcard.matches(special, t))


@pytest.mark.parametrize(
    ("general", "special", "expected"),
    [
        ("*", "anything", True),
        ("s3:*", "s3:Get*", True),
        ("s3:Get*", "s3:*", False),
        ("*?*", "?*", True),
        ("?*?", "*??", True),
        ("???*", "??*", False),
        ("?", "*", False),
        ("*", "", True),
    ],
)
def test_a_pattern_subsumes_what_it_is_wider_than(
    *, general: str, special: str, expected: bool
) -> None:
    assert wildcard.subsumes(general, special) is expected


@pytest.mark.parametrize("pattern", ["*", "**", "*?", "?*", "**?*"])
def test_stars_of_any_spelling_are_stars(pattern: str) -> None:
    assert wildcard.is_star(pattern)


@pytest.mark.parametrize("pattern", ["", "?", "??*", "a*", "*a", "*a*"])
def test_a_pattern_that_leaves_names_out_is_no_star(pattern: str) -> None:
    assert not wildcard.is_star(pattern)


@pytest.mark.parametrize(
    "pattern", ["a*" * 2000 + "b", "*a?" * 1000 + "b", "?*" * 2000 + "b", "*" + "?a" * 1000 + "*b"]
)
def test_a_pattern_made_to_backtrack_is_matched_in_a_moment(pattern: str) -> None:
    started = time.perf_counter()

    assert not wildcard.matches(pattern, "a" * 5000)

    assert time.perf_counter() - started < 10
