from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from findings.keys import FINDING_ID, finding_id
from findings.model import TIMESTAMP, CorruptFindingError, Finding, Severity, observe, timestamp
from tests.support.auditor import ACCOUNT, a_finding


def test_an_id_is_the_hash_of_account_rule_and_resource() -> None:
    # printf '210987654321|root-mfa|arn:x' | sha256sum
    assert finding_id("210987654321", "root-mfa", "arn:x") == "efc0cbacc7d16b6b37aecaa89da6469d"


@given(st.text(), st.text())
def test_an_id_is_32_hexadecimal_characters(rule: str, resource: str) -> None:
    assert FINDING_ID.fullmatch(finding_id(ACCOUNT, rule.replace("\ud800", ""), resource))


def test_two_resources_that_look_the_same_are_two_findings() -> None:
    def of(resource: str) -> str:
        return observe(
            account=ACCOUNT,
            rule="root-mfa",
            severity=Severity.LOW,
            resource=resource,
            title="t",
            detail="d",
            fix="f",
        ).finding

    assert of("arn:a") != of("arn:a\u202e")


@given(st.datetimes(), st.datetimes())
def test_timestamps_sort_by_time(one: datetime, other: datetime) -> None:
    earlier, later = sorted((one.replace(tzinfo=UTC), other.replace(tzinfo=UTC)))

    assert timestamp(earlier) <= timestamp(later)
    assert TIMESTAMP.fullmatch(timestamp(earlier))


def test_a_timestamp_is_in_utc() -> None:
    moment = datetime(2026, 5, 1, 2, 0, 0, 999_999, timezone(timedelta(hours=2)))

    assert timestamp(moment) == "2026-05-01T00:00:00.999Z"


@pytest.mark.parametrize(
    "changes",
    [{}, {"acknowledged_by": "arn:aws:iam::1:user/a", "acknowledged_note": "later"}],
)
def test_a_finding_is_stored_and_read_as_it_was(changes: dict[str, Any]) -> None:
    finding = a_finding(7, **changes)

    assert Finding.from_item(finding.attributes()) == finding
    assert "expires_at" not in finding.attributes()


def test_numbers_are_whole_numbers_also_when_dynamodb_gives_decimals() -> None:
    stored = a_finding().attributes() | {"version": Decimal(3), "expires_at": Decimal(5)}

    shown = Finding.from_item(stored).attributes()

    assert (type(shown["version"]), shown["version"], shown["expires_at"]) == (int, 3, 5)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("account", "12345678901"),
        ("account", "\N{FULLWIDTH DIGIT TWO}" * 12),
        ("finding", "F" * 32),
        ("severity", "critical"),
        ("severity", "CRITICAL|HIGH"),
        ("status", None),
        ("title", 7),
        ("version", "1"),
        ("version", True),
        ("version", Decimal("1.5")),
        ("version", Decimal("NaN")),
        ("version", Decimal("Infinity")),
        ("changed_at", "2026-05-01"),
        ("changed_at", "2026-05-01T03:00:00.000Z\n"),
        ("acknowledged_by", 1),
        ("expires_at", "soon"),
    ],
)
def test_an_item_that_is_no_finding_is_refused(name: str, value: object) -> None:
    item: dict[str, Any] = a_finding().attributes() | {name: value}

    with pytest.raises(CorruptFindingError, match=f"attribute '{name}'"):
        Finding.from_item(item)


def test_an_item_that_lacks_an_attribute_is_refused() -> None:
    item = a_finding().attributes()
    del item["fix"]

    with pytest.raises(CorruptFindingError, match="'fix' of a finding is None"):
        Finding.from_item(item)
