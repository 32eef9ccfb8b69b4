import pytest

from local.emulator.resources import TYPES
from local.provider import diff, sdk


@pytest.mark.parametrize("type_", sorted(TYPES))
def test_the_data_of_a_type_names_properties_that_the_sdk_has(type_: str) -> None:
    kind, inputs = TYPES[type_], sdk.properties_of(type_, "Args")

    assert kind.replaced_by - {"name", "namePrefix"} <= inputs
    assert kind.revised.keys() <= sdk.properties_of(type_)
    assert {name for by in kind.revised.values() for name in by} <= inputs
    assert kind.identity == "name" or kind.identity in inputs


def test_what_is_revised_depends_on_what_changed() -> None:
    type_ = "aws:dynamodb/table:Table"

    assert diff.revised(type_, frozenset({"ttl"})) == set()
    assert diff.revised(type_, frozenset({"streamEnabled"})) == {"streamArn", "streamLabel"}


def test_tags_alone_revise_nothing() -> None:
    assert diff.revised("aws:lambda/function:Function", frozenset({"tags"})) == set()


def test_a_type_that_the_table_lacks_is_replaced_by_another_name() -> None:
    found = diff.between("aws:s3/bucket:Bucket", {"name": "a", "x": 1}, {"name": "b", "x": 2})

    assert found.all == {"name", "x"}
    assert found.replaces == {"name"}


def test_an_ignored_change_is_none() -> None:
    found = diff.between(
        "aws:sqs/queue:Queue",
        {"delaySeconds": 1},
        {"delaySeconds": 2},
        ignored=frozenset({"delaySeconds"}),
    )

    assert found.all == set()


def test_a_type_that_the_sdk_lacks_has_no_properties() -> None:
    assert sdk.properties_of("aws:nothing/here:Here") == set()
    assert sdk.properties_of("other:index:Thing") == set()
