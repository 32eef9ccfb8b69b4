"""RDS and Aurora."""

from typing import Any, Final

from tests.policies.guardrails.native.cases.model import UNKNOWN, Case, native

_DATABASE: Final[dict[str, Any]] = {
    "engine": "postgres",
    "engineVersion": "16.4",
    "storageEncrypted": True,
    "kmsKeyId": UNKNOWN,
    "deletionProtection": True,
    "backupRetentionPeriod": 14,
    "enableIamDatabaseAuthentication": True,
    "enablePerformanceInsights": True,
    "performanceInsightsKmsKeyId": UNKNOWN,
    "multiAz": True,
    "publiclyAccessible": False,
    "dbParameterGroupName": "shop",
}

_CLUSTER: Final[dict[str, Any]] = {
    "engine": "aurora-postgresql",
    "engineVersion": "17.4",
    "storageEncrypted": True,
    "kmsKeyId": UNKNOWN,
    "deletionProtection": True,
    "backupRetentionPeriod": 14,
    "enableIamDatabaseAuthentication": True,
    "dbClusterParameterGroupName": "shop",
}

_MEMBER: Final = {"engine": "aurora-postgresql", "dbClusterIdentifier": UNKNOWN}

CASES: Final[dict[str, Case]] = {
    "rds:DbInstance": Case(
        good=[
            native("rds:DbInstance", properties=_DATABASE),
            native("rds:DbInstance", "member", _MEMBER),
        ],
        bad=[
            native(
                "rds:DbInstance",
                properties={
                    "engine": "postgres",
                    "engineVersion": "14.1",
                    "enablePerformanceInsights": True,
                    "publiclyAccessible": True,
                },
            ),
            native("rds:DbInstance", "member", {**_MEMBER, "publiclyAccessible": True}),
        ],
        found=[
            ("multi-az", "multiAz"),
            ("rds-backup-retention", "backupRetentionPeriod"),
            ("rds-deletion-protection", "deletionProtection"),
            ("rds-encrypt", "storageEncrypted"),
            ("rds-encrypt-insights", "performanceInsightsKmsKeyId"),
            ("rds-iam-auth", "enableIamDatabaseAuthentication"),
            ("rds-public", "publiclyAccessible"),
            ("rds-public", "publiclyAccessible"),
            ("rds-tls", "dbParameterGroupName"),
        ],
    ),
    "rds:DbCluster": Case(
        good=[native("rds:DbCluster", properties=_CLUSTER)],
        bad=[
            native(
                "rds:DbCluster",
                properties={
                    "engine": "aurora-mysql",
                    "storageEncrypted": True,
                    "backupRetentionPeriod": 1,
                },
            )
        ],
        found=[
            ("rds-backup-retention", "backupRetentionPeriod"),
            ("rds-deletion-protection", "deletionProtection"),
            ("rds-encrypt-cmk", "kmsKeyId"),
            ("rds-iam-auth", "enableIamDatabaseAuthentication"),
            ("rds-tls", "dbClusterParameterGroupName"),
        ],
    ),
    "rds:DbParameterGroup": Case(
        good=[
            native(
                "rds:DbParameterGroup",
                properties={"family": "mysql8.4", "parameters": {"require_secure_transport": "1"}},
            )
        ],
        bad=[
            native(
                "rds:DbParameterGroup",
                properties={
                    "family": "mysql8.4",
                    "parameters": {"max_connections": "9", "require_secure_transport": "0"},
                },
            )
        ],
        found=[
            ("rds-tls", "parameters.require_secure_transport"),
        ],
    ),
    "rds:DbClusterParameterGroup": Case(
        good=[native("rds:DbClusterParameterGroup", properties={"family": "aurora-postgresql17"})],
        bad=[native("rds:DbClusterParameterGroup", properties={"family": "aurora-mysql8.0"})],
        found=[
            ("rds-tls", "parameters"),
        ],
    ),
}
