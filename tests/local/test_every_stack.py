"""The project's own stacks, each as a first preview under the project's own pack."""

from pathlib import Path

import pytest

from local.engine.project import find_project, read_stack
from local.policy import OWN_PACK
from local.preview import preview

PROJECT = find_project(Path(__file__).parents[2])


@pytest.mark.e2e
@pytest.mark.parametrize("name", PROJECT.stacks())
def test_no_access_document_is_unknown_and_no_mandatory_rule_is_violated(name: str) -> None:
    found = preview(read_stack(PROJECT, name), [OWN_PACK])

    assert found.documents
    assert [document for document in found.documents if not document.known] == []
    assert [one for one in found.judgement.violations if one.level == "mandatory"] == []
    assert found.judgement.undetermined == ()


def test_the_stacks_are_those_that_the_guides_name() -> None:
    assert PROJECT.stacks() == ["dev", "local", "org", "prod"]
