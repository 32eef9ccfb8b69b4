"""DynamoDB tables."""

from collections.abc import Iterator, Mapping

from guardrails.answers import demand
from guardrails.demands import own_key
from guardrails.model import Fail, Level, Result, Severity, Undetermined, rule
from guardrails.resource_types import TABLE, TABLE_REPLICA
from guardrails.view import Resource, View


def _recoverable(table: Resource) -> Mapping[str, object]:
    if table.type == TABLE_REPLICA:
        return {"pointInTimeRecovery": True}
    own = table["pointInTimeRecovery"]["enabled"]
    return {} if own.flag is True else {own.path: True}


@rule(
    "ddb-pitr",
    "Tables can be restored to any second of the last days",
    category="resilience",
    severity=Severity.HIGH,
    applies_to=[TABLE, TABLE_REPLICA],
    why="Without point-in-time recovery a faulty write or a deletion cannot be undone.",
    remediation="Set point_in_time_recovery={'enabled': True}; on each replica too.",
    snippet="aws.dynamodb.Table(..., point_in_time_recovery={'enabled': True})",
    equivalents=[
        "CKV_AWS_28",
        "CKV_AWS_165",
        "FSBP:DynamoDB.2",
        "cdk-nag:DDB3",
        "trivy:AWS-0024",
        "guard:dynamodb-pitr-enabled",
        "cfn_nag:W78",
    ],
    remedy=_recoverable,
)
def point_in_time_recovery(table: Resource) -> Iterator[Result]:
    """The table and each of its replicas, within it or declared by themselves."""
    if table.type == TABLE_REPLICA:
        yield from _recovery_of_replica(table.properties)
        return
    enabled = table["pointInTimeRecovery"]["enabled"]
    yield from demand(
        enabled,
        enabled.flag is True,
        "Point-in-time recovery is off, so a faulty write cannot be undone.",
        "point_in_time_recovery={'enabled': True}",
    )
    for replica in table["replicas"].items():
        yield from _recovery_of_replica(replica)


def _recovery_of_replica(replica: View) -> Iterator[Result]:
    recovery = replica["pointInTimeRecovery"]
    yield from demand(
        recovery,
        recovery.flag is True,
        "Point-in-time recovery is off in this replica: a table's setting does not reach it.",
        "point_in_time_recovery=True on the replica",
    )


def _protected(table: Resource) -> Mapping[str, object]:
    own = table["deletionProtectionEnabled"]
    return {} if own.flag is True else {own.path: True}


@rule(
    "ddb-deletion-protection",
    "Tables are protected from deletion",
    category="resilience",
    severity=Severity.MEDIUM,
    applies_to=[TABLE, TABLE_REPLICA],
    why="A table is deleted by one call, from a program or by hand, with all its data.",
    remediation="Set deletion_protection_enabled=True; on each replica too.",
    snippet="aws.dynamodb.Table(..., deletion_protection_enabled=True)",
    equivalents=["FSBP:DynamoDB.6", "prowler:dynamodb_table_deletion_protection_enabled"],
    remedy=_protected,
)
def deletion_protection(table: Resource) -> Iterator[Result]:
    """AWS's default is off, in each replica for itself."""
    for one in (table.properties, *table["replicas"].items()):
        enabled = one["deletionProtectionEnabled"]
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
    snippet="aws.dynamodb.Table(\n    ..., server_side_encryption={'enabled': True, "
    "'kms_key_arn': key.arn}\n)",
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
    """DynamoDB always encrypts: without this block with a key that AWS owns.

    With the block alone it is one that AWS manages in the account, ``aws/dynamodb``:
    https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.howitworks.html
    """
    enabled, key = (table["serverSideEncryption"][name] for name in ("enabled", "kmsKeyArn"))
    fix = "server_side_encryption={'enabled': True, 'kms_key_arn': key.arn}"
    if enabled.flag is not True:
        message = (
            "The table is encrypted with a key that AWS owns: its use is not logged and it cannot "
            "be taken away."
        )
        yield from demand(enabled, holds=False, message=message, fix=fix)
    elif not own_key(key):
        yield Fail(
            "Without a key the table is encrypted with AWS's key aws/dynamodb, whose policy "
            "nobody can change.",
            key.path,
            fix,
        )


@rule(
    "ddb-replica-cmk",
    "Replicas of tables are encrypted with a KMS key of the account",
    category="encryption-at-rest",
    severity=Severity.MEDIUM,
    applies_to=[TABLE, TABLE_REPLICA],
    why="A replica does not take its table's key: without one of its region it has AWS's.",
    remediation="Set kms_key_arn on each replica to a key of its region.",
    snippet="""aws.dynamodb.Table(
    ..., replicas=[{"region_name": "eu-west-1", "kms_key_arn": key_there.arn}]
)""",
    equivalents=["CKV_AWS_271"],
)
def replica_customer_key(table: Resource) -> Iterator[Result]:
    """Replicas of a table that has no key itself are for ``ddb-cmk``."""
    if table.type == TABLE_REPLICA:
        yield from _key_of_replica(table.properties)
    elif not table["serverSideEncryption"]["kmsKeyArn"].missing:
        for replica in table["replicas"].items():
            yield from _key_of_replica(replica)


def _key_of_replica(replica: View) -> Iterator[Result]:
    if replica.unknown:
        yield Undetermined(replica.path)
        return
    key = replica["kmsKeyArn"]
    if key.missing:
        yield Fail(
            "The replica is encrypted with a key of AWS's, not with one of the account: its use "
            "cannot be taken away.",
            key.path,
            "kms_key_arn=key_there.arn",
        )


def _expiring(table: Resource) -> Mapping[str, object]:
    ttl = table["ttl"]
    unsaid = ttl["enabled"].missing and not ttl["attributeName"].missing
    return {ttl["enabled"].path: True} if unsaid else {}


@rule(
    "ddb-ttl",
    "A table whose items expire names a number for it, and has it on",
    category="validity",
    severity=Severity.MEDIUM,
    applies_to=[TABLE],
    why="Items without a number of seconds in the named attribute never expire, and are kept and "
    "paid for without a word.",
    remediation="Set ttl={'attribute_name': ..., 'enabled': True}, with an attribute of the type "
    "N that is no key.",
    snippet="aws.dynamodb.Table(..., ttl={'attribute_name': 'expires_at', 'enabled': True})",
    own="No tool of the catalogue looks at the shape of a table's time to live.",
    remedy=_expiring,
)
def time_to_live(table: Resource) -> Iterator[Result]:
    """``enabled=False`` with a name is how a table's expiry is turned off.

    https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-before-you-start.html
    """
    enabled, name = table["ttl"]["enabled"], table["ttl"]["attributeName"]
    if enabled.unknown or name.unknown:
        yield Undetermined(enabled.path if enabled.unknown else name.path)
    elif enabled.flag is True and name.missing:
        yield Fail(
            "Expiry is on, but no attribute tells when an item expires.",
            name.path,
            "ttl={'attribute_name': 'expires_at', 'enabled': True}",
        )
    elif enabled.missing and not name.missing:
        yield Fail(
            f"Items expire by {name.shown()} only when expiry is on, and it is not.",
            enabled.path,
            "ttl={..., 'enabled': True}",
        )
    elif enabled.flag is True:
        yield from _no_number(table, name)


def _no_number(table: Resource, name: View) -> Iterator[Result]:
    for attribute in table["attributes"].items():
        type_, called = attribute["type"], attribute["name"]
        unknown = next((one for one in (called, type_) if one.unknown), None)
        if unknown and (called.unknown or called.text == name.text) and type_.text != "N":
            yield Undetermined(unknown.path)
        elif called.text == name.text and type_.text in ("S", "B"):
            yield Fail(
                f"Items never expire: {name.shown()} is of the type {type_.shown()}, and DynamoDB "
                "reads a number of seconds.",
                name.path,
                "ttl={'attribute_name': <an attribute of the type N>, 'enabled': True}",
            )


RULES = (
    point_in_time_recovery,
    deletion_protection,
    customer_key,
    replica_customer_key,
    time_to_live,
)
