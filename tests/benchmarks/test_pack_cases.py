from collections import Counter

import pytest

from benchmarks.pack_cases import FOLDER, Case, Declared, cases
from benchmarks.terraform import Reference
from benchmarks.terraform_types import TYPES
from guardrails.registry import RULES
from local.provider.sdk import properties_of

pytestmark = pytest.mark.thorough

LEAST = 300
RESOURCES = {one.name: one for case in cases() for one in case.resources}


def test_there_are_many_cases_and_about_half_of_them_are_good() -> None:
    good = sum(not case.is_bad for case in cases())
    assert len(cases()) >= LEAST
    assert 0.4 < good / len(cases()) < 0.6


def test_every_category_has_cases_of_both_verdicts() -> None:
    verdicts = {(case.category, case.is_bad) for case in cases()}
    categories = {file.stem for file in FOLDER.glob("*.toml")} - {"resources"}
    assert verdicts == {(category, bad) for category in categories for bad in (True, False)}


def test_every_rule_that_a_case_names_exists() -> None:
    named = {id_ for case in cases() for id_ in case.rules}
    assert named - {rule.id for rule in RULES} == set()


def test_a_bad_case_names_a_rule_that_finds_it() -> None:
    assert [case.name for case in cases() if case.is_bad and not case.rules] == []


def test_no_two_resources_share_a_name() -> None:
    names = Counter(one.name for case in cases() for one in case.resources)
    assert [name for name, times in names.items() if times > 1] == []


def test_no_two_cases_of_a_question_declare_the_same() -> None:
    def declared(case: Case) -> str:
        place = f"{case.category}-{case.question}"
        inputs = [(one.type, one.inputs) for one in case.resources]
        return place + repr(inputs).replace(case.resources[0].name.rpartition("-")[0], "")

    assert [text for text, times in Counter(map(declared, cases())).items() if times > 1] == []


# The SDK warns of deprecated types of its own while it is imported.
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("type_", sorted({one.type for one in RESOURCES.values()}))
def test_the_sdk_and_terraform_know_a_type_with_its_properties(type_: str) -> None:
    given = {key for one in RESOURCES.values() if one.type == type_ for key in one.inputs}
    assert type_ in TYPES
    assert given - properties_of(type_) == set()


def references(one: Declared) -> list[Reference]:
    return [value for value in one.inputs.values() if isinstance(value, Reference)]


def test_every_reference_leads_to_a_resource_of_the_case() -> None:
    lost = [
        reference.name
        for case in cases()
        for one in case.resources
        for reference in references(one)
        if reference.name not in {other.name for other in case.resources}
    ]
    assert lost == []


def test_nothing_is_left_of_the_marks_of_the_files() -> None:
    assert [name for name, one in RESOURCES.items() if "'unset'" in repr(one.inputs)] == []
