from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit_account.reconcile import Clock, ContendedError, decide, reconcile
from findings.model import Finding, Observation, Severity, Status, observe, timestamp
from findings.store import FindingStore
from tests.support.auditor import ACCOUNT, a_finding, findings_table

pytestmark = pytest.mark.thorough

NOW = datetime(2026, 5, 2, 3, tzinfo=UTC)
CLOCK = Clock(timestamp(NOW), 4_000_000_000)


def seen(user: str = "ann", **changes: Any) -> Observation:
    texts: dict[str, Any] = {"title": "t", "detail": "d", "fix": "f", "severity": Severity.HIGH}
    resource = f"arn:aws:iam::{ACCOUNT}:user/{user}"
    return observe(account=ACCOUNT, rule="console-access", resource=resource, **texts | changes)


def run(store: FindingStore, *observations: Observation, days: int = 0, **further: Any) -> Any:
    now = NOW + timedelta(days=days)
    return dict(reconcile(store, ACCOUNT, observations, now=now, keep_days=30, **further))


@pytest.fixture
def store() -> FindingStore:
    return findings_table()


def test_what_is_seen_first_is_opened(store: FindingStore) -> None:
    assert run(store, seen()) == {"opened": 1}

    assert store.get(ACCOUNT, seen().finding) == Finding(
        account=ACCOUNT,
        finding=seen().finding,
        rule="console-access",
        title="t",
        severity=Severity.HIGH,
        status=Status.OPEN,
        resource=f"arn:aws:iam::{ACCOUNT}:user/ann",
        detail="d",
        fix="f",
        version=1,
        opened_version=1,
        first_seen="2026-05-02T03:00:00.000Z",
        changed_at="2026-05-02T03:00:00.000Z",
    )


class ReadOnly(FindingStore):
    def create(self, finding: Finding) -> bool:
        raise AssertionError(finding)

    def update(self, finding: Finding, expected_version: int) -> bool:
        raise AssertionError(finding)


def test_the_same_report_twice_writes_nothing(store: FindingStore) -> None:
    run(store, seen("ann"), seen("bob"))

    again = ReadOnly(store.client, store.table_name)

    assert run(again, seen("ann"), seen("bob"), days=1) == {"unchanged": 2}


def test_what_reads_otherwise_is_changed_and_keeps_its_history(store: FindingStore) -> None:
    run(store, seen())

    assert run(store, seen(severity=Severity.CRITICAL), days=1) == {"changed": 1}

    now = store.get(ACCOUNT, seen().finding)
    assert now is not None
    assert (now.severity, now.version, now.opened_version) == (Severity.CRITICAL, 2, 1)
    assert (now.first_seen[:10], now.changed_at[:10]) == ("2026-05-02", "2026-05-03")


def test_what_is_gone_is_resolved_once_and_expires(store: FindingStore) -> None:
    run(store, seen())

    assert run(store, days=1) == {"resolved": 1}
    assert run(store, days=2) == {"unchanged": 1}

    now = store.get(ACCOUNT, seen().finding)
    assert now is not None
    assert (now.status, now.version, now.changed_at[:10]) == (Status.RESOLVED, 2, "2026-05-03")
    assert now.expires_at == int((NOW + timedelta(days=31)).timestamp())


def test_what_comes_back_is_opened_again_without_its_acknowledgement(store: FindingStore) -> None:
    run(store, seen())
    opened = store.get(ACCOUNT, seen().finding)
    assert opened is not None
    acknowledged = replace(
        opened, status=Status.ACKNOWLEDGED, version=2, acknowledged_by="ann", acknowledged_note="n"
    )
    assert store.update(acknowledged, 1)
    run(store, days=1)

    assert run(store, seen(), days=2) == {"reopened": 1}

    now = store.get(ACCOUNT, seen().finding)
    assert now == replace(
        opened, version=4, opened_version=4, changed_at="2026-05-04T03:00:00.000Z"
    )


def test_an_acknowledged_finding_stays_acknowledged(store: FindingStore) -> None:
    run(store, seen())
    opened = store.get(ACCOUNT, seen().finding)
    assert opened is not None
    acknowledged = replace(opened, status=Status.ACKNOWLEDGED, version=2, acknowledged_by="ann")
    assert store.update(acknowledged, 1)

    assert run(store, seen(), days=1) == {"unchanged": 1}
    assert run(store, seen(detail="worse"), days=1) == {"changed": 1}

    now = store.get(ACCOUNT, seen().finding)
    assert now is not None
    assert (now.status, now.acknowledged_by, now.detail) == (Status.ACKNOWLEDGED, "ann", "worse")


def test_other_accounts_are_left_alone(store: FindingStore) -> None:
    elsewhere = a_finding(account="1" * 12)
    store.create(elsewhere)

    assert run(store) == {}
    assert store.get("1" * 12, elsewhere.finding) == elsewhere


def test_what_could_not_be_decided_is_not_resolved(store: FindingStore) -> None:
    run(store, seen())

    assert run(store, days=1, undecided={"console-access"}) == {}
    assert run(store, days=1, undecided={"root-mfa"}) == {"resolved": 1}


class Meddler(FindingStore):
    """A table in which somebody else writes just before us, a number of times."""

    def __init__(self, store: FindingStore, times: int, *, existing: bool) -> None:
        super().__init__(store.client, store.table_name)
        self.times = times
        self.existing = existing

    def in_account(self, account: str) -> dict[str, Finding]:
        known = super().in_account(account)
        return known if self.existing else {}

    def create(self, finding: Finding) -> bool:
        return self._meddle(finding) and super().create(finding)

    def update(self, finding: Finding, expected_version: int) -> bool:
        return self._meddle(finding) and super().update(finding, expected_version)

    def _meddle(self, finding: Finding) -> bool:
        if self.times:
            self.times -= 1
            current = self.get(finding.account, finding.finding)
            if current is None:
                super().create(replace(finding, detail="theirs"))
            else:
                super().update(replace(current, version=current.version + 1), current.version)
        return True


@pytest.mark.parametrize("times", [1, 3])
def test_a_lost_race_is_run_again_on_what_is_there_now(store: FindingStore, times: int) -> None:
    run(store, seen())

    meddler = Meddler(store, times, existing=True)
    assert run(meddler, seen(detail="new"), days=1) == {"changed": 1}

    now = store.get(ACCOUNT, seen().finding)
    assert now is not None
    assert (now.version, now.detail) == (2 + times, "new")


def test_a_finding_that_another_audit_creates_meanwhile_is_updated(store: FindingStore) -> None:
    assert run(Meddler(store, 1, existing=False), seen()) == {"changed": 1}

    now = store.get(ACCOUNT, seen().finding)
    assert now is not None
    assert (now.version, now.detail) == (2, "d")


def test_races_without_end_are_left_to_the_queue(store: FindingStore) -> None:
    run(store, seen())

    with pytest.raises(ContendedError, match="changed 5 times meanwhile"):
        run(Meddler(store, 99, existing=True), seen(detail="new"))


@st.composite
def findings(draw: st.DrawFn) -> Finding:
    status = draw(st.sampled_from(list(Status)))
    version = draw(st.integers(1, 9))
    return replace(
        a_finding(),
        finding=seen().finding,
        status=status,
        version=version,
        opened_version=draw(st.integers(1, version)),
        detail=draw(st.sampled_from(["d", "other"])),
        expires_at=5 if status is Status.RESOLVED else None,
    )


@st.composite
def observations(draw: st.DrawFn) -> Observation:
    detail = draw(st.sampled_from(["d", "other"]))
    return seen(detail=detail, severity=draw(st.sampled_from(list(Severity))))


@given(st.none() | findings(), st.none() | observations())
def test_a_decision_is_final_and_one_version_on(
    current: Finding | None, observation: Observation | None
) -> None:
    wanted = decide(current, observation, CLOCK)

    result = wanted or current
    assert decide(result, observation, CLOCK) is None
    assert (result is None or result.status is Status.RESOLVED) == (observation is None)
    assert result is None or (result.expires_at is not None) == (observation is None)
    if wanted is not None:
        before = current.version if current else 0
        assert wanted.version == before + 1
        opened = current is None or current.status is Status.RESOLVED
        assert wanted.newly_opened == opened
