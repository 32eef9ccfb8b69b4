"""Pages of findings, by queries only: of an account's partition or of the index by severity."""

from dataclasses import dataclass
from typing import Final

from findings.model import Finding, Severity, Status
from findings.store import FindingStore
from findings_api.cursor import Place
from findings_api.parameters import Filters

_INDEX: Final = "by_severity"
# A filtered listing reads on until the page is full; these bound how long.
_ITEMS_PER_READ: Final = 100
_MOST_READS: Final = 20


@dataclass(frozen=True, slots=True)
class Page:
    """Findings in order, and where the next page begins: ``None`` after the last one."""

    findings: tuple[Finding, ...]
    next: Place | None


def search(store: FindingStore, filters: Filters, limit: int, after: Place | None) -> Page:
    """Return one page; it may be short, even empty, and yet have a next one.

    Without an account the order is that of the severities, the newest change first in each.
    """
    place = after or _beginning(filters)
    found: list[Finding] = []
    for _ in range(_MOST_READS):
        read, reached = _read(store, filters, place, limit)
        found += read
        if len(found) > limit:
            return Page(tuple(found[:limit]), _place_of(found[limit - 1], filters))
        following = reached or _next_severity(filters, place)
        if following is None:
            return Page(tuple(found), None)
        place = following
    return Page(tuple(found), place)


def summary(store: FindingStore, account: str) -> dict[str, dict[str, int]]:
    """Count an account's findings by severity and status; what does not occur is 0."""
    counts = {str(severity): {str(status): 0 for status in Status} for severity in Severity}
    for finding in store.in_account(account).values():
        counts[finding.severity][finding.status] += 1
    return counts


def _beginning(filters: Filters) -> Place:
    if filters.account is not None:
        return Place({"account": filters.account})
    return Place({"severity": filters.severity or Severity.CRITICAL})


def _next_severity(filters: Filters, place: Place) -> Place | None:
    if filters.account is not None or filters.severity is not None:
        return None
    severities = list(Severity)
    milder = severities[severities.index(Severity(place.key["severity"])) + 1 :]
    return Place({"severity": milder[0]}) if milder else None


def _place_of(finding: Finding, filters: Filters) -> Place:
    key = {"account": finding.account, "finding": finding.finding}
    if filters.account is not None:
        return Place(key)
    return Place({**key, "severity": finding.severity, "changed_at": finding.changed_at})


def _read(
    store: FindingStore, filters: Filters, place: Place, limit: int
) -> tuple[list[Finding], Place | None]:
    by_account = filters.account is not None
    partition = "account" if by_account else "severity"
    wanted = {"status": filters.status, "severity": filters.severity if by_account else None}
    conditions = {name: str(value) for name, value in wanted.items() if value is not None}
    found, last_key = store.page(
        (partition, place.key[partition]),
        conditions=conditions,
        # One more than is shown tells whether there is a next page.
        limit=_ITEMS_PER_READ if conditions else limit + 1,
        after=place.start_key,
        index=None if by_account else _INDEX,
        newest_first=not by_account,
    )
    return found, Place(last_key) if last_key else None
