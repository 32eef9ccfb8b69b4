from typing import Any

import pytest
from google.protobuf import json_format, struct_pb2
from pulumi_policy import proxy

from guardrails.values import UNKNOWN, File, Secret
from guardrails.wire import decode

SIGNATURE = "4dabf18193072939515e22adb298388d"


def struct(properties: dict[str, Any]) -> struct_pb2.Struct:
    return json_format.ParseDict(properties, struct_pb2.Struct())


def special(signature: str, **fields: object) -> dict[str, object]:
    return {SIGNATURE: signature, **fields}


def test_plain_values_stay_what_they_are() -> None:
    plain = {"a": [1.0, "x", True, None], "b": {"c": {}}, "d": []}

    assert decode(struct(plain)) == plain


@pytest.mark.parametrize(
    "sentinel", [value for name, value in vars(proxy).items() if name.startswith("UNKNOWN_")]
)
def test_every_sentinel_of_the_sdk_is_unknown(sentinel: str) -> None:
    decoded = decode(struct({"a": sentinel, "b": {"c": [sentinel]}}))

    assert decoded == {"a": UNKNOWN, "b": {"c": [UNKNOWN]}}


def test_a_secret_is_marked() -> None:
    secret = special("1b47061264138c4ac30d75fd1eb44270", value={"x": "y"})

    assert decode(struct({"a": secret})) == {"a": Secret({"x": "y"})}


def test_a_secret_without_a_value_holds_nothing() -> None:
    secret = special("1b47061264138c4ac30d75fd1eb44270")

    assert decode(struct({"a": secret})) == {"a": Secret(None)}


def test_an_output_is_its_value_or_unknown() -> None:
    signature = "d0e6a833031e9bbcd3f4e8bde6ca49a4"
    properties = {
        "known": special(signature, value="x"),
        "secret": special(signature, value="x", secret=True),
        "unknown": special(signature),
    }

    assert decode(struct(properties)) == {
        "known": "x",
        "secret": Secret("x"),
        "unknown": UNKNOWN,
    }


def test_a_file_is_where_it_lies() -> None:
    asset, archive = "c44067f5952c0a294b673a41bacd8c17", "0def7320c3a5731c473e5ecbe6d01bc7"
    properties = {
        "code": special(archive, path="build/f.zip"),
        "remote": special(asset, uri="https://x"),
        "inline": special(asset, text="print()"),
    }

    assert decode(struct(properties)) == {
        "code": File("archive", "build/f.zip"),
        "remote": File("asset", "https://x"),
        "inline": File("asset", ""),
    }


def test_a_signature_that_nobody_knows_is_an_object() -> None:
    assert decode(struct({"a": special("new", urn="x")})) == {"a": special("new", urn="x")}
