"""The corpus of the benchmarks: the engine comes to each of its verdicts."""

import pytest

from benchmarks.iam_corpus import Case, cases, found
from guardrails.iam.model import DocumentKind

pytestmark = pytest.mark.thorough


def named(*, bad: bool) -> list[object]:
    chosen = [case for case in cases() if case.is_bad is bad]
    return [pytest.param(case, id=f"{case.category}: {case.name}") for case in chosen]


@pytest.mark.parametrize("case", named(bad=True))
def test_a_bad_case_is_found_by_one_of_its_rules(case: Case) -> None:
    assert found(case) & case.rules


@pytest.mark.parametrize("case", named(bad=False))
def test_nothing_is_said_of_a_good_case(case: Case) -> None:
    assert found(case) == frozenset()


def test_the_corpus_has_enough_of_each_kind() -> None:
    identity = [case for case in cases() if case.kind is DocumentKind.IDENTITY]

    assert sum(case.is_bad for case in identity) >= 60
    assert sum(not case.is_bad for case in identity) >= 40
    assert {case.kind for case in cases()} >= {DocumentKind.TRUST, DocumentKind.RESOURCE}


def test_a_case_of_the_corpus_has_a_name_of_its_own() -> None:
    names = [(case.category, case.name) for case in cases()]

    assert len(names) == len(set(names))


def test_every_bad_case_says_which_rules_find_it() -> None:
    assert [case.name for case in cases() if bool(case.rules) is not case.is_bad] == []
