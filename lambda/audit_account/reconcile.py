"""From what an audit saw to what the table keeps."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from typing import Any, Final

from findings.model import Finding, Observation, Status, timestamp
from findings.store import FindingStore

_ATTEMPTS: Final = 5
_SEEN: Final = tuple(field.name for field in fields(Observation))


class ContendedError(Exception):
    """Others changed a finding as often as we tried to: the message is tried again."""


@dataclass(frozen=True, slots=True)
class Clock:
    """The time of the audit as findings record it."""

    changed_at: str
    expires_at: int
    """Of those that it resolves."""


def reconcile(  # noqa: PLR0913 -- one call per audit, each by name
    store: FindingStore,
    account: str,
    observations: Iterable[Observation],
    *,
    now: datetime,
    keep_days: int,
    undecided: Collection[str] = (),
) -> Mapping[str, int]:
    """Write what changed in an account and return how many findings went which way.

    Args:
        store: The table.
        account: Whose findings they are.
        observations: Everything that this audit saw in the account.
        now: The time of the audit.
        keep_days: How long a resolved finding is kept.
        undecided: Rules of which this audit saw not everything: that a finding of theirs was not
            seen does not resolve it.

    Raises:
        ContendedError: A finding changed under our hands at every attempt.
    """
    seen = {observation.finding: observation for observation in observations}
    known = store.in_account(account)
    clock = Clock(timestamp(now), int((now + timedelta(days=keep_days)).timestamp()))
    outcomes: Counter[str] = Counter()
    for finding in sorted(seen.keys() | known.keys()):
        observation = seen.get(finding)
        current = known.get(finding)
        if observation is None and current is not None and current.rule in undecided:
            continue
        outcomes[_settle(store, (account, finding), current, observation, clock)] += 1
    return outcomes


def decide(current: Finding | None, seen: Observation | None, clock: Clock) -> Finding | None:
    """Return what the table has to hold, or ``None`` when it holds that already."""
    if seen is None:
        if current is None or current.status is Status.RESOLVED:
            return None
        return replace(
            current,
            status=Status.RESOLVED,
            version=current.version + 1,
            changed_at=clock.changed_at,
            expires_at=clock.expires_at,
        )
    content: dict[str, Any] = {name: getattr(seen, name) for name in _SEEN}
    if current is None:
        return Finding(
            **content,
            status=Status.OPEN,
            version=1,
            opened_version=1,
            first_seen=clock.changed_at,
            changed_at=clock.changed_at,
        )
    if current.status is Status.RESOLVED:
        version = current.version + 1
        return Finding(
            **content,
            status=Status.OPEN,
            version=version,
            opened_version=version,
            first_seen=current.first_seen,
            changed_at=clock.changed_at,
        )
    if all(getattr(current, name) == value for name, value in content.items()):
        return None
    return replace(current, **content, version=current.version + 1, changed_at=clock.changed_at)


def _settle(
    store: FindingStore,
    key: tuple[str, str],
    current: Finding | None,
    seen: Observation | None,
    clock: Clock,
) -> str:
    for _ in range(_ATTEMPTS):
        wanted = decide(current, seen, clock)
        if wanted is None:
            return "unchanged"
        if current is None:
            if store.create(wanted):
                return "opened"
        elif store.update(wanted, current.version):
            return _outcome(wanted)
        current = store.get(*key)
    raise ContendedError(f"The finding {key[0]}/{key[1]} changed {_ATTEMPTS} times meanwhile")


def _outcome(written: Finding) -> str:
    if written.status is Status.RESOLVED:
        return "resolved"
    return "reopened" if written.newly_opened else "changed"
