"""What is wrong with an account's credentials.

Details name dates, not ages: the same report gives the same text on every day.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

from audit_account.report import AccessKey, Credentials, Report
from findings.model import Observation, Severity, observe

ROOT_ACCESS_KEY: Final = "root-access-key"
ROOT_MFA: Final = "root-mfa"
CONSOLE_ACCESS: Final = "console-access"
ACCESS_KEY_ROTATION: Final = "access-key-rotation"
UNREADABLE_REPORT: Final = "credential-report"

RULES: Final = frozenset({ROOT_ACCESS_KEY, ROOT_MFA, CONSOLE_ACCESS, ACCESS_KEY_ROTATION})
"""Those that a row of the report decides."""

_SHOWN_ROWS: Final = 10


def check(
    report: Report, account: str, resource: str, max_key_age_days: int, now: datetime
) -> Iterator[Observation]:
    """Yield what is wrong; ``resource`` is the account's own ARN."""
    for row in report.rows:
        if row.is_root:
            yield from _root(row, account)
        else:
            yield from _user(row, account, max_key_age_days, now)
    if report.rejected:
        shown = [f"row {row.number}: {row.reason}" for row in report.rejected[:_SHOWN_ROWS]]
        further = len(report.rejected) - len(shown)
        yield observe(
            account=account,
            rule=UNREADABLE_REPORT,
            severity=Severity.MEDIUM,
            resource=resource,
            title=f"{len(report.rejected)} rows of the credential report were turned away",
            detail="; ".join(shown) + (f"; and {further} more" if further else ""),
            fix="Compare the report with `aws iam list-users` in the account.",
        )


def _root(row: Credentials, account: str) -> Iterator[Observation]:
    if row.active_keys:
        yield observe(
            account=account,
            rule=ROOT_ACCESS_KEY,
            severity=Severity.CRITICAL,
            resource=row.arn,
            title="The root user has an access key",
            detail=f"Active: {_list(row.active_keys)}. No policy limits what such a key can do.",
            fix="Delete the root user's access keys and use a role instead.",
        )
    # Without a password and keys, as in an account whose root access is managed centrally, there
    # is nothing for a second factor to protect.
    if not row.has_mfa and (row.has_password is not False or row.active_keys):
        yield observe(
            account=account,
            rule=ROOT_MFA,
            severity=Severity.CRITICAL,
            resource=row.arn,
            title="The root user signs in without MFA",
            detail="The credential report shows no active MFA device for the root user.",
            fix="Remove the root user's credentials centrally, or activate a hardware MFA device.",
        )


def _user(
    row: Credentials, account: str, max_key_age_days: int, now: datetime
) -> Iterator[Observation]:
    if row.has_password and not row.has_mfa:
        yield observe(
            account=account,
            rule=CONSOLE_ACCESS,
            severity=Severity.HIGH,
            resource=row.arn,
            title="An IAM user signs in to the console without MFA",
            detail=f"{row.arn} has a console password and no active MFA device.",
            fix="Delete the password and sign in through IAM Identity Center, or activate MFA.",
        )
    old = tuple(key for key in row.active_keys if _is_old(key, max_key_age_days, now))
    if old:
        yield observe(
            account=account,
            rule=ACCESS_KEY_ROTATION,
            severity=Severity.HIGH,
            resource=row.arn,
            title="An IAM user has an old access key",
            detail=f"{row.arn} has {_list(old)}; allowed: {max_key_age_days} days.",
            fix="Replace the key by a role; until then rotate it and deactivate the old one.",
        )


def _is_old(key: AccessKey, max_age_days: int, now: datetime) -> bool:
    """A key of unknown age counts as old; with 0 days every key does."""
    if key.rotated is None or max_age_days == 0:
        return True
    return now - key.rotated > timedelta(days=max_age_days)


def _list(keys: tuple[AccessKey, ...]) -> str:
    return " and ".join(f"access key {key.slot} of {_day(key.rotated)}" for key in keys)


def _day(moment: datetime | None) -> str:
    return moment.astimezone(UTC).date().isoformat() if moment else "unknown age"
