"""An acknowledgement holds for the version that its author read, and for no other."""

from dataclasses import replace
from datetime import UTC, datetime

from findings.model import Finding, Status, timestamp
from findings.store import FindingStore
from findings.text import plain
from findings_api.errors import conflict, not_found
from findings_api.parameters import Acknowledgement

_LONGEST_ARN = 2048


def acknowledge(
    store: FindingStore, key: tuple[str, str], asked: Acknowledgement, caller: str
) -> Finding:
    """Write that ``caller`` knows of the finding and return it.

    Raises:
        ApiError: 404 without such a finding; 409 when it is resolved, or no longer, or not yet,
            the version that was read.
    """
    current = _acknowledgeable(store.get(*key), key, asked.version)
    written = replace(
        current,
        status=Status.ACKNOWLEDGED,
        version=current.version + 1,
        changed_at=timestamp(datetime.now(UTC)),
        acknowledged_by=plain(caller, _LONGEST_ARN),
        acknowledged_note=asked.note,
    )
    if store.update(written, asked.version):
        return written
    # It changed since it was read a moment ago: what it is now has another version, or is gone.
    changed = _acknowledgeable(store.get(*key), key, asked.version)
    raise conflict("The finding changes right now", changed.version)


def _acknowledgeable(finding: Finding | None, key: tuple[str, str], version: int) -> Finding:
    if finding is None:
        raise not_found(f"There is no finding {key[1]} in the account {key[0]}")
    if finding.status is Status.RESOLVED:
        raise conflict("The finding is resolved", finding.version)
    if finding.version != version:
        message = f"version: got {version}; the finding has the version {finding.version} by now"
        raise conflict(message, finding.version)
    return finding
