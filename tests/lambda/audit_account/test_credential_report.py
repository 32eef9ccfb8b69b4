from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.exceptions import ClientError
from hypothesis import given
from hypothesis import strategies as st

from audit_account import report
from audit_account.report import AccessKey, Credentials, Rejected, ReportError, ReportNotReadyError
from tests.support.auditor import ACCOUNT

pytestmark = pytest.mark.thorough

HEADER = (
    "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,"
    "password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,"
    "access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,"
    "access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,"
    "access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,"
    "cert_1_last_rotated,cert_2_active,cert_2_last_rotated"
)


def line(user: str = "ann", arn: str | None = None, **cells: str) -> str:
    row = dict.fromkeys(HEADER.split(","), "N/A")
    row |= {"user": user, "arn": arn or f"arn:aws:iam::{ACCOUNT}:user/{user}"}
    row |= dict.fromkeys(
        ("password_enabled", "mfa_active", "access_key_1_active", "access_key_2_active"), "false"
    )
    return ",".join((row | cells).values())


def parse(*lines: str, header: str = HEADER) -> report.Report:
    return report.parse("\n".join((header, *lines)).encode(), ACCOUNT)


def test_a_row_tells_what_a_user_signs_in_with() -> None:
    row = line(
        "ann",
        password_enabled="true",  # noqa: S106 -- a column
        mfa_active="TRUE",
        access_key_1_active="true",
        access_key_1_last_rotated="2025-01-02T03:04:05+00:00",
        access_key_2_last_rotated="2020-01-01T00:00:00Z",
    )

    assert parse(row) == report.Report(
        rows=(
            Credentials(
                arn=f"arn:aws:iam::{ACCOUNT}:user/ann",
                is_root=False,
                has_password=True,
                has_mfa=True,
                active_keys=(AccessKey(1, datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC)),),
            ),
        ),
        rejected=(),
    )


def test_root_is_known_by_its_arn_and_its_name() -> None:
    root = f"arn:aws:iam::{ACCOUNT}:root"

    first = line("<root_account>", root, password_enabled="not_supported")  # noqa: S106 -- a column
    (row,) = parse(first).rows

    assert (row.is_root, row.has_password) == (True, None)
    assert parse(line("root", root)).rejected
    assert parse(line("<root_account>", f"arn:aws:iam::{ACCOUNT}:user/root")).rejected


@pytest.mark.parametrize("user", ["=cmd", "+a", "-a", "@a", "a,b", "a.b", "Ann_1"])
def test_names_that_iam_takes_are_read_also_when_a_spreadsheet_would_run_them(user: str) -> None:
    arn = f"arn:aws:iam::{ACCOUNT}:user/team/{user}"

    parsed = parse(line(f'"{user}"', f'"{arn}"'))

    assert [row.arn for row in parsed.rows] == [arn]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (line(arn="arn:aws:iam::111111111111:user/ann"), "a user of account 111111111111"),
        (line(arn=f"arn:aws:iam::{ACCOUNT}:role/ann"), "not the ARN of a user or of root"),
        (line(arn=f"=arn:aws:iam::{ACCOUNT}:user/ann"), "not the ARN of a user or of root"),
        (line("ann<script>"), "not the ARN of a user or of root"),
        (line(arn=f"arn:aws:iam::{ACCOUNT}:user/bob"), "the user's name is not that of the ARN"),
        (line(mfa_active="maybe"), "a cell that is neither true nor false"),
        (line(access_key_1_active=""), "a cell that is neither true nor false"),
        (
            line(access_key_2_active="true", access_key_2_last_rotated="=1+1"),
            "a time that is not ISO-8601",
        ),
        (line() + ",more", "23 cells instead of 22"),
        ("ann", "1 cells instead of 22"),
        ("", "0 cells instead of 22"),
    ],
)
def test_a_row_that_proves_nothing_is_turned_away_alone(row: str, reason: str) -> None:
    parsed = parse(line("before"), row, line("after"))

    assert [row.arn.rpartition("/")[2] for row in parsed.rows] == ["before", "after"]
    assert parsed.rejected == (Rejected(2, reason),)


def test_a_second_row_of_one_user_is_turned_away() -> None:
    parsed = parse(line(mfa_active="true"), line(mfa_active="false"))

    assert [row.has_mfa for row in parsed.rows] == [True]
    assert parsed.rejected == (Rejected(2, "the user has a row already"),)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "without the columns user, arn,"),
        (b"<html>", "without the columns user, arn,"),
        (HEADER.replace("mfa_active", "mfa").encode(), "without the columns mfa_active$"),
        (f"{HEADER},user".encode(), "names a column twice"),
        (b"\xff\xfe", "no CSV in UTF-8"),
        (f'{HEADER}\n"ann'.encode(), "no CSV in UTF-8"),
        (f'{HEADER}\n"ann"x,'.encode(), "no CSV in UTF-8"),
        (f"{HEADER}\n{'x' * 200_000}".encode(), "field larger than field limit"),
        (b"x" * (report.LARGEST_REPORT + 1), "A report of 16777217 bytes; allowed: 16777216"),
        (f"{HEADER}\n".encode() + b"a\n" * 10_001, "more than 10000 rows"),
    ],
)
def test_what_is_no_report_is_refused_as_a_whole(content: bytes, message: str) -> None:
    with pytest.raises(ReportError, match=message):
        report.parse(content, ACCOUNT)


def test_columns_that_aws_adds_later_are_no_matter() -> None:
    assert len(parse(line() + ",new", header=f"{HEADER},additional_credentials_info").rows) == 1


@given(st.lists(st.lists(st.text() | st.sampled_from(line().split(",")))))
def test_no_rows_crash_the_reader(rows: list[list[str]]) -> None:
    quoted = (",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    content = "\n".join((HEADER, *quoted)).encode("utf-8", "replace")

    parsed = report.parse(content, ACCOUNT)

    assert all(row.arn.split(":")[4] == ACCOUNT for row in parsed.rows)


@given(st.binary())
def test_no_bytes_crash_the_reader(content: bytes) -> None:
    with pytest.raises(ReportError):
        report.parse(content, ACCOUNT)


class Iam:
    def __init__(self, state: str, error: str | None = None) -> None:
        self.state = state
        self.error = error

    def generate_credential_report(self) -> dict[str, str]:
        return {"State": self.state}

    def get_credential_report(self) -> dict[str, bytes]:
        if self.error:
            raise ClientError({"Error": {"Code": self.error}}, "GetCredentialReport")
        return {"Content": b"user"}


@pytest.mark.parametrize(
    "iam",
    [
        Iam("STARTED"),
        Iam("INPROGRESS"),
        Iam("COMPLETE", "ReportInProgress"),
        Iam("COMPLETE", "ReportNotPresent"),
        Iam("COMPLETE", "ReportExpired"),
    ],
)
def test_a_report_that_is_not_ready_is_left_to_the_queue(iam: Any) -> None:
    with pytest.raises(ReportNotReadyError):
        report.fetch(iam)


def test_a_report_that_is_ready_is_fetched() -> None:
    iam: Any = Iam("COMPLETE")

    assert report.fetch(iam) == b"user"


def test_a_report_that_is_denied_is_an_error() -> None:
    iam: Any = Iam("COMPLETE", "AccessDenied")

    with pytest.raises(ClientError, match="AccessDenied"):
        report.fetch(iam)
