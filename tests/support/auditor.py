"""The auditor's surroundings for tests of its functions: tables, findings, a Lambda context."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import boto3

from findings.model import Finding, Severity, Status
from findings.store import FindingStore

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

ACCOUNT: Final = "210987654321"
FINDINGS_TABLE: Final = "findings"
IDEMPOTENCY_TABLE: Final = "idempotency"


@dataclass
class Context:
    """What Lambda tells a function about its invocation."""

    function_name: str = "auditor"
    memory_limit_in_mb: int = 256
    invoked_function_arn: str = "arn:aws:lambda:eu-central-1:123456789012:function:auditor"
    aws_request_id: str = "11111111-2222-3333-4444-555555555555"

    def get_remaining_time_in_millis(self) -> int:
        return 30_000


def findings_table() -> FindingStore:
    """Create the table as the blueprint does and return it."""
    client: DynamoDBClient = boto3.client("dynamodb")
    client.create_table(
        TableName=FINDINGS_TABLE,
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[
            {"AttributeName": "account", "KeyType": "HASH"},
            {"AttributeName": "finding", "KeyType": "RANGE"},
        ],
        AttributeDefinitions=[
            {"AttributeName": name, "AttributeType": "S"}
            for name in ("account", "finding", "severity", "changed_at")
        ],
        GlobalSecondaryIndexes=[
            {
                "IndexName": "by_severity",
                "KeySchema": [
                    {"AttributeName": "severity", "KeyType": "HASH"},
                    {"AttributeName": "changed_at", "KeyType": "RANGE"},
                ],
                "Projection": {"ProjectionType": "ALL"},
            }
        ],
    )
    return FindingStore(client, FINDINGS_TABLE)


def idempotency_table() -> None:
    """Create the table that Powertools remembers finished work in."""
    boto3.client("dynamodb").create_table(
        TableName=IDEMPOTENCY_TABLE,
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
    )


_FINDING: Final = Finding(
    account=ACCOUNT,
    finding="0" * 32,
    rule="console-access",
    title="An IAM user signs in to the console without MFA",
    severity=Severity.HIGH,
    status=Status.OPEN,
    resource=f"arn:aws:iam::{ACCOUNT}:user/ann",
    detail="ann has a console password and no active MFA device.",
    fix="Activate MFA.",
    version=1,
    opened_version=1,
    first_seen="2026-05-01T03:00:00.000Z",
    changed_at="2026-05-01T03:00:00.000Z",
)


def a_finding(number: int = 0, **changes: Any) -> Finding:
    """Return a finding with the id ``number``; the higher the number, the newer."""
    moment = f"2026-05-01T03:{number // 60:02}:{number % 60:02}.000Z"
    return replace(_FINDING, finding=f"{number:032x}", changed_at=moment, **changes)


def metrics_of(output: str) -> dict[str, float]:
    """Return the metrics that a function wrote to its standard output."""
    found: dict[str, float] = {}
    for line in output.splitlines():
        record: Mapping[str, Any] = json.loads(line)
        for name in _metric_names(record):
            found[name] = sum(record[name])
    return found


def _metric_names(record: Mapping[str, Any]) -> list[str]:
    directives = record.get("_aws", {}).get("CloudWatchMetrics", [])
    return [metric["Name"] for directive in directives for metric in directive["Metrics"]]
