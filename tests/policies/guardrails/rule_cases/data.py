"""Tables, streams, log groups and keys."""

from tests.policies.guardrails.rule_cases.model import UNKNOWN, Cases, one

TABLE = "aws:dynamodb/table:Table"
REPLICA = "aws:dynamodb/tableReplica:TableReplica"
LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"
KEY = "aws:kms/key:Key"
ON = {"enabled": True}

CASES = {
    "ddb-pitr": Cases(
        TABLE,
        fails=[
            ({}, ["pointInTimeRecovery.enabled"]),
            ({"pointInTimeRecovery": {"enabled": False}}, ["pointInTimeRecovery.enabled"]),
            (
                {"pointInTimeRecovery": ON, "replicas": [{"regionName": "eu-west-1"}]},
                ["replicas[0].pointInTimeRecovery"],
            ),
            ([one(REPLICA, {})], ["pointInTimeRecovery"]),
        ],
        passes=[{"pointInTimeRecovery": ON}, [one(REPLICA, {"pointInTimeRecovery": True})]],
        near_misses=[
            {"pointInTimeRecovery": [ON]},
            {"pointInTimeRecovery": {"enabled": "true"}},
            {"pointInTimeRecovery": ON, "replicas": [{"pointInTimeRecovery": True}]},
            {"pointInTimeRecovery": {"enabled": True, "recoveryPeriodInDays": UNKNOWN}},
        ],
        undetermined=[
            ({"pointInTimeRecovery": UNKNOWN}, "pointInTimeRecovery"),
            ({"pointInTimeRecovery": {"enabled": UNKNOWN}}, "pointInTimeRecovery.enabled"),
            ({"pointInTimeRecovery": ON, "replicas": UNKNOWN}, "replicas"),
        ],
    ),
    "ddb-deletion-protection": Cases(
        TABLE,
        fails=[
            ({}, ["deletionProtectionEnabled"]),
            ([one(REPLICA, {})], ["deletionProtectionEnabled"]),
            (
                {"deletionProtectionEnabled": True, "replicas": [{"regionName": "eu-west-1"}]},
                ["replicas[0].deletionProtectionEnabled"],
            ),
        ],
        passes=[{"deletionProtectionEnabled": True}],
        near_misses=[{"deletionProtectionEnabled": "true"}],
        undetermined=[({"deletionProtectionEnabled": UNKNOWN}, "deletionProtectionEnabled")],
    ),
    "ddb-cmk": Cases(
        TABLE,
        fails=[
            ({}, ["serverSideEncryption.enabled"]),
            ({"serverSideEncryption": {"enabled": False}}, ["serverSideEncryption.enabled"]),
            # AWS's own key, by leaving the key out or by its alias.
            ({"serverSideEncryption": ON}, ["serverSideEncryption.kmsKeyArn"]),
            (
                {"serverSideEncryption": {**ON, "kmsKeyArn": "alias/aws/dynamodb"}},
                ["serverSideEncryption.kmsKeyArn"],
            ),
        ],
        passes=[{"serverSideEncryption": {"enabled": True, "kmsKeyArn": "arn:aws:kms:…"}}],
        near_misses=[
            {"serverSideEncryption": {"enabled": True, "kmsKeyArn": UNKNOWN}},
        ],
        undetermined=[({"serverSideEncryption": UNKNOWN}, "serverSideEncryption")],
    ),
    "kinesis-sse": Cases(
        "aws:kinesis/stream:Stream",
        fails=[
            ({}, ["encryptionType"]),
            ({"encryptionType": "NONE", "kmsKeyId": "alias/x"}, ["encryptionType"]),
        ],
        passes=[{"encryptionType": "KMS", "kmsKeyId": "alias/aws/kinesis"}],
        near_misses=[{"encryptionType": "KMS", "kmsKeyId": UNKNOWN}],
        undetermined=[({"encryptionType": UNKNOWN}, "encryptionType")],
    ),
    "log-retention": Cases(
        LOG_GROUP,
        fails=[
            ({}, ["retentionInDays"]),
            ({"retentionInDays": 0.0}, ["retentionInDays"]),
            ({"retentionInDays": 364.0}, ["retentionInDays"]),
        ],
        passes=[{"retentionInDays": 400.0}],
        near_misses=[
            {"retentionInDays": 365.0},
            {"retentionInDays": 1.0, "logGroupClass": "DELIVERY"},
        ],
        undetermined=[({"retentionInDays": UNKNOWN}, "retentionInDays")],
    ),
    "log-cmk": Cases(
        LOG_GROUP,
        fails=[({}, ["kmsKeyId"]), ({"kmsKeyId": ""}, ["kmsKeyId"])],
        passes=[{"kmsKeyId": "arn:aws:kms:eu-central-1:123456789012:key/1"}],
        near_misses=[{"kmsKeyId": UNKNOWN}],
        always_known="a key that is given but not known yet is a key",
    ),
    "kms-rotation": Cases(
        KEY,
        fails=[
            ({}, ["enableKeyRotation"]),
            ({"enableKeyRotation": False}, ["enableKeyRotation"]),
            (
                {"customerMasterKeySpec": "SYMMETRIC_DEFAULT", "keyUsage": "ENCRYPT_DECRYPT"},
                ["enableKeyRotation"],
            ),
        ],
        passes=[{"enableKeyRotation": True}],
        near_misses=[
            {"customerMasterKeySpec": "RSA_4096", "keyUsage": "SIGN_VERIFY"},
            {"customerMasterKeySpec": "HMAC_256", "keyUsage": "GENERATE_VERIFY_MAC"},
            {"customerMasterKeySpec": "ECC_NIST_P256"},
            {"customKeyStoreId": "cks-1"},
        ],
        undetermined=[
            ({"enableKeyRotation": UNKNOWN}, "enableKeyRotation"),
            ({"customerMasterKeySpec": UNKNOWN}, "customerMasterKeySpec"),
        ],
    ),
    "kms-enabled": Cases(
        KEY,
        fails=[
            ({"isEnabled": False}, ["isEnabled"]),
            ({"deletionWindowInDays": 7.0}, ["deletionWindowInDays"]),
            ([one("aws:kms/replicaKey:ReplicaKey", {"enabled": False})], ["enabled"]),
        ],
        passes=[{"isEnabled": True, "deletionWindowInDays": 30.0}],
        near_misses=[{}],
        undetermined=[({"deletionWindowInDays": UNKNOWN}, "deletionWindowInDays")],
    ),
    "stateful-protect": Cases(
        "",
        fails=[
            ([one(TABLE, {})], ["options.protect"]),
            ([one("aws:kinesis/stream:Stream", {})], ["options.protect"]),
        ],
        passes=[[one(TABLE, {}, protect=True)]],
        near_misses=[
            [one(LOG_GROUP, {})],
            [one("aws:sqs/queue:Queue", {})],
            [one("aws:ecr/repository:Repository", {})],
        ],
        always_known="options are never unknown",
    ),
}
