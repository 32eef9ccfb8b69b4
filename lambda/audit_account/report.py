"""The credential report: asked for, fetched, and read as the hostile CSV that it may be.

Names of users are the audited account's choice. Columns:
https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from mypy_boto3_iam import IAMClient

# An account has at most 5,000 users, and a row takes less than 1 KB.
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
LARGEST_REPORT: Final = 16 * 1024 * 1024
MOST_ROWS: Final = 10_000

ROOT_NAME: Final = "<root_account>"
KEY_SLOTS: Final = (1, 2)
_COLUMNS: Final = (
    "user",
    "arn",
    "password_enabled",
    "mfa_active",
    "access_key_1_active",
    "access_key_1_last_rotated",
    "access_key_2_active",
    "access_key_2_last_rotated",
)
_ARN: Final = re.compile(
    r"arn:aws[a-z-]*:iam::([0-9]{12}):(root|user/(?:[!-~]*/)?([\w+=,.@-]+))", re.ASCII
)
_FLAGS: Final[Mapping[str, bool | None]] = {
    "true": True,
    "false": False,
    "not_supported": None,
    "n/a": None,
}
_NO_TIME: Final = frozenset({"N/A", "not_supported", "no_information", ""})
_NOT_READY: Final = frozenset({"ReportInProgress", "ReportNotPresent", "ReportExpired"})


class ReportNotReadyError(Exception):
    """IAM is still writing the report: the queue delivers the message again later."""


class ReportError(ValueError):
    """What came is not a credential report. No retry mends it."""


@dataclass(frozen=True, slots=True)
class AccessKey:
    """An active access key; the report numbers them and does not give their ids."""

    slot: int
    rotated: datetime | None


@dataclass(frozen=True, slots=True)
class Credentials:
    """What one user, or root, can sign in with."""

    arn: str
    is_root: bool
    has_password: bool | None
    """``None``: the report does not tell, as for root."""
    has_mfa: bool
    active_keys: tuple[AccessKey, ...]


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that proves nothing about the account."""

    number: int
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """The rows of the audited account, and those that were turned away."""

    rows: tuple[Credentials, ...]
    rejected: tuple[Rejected, ...]


class _RowError(ValueError):
    pass


def fetch(iam: "IAMClient") -> bytes:
    """Return the account's report, at most four hours old.

    Raises:
        ReportNotReadyError: IAM has only begun to write it.
    """
    state = iam.generate_credential_report().get("State")
    if state != "COMPLETE":
        raise ReportNotReadyError(f"The credential report is in the state {state}")
    try:
        return iam.get_credential_report()["Content"]
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "")
        if code in _NOT_READY:
            raise ReportNotReadyError(f"The credential report was refused: {code}") from error
        raise


def parse(content: bytes, account: str) -> Report:
    """Read a report.

    Raises:
        ReportError: It is too large, not UTF-8, not CSV, or lacks a column.
    """
    if len(content) > LARGEST_REPORT:
        raise ReportError(f"A report of {len(content)} bytes; allowed: {LARGEST_REPORT}")
    try:
        # strict: a quote in the wrong place is an error instead of a guess.
        reader = csv.reader(io.StringIO(content.decode("utf-8"), newline=""), strict=True)
        header = next(reader, [])
        _check_header(header)
        return _read_rows(reader, header, account)
    except (UnicodeDecodeError, csv.Error) as error:
        raise ReportError(f"A report that is no CSV in UTF-8: {error}") from error


def _check_header(header: list[str]) -> None:
    missing = [column for column in _COLUMNS if column not in header]
    if missing:
        raise ReportError(f"A report without the columns {', '.join(missing)}")
    if len(set(header)) != len(header):
        raise ReportError("A report that names a column twice")


def _read_rows(lines: Iterable[list[str]], header: list[str], account: str) -> Report:
    rows: dict[str, Credentials] = {}
    rejected: list[Rejected] = []
    for count, cells in enumerate(lines, start=1):
        if count > MOST_ROWS:
            raise ReportError(f"A report of more than {MOST_ROWS} rows")
        try:
            row = _row(cells, header, account)
        except _RowError as error:
            rejected.append(Rejected(count, str(error)))
            continue
        if row.arn in rows:
            rejected.append(Rejected(count, "the user has a row already"))
        else:
            rows[row.arn] = row
    return Report(tuple(rows.values()), tuple(rejected))


def _row(cells: list[str], header: list[str], account: str) -> Credentials:
    if len(cells) != len(header):
        raise _RowError(f"{len(cells)} cells instead of {len(header)}")
    row = dict(zip(header, cells, strict=True))
    arn = _ARN.fullmatch(row["arn"])
    if arn is None:
        raise _RowError("not the ARN of a user or of root")
    if arn[1] != account:
        raise _RowError(f"a user of account {arn[1]}")
    if row["user"] != (arn[3] or ROOT_NAME):
        raise _RowError("the user's name is not that of the ARN")
    return Credentials(
        arn=arn[0],
        is_root=arn[2] == "root",
        has_password=_flag(row["password_enabled"]),
        has_mfa=_flag(row["mfa_active"]) is True,
        active_keys=tuple(
            AccessKey(slot, _time(row[f"access_key_{slot}_last_rotated"]))
            for slot in KEY_SLOTS
            if _flag(row[f"access_key_{slot}_active"])
        ),
    )


def _flag(cell: str) -> bool | None:
    try:
        return _FLAGS[cell.lower()]
    except KeyError:
        raise _RowError("a cell that is neither true nor false") from None


def _time(cell: str) -> datetime | None:
    if cell in _NO_TIME:
        return None
    try:
        moment = datetime.fromisoformat(cell)
    except ValueError:
        raise _RowError("a time that is not ISO-8601") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
