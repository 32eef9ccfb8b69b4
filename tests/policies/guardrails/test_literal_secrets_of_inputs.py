"""Where in the inputs of a resource credentials are found, and what is told of them."""

import base64

import pytest

from guardrails.model import Fail
from guardrails.rules.literal_secrets import plaintext
from guardrails.subjects.literal_secrets import candidates, within
from guardrails.values import UNKNOWN, File, Secret
from guardrails.view import View
from tests.policies.guardrails.rule_cases.model import one
from tests.support.credentials import ACCESS_KEY, lot

pytestmark = pytest.mark.thorough


def test_the_script_of_a_machine_is_read_in_base64_too() -> None:
    script = base64.b64encode(b"#!/bin/sh\nexport DB_PASSWORD=changeme\n").decode()

    assert [
        (view.path, kind)
        for view, kind in within(View({"userDataBase64": script, "other": script}))
    ] == [("userDataBase64", "a password")]


def test_every_place_of_the_inputs_is_looked_at_in_their_order() -> None:
    resource = one(
        "any:thing:At",
        {
            "a": {"password": "x1", "list": [{"deep": [ACCESS_KEY]}]},
            "secrets": [lot(24), "a-name"],
            "unknown": UNKNOWN,
            "file": File("asset", ACCESS_KEY),
            "secret": Secret({"password": "x2"}),
            "__internal": ACCESS_KEY,
        },
    )

    assert [(view.path, kind) for view, kind in candidates(resource)] == [
        ("a.password", "a password"),
        ("a.list[0].deep[0]", "an AWS access key"),
        ("secrets[0]", "a credential"),
    ]


def test_a_part_of_the_inputs_is_looked_at_under_its_own_name() -> None:
    view = View({"environment": {"variables": {"DB_PASSWORD": "x1"}}})

    assert [one.path for one, _ in within(view["environment"])] == [
        "environment.variables.DB_PASSWORD"
    ]
    assert [one.path for one, _ in within(View("x1", "users[0].password"))] == ["users[0].password"]
    assert list(within(View({"password": "x1"}, "a", secret=True))) == []


def test_a_pair_of_name_and_value_is_read_as_one() -> None:
    pairs = [
        {"name": "DB_PASSWORD", "value": "x1"},
        {"name": "TABLE", "value": "x1"},
        {"name": 5, "value": "x1"},
        {"name": "API_KEY", "value": lot(24), "type": "PLAINTEXT"},
    ]

    assert [(view.path, kind) for view, kind in within(View({"pairs": pairs}))] == [
        ("pairs[0].value", "a password"),
        ("pairs[3].value", "a credential"),
    ]


def test_nested_a_hundred_thousand_times_it_is_still_found() -> None:
    value: object = {"password": "x1"}
    for _ in range(100_000):
        value = [value]

    assert [kind for _, kind in within(View({"a": value}))] == ["a password"]


def test_the_message_tells_the_kind_and_no_part_of_the_value() -> None:
    text = "xq" + lot(30)
    (fail,) = plaintext.check(one("any:thing:At", {"apiToken": text}))

    assert isinstance(fail, Fail)
    assert fail.message == (
        "This holds a credential in plain text: everyone who reads the program, its state or a "
        "preview has it."
    )
    shown = repr(fail)
    assert not any(text[at : at + 4] in shown for at in range(len(text) - 3))
