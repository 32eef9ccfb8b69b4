"""Rules that are a list of demands."""

from collections.abc import Callable
from typing import Any

import pytest

from guardrails.demands import (
    Demand,
    all_of,
    at_least,
    demand_rule,
    given,
    none_of,
    not_off,
    not_on,
    on,
    one_of,
    own_key,
)
from guardrails.model import Fail, Result, Rule, Severity, Undetermined
from guardrails.values import UNKNOWN
from guardrails.view import View
from tests.support.declared import declared

DISK, BASE = "aws:ebs/volume:Volume", "aws:rds/instance:Instance"
RULE = demand_rule(
    "storage-encrypted",
    "Storage is encrypted",
    Demand((DISK,), "encrypted", on, "The disk is not.", "encrypted=True", mended=True),
    Demand((BASE,), "disks[].key.arn", given, "The key is AWS's.", "arn=key.arn"),
    Demand(
        (BASE,),
        "iops",
        at_least(10),
        "Too few.",
        "iops=10",
        when=lambda one: one["fast"].flag is True,
    ),
    category="encryption-at-rest",
    severity=Severity.HIGH,
    why="It is.",
    remediation="Do.",
)


def found(properties: dict[str, Any], type_: str = DISK, rule: Rule = RULE) -> list[Result]:
    return list(rule.check(declared(type_, properties)))


def test_each_type_has_its_own_demands() -> None:
    assert RULE.applies_to == (DISK, BASE)
    assert found({}) == [Fail("The disk is not.", "encrypted", "encrypted=True")]
    assert found({"encrypted": True}) == []
    assert found({}, BASE) == []


def test_each_element_of_a_list_is_judged_at_its_own_path() -> None:
    disks = [{"key": {"arn": "k"}}, {"key": {}}, {"key": UNKNOWN}]

    assert found({"disks": disks}, BASE) == [
        Fail("The key is AWS's.", "disks[1].key.arn", "arn=key.arn"),
        Undetermined("disks[2].key"),
    ]
    assert found({"disks": UNKNOWN}, BASE) == [Undetermined("disks")]


@pytest.mark.parametrize("holds", [given, own_key])
def test_what_has_to_be_given_may_be_unknown(holds: Callable[[View], bool]) -> None:
    rule = demand_rule(
        "keyed",
        "There is a key",
        Demand((DISK,), "key.arn", holds, "There is none.", "arn=key.arn"),
        category="encryption-at-rest",
        severity=Severity.LOW,
        why="It is.",
        remediation="Do.",
    )

    assert found({"key": {"arn": UNKNOWN}}, rule=rule) == []
    assert found({"key": UNKNOWN}, rule=rule) == [Undetermined("key")]
    assert found({}, rule=rule) == [Fail("There is none.", "key.arn", "arn=key.arn")]


def test_a_demand_for_some_resources_only_leaves_the_others() -> None:
    assert found({"fast": False, "iops": 1}, BASE) == []
    assert found({"fast": True, "iops": 1}, BASE) == [Fail("Too few.", "iops", "iops=10")]


def test_an_unknown_value_is_undetermined_and_not_mended() -> None:
    assert RULE.remedy is not None
    assert found({"encrypted": UNKNOWN}) == [Undetermined("encrypted")]
    assert RULE.remedy(declared(DISK, {"encrypted": UNKNOWN})) == {}
    assert RULE.remedy(declared(DISK, {"encrypted": False})) == {"encrypted": True}
    assert RULE.remedy(declared(DISK, {"encrypted": True})) == {}


@pytest.mark.parametrize(
    ("holds", "right", "wrong"),
    [
        (on, (True, "true"), (False, None, "yes", 1)),
        (not_on, (False, None, "false"), (True, "true")),
        (not_off, (True, None), (False, "false")),
        (given, ("a", 0, False, {"a": 1}), (None, "", [])),
        (
            own_key,
            ("k", "arn:aws:kms:x:1:alias/own"),
            (None, "", "alias/aws/s3", "arn:x:alias/aws/s3"),
        ),
        (one_of("a", "b"), ("a", "b"), ("c", None, "")),
        (none_of("a"), ("b", None), ("a",)),
        (at_least(7), (7, 8.5, "9"), (6, None, "x", True)),
        (all_of(["a", "b"]), (["b", "a"], ["a", "c", "b"]), (["a"], None, "a")),
    ],
)
def test_what_is_demanded(holds: Any, right: tuple[Any, ...], wrong: tuple[Any, ...]) -> None:
    assert [holds(View(value)) for value in right] == [True] * len(right)
    assert [holds(View(value)) for value in wrong] == [False] * len(wrong)
