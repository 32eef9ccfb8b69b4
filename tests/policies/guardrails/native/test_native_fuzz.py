"""No native resource, whatever its properties are, makes the pack raise."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guardrails.native import NATIVE
from guardrails.native.model import ITSELF
from tests.policies.guardrails.native.asked import SIGNATURE, UNKNOWN, Declared, ask, secret
from tests.policies.guardrails.native.test_native_names import native_paths, shapes

pytestmark = pytest.mark.thorough

ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7"


def names_of(type_: str) -> list[str]:
    """The names on all the paths that the tables say of a type."""
    paths = [
        path
        for one, _, table, prefix in shapes()
        if one.type == type_
        for path in native_paths(table, prefix)
    ]
    return sorted({name for path in paths if path != ITSELF for name in path.split(".")})


NAMES = {type_: names_of(type_) for type_ in NATIVE}
WORDS = st.sampled_from(
    [UNKNOWN, "*", "{}", "[]", "true", "Enabled", "s3:*", "arn:aws:s3:::x", "NONE", "", "x" * 300]
)


def values(names: list[str]) -> st.SearchStrategy[Any]:
    return st.recursive(
        st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=8) | WORDS,
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from([*names, "Statement", "key"]), inner, max_size=4)
            | inner.map(secret)
            | st.just({SIGNATURE: ARCHIVE, "path": "build/f.zip"})
        ),
        max_leaves=10,
    )


@st.composite
def resources(draw: st.DrawFn) -> Declared:
    type_ = draw(st.sampled_from(sorted(NATIVE)))
    names = NAMES[type_]
    properties = draw(st.dictionaries(st.sampled_from(names), values(names), max_size=8))
    return Declared(type_, properties, draw(st.sampled_from("abc")))


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(resources(), min_size=1, max_size=4, unique_by=lambda one: one.urn), st.data())
def test_whatever_the_properties_the_pack_answers(
    stack: list[Declared], data: st.DataObject
) -> None:
    depending = [
        Declared(
            one.type,
            one.properties,
            one.name,
            {
                name: data.draw(st.lists(st.sampled_from(stack), max_size=2))
                for name in one.properties
            },
        )
        for one in stack
    ]

    for _, path in ask(*depending):
        assert path.strip("?")
