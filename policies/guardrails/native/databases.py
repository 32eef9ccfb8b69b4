"""RDS and Aurora."""

from typing import Final

from guardrails.native.model import At, Lacking, NativeType, Table
from guardrails.native.shapes import as_entries, tags

_NO_FINAL_SNAPSHOT: Final = {
    "final-snapshot": "what becomes of the data is no property of the type",
}

_INSIGHTS: Final[Table] = {
    "publiclyAccessible": "publiclyAccessible",
    "performanceInsightsEnabled": "enablePerformanceInsights",
    "performanceInsightsKmsKeyId": "performanceInsightsKmsKeyId",
    "tags": At("tags", tags),
}

# Of what its cluster says, a member of one says nothing.
_MEMBER: Final = NativeType(
    "aws-native:rds:DbInstance",
    "aws:rds/clusterInstance:ClusterInstance",
    {
        "identifier": "dbInstanceIdentifier",
        "clusterIdentifier": "dbClusterIdentifier",
        "arn": "dbInstanceArn",
        **_INSIGHTS,
    },
)

_INSTANCE: Final = NativeType(
    "aws-native:rds:DbInstance",
    "aws:rds/instance:Instance",
    {
        "identifier": "dbInstanceIdentifier",
        "arn": "dbInstanceArn",
        "backupRetentionPeriod": At("backupRetentionPeriod", default=1),
        "deletionProtection": "deletionProtection",
        "engine": "engine",
        "engineVersion": "engineVersion",
        "iamDatabaseAuthenticationEnabled": "enableIamDatabaseAuthentication",
        "kmsKeyId": "kmsKeyId",
        "multiAz": "multiAz",
        "parameterGroupName": "dbParameterGroupName",
        "replicateSourceDb": ("sourceDbInstanceIdentifier", "sourceDbClusterIdentifier"),
        "skipFinalSnapshot": Lacking("deletionProtection"),
        "storageEncrypted": "storageEncrypted",
        **_INSIGHTS,
    },
    left_out=_NO_FINAL_SNAPSHOT,
    instead=("dbClusterIdentifier", _MEMBER),
)

_CLUSTER: Final = NativeType(
    "aws-native:rds:DbCluster",
    "aws:rds/cluster:Cluster",
    {
        "clusterIdentifier": "dbClusterIdentifier",
        "arn": "dbClusterArn",
        "backupRetentionPeriod": "backupRetentionPeriod",
        "dbClusterParameterGroupName": "dbClusterParameterGroupName",
        "deletionProtection": "deletionProtection",
        "engine": "engine",
        "engineMode": "engineMode",
        "engineVersion": "engineVersion",
        "iamDatabaseAuthenticationEnabled": "enableIamDatabaseAuthentication",
        "kmsKeyId": "kmsKeyId",
        "skipFinalSnapshot": Lacking("deletionProtection"),
        "snapshotIdentifier": "snapshotIdentifier",
        "storageEncrypted": "storageEncrypted",
        **_INSIGHTS,
        "performanceInsightsEnabled": "performanceInsightsEnabled",
    },
    left_out=_NO_FINAL_SNAPSHOT,
)

_PARAMETERS: Final[Table] = {
    "family": "family",
    "parameters": At("parameters", as_entries("name", "value")),
}

_GROUP: Final = NativeType(
    "aws-native:rds:DbParameterGroup",
    "aws:rds/parameterGroup:ParameterGroup",
    {"name": "dbParameterGroupName", **_PARAMETERS},
)

_CLUSTER_GROUP: Final = NativeType(
    "aws-native:rds:DbClusterParameterGroup",
    "aws:rds/clusterParameterGroup:ClusterParameterGroup",
    {"name": "dbClusterParameterGroupName", **_PARAMETERS},
)

TYPES: Final = (_INSTANCE, _CLUSTER, _GROUP, _CLUSTER_GROUP)
