from typing import Any

import pulumi
from google.protobuf import struct_pb2
from hypothesis import given
from hypothesis import strategies as st
from pulumi.output import UNKNOWN

from local.engine import urn, values

PLAIN: st.SearchStrategy[Any] = st.recursive(
    st.booleans()
    | st.text().filter(lambda text: text != values.UNKNOWN_MARK)
    # Protobuf's numbers are doubles.
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(), PLAIN, max_size=4))
def test_plain_values_come_back_as_they_were(given_values: dict[str, Any]) -> None:
    read, secrets = values.read(values.struct(given_values))

    assert read == given_values
    assert not secrets


def test_an_unknown_comes_back_unknown() -> None:
    read, _ = values.read(values.struct({"a": UNKNOWN, "b": [{"c": UNKNOWN}], "d": 1}))

    assert values.is_unknown(read["a"])
    assert values.is_unknown(read["b"][0]["c"])
    assert [values.has_unknown(read[name]) for name in "abd"] == [True, True, False]


def test_a_secret_is_marked_once_and_unwrapped() -> None:
    once = values.secret("s")

    assert values.secret(once) == once
    assert values.read(values.struct({"a": once, "b": {"c": once}, "d": "s"})) == (
        {"a": "s", "b": {"c": "s"}, "d": "s"},
        {"a", "b"},
    )


def test_assets_and_archives_come_back_as_they_were() -> None:
    archive = pulumi.AssetArchive(
        {"a.txt": pulumi.StringAsset("text"), "b": pulumi.FileArchive("build")}
    )
    given_values = {
        "file": pulumi.FileAsset("a.zip"),
        "remote": pulumi.RemoteAsset("https://example.com/a"),
        "archive": archive,
        "far": pulumi.RemoteArchive("https://example.com/b.zip"),
    }

    read, _ = values.read(values.struct(given_values))

    assert read["file"].path == "a.zip"
    assert read["remote"].uri == "https://example.com/a"
    assert read["archive"].assets["a.txt"].text == "text"
    assert read["archive"].assets["b"].path == "build"
    assert read["far"].uri == "https://example.com/b.zip"


def test_a_reference_to_a_resource_is_its_id_or_unknown_until_it_has_one() -> None:
    def reference(**fields: str) -> struct_pb2.Struct:
        return values.struct({"a": {values.SIGNATURE: values.RESOURCE, "urn": "urn:x", **fields}})

    assert values.read(reference(id="i-1")) == ({"a": "i-1"}, frozenset())
    assert values.is_unknown(values.read(reference(id=""))[0]["a"])
    assert values.read(reference()) == ({"a": "urn:x"}, frozenset())


@given(st.text(), st.from_regex(r"[a-z]+:[a-z]+/[a-z]+:[A-Z]+", fullmatch=True))
def test_a_urn_tells_its_type_and_its_name(name: str, type_: str) -> None:
    parent = urn.make("s", "p", "", "demo:index:Box", "box")
    made = urn.make("s", "p", parent, type_, name)

    assert (urn.type_of(made), urn.name_of(made)) == (type_, name)
    assert urn.qualified_type(made) == f"demo:index:Box${type_}"
