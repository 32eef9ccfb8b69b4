from typing import Any

import boto3
import pytest

from audit_account import access
from findings.request import AuditRequest
from tests.support.auditor import ACCOUNT

pytestmark = pytest.mark.thorough


class Elsewhere:
    """An STS whose role leads into another account than its ARN says."""

    def __init__(self, real: Any) -> None:
        self.real = real
        self.meta = real.meta

    def assume_role(self, **arguments: Any) -> Any:
        arguments["RoleArn"] = "arn:aws:iam::111111111111:role/bulwark-audit"
        return self.real.assume_role(**arguments)


def test_an_account_that_was_not_asked_for_is_not_audited() -> None:
    sts: Any = Elsewhere(boto3.client("sts"))
    request = AuditRequest(account_id=ACCOUNT, audit_id="2026-05-01")

    with pytest.raises(access.WrongAccountError) as caught:
        access.enter(sts, request, "bulwark-audit", "an-external-id")

    assert str(caught.value) == f"Asked for account {ACCOUNT}, landed in 111111111111"


class Recorder(Elsewhere):
    def __init__(self, real: Any) -> None:
        super().__init__(real)
        self.asked: list[dict[str, Any]] = []

    def assume_role(self, **arguments: Any) -> Any:
        self.asked.append(arguments)
        return self.real.assume_role(**arguments)


def test_the_role_is_assumed_with_the_external_id_for_the_named_run() -> None:
    sts: Any = Recorder(boto3.client("sts"))
    request = AuditRequest(account_id=ACCOUNT, audit_id="2026-05-01T03:00:00Z")

    landed, _ = access.enter(sts, request, "bulwark-audit", "an-external-id")

    assert landed == ACCOUNT
    assert sts.asked == [
        {
            "RoleArn": f"arn:aws:iam::{ACCOUNT}:role/bulwark-audit",
            "RoleSessionName": "bulwark-audit-2026-05-01T03-00-00Z",
            "ExternalId": "an-external-id",
            "DurationSeconds": 900,
        }
    ]


def test_a_session_name_is_one_that_sts_takes() -> None:
    assert access.session_name("a b/ü:" + "x" * 99) == ("bulwark-audit-a-b---" + "x" * 44)
