"""How long the backups of databases, caches and file systems are kept."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from guardrails.model import Fail, Level, Result, Severity, Undetermined, rule
from guardrails.settings import whole_number
from guardrails.subjects.data_stores import (
    CACHE,
    DOCDB,
    DOCDB_ELASTIC,
    LUSTRE,
    MEMORY,
    NEPTUNE,
    ONTAP,
    OPEN_ZFS,
    RDS_CLUSTER,
    RDS_INSTANCE,
    REDSHIFT,
    REPLICATION_GROUP,
    WINDOWS,
    is_of_its_own,
)
from guardrails.view import Resource


@dataclass(frozen=True, slots=True)
class _Kept:
    """Where a type says how long its backups are kept.

    Attributes:
        path: The property: a number of days, 0 for no backups at all.
        by_default: How many days without a word.
        when: For which resources it counts.
    """

    path: str
    by_default: int
    when: Callable[[Resource], bool] = lambda _: True


_DATABASES: Final[Mapping[str, _Kept]] = {
    RDS_INSTANCE: _Kept("backupRetentionPeriod", 0, is_of_its_own),
    RDS_CLUSTER: _Kept("backupRetentionPeriod", 1),
}
_STORES: Final[Mapping[str, _Kept]] = {
    **dict.fromkeys((DOCDB, DOCDB_ELASTIC, NEPTUNE), _Kept("backupRetentionPeriod", 1)),
    REDSHIFT: _Kept("automatedSnapshotRetentionPeriod", 1),
    WINDOWS: _Kept("automaticBackupRetentionDays", 7),
    **dict.fromkeys((LUSTRE, ONTAP, OPEN_ZFS), _Kept("automaticBackupRetentionDays", 0)),
}
_CACHES: Final[Mapping[str, _Kept]] = {
    **dict.fromkeys((REPLICATION_GROUP, MEMORY), _Kept("snapshotRetentionLimit", 0)),
    CACHE: _Kept(
        "snapshotRetentionLimit",
        0,
        # Memcached has no snapshots; a member of a group has those of the group.
        lambda cache: (
            cache["engine"].text in ("redis", "valkey") and cache["replicationGroupId"].missing
        ),
    ),
}


def _retention(
    resource: Resource, kept: Mapping[str, _Kept], minimum_days: int
) -> Iterator[Result]:
    one = kept[resource.type]
    view = resource[one.path]
    if not one.when(resource):
        return
    if view.unknown:
        yield Undetermined(view.path)
        return
    days = one.by_default if view.missing else view.number
    if days is None or days >= minimum_days:
        return
    told = "no backups are kept" if days == 0 else f"backups are kept for {days:g} days"
    told = told.replace(" 1 days", " 1 day")
    what = f"Without a word {told}" if view.missing else told.capitalize()
    yield Fail(
        f"{what}: a fault that is noticed later cannot be undone.",
        view.path,
        f"{_snake(one.path)}={minimum_days}",
    )


def _snake(name: str) -> str:
    return "".join(f"_{sign.lower()}" if sign.isupper() else sign for sign in name)


def _keeps(kept: Mapping[str, _Kept]) -> Callable[..., Mapping[str, object]]:
    def remedy(resource: Resource, minimum_days: int) -> Mapping[str, object]:
        failed = any(isinstance(one, Fail) for one in _retention(resource, kept, minimum_days))
        return {kept[resource.type].path: minimum_days} if failed else {}

    return remedy


@rule(
    "rds-backup-retention",
    "Databases keep their backups for a week at least",
    category="resilience",
    severity=Severity.MEDIUM,
    applies_to=list(_DATABASES),
    why="A faulty write is often noticed days later; what is older than the backups is lost.",
    remediation="Set backup_retention_period to 7 or more, at most 35.",
    snippet="aws.rds.Instance(..., backup_retention_period=7)",
    equivalents=[
        *("CKV_AWS_133", "FSBP:RDS.11", "trivy:AWS-0077", "cdk-nag:RDS13"),
        *("cdk-nag:RDSInstanceBackupEnabled", "guard:db-instance-backup-enabled"),
        "prowler:rds_instance_backup_enabled",
    ],
    settings={"minimum_days": whole_number(7, 1, 35, "The fewest days that pass.")},
    remedy=_keeps(_DATABASES),
)
def rds_retention(database: Resource, minimum_days: int) -> Iterator[Result]:
    """A replica and a member of a cluster have the backups of the other side."""
    yield from _retention(database, _DATABASES, minimum_days)


@rule(
    "backup-retention",
    "Clusters and file systems keep their backups for a week at least",
    category="resilience",
    severity=Severity.MEDIUM,
    applies_to=list(_STORES),
    why="A faulty write is often noticed days later; what is older than the backups is lost.",
    remediation="Set the retention of the automatic backups to 7 days or more.",
    snippet="aws.docdb.Cluster(..., backup_retention_period=7)",
    equivalents=[
        *(
            "CKV_AWS_360",
            "CKV_AWS_361",
            "CKV_AWS_343",
            "FSBP:DocumentDB.2",
            "FSBP:Neptune.5",
            "FSBP:Redshift.3",
        ),
        *("cdk-nag:DOC4", "cdk-nag:N3", "cdk-nag:RS10", "cdk-nag:RedshiftBackupEnabled"),
        *("guard:redshift-backup-enabled", "prowler:redshift_cluster_automated_snapshot"),
        *("prowler:documentdb_cluster_backup_enabled", "prowler:neptune_cluster_backup_enabled"),
    ],
    settings={"minimum_days": whole_number(7, 1, 35, "The fewest days that pass.")},
    remedy=_keeps(_STORES),
)
def store_retention(store: Resource, minimum_days: int) -> Iterator[Result]:
    """DocumentDB, Neptune, Redshift and FSx."""
    yield from _retention(store, _STORES, minimum_days)


@rule(
    "cache-backup-retention",
    "Caches are backed up every day",
    category="resilience",
    severity=Severity.LOW,
    level=Level.ADVISORY,
    applies_to=list(_CACHES),
    why="A cache that serves as a store is empty after a fault; without a snapshot it stays so.",
    remediation="Set snapshot_retention_limit, unless everything in it can be computed again.",
    snippet="aws.elasticache.ReplicationGroup(..., snapshot_retention_limit=1)",
    equivalents=[
        *("CKV_AWS_134", "FSBP:ElastiCache.1", "trivy:AWS-0050"),
        "cdk-nag:ElastiCacheRedisClusterAutomaticBackup",
        "guard:elasticache-redis-cluster-automatic-backup-check",
        "prowler:elasticache_redis_cluster_backup_enabled",
    ],
    settings={"minimum_days": whole_number(1, 1, 35, "The fewest days that pass.")},
    remedy=_keeps(_CACHES),
)
def cache_retention(cache: Resource, minimum_days: int) -> Iterator[Result]:
    """Redis, Valkey and MemoryDB; Memcached has no snapshots."""
    yield from _retention(cache, _CACHES, minimum_days)


RULES = (rds_retention, store_retention, cache_retention)
