"""Caches."""

from tests.policies.guardrails.rule_cases.model import UNKNOWN, Cases, one

GROUP = "aws:elasticache/replicationGroup:ReplicationGroup"
CLUSTER = "aws:elasticache/cluster:Cluster"
SERVERLESS = "aws:elasticache/serverlessCache:ServerlessCache"
USER = "aws:elasticache/user:User"
MEMORY = "aws:memorydb/cluster:Cluster"
ENCRYPTED = {"atRestEncryptionEnabled": True}
SECONDARY = {"globalReplicationGroupId": UNKNOWN}
MEMORY_OF_REGIONS = "aws:memorydb/multiRegionCluster:MultiRegionCluster"

CASES = {
    "elasticache-at-rest": Cases(
        GROUP,
        fails=[
            ({}, ["atRestEncryptionEnabled"]),
            ({"engine": "redis"}, ["atRestEncryptionEnabled"]),
            (
                {"engine": "valkey", "atRestEncryptionEnabled": False},
                ["atRestEncryptionEnabled"],
            ),
            ([one(CLUSTER, {"engine": "redis"})], ["engine"]),
        ],
        passes=[ENCRYPTED, {**ENCRYPTED, "engine": "valkey"}],
        near_misses=[
            {"engine": "valkey"},
            SECONDARY,
            [one(CLUSTER, {"engine": "memcached"})],
            [one(CLUSTER, {"engine": "redis", "replicationGroupId": UNKNOWN})],
        ],
        undetermined=[({"atRestEncryptionEnabled": UNKNOWN}, "atRestEncryptionEnabled")],
    ),
    "elasticache-tls": Cases(
        GROUP,
        fails=[
            ({}, ["transitEncryptionEnabled"]),
            (
                {"transitEncryptionEnabled": True, "transitEncryptionMode": "preferred"},
                ["transitEncryptionMode"],
            ),
            ([one(CLUSTER, {"engine": "memcached"})], ["transitEncryptionEnabled"]),
            ([one(MEMORY, {"tlsEnabled": False})], ["tlsEnabled"]),
            ([one(MEMORY_OF_REGIONS, {"tlsEnabled": False})], ["tlsEnabled"]),
        ],
        passes=[
            {"transitEncryptionEnabled": True},
            {"transitEncryptionEnabled": True, "transitEncryptionMode": "required"},
        ],
        near_misses=[
            SECONDARY,
            [one(MEMORY, {})],
            [one(MEMORY_OF_REGIONS, {})],
            [one(CLUSTER, {"engine": "redis"})],
        ],
        undetermined=[({"transitEncryptionEnabled": UNKNOWN}, "transitEncryptionEnabled")],
    ),
    "elasticache-auth": Cases(
        GROUP,
        fails=[
            ({}, ["userGroupIds"]),
            ({"userGroupIds": []}, ["userGroupIds"]),
            ([one(SERVERLESS, {"engine": "valkey"})], ["userGroupId"]),
            ([one(MEMORY, {"aclName": "open-access"})], ["aclName"]),
            ([one(USER, {"noPasswordRequired": True})], ["noPasswordRequired"]),
            (
                [one(USER, {"authenticationMode": {"type": "no-password-required"}})],
                ["authenticationMode.type"],
            ),
        ],
        passes=[
            {"authToken": UNKNOWN},
            {"userGroupIds": ["users"]},
            [one(MEMORY, {"aclName": "services"})],
            [one(USER, {"authenticationMode": {"type": "iam"}})],
        ],
        near_misses=[SECONDARY, [one(SERVERLESS, {"engine": "memcached"})]],
        undetermined=[([one(MEMORY, {"aclName": UNKNOWN})], "aclName")],
    ),
    "elasticache-cmk": Cases(
        GROUP,
        fails=[
            (ENCRYPTED, ["kmsKeyId"]),
            ([one(SERVERLESS, {})], ["kmsKeyId"]),
            ([one(MEMORY, {})], ["kmsKeyArn"]),
            ([one("aws:memorydb/snapshot:Snapshot", {})], ["kmsKeyArn"]),
        ],
        passes=[{**ENCRYPTED, "kmsKeyId": "key/1"}, [one(MEMORY, {"kmsKeyArn": "key/1"})]],
        near_misses=[{}, {**ENCRYPTED, "kmsKeyId": UNKNOWN}],
        always_known="a key that is given is a key, known or not",
    ),
}
