"""RDS and Aurora."""

from tests.policies.guardrails.rule_cases.model import UNKNOWN, Cases, one

INSTANCE = "aws:rds/instance:Instance"
CLUSTER = "aws:rds/cluster:Cluster"
CLUSTER_INSTANCE = "aws:rds/clusterInstance:ClusterInstance"
GLOBAL = "aws:rds/globalCluster:GlobalCluster"
SHARDS = "aws:rds/shardGroup:ShardGroup"
INFLUX = "aws:timestreaminfluxdb/dbInstance:DbInstance"
INFLUX_CLUSTER = "aws:timestreaminfluxdb/dbCluster:DbCluster"
LIGHTSAIL = "aws:lightsail/database:Database"
STREAM = "aws:rds/clusterActivityStream:ClusterActivityStream"
BACKUPS = "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication"
DOCUMENTS_INSTANCE = "aws:docdb/clusterInstance:ClusterInstance"
ENCRYPTED = {"storageEncrypted": True}

RESTORED = {"engine": "aurora-postgresql", "snapshotIdentifier": "nightly"}

CASES = {
    "rds-encrypt": Cases(
        INSTANCE,
        fails=[
            ({"engine": "postgres"}, ["storageEncrypted"]),
            ({"storageEncrypted": False}, ["storageEncrypted"]),
            ([one(CLUSTER, {"engineMode": "provisioned"})], ["storageEncrypted"]),
            # Without a key the snapshot decides, and RDS does not encrypt what it restores.
            ([one(CLUSTER, RESTORED)], ["storageEncrypted"]),
            (
                [one(CLUSTER, {**RESTORED, "engine": "mysql", "kmsKeyId": UNKNOWN})],
                ["storageEncrypted"],
            ),
            ([one(GLOBAL, {"engine": "aurora-mysql"})], ["storageEncrypted"]),
        ],
        passes=[ENCRYPTED, [one(CLUSTER, ENCRYPTED)], [one(GLOBAL, ENCRYPTED)]],
        near_misses=[
            {"replicateSourceDb": UNKNOWN},
            [one(CLUSTER, {"engineMode": "serverless"})],
            [one(CLUSTER, {**RESTORED, "kmsKeyId": UNKNOWN})],
            [one(GLOBAL, {"sourceDbClusterIdentifier": "arn:aws:rds:eu-west-1:1:cluster:x"})],
        ],
        undetermined=[({"storageEncrypted": UNKNOWN}, "storageEncrypted")],
    ),
    "rds-encrypt-cmk": Cases(
        INSTANCE,
        fails=[
            (ENCRYPTED, ["kmsKeyId"]),
            ({**ENCRYPTED, "kmsKeyId": "alias/aws/rds"}, ["kmsKeyId"]),
            ([one(CLUSTER, ENCRYPTED)], ["kmsKeyId"]),
            ([one("aws:rds/snapshotCopy:SnapshotCopy", {})], ["kmsKeyId"]),
            ([one("aws:rds/clusterSnapshotCopy:ClusterSnapshotCopy", {})], ["kmsKeyId"]),
            ([one(BACKUPS, {})], ["kmsKeyId"]),
            ([one(STREAM, {"kmsKeyId": "alias/aws/rds"})], ["kmsKeyId"]),
        ],
        passes=[
            {**ENCRYPTED, "kmsKeyId": "arn:aws:kms:eu-west-1:123456789012:key/1"},
            [one(STREAM, {"kmsKeyId": "alias/streams"})],
        ],
        near_misses=[{**ENCRYPTED, "kmsKeyId": UNKNOWN}, {"storageEncrypted": False}],
        always_known="a key that is given is a key, known or not",
    ),
    "rds-encrypt-insights": Cases(
        INSTANCE,
        fails=[
            ({"performanceInsightsEnabled": True}, ["performanceInsightsKmsKeyId"]),
            (
                [one(CLUSTER_INSTANCE, {"performanceInsightsEnabled": True})],
                ["performanceInsightsKmsKeyId"],
            ),
            (
                [one(DOCUMENTS_INSTANCE, {"enablePerformanceInsights": True})],
                ["performanceInsightsKmsKeyId"],
            ),
        ],
        passes=[{"performanceInsightsEnabled": True, "performanceInsightsKmsKeyId": "key/1"}],
        near_misses=[{}, {"performanceInsightsEnabled": False}],
        always_known="a key that is given is a key, known or not",
    ),
    "rds-public": Cases(
        INSTANCE,
        fails=[
            ({"publiclyAccessible": True}, ["publiclyAccessible"]),
            ([one(CLUSTER_INSTANCE, {"publiclyAccessible": "true"})], ["publiclyAccessible"]),
            ([one(CLUSTER, {"publiclyAccessible": True})], ["publiclyAccessible"]),
            *(
                ([one(type_, {"publiclyAccessible": True})], ["publiclyAccessible"])
                for type_ in (SHARDS, INFLUX, INFLUX_CLUSTER, LIGHTSAIL)
            ),
        ],
        passes=[{"publiclyAccessible": False}],
        near_misses=[{}, [one(INFLUX, {})], [one(SHARDS, {})]],
        undetermined=[({"publiclyAccessible": UNKNOWN}, "publiclyAccessible")],
    ),
    "rds-iam-auth": Cases(
        INSTANCE,
        fails=[
            ({"engine": "postgres"}, ["iamDatabaseAuthenticationEnabled"]),
            (
                [one(CLUSTER, {"engine": "aurora-postgresql"})],
                ["iamDatabaseAuthenticationEnabled"],
            ),
        ],
        passes=[{"engine": "mysql", "iamDatabaseAuthenticationEnabled": True}],
        # Oracle knows no such thing.
        near_misses=[{"engine": "oracle-ee"}],
        undetermined=[
            (
                {"engine": "mysql", "iamDatabaseAuthenticationEnabled": UNKNOWN},
                "iamDatabaseAuthenticationEnabled",
            )
        ],
    ),
}
