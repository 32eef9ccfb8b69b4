"""Keys, their policies and grants, and the secrets and parameters that they encrypt."""

from tests.policies.guardrails.rule_cases.model import UNKNOWN, Cases, Resource, one, urn

KEY = "aws:kms/key:Key"
REPLICA = "aws:kms/replicaKey:ReplicaKey"
KEY_POLICY = "aws:kms/keyPolicy:KeyPolicy"
GRANT = "aws:kms/grant:Grant"
SECRET = "aws:secretsmanager/secret:Secret"  # noqa: S105 -- a type, no password
ROTATION = "aws:secretsmanager/secretRotation:SecretRotation"
PARAMETER = "aws:ssm/parameter:Parameter"
DOCUMENT = "aws:ssm/document:Document"
SETTING = "aws:ssm/serviceSetting:ServiceSetting"
KEY_ARN = "arn:aws:kms:eu-central-1:123456789012:key/1"
ROLE_ARN = "arn:aws:iam::123456789012:role/work"
SECRET_ARN = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:token"  # noqa: S105 -- a name
CONTEXT = [{"encryptionContextEquals": {"tenant": "a"}}]
HERE = one(SECRET, {"name": "token"})
PUBLIC_SHARING = "/ssm/documents/console/public-sharing-permission"


def grant(*operations: object, **more: object) -> dict[str, object]:
    return {"granteePrincipal": ROLE_ARN, "operations": list(operations), **more}


def rotation(**rules: object) -> list[Resource]:
    return [HERE, one(ROTATION, {"secretId": "token", "rotationRules": rules})]


CASES = {
    "kms-policy-defined": Cases(
        "",
        fails=[
            ([one(KEY, {})], ["policy"]),
            ([one(REPLICA, {"primaryKeyArn": KEY_ARN})], ["policy"]),
            (
                [
                    one(KEY, {}),
                    one(KEY, {"policy": "{}"}, "other"),
                    one(
                        KEY_POLICY,
                        {"keyId": UNKNOWN, "policy": "{}"},
                        depends={"keyId": [urn(KEY, "other")]},
                    ),
                ],
                ["policy"],
            ),
        ],
        passes=[[one(KEY, {"policy": "{}"})]],
        near_misses=[
            [one(KEY, {"policy": UNKNOWN})],
            [
                one(KEY, {}),
                one(KEY_POLICY, {"keyId": UNKNOWN}, depends={"keyId": [urn(KEY, "it")]}),
            ],
        ],
        undetermined=[([one(KEY, {}), one(KEY_POLICY, {"keyId": UNKNOWN})], "keyId")],
    ),
    "kms-lockout-bypass": Cases(
        KEY,
        fails=[
            ({"bypassPolicyLockoutSafetyCheck": True}, ["bypassPolicyLockoutSafetyCheck"]),
            (
                [one(KEY_POLICY, {"bypassPolicyLockoutSafetyCheck": "true"})],
                ["bypassPolicyLockoutSafetyCheck"],
            ),
        ],
        passes=[{"bypassPolicyLockoutSafetyCheck": False}],
        near_misses=[{}],
        undetermined=[
            ({"bypassPolicyLockoutSafetyCheck": UNKNOWN}, "bypassPolicyLockoutSafetyCheck")
        ],
    ),
    "kms-grant-wide": Cases(
        GRANT,
        fails=[
            (grant("Decrypt"), ["constraints"]),
            (grant("Encrypt", "CreateGrant"), ["operations[1]"]),
            (grant("Decrypt", constraints=[]), ["constraints"]),
            (
                grant("Encrypt", granteePrincipal="arn:aws:iam::123456789012:root"),
                ["granteePrincipal"],
            ),
        ],
        passes=[grant("Decrypt", "GenerateDataKey", constraints=CONTEXT)],
        near_misses=[
            grant("Sign", "GetPublicKey"),
            grant("GenerateDataKeyWithoutPlaintext"),
            grant("Decrypt", constraints=UNKNOWN),
            grant("Encrypt", granteePrincipal="arn:aws:iam::123456789012:role/root"),
        ],
        undetermined=[
            (grant("Encrypt", granteePrincipal=UNKNOWN), "granteePrincipal"),
            (grant(UNKNOWN), "operations[0]"),
        ],
    ),
    "secret-cmk": Cases(
        SECRET,
        fails=[
            ({}, ["kmsKeyId"]),
            ({"kmsKeyId": "alias/aws/secretsmanager"}, ["kmsKeyId"]),
            (
                {"kmsKeyId": KEY_ARN, "replicas": [{"region": "eu-west-1"}]},
                ["replicas[0].kmsKeyId"],
            ),
        ],
        passes=[{"kmsKeyId": KEY_ARN}],
        near_misses=[{"kmsKeyId": UNKNOWN}, {"kmsKeyId": "alias/secrets"}],
        undetermined=[({"kmsKeyId": KEY_ARN, "replicas": UNKNOWN}, "replicas")],
    ),
    "secret-rotation": Cases(
        "",
        fails=[
            ([HERE], ["name"]),
            ([HERE, one(ROTATION, {"secretId": "other"})], ["name"]),
            (rotation(automaticallyAfterDays=91), ["rotationRules.automaticallyAfterDays"]),
            (rotation(scheduleExpression="rate(120 days)"), ["rotationRules.scheduleExpression"]),
        ],
        passes=[rotation(automaticallyAfterDays=30)],
        near_misses=[
            rotation(automaticallyAfterDays=90),
            rotation(scheduleExpression="rate(2160 hours)"),
            rotation(scheduleExpression="cron(0 4 1 * ? *)"),
            [HERE, one(ROTATION, {"secretId": UNKNOWN}, depends={"secretId": [HERE.urn]})],
        ],
        undetermined=[
            (rotation(automaticallyAfterDays=UNKNOWN), "rotationRules.automaticallyAfterDays"),
            ([HERE, one(ROTATION, {"secretId": UNKNOWN})], "secretId"),
        ],
    ),
    "ssm-securestring": Cases(
        PARAMETER,
        fails=[
            ({"type": "String", "name": "/app/dbPassword", "value": UNKNOWN}, ["type"]),
            ({"type": "String", "name": "api-key"}, ["type"]),
            ({"type": "String", "name": "/app/tokens", "value": "40961234"}, ["type"]),
            ({"type": "StringList", "name": "x", "value": "AKIAQWERTYUIOPASDFGH"}, ["type"]),
        ],
        passes=[{"type": "SecureString", "name": "/app/dbPassword", "value": UNKNOWN}],
        near_misses=[
            {"type": "String", "name": "/app/passwords/length", "value": "14"},
            {"type": "String", "name": "/app/monkey", "value": "George"},
            {"type": "String", "name": "/app/llm/max-tokens", "value": "4096"},
            {"type": "String", "name": "/app/rotate-secrets", "value": "true"},
            {"type": "SecureString", "name": UNKNOWN},
        ],
        undetermined=[
            ({"type": "String", "name": UNKNOWN}, "name"),
            ({"type": UNKNOWN, "name": "token"}, "type"),
        ],
    ),
    "ssm-parameter-cmk": Cases(
        PARAMETER,
        fails=[
            ({"type": "SecureString"}, ["keyId"]),
            ({"type": "SecureString", "keyId": "alias/aws/ssm"}, ["keyId"]),
        ],
        passes=[{"type": "SecureString", "keyId": KEY_ARN}],
        near_misses=[{"type": "String"}, {"type": "SecureString", "keyId": UNKNOWN}],
        always_known="a key that is given but not known yet is a key",
    ),
    "ssm-document-public": Cases(
        DOCUMENT,
        fails=[
            (
                {"permissions": {"type": "Share", "account_ids": "All"}},
                ["permissions.account_ids"],
            ),
            (
                {"permissions": {"type": "Share", "accountIds": "123456789012, all"}},
                ["permissions.accountIds"],
            ),
            (
                [one(SETTING, {"settingId": PUBLIC_SHARING, "settingValue": "Enable"})],
                ["settingValue"],
            ),
        ],
        passes=[{}, {"permissions": {"type": "Share", "account_ids": "123456789012"}}],
        near_misses=[
            [one(SETTING, {"settingId": PUBLIC_SHARING, "settingValue": "Disable"})],
            [one(SETTING, {"settingId": "/ssm/opsinsights/opscenter", "settingValue": "Enable"})],
        ],
        undetermined=[
            (
                {"permissions": {"type": "Share", "account_ids": UNKNOWN}},
                "permissions.account_ids",
            ),
            (
                [one(SETTING, {"settingId": PUBLIC_SHARING, "settingValue": UNKNOWN})],
                "settingValue",
            ),
        ],
    ),
}
