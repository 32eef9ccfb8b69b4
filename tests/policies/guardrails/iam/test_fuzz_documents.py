"""A small part of the fuzzing in ``benchmarks/iam_fuzz.py``: what it tries takes minutes there."""

import pytest

from benchmarks.iam_fuzz import tally
from benchmarks.iam_hostile import documents
from guardrails.iam.model import DocumentKind

pytestmark = pytest.mark.thorough

COUNT = 2_000
HANGS = 30.0
"""The benchmark holds the engine to a second; here it may be slowed down by what watches it."""


def test_no_document_breaks_the_engine_or_hangs_it() -> None:
    found = tally(documents(COUNT, seed=1), longest=HANGS)

    assert found.faults == []
    assert sum(found.counts.values()) == COUNT


def test_each_kind_of_document_is_tried_in_each_way() -> None:
    tried = {(one.way, one.kind) for one in documents(5_000, seed=1) if one.way != "huge"}

    ways = {way for way, _ in tried}
    assert len(ways) == 12  # of which none is rare
    assert tried == {(way, kind) for way in ways for kind in DocumentKind}


def test_the_same_seed_makes_the_same_documents() -> None:
    first, second, other = ([one.way for one in documents(50, seed)] for seed in (1, 1, 2))

    assert first == second != other


def test_a_fault_is_told_with_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(_: object) -> None:
        raise KeyError("gone")

    monkeypatch.setattr("benchmarks.iam_fuzz.judged", breaks)

    faults = tally(one for one in documents(20, seed=1) if one.way == "readable").faults

    assert faults
    assert faults[0] == "readable 0: KeyError: 'gone'"
