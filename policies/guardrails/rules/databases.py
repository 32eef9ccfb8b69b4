"""RDS and Aurora; whether their connections are encrypted is in ``database_tls``."""

from collections.abc import Callable
from typing import Final

from guardrails.demands import Demand, demand_rule, not_on, on
from guardrails.model import Level, Severity
from guardrails.subjects.own_keys import keyed, own_key_rule
from guardrails.view import Resource

_INSTANCE: Final = "aws:rds/instance:Instance"
_CLUSTER: Final = "aws:rds/cluster:Cluster"
_CLUSTER_INSTANCE: Final = "aws:rds/clusterInstance:ClusterInstance"
_GLOBAL_CLUSTER: Final = "aws:rds/globalCluster:GlobalCluster"
_OTHERS_WITH_ADDRESS: Final = (
    "aws:rds/shardGroup:ShardGroup",
    "aws:timestreaminfluxdb/dbInstance:DbInstance",
    "aws:timestreaminfluxdb/dbCluster:DbCluster",
    "aws:lightsail/database:Database",
)
_ENGINES_WITH_IAM: Final = frozenset(
    {"mysql", "mariadb", "postgres", "aurora", "aurora-mysql", "aurora-postgresql"}
)


def _is_no_replica(instance: Resource) -> bool:
    return instance["replicateSourceDb"].missing


def _is_not_encrypted_by_itself(cluster: Resource) -> bool:
    """Aurora Serverless v1 is, and so is what Aurora restores under a key.

    https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_RestoreDBClusterFromSnapshot.html
    """
    restored = cluster["engine"].text.startswith("aurora") and not (
        cluster["snapshotIdentifier"].missing or cluster["kmsKeyId"].missing
    )
    by_key = restored and cluster["storageEncrypted"].missing
    return cluster["engineMode"].text != "serverless" and not by_key


def _has_no_source(cluster: Resource) -> bool:
    return cluster["sourceDbClusterIdentifier"].missing


def _storage(type_: str, when: Callable[[Resource], bool]) -> Demand:
    return Demand(
        (type_,),
        "storageEncrypted",
        on,
        "The data, its backups and its snapshots are stored in the clear.",
        "storage_encrypted=True",
        when=when,
    )


_ENCRYPTED = demand_rule(
    "rds-encrypt",
    "Databases are encrypted",
    # A replica is encrypted as its source is, and so is a global cluster that is made of one.
    _storage(_INSTANCE, _is_no_replica),
    _storage(_CLUSTER, _is_not_encrypted_by_itself),
    _storage(_GLOBAL_CLUSTER, _has_no_source),
    category="encryption-at-rest",
    severity=Severity.HIGH,
    why="RDS stores in the clear by default, and that cannot be changed later without a new "
    "database.",
    remediation="Set storage_encrypted=True; a database that exists is replaced by it.",
    snippet="aws.rds.Instance(..., storage_encrypted=True, kms_key_id=key.arn)",
    equivalents=[
        "CKV_AWS_16",
        "CKV_AWS_96",
        "CKV_AWS_140",
        "CKV_AWS_146",
        "FSBP:RDS.3",
        "FSBP:RDS.4",
        "FSBP:RDS.27",
        "cdk-nag:RDS2",
        "AWSGuard:rdsStorageEncrypted",
        "trivy:AWS-0079",
        "trivy:AWS-0080",
    ],
)


def _is_encrypted(database: Resource) -> bool:
    return database["storageEncrypted"].flag is True


_CUSTOMER_KEY = own_key_rule(
    "rds-encrypt-cmk",
    "Databases and what is copied from them are encrypted with a KMS key of the account",
    keyed(
        (_INSTANCE, _CLUSTER),
        "kmsKeyId",
        message="The key is AWS's own (aws/rds): no policy bounds its use, and a snapshot cannot "
        "be shared with another account.",
        when=_is_encrypted,
    ),
    keyed(
        ("aws:rds/snapshotCopy:SnapshotCopy", "aws:rds/clusterSnapshotCopy:ClusterSnapshotCopy"),
        "kmsKeyId",
        message="The copy is encrypted as the snapshot is, perhaps not at all.",
    ),
    keyed(
        (
            "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication",
            "aws:rds/clusterActivityStream:ClusterActivityStream",
        ),
        "kmsKeyId",
        message="What leaves the database here is encrypted with a key of AWS's own, if with any.",
    ),
    remediation="Set kms_key_id=key.arn.",
    snippet="aws.rds.Cluster(..., storage_encrypted=True, kms_key_id=key.arn)",
    equivalents=["CKV_AWS_245", "CKV_AWS_246", "CKV_AWS_266", "CKV_AWS_327"],
)


def _insights(type_: str, switch: str) -> Demand:
    return keyed(
        (type_,),
        "performanceInsightsKmsKeyId",
        "performance_insights_kms_key_id=key.arn",
        "Performance Insights keeps the database's statements under a key of AWS's own.",
        when=lambda database: database[switch].flag is True,
    )


_INSIGHTS = own_key_rule(
    "rds-encrypt-insights",
    "Performance Insights are encrypted with a KMS key of the account",
    _insights(_INSTANCE, "performanceInsightsEnabled"),
    _insights(_CLUSTER, "performanceInsightsEnabled"),
    _insights(_CLUSTER_INSTANCE, "performanceInsightsEnabled"),
    _insights("aws:docdb/clusterInstance:ClusterInstance", "enablePerformanceInsights"),
    remediation="Set performance_insights_kms_key_id=key.arn; it cannot be changed later.",
    snippet="""aws.rds.Instance(
    ...,
    performance_insights_enabled=True,
    performance_insights_kms_key_id=key.arn,
)""",
    equivalents=["CKV_AWS_354", "trivy:AWS-0078"],
)

_PUBLIC = demand_rule(
    "rds-public",
    "Databases have no public address",
    Demand(
        (_INSTANCE, _CLUSTER, _CLUSTER_INSTANCE, *_OTHERS_WITH_ADDRESS),
        "publiclyAccessible",
        not_on,
        "The database has a public address: one rule of a security group lies between it and the "
        "internet.",
        "publicly_accessible=False",
        mended=False,
    ),
    category="public-exposure",
    severity=Severity.HIGH,
    why="Passwords of databases are guessed from anywhere as soon as their port answers.",
    remediation="Leave publicly_accessible out; reach the database from within its VPC.",
    snippet="aws.rds.Instance(..., publicly_accessible=False)",
    equivalents=[
        "CKV_AWS_17",
        "FSBP:RDS.2",
        "AWSGuard:rdsInstancePublicAccess",
        "trivy:AWS-0180",
    ],
)


def _engine_has_iam(database: Resource) -> bool:
    return database["engine"].text in _ENGINES_WITH_IAM


_IAM = demand_rule(
    "rds-iam-auth",
    "Databases accept tokens of IAM in place of passwords",
    Demand(
        (_INSTANCE, _CLUSTER),
        "iamDatabaseAuthenticationEnabled",
        on,
        "Whoever connects needs a password that somebody keeps, and IAM has no say in it.",
        "iam_database_authentication_enabled=True",
        mended=True,
        when=_engine_has_iam,
    ),
    category="least-privilege",
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    why="A token of IAM ends after 15 minutes and is given to a role; a password is neither.",
    remediation="Set iam_database_authentication_enabled=True and grant rds-db:connect.",
    snippet="aws.rds.Cluster(..., iam_database_authentication_enabled=True)",
    equivalents=[
        "CKV_AWS_161",
        "CKV_AWS_162",
        "FSBP:RDS.10",
        "FSBP:RDS.12",
        "cdk-nag:RDS6",
        "trivy:AWS-0176",
    ],
)

RULES = (_ENCRYPTED, _CUSTOMER_KEY, _INSIGHTS, _PUBLIC, _IAM)
