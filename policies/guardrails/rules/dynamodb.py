"""DynamoDB tables."""

from collections.abc import Iterator

from guardrails.answers import demand, sets
from guardrails.model import Level, Result, Severity, rule
from guardrails.resource_types import TABLE
from guardrails.view import Resource


@rule(
    "ddb-pitr",
    "Tables can be restored to any second of the last days",
    category="resilience",
    severity=Severity.HIGH,
    applies_to=[TABLE],
    why="Without point-in-time recovery a faulty write or a deletion cannot be undone.",
    remediation="Set point_in_time_recovery={'enabled': True}; on each replica too.",
    equivalents=[
        "CKV_AWS_28",
        "CKV_AWS_165",
        "FSBP:DynamoDB.2",
        "cdk-nag:DDB3",
        "trivy:AWS-0024",
        "guard:dynamodb-pitr-enabled",
        "cfn_nag:W78",
    ],
    remedy=sets({"pointInTimeRecovery.enabled": True}),
)
def point_in_time_recovery(table: Resource) -> Iterator[Result]:
    """The table and each of its replicas."""
    enabled = table["pointInTimeRecovery"]["enabled"]
    yield from demand(
        enabled,
        enabled.flag is True,
        "Point-in-time recovery is off, so a faulty write cannot be undone.",
        "point_in_time_recovery={'enabled': True}",
    )
    for replica in table["replicas"].items():
        recovery = replica["pointInTimeRecovery"]
        yield from demand(
            recovery,
            recovery.flag is True,
            "Point-in-time recovery is off in this replica: a table's setting does not reach it.",
            "point_in_time_recovery=True on the replica",
        )


@rule(
    "ddb-deletion-protection",
    "Tables are protected from deletion",
    category="resilience",
    severity=Severity.MEDIUM,
    applies_to=[TABLE],
    why="A table is deleted by one call, from a program or by hand, with all its data.",
    remediation="Set deletion_protection_enabled=True.",
    equivalents=["FSBP:DynamoDB.6", "prowler:dynamodb_table_deletion_protection_enabled"],
    remedy=sets({"deletionProtectionEnabled": True}),
)
def deletion_protection(table: Resource) -> Iterator[Result]:
    """AWS's default is off."""
    enabled = table["deletionProtectionEnabled"]
    yield from demand(
        enabled,
        enabled.flag is True,
        "Deletion protection is off: one call deletes the table with all its data.",
        "deletion_protection_enabled=True",
    )


@rule(
    "ddb-cmk",
    "Tables are encrypted with a KMS key of the account",
    category="encryption-at-rest",
    severity=Severity.MEDIUM,
    level=Level.MANDATORY,
    applies_to=[TABLE],
    why="AWS's own key (the default) shows no use in CloudTrail and cannot be taken away.",
    remediation="Set server_side_encryption={'enabled': True, 'kms_key_arn': key.arn}.",
    equivalents=[
        "CKV_AWS_119",
        "trivy:AWS-0025",
        "AWSGuard:dynamodbTableEncryptionEnabled",
        "guard:dynamodb-table-encrypted-kms",
        "prowler:dynamodb_tables_kms_cmk_encryption_enabled",
        "cfn_nag:W74",
    ],
)
def customer_key(table: Resource) -> Iterator[Result]:
    """DynamoDB always encrypts; without this block with a key that AWS owns."""
    enabled = table["serverSideEncryption"]["enabled"]
    yield from demand(
        enabled,
        enabled.flag is True,
        "The table is encrypted with a key that AWS owns: its use is not logged and it cannot be "
        "taken away.",
        "server_side_encryption={'enabled': True, 'kms_key_arn': key.arn}",
    )


RULES = (point_in_time_recovery, deletion_protection, customer_key)
