"""DMS."""

from tests.policies.guardrails.rule_cases.model import UNKNOWN, Cases, one

MACHINE = "aws:dms/replicationInstance:ReplicationInstance"
ENDPOINT = "aws:dms/endpoint:Endpoint"
CONFIG = "aws:dms/replicationConfig:ReplicationConfig"

CASES = {
    "dms-public": Cases(
        MACHINE,
        fails=[({"publiclyAccessible": True}, ["publiclyAccessible"])],
        passes=[{"publiclyAccessible": False}],
        near_misses=[{}],
        undetermined=[({"publiclyAccessible": UNKNOWN}, "publiclyAccessible")],
    ),
    "dms-tls": Cases(
        ENDPOINT,
        fails=[
            ({"engineName": "mysql"}, ["sslMode"]),
            ({"engineName": "oracle", "sslMode": "none"}, ["sslMode"]),
            ({"engineName": "kafka"}, ["kafkaSettings.securityProtocol"]),
            (
                {"engineName": "redis", "redisSettings": {"sslSecurityProtocol": "plaintext"}},
                ["redisSettings.sslSecurityProtocol"],
            ),
        ],
        passes=[
            {"engineName": "postgres", "sslMode": "require"},
            {"engineName": "kafka", "kafkaSettings": {"securityProtocol": "sasl-ssl"}},
        ],
        near_misses=[
            {"engineName": "dynamodb"},
            {"engineName": "redis", "redisSettings": {"serverName": "cache"}},
        ],
        undetermined=[({"engineName": "mysql", "sslMode": UNKNOWN}, "sslMode")],
    ),
    "dms-cmk": Cases(
        MACHINE,
        fails=[
            ({}, ["kmsKeyArn"]),
            ([one(ENDPOINT, {"kmsKeyArn": "alias/aws/dms"})], ["kmsKeyArn"]),
            ([one(CONFIG, {"computeConfig": {}})], ["computeConfig.kmsKeyId"]),
        ],
        passes=[{"kmsKeyArn": "key/1"}],
        near_misses=[{"kmsKeyArn": UNKNOWN}],
        undetermined=[([one(CONFIG, {"computeConfig": UNKNOWN})], "computeConfig")],
    ),
}
