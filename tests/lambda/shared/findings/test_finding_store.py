from dataclasses import replace

import pytest
from botocore.exceptions import ClientError

from findings.model import Severity, Status
from findings.store import FindingStore
from tests.support.auditor import ACCOUNT, a_finding, findings_table


@pytest.fixture
def store() -> FindingStore:
    return findings_table()


def test_a_finding_is_created_once(store: FindingStore) -> None:
    first = a_finding(1)

    assert store.create(first)
    assert not store.create(replace(first, title="another"))
    assert store.get(ACCOUNT, first.finding) == first


def test_an_update_replaces_the_version_that_it_names(store: FindingStore) -> None:
    store.create(a_finding(1))
    second = a_finding(1, version=2, status=Status.RESOLVED, expires_at=99)

    assert store.update(second, 1)
    assert store.get(ACCOUNT, second.finding) == second
    assert not store.update(replace(second, version=3), 1)
    assert store.get(ACCOUNT, second.finding) == second


def test_an_update_removes_what_the_finding_no_longer_has(store: FindingStore) -> None:
    store.create(a_finding(1, acknowledged_by="ann", acknowledged_note="n", expires_at=99))

    assert store.update(a_finding(1, version=2), 1)

    assert store.get(ACCOUNT, a_finding(1).finding) == a_finding(1, version=2)


def test_an_update_does_not_bring_back_what_was_deleted(store: FindingStore) -> None:
    assert not store.update(a_finding(1, version=2), 1)
    assert store.get(ACCOUNT, a_finding(1).finding) is None


def test_other_errors_of_dynamodb_are_errors(store: FindingStore) -> None:
    elsewhere = FindingStore(store.client, "no-such-table")

    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        elsewhere.create(a_finding())
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        elsewhere.update(a_finding(), 1)


def test_an_account_is_read_as_a_whole_and_alone(store: FindingStore) -> None:
    # Three items of 400 KB are more than the 1 MB of one answer.
    large = [a_finding(number, detail="x" * 390_000) for number in range(3)]
    for finding in (*large, a_finding(9, account="1" * 12)):
        store.create(finding)

    assert store.in_account(ACCOUNT) == {finding.finding: finding for finding in large}


def test_a_page_is_read_after_a_key_in_the_order_of_the_index(store: FindingStore) -> None:
    for number in range(4):
        store.create(a_finding(number))
    store.create(a_finding(4, severity=Severity.LOW))

    def page(after: dict[str, str] | None) -> tuple[list[str], dict[str, str] | None]:
        found, last = store.page(
            ("severity", "HIGH"),
            conditions={"status": "OPEN"},
            limit=3,
            after=after,
            index="by_severity",
            newest_first=True,
        )
        return [finding.finding[-1] for finding in found], last

    found, last = page(None)
    assert found == ["3", "2", "1"]
    assert last is not None
    assert page(last) == (["0"], None)
