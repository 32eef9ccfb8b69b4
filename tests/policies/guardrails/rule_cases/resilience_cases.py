"""Deletion, failure, and the backups that remain."""

from tests.policies.guardrails.rule_cases.model import UNKNOWN, Cases, one

INSTANCE = "aws:rds/instance:Instance"
CLUSTER = "aws:rds/cluster:Cluster"
DOCDB = "aws:docdb/cluster:Cluster"
NEPTUNE = "aws:neptune/cluster:Cluster"
REDSHIFT = "aws:redshift/cluster:Cluster"
LUSTRE = "aws:fsx/lustreFileSystem:LustreFileSystem"
WINDOWS = "aws:fsx/windowsFileSystem:WindowsFileSystem"
GROUP = "aws:elasticache/replicationGroup:ReplicationGroup"
CACHE = "aws:elasticache/cluster:Cluster"
MEMORY = "aws:memorydb/cluster:Cluster"
BALANCER = "aws:lb/loadBalancer:LoadBalancer"
POOL = "aws:cognito/userPool:UserPool"
LEDGER = "aws:qldb/ledger:Ledger"
STORE = "aws:cloudtrail/eventDataStore:EventDataStore"
FIREWALL = "aws:networkfirewall/firewall:Firewall"
IMAGES = "aws:ecr/repository:Repository"
REPLICA = {"replicateSourceDb": "orders"}
FAILOVER = {"automaticFailoverEnabled": True}

CASES = {
    "rds-deletion-protection": Cases(
        INSTANCE,
        fails=[
            ({}, ["deletionProtection"]),
            ({"deletionProtection": False}, ["deletionProtection"]),
            (
                [one(type_, {}, type_) for type_ in (CLUSTER, DOCDB, NEPTUNE)],
                ["deletionProtection"] * 3,
            ),
            ([one("aws:rds/globalCluster:GlobalCluster", {})], ["deletionProtection"]),
        ],
        passes=[{"deletionProtection": True}],
        near_misses=[{"deletionProtection": "true"}],
        undetermined=[({"deletionProtection": UNKNOWN}, "deletionProtection")],
    ),
    "force-destroy": Cases(
        "",
        fails=[
            *(
                ([one(type_, {"forceDestroy": True})], ["forceDestroy"])
                for type_ in (
                    "aws:s3/bucket:Bucket",
                    "aws:s3/bucketV2:BucketV2",
                    "aws:s3/directoryBucket:DirectoryBucket",
                    "aws:s3tables/tableBucket:TableBucket",
                    "aws:s3/vectorsVectorBucket:VectorsVectorBucket",
                )
            ),
            ([one(IMAGES, {"forceDelete": "true"})], ["forceDelete"]),
        ],
        passes=[[one("aws:s3/bucket:Bucket", {"forceDestroy": False})]],
        near_misses=[
            [one("aws:s3/bucket:Bucket", {}), one(IMAGES, {})],
            # Told by `backup-vault-destroy`; users hold no data.
            [one("aws:backup/vault:Vault", {"forceDestroy": True})],
            [one("aws:iam/user:User", {"forceDestroy": True})],
        ],
        undetermined=[
            ([one("aws:s3/bucket:Bucket", {"forceDestroy": UNKNOWN})], "forceDestroy"),
            ([one(IMAGES, {"forceDelete": UNKNOWN})], "forceDelete"),
        ],
    ),
    "deletion-protection": Cases(
        "",
        fails=[
            ([one(BALANCER, {})], ["enableDeletionProtection"]),
            ([one("aws:alb/loadBalancer:LoadBalancer", {})], ["enableDeletionProtection"]),
            ([one(POOL, {})], ["deletionProtection"]),
            ([one(POOL, {"deletionProtection": "INACTIVE"})], ["deletionProtection"]),
            ([one(LEDGER, {"deletionProtection": False})], ["deletionProtection"]),
            ([one("aws:dsql/cluster:Cluster", {})], ["deletionProtectionEnabled"]),
            (
                [one(STORE, {"terminationProtectionEnabled": False})],
                ["terminationProtectionEnabled"],
            ),
            ([one(FIREWALL, {})], ["deleteProtection"]),
        ],
        passes=[
            [one(BALANCER, {"enableDeletionProtection": True})],
            [one(POOL, {"deletionProtection": "ACTIVE"})],
            [one(FIREWALL, {"deleteProtection": True})],
        ],
        # On without a word.
        near_misses=[[one(LEDGER, {})], [one(STORE, {})]],
        undetermined=[
            ([one(BALANCER, {"enableDeletionProtection": UNKNOWN})], "enableDeletionProtection")
        ],
    ),
    "final-snapshot": Cases(
        INSTANCE,
        fails=[
            ({"skipFinalSnapshot": True}, ["skipFinalSnapshot"]),
            ([one(REDSHIFT, {"skipFinalSnapshot": True})], ["skipFinalSnapshot"]),
            ([one(LUSTRE, {"skipFinalBackup": True})], ["skipFinalBackup"]),
        ],
        passes=[{"skipFinalSnapshot": False, "finalSnapshotIdentifier": "orders"}],
        near_misses=[
            {},
            {"skipFinalSnapshot": True, **REPLICA},
            {"skipFinalSnapshot": True, "engine": "aurora-postgresql"},
        ],
        undetermined=[({"skipFinalSnapshot": UNKNOWN}, "skipFinalSnapshot")],
    ),
    "multi-az": Cases(
        INSTANCE,
        fails=[
            ({"engine": "postgres"}, ["multiAz"]),
            ([one(GROUP, {})], ["automaticFailoverEnabled"]),
            ([one(GROUP, FAILOVER)], ["multiAzEnabled"]),
        ],
        passes=[{"multiAz": True}, [one(GROUP, {**FAILOVER, "multiAzEnabled": True})]],
        near_misses=[REPLICA, {"engine": "aurora-mysql"}],
        undetermined=[({"multiAz": UNKNOWN}, "multiAz")],
    ),
    "rds-backup-retention": Cases(
        INSTANCE,
        fails=[
            ({}, ["backupRetentionPeriod"]),
            ({"backupRetentionPeriod": 0}, ["backupRetentionPeriod"]),
            ({"backupRetentionPeriod": 6}, ["backupRetentionPeriod"]),
            ([one(CLUSTER, {})], ["backupRetentionPeriod"]),
        ],
        passes=[{"backupRetentionPeriod": 7}, [one(CLUSTER, {"backupRetentionPeriod": 35})]],
        near_misses=[REPLICA, {"engine": "aurora-mysql"}, {"backupRetentionPeriod": "7"}],
        undetermined=[({"backupRetentionPeriod": UNKNOWN}, "backupRetentionPeriod")],
    ),
    "backup-retention": Cases(
        DOCDB,
        fails=[
            ({}, ["backupRetentionPeriod"]),
            ([one(NEPTUNE, {"backupRetentionPeriod": 1})], ["backupRetentionPeriod"]),
            ([one(REDSHIFT, {})], ["automatedSnapshotRetentionPeriod"]),
            ([one(LUSTRE, {})], ["automaticBackupRetentionDays"]),
        ],
        passes=[
            {"backupRetentionPeriod": 7},
            [one(REDSHIFT, {"automatedSnapshotRetentionPeriod": 14})],
        ],
        # A week without a word.
        near_misses=[[one(WINDOWS, {})]],
        undetermined=[({"backupRetentionPeriod": UNKNOWN}, "backupRetentionPeriod")],
    ),
    "cache-backup-retention": Cases(
        GROUP,
        fails=[
            ({}, ["snapshotRetentionLimit"]),
            ([one(MEMORY, {"snapshotRetentionLimit": 0})], ["snapshotRetentionLimit"]),
            ([one(CACHE, {"engine": "redis"})], ["snapshotRetentionLimit"]),
        ],
        passes=[{"snapshotRetentionLimit": 1}],
        near_misses=[
            [one(CACHE, {"engine": "memcached"})],
            [one(CACHE, {"engine": "redis", "replicationGroupId": "sessions"})],
        ],
        undetermined=[({"snapshotRetentionLimit": UNKNOWN}, "snapshotRetentionLimit")],
    ),
}
