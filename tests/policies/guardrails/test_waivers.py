"""What is waived, by whom and until when."""

import datetime as dt
from pathlib import Path

import pytest

from guardrails.model import Fail, Level
from guardrails.pack import Answer, Pack
from guardrails.resource_types import QUEUE, TABLE
from guardrails.rules import dynamodb, identity, tls_only
from guardrails.settings import ConfigurationError
from guardrails.waivers import read
from tests.support.declared import declared

TODAY = dt.date(2026, 11, 21)
RULES = (*dynamodb.RULES, *tls_only.RULES, *identity.RULES)
ENTRY = """
  - rule: ddb-pitr
    resource: urn:pulumi:dev::*::orders
    reason: It can be filled again from the ledger.
    owner: orders-team
    expires: 2027-01-31
"""
IDENTITY = "aws:iam/rolePolicy:RolePolicy"


def pack(tmp_path: Path, entries: str, today: dt.date = TODAY) -> Pack:
    file = tmp_path / "waivers.yaml"
    file.write_text("waivers:" + entries)
    return Pack(RULES, read(file, (rule.id for rule in RULES), TODAY), today)


def answers(pack: Pack, name: str = "orders") -> dict[str, Answer]:
    table = declared(TABLE, {"deletionProtectionEnabled": True}, name)
    return {answer.rule.id: answer for answer in pack.judge(table)}


def test_a_waived_violation_is_advisory_and_tells_who_answers_for_it(tmp_path: Path) -> None:
    found = answers(pack(tmp_path, ENTRY))

    waived = found["ddb-pitr"]
    assert (waived.level, waived.waived) == (Level.ADVISORY, True)
    assert waived.waiver is not None
    assert (waived.waiver.owner, waived.waiver.expires) == ("orders-team", dt.date(2027, 1, 31))
    assert (found["ddb-cmk"].level, found["ddb-cmk"].waiver) == (Level.MANDATORY, None)


def test_a_waiver_holds_on_its_last_day_and_not_on_the_next(tmp_path: Path) -> None:
    last, next_ = dt.date(2027, 1, 31), dt.date(2027, 2, 1)

    assert answers(pack(tmp_path, ENTRY, last))["ddb-pitr"].waived
    expired = answers(pack(tmp_path, ENTRY, next_))["ddb-pitr"]
    assert (expired.level, expired.waived) == (Level.MANDATORY, False)
    assert expired.waiver is not None


def test_another_resource_is_not_waived(tmp_path: Path) -> None:
    assert answers(pack(tmp_path, ENTRY), "orders-archive")["ddb-pitr"].level is Level.MANDATORY


def test_of_two_waivers_the_one_that_holds_longer_counts(tmp_path: Path) -> None:
    later = ENTRY.replace("2027-01-31", "2027-03-31")

    found = answers(pack(tmp_path, ENTRY + later, dt.date(2027, 2, 2)))

    assert found["ddb-pitr"].waived


def test_a_statement_is_waived_by_its_sid_and_its_neighbour_is_not(tmp_path: Path) -> None:
    entry = ENTRY.replace("ddb-pitr", "resource-star-restrictable").replace(
        "    reason", "    statement: Read\n    reason"
    )
    statements = ", ".join(
        f'{{"Sid": "{sid}", "Effect": "Allow", "Action": "{action}", "Resource": "*"}}'
        for sid, action in (("Read", "dynamodb:GetItem"), ("Query", "dynamodb:Query"))
    )
    policy = f'{{"Version": "2012-10-17", "Statement": [{statements}]}}'

    found = [
        (one.result.path, one.waived)
        for one in pack(tmp_path, entry).judge(declared(IDENTITY, {"policy": policy}, "orders"))
        if one.rule.id == "resource-star-restrictable" and isinstance(one.result, Fail)
    ]

    assert found == [
        ("policy.Statement[0].Resource[0]", True),
        ("policy.Statement[1].Resource[0]", False),
    ]


def test_a_rule_about_the_stack_is_waived_for_the_resource_it_names(tmp_path: Path) -> None:
    entry = ENTRY.replace("ddb-pitr", "sqs-tls").replace("::orders", "::jobs")
    queues_ = [declared(QUEUE, {"name": name}, name) for name in ("jobs", "mail")]

    found = pack(tmp_path, entry).judge_stack(queues_)

    assert [one.waived for one in found if one.rule.id == "sqs-tls"] == [True, False]


def test_a_waiver_that_matches_nothing_is_told_for_its_own_stack_only(tmp_path: Path) -> None:
    idle = pack(tmp_path, ENTRY)
    urn = declared(TABLE, {}).urn

    assert [one.place for one in idle.unused_waivers(urn)] == ["waivers[0]"]
    assert idle.unused_waivers(urn.replace(":dev::", ":prod::")) == []
    list(idle.judge(declared(TABLE, {}, "orders")))
    assert idle.unused_waivers(urn) == []


def test_without_a_file_nothing_is_waived(tmp_path: Path) -> None:
    assert read(tmp_path / "waivers.yaml", (), TODAY) == ()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("expires: 2027-01-31", ""), "waivers[0].expires is missing."),
        (
            ("2027-01-31", "never"),
            "waivers[0].expires is 'never'; write a date such as 2027-03-31.",
        ),
        (
            ("2027-01-31", "2027-11-23"),
            "waivers[0].expires is 2027-11-23; at most 2027-11-22, a year from today.",
        ),
        (("owner: orders-team", "owner: ''"), "waivers[0].owner is missing."),
        (
            ("reason: It can be filled again from the ledger.", 'reason: " \\t "'),
            "waivers[0].reason is missing.",
        ),
        (
            ("2027-01-31", '"2027-02-30"'),
            "waivers[0].expires is '2027-02-30'; write a date such as 2027-03-31.",
        ),
        (("ddb-pitr", "ddb-pitt"), "waivers[0].rule is 'ddb-pitt', no rule of the pack."),
        (
            ("urn:pulumi:dev::*::orders", "'*'"),
            "waivers[0].resource is every resource; name one, or turn the rule off.",
        ),
        (
            ("owner", "owners"),
            (
                "waivers[0].owners is unknown; known: rule, resource, reason, owner, expires, "
                "statement."
            ),
        ),
    ],
)
def test_a_mistake_is_told_with_its_place(
    tmp_path: Path, change: tuple[str, str], message: str
) -> None:
    with pytest.raises(ConfigurationError) as caught:
        pack(tmp_path, ENTRY.replace(*change))

    assert str(caught.value) == f"{tmp_path / 'waivers.yaml'}:\n{message}"


@pytest.mark.parametrize("quoted", ['"2027-01-31"', "'2027-01-31'"])
def test_a_date_may_be_quoted(tmp_path: Path, quoted: str) -> None:
    found = answers(pack(tmp_path, ENTRY.replace("2027-01-31", quoted)))

    waiver = found["ddb-pitr"].waiver
    assert waiver is not None
    assert waiver.expires == dt.date(2027, 1, 31)


@pytest.mark.parametrize(
    ("change", "key", "line"),
    [
        (("    owner", "    reason: Another one.\n    owner"), "reason", 5),
        (("    owner", "    ? [a]\n    : 1\n    expires: 2027-01-01\n    owner"), "expires", 9),
        (("01-31\n", "01-31\nwaivers: []\n"), "waivers", 7),
    ],
)
def test_a_key_that_comes_twice_is_refused(
    tmp_path: Path, change: tuple[str, str], key: str, line: int
) -> None:
    with pytest.raises(ConfigurationError) as caught:
        pack(tmp_path, ENTRY.replace(*change))

    assert str(caught.value) == (
        f"{tmp_path / 'waivers.yaml'}: line {line}: the key {key!r} comes twice."
    )


def test_a_year_from_today_is_the_longest(tmp_path: Path) -> None:
    assert pack(tmp_path, ENTRY.replace("2027-01-31", "2027-11-22"))


@pytest.mark.parametrize("text", ["[1]", "waiver: []", "waivers: {}", "- a", "text"])
def test_a_file_of_another_shape_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "waivers.yaml"
    file.write_text(text)

    with pytest.raises(ConfigurationError, match="one key, waivers, with a list"):
        read(file, (), TODAY)


def test_what_is_no_yaml_is_refused_in_one_line(tmp_path: Path) -> None:
    file = tmp_path / "waivers.yaml"
    file.write_text("waivers: [\n")

    with pytest.raises(ConfigurationError) as caught:
        read(file, (), TODAY)

    assert "\n" not in str(caught.value)
    assert "not YAML" in str(caught.value)
