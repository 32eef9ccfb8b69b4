"""What an audit observes, and what the table keeps of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final, Self

from findings.keys import ACCOUNT_ID, FINDING_ID, finding_id
from findings.text import plain

# In characters. An ARN has at most 2,048.
LONGEST_TITLE: Final = 200
LONGEST_RESOURCE: Final = 2048
LONGEST_TEXT: Final = 4000

TIMESTAMP: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", re.ASCII)


class Severity(StrEnum):
    """From the worst to the mildest; iteration keeps this order."""

    CRITICAL = "CRITICAL"
    HIGH = "HIGH"
    MEDIUM = "MEDIUM"
    LOW = "LOW"


class Status(StrEnum):
    """Where a finding stands."""

    OPEN = "OPEN"
    ACKNOWLEDGED = "ACKNOWLEDGED"
    RESOLVED = "RESOLVED"


class CorruptFindingError(ValueError):
    """A stored item or a stream's image is not a finding."""


def timestamp(moment: datetime) -> str:
    """Return ``moment`` as ISO-8601 in UTC with milliseconds: as text it sorts by time."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@dataclass(frozen=True, slots=True)
class Observation:
    """One thing that an audit saw. Made by ``observe``, so its texts are harmless."""

    account: str
    finding: str
    rule: str
    title: str
    severity: Severity
    resource: str
    detail: str
    fix: str


def observe(  # noqa: PLR0913 -- an observation has this many parts, each by name
    *, account: str, rule: str, severity: Severity, resource: str, title: str, detail: str, fix: str
) -> Observation:
    """Return an observation whose texts are neutralised and bounded.

    The finding's id is computed from the resource as it came, so that no two resources meet.
    """
    return Observation(
        account=account,
        finding=finding_id(account, rule, resource),
        rule=rule,
        title=plain(title, LONGEST_TITLE),
        severity=severity,
        resource=plain(resource, LONGEST_RESOURCE),
        detail=plain(detail, LONGEST_TEXT),
        fix=plain(fix, LONGEST_TEXT),
    )


@dataclass(frozen=True, slots=True)
class Finding:
    """An item of the table: an observation and its history.

    ``opened_version`` is the version with which the finding was last opened or opened again: an
    image in which it equals ``version`` is news, any other one is a change to what is known.
    """

    account: str
    finding: str
    rule: str
    title: str
    severity: Severity
    status: Status
    resource: str
    detail: str
    fix: str
    version: int
    opened_version: int
    first_seen: str
    changed_at: str
    acknowledged_by: str | None = None
    acknowledged_note: str | None = None
    expires_at: int | None = None
    """Epoch seconds at which DynamoDB may delete it; set while it is resolved."""

    @property
    def newly_opened(self) -> bool:
        """Whether this very version opened the finding."""
        return self.status is Status.OPEN and self.version == self.opened_version

    @classmethod
    def from_item(cls, item: Mapping[str, Any]) -> Self:
        """Read a deserialised item; attributes that nobody knows are left out.

        Raises:
            CorruptFindingError: An attribute is missing or of another kind than expected.
        """
        return cls(
            account=_text(item, "account", ACCOUNT_ID),
            finding=_text(item, "finding", FINDING_ID),
            rule=_text(item, "rule"),
            title=_text(item, "title"),
            severity=Severity(_text(item, "severity", _one_of(Severity))),
            status=Status(_text(item, "status", _one_of(Status))),
            resource=_text(item, "resource"),
            detail=_text(item, "detail"),
            fix=_text(item, "fix"),
            version=_whole_number(item, "version"),
            opened_version=_whole_number(item, "opened_version"),
            first_seen=_text(item, "first_seen", TIMESTAMP),
            changed_at=_text(item, "changed_at", TIMESTAMP),
            acknowledged_by=_text(item, "acknowledged_by") if "acknowledged_by" in item else None,
            acknowledged_note=(
                _text(item, "acknowledged_note") if "acknowledged_note" in item else None
            ),
            expires_at=_whole_number(item, "expires_at") if "expires_at" in item else None,
        )

    def attributes(self) -> dict[str, str | int]:
        """Return what is stored and what the API shows: every attribute that is set."""
        values = ((field.name, getattr(self, field.name)) for field in fields(self))
        return {
            name: str(value) if isinstance(value, StrEnum) else value
            for name, value in values
            if value is not None
        }


def _one_of(kind: type[StrEnum]) -> re.Pattern[str]:
    return re.compile("|".join(kind))


def _text(item: Mapping[str, Any], name: str, pattern: re.Pattern[str] | None = None) -> str:
    value = item.get(name)
    if not isinstance(value, str) or (pattern and not pattern.fullmatch(value)):
        raise CorruptFindingError(f"The attribute {name!r} of a finding is {value!r:.100}")
    return value


def _whole_number(item: Mapping[str, Any], name: str) -> int:
    value = item.get(name)
    if isinstance(value, Decimal) and value.is_finite() and value == int(value):
        return int(value)
    if type(value) is not int:
        raise CorruptFindingError(f"The attribute {name!r} of a finding is {value!r:.100}")
    return value
