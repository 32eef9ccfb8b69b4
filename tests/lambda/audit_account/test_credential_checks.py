from datetime import UTC, datetime, timedelta

import pytest

from audit_account import checks
from audit_account.report import AccessKey, Credentials, Rejected, Report
from findings.model import Severity
from tests.support.auditor import ACCOUNT

NOW = datetime(2026, 5, 1, 3, tzinfo=UTC)
ROOT = f"arn:aws:iam::{ACCOUNT}:root"
ANN = f"arn:aws:iam::{ACCOUNT}:user/ann"


def found(row: Credentials, max_age: int = 90) -> dict[str, Severity]:
    report = Report((row,), ())
    observations = list(checks.check(report, ACCOUNT, ROOT, max_age, NOW))
    assert all(one.resource == row.arn for one in observations)
    return {one.rule: one.severity for one in observations}


def root(*, password: bool | None, mfa: bool, key: bool = False) -> Credentials:
    return Credentials(ROOT, True, password, mfa, (AccessKey(1, NOW),) if key else ())  # noqa: FBT003 -- it is root


def ann(
    *, password: bool = False, mfa: bool = False, ages: tuple[int | None, ...] = ()
) -> Credentials:
    keys = (
        AccessKey(slot, None if age is None else NOW - timedelta(days=age))
        for slot, age in enumerate(ages, start=1)
    )
    return Credentials(ANN, False, password, mfa, tuple(keys))  # noqa: FBT003 -- it is not root


@pytest.mark.parametrize(
    ("row", "rules"),
    [
        (root(password=None, mfa=True), []),
        (root(password=None, mfa=False), ["root-mfa"]),
        (root(password=True, mfa=False), ["root-mfa"]),
        (root(password=False, mfa=False), []),
        (root(password=False, mfa=True, key=True), ["root-access-key"]),
        (root(password=False, mfa=False, key=True), ["root-access-key", "root-mfa"]),
    ],
)
def test_what_root_must_not_have(row: Credentials, rules: list[str]) -> None:
    assert found(row) == dict.fromkeys(rules, Severity.CRITICAL)


@pytest.mark.parametrize(
    ("row", "rules"),
    [
        (ann(), []),
        (ann(password=True, mfa=True), []),
        (ann(password=True), ["console-access"]),
        (ann(ages=(90,)), []),
        (ann(ages=(91,)), ["access-key-rotation"]),
        (ann(ages=(1, 91)), ["access-key-rotation"]),
        (ann(ages=(None,)), ["access-key-rotation"]),
        (ann(password=True, ages=(400, 500)), ["console-access", "access-key-rotation"]),
    ],
)
def test_what_a_user_must_not_have(row: Credentials, rules: list[str]) -> None:
    assert found(row) == dict.fromkeys(rules, Severity.HIGH)


def test_with_an_age_of_zero_every_active_key_is_old() -> None:
    assert found(ann(ages=(0,)), max_age=0) == {"access-key-rotation": Severity.HIGH}
    assert found(ann(ages=(0,)), max_age=1) == {}


def test_the_keys_of_one_user_are_one_finding_that_reads_the_same_tomorrow() -> None:
    report = Report((ann(ages=(100, 200)),), ())

    (today,) = checks.check(report, ACCOUNT, ROOT, 90, NOW)
    (tomorrow,) = checks.check(report, ACCOUNT, ROOT, 90, NOW + timedelta(days=1))

    assert today == tomorrow
    assert today.detail == (
        f"{ANN} has access key 1 of 2026-01-21 and access key 2 of 2025-10-13; allowed: 90 days."
    )


def test_rows_that_were_turned_away_are_reported() -> None:
    report = Report((), tuple(Rejected(number, "odd") for number in range(1, 13)))

    (observation,) = checks.check(report, ACCOUNT, ROOT, 90, NOW)

    assert observation.rule == "credential-report"
    assert observation.resource == ROOT
    assert observation.title == "12 rows of the credential report were turned away"
    assert observation.detail.startswith("row 1: odd; row 2: odd; ")
    assert observation.detail.endswith("; row 10: odd; and 2 more")
