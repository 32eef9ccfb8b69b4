"""KMS, Secrets Manager and Systems Manager."""

from typing import Any, Final

from tests.policies.guardrails.native.cases.model import (
    ACCOUNT,
    KEY,
    REGION,
    UNKNOWN,
    Case,
    document,
    native,
)

_ROLE_ARN: Final = f"arn:aws:iam::{ACCOUNT}:role/work"

_KEY_POLICY: Final = document(
    {
        "Sid": "Administer",
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"},
        "Action": "kms:*",
        "Resource": "*",
    }
)

_SECRET_ARN: Final = f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:db-a1b2c3"

_SECRET: Final[dict[str, Any]] = {
    "name": "db",
    "kmsKeyId": UNKNOWN,
    "generateSecretString": {"passwordLength": 32},
    "replicaRegions": [{"region": "eu-west-1", "kmsKeyId": KEY}],
}

_ROTATION: Final = {"secretId": UNKNOWN, "rotationRules": {"automaticallyAfterDays": 30}}

_PASSWORD: Final = native("secretsmanager:Secret", "db", _SECRET)

CASES: Final[dict[str, Case]] = {
    "kms:Key": Case(
        good=[
            native("kms:Key", properties={"enableKeyRotation": True, "keyPolicy": _KEY_POLICY}),
            native("kms:Key", "imported", {"origin": "EXTERNAL", "keyPolicy": _KEY_POLICY}),
            native(
                "kms:Key",
                "signing",
                {"keySpec": "RSA_2048", "keyUsage": "SIGN_VERIFY", "keyPolicy": _KEY_POLICY},
            ),
        ],
        bad=[
            native("kms:Key", properties={"origin": "AWS_KMS", "pendingWindowInDays": 7}),
            native(
                "kms:Key",
                "open",
                {
                    "enabled": False,
                    "enableKeyRotation": True,
                    "bypassPolicyLockoutSafetyCheck": True,
                    "keyPolicy": document(
                        {
                            "Effect": "Allow",
                            "Principal": "*",
                            "Action": "kms:Decrypt",
                            "Resource": "*",
                        }
                    ),
                },
            ),
        ],
        found=[
            ("kms-enabled", "enabled"),
            ("kms-enabled", "pendingWindowInDays"),
            ("kms-lockout-bypass", "bypassPolicyLockoutSafetyCheck"),
            ("kms-policy-defined", "keyPolicy"),
            ("kms-policy-wildcard", "keyPolicy.Statement[0].Principal"),
            ("kms-rotation", "enableKeyRotation"),
        ],
    ),
    "kms:ReplicaKey": Case(
        good=[
            native("kms:ReplicaKey", properties={"primaryKeyArn": KEY, "keyPolicy": _KEY_POLICY})
        ],
        bad=[
            native(
                "kms:ReplicaKey",
                properties={
                    "primaryKeyArn": KEY,
                    "keyPolicy": _KEY_POLICY,
                    "enabled": False,
                    "pendingWindowInDays": 7,
                },
            )
        ],
        found=[
            ("kms-enabled", "enabled"),
            ("kms-enabled", "pendingWindowInDays"),
        ],
    ),
    "secretsmanager:Secret": Case(
        good=[
            _PASSWORD,
            native(
                "secretsmanager:RotationSchedule",
                "db",
                _ROTATION,
                depends={"secretId": [_PASSWORD]},
            ),
        ],
        bad=[
            native(
                "secretsmanager:Secret",
                properties={"name": "it", "replicaRegions": [{"region": "eu-west-1"}]},
            )
        ],
        found=[
            ("secret-cmk", "kmsKeyId"),
            ("secret-cmk", "replicaRegions[0].kmsKeyId"),
            ("secret-rotation", "name"),
        ],
    ),
    "secretsmanager:RotationSchedule": Case(
        good=[
            _PASSWORD,
            native(
                "secretsmanager:RotationSchedule",
                "db",
                _ROTATION,
                depends={"secretId": [_PASSWORD]},
            ),
        ],
        bad=[
            _PASSWORD,
            native(
                "secretsmanager:RotationSchedule",
                "db",
                {"secretId": UNKNOWN, "rotationRules": {"automaticallyAfterDays": 365}},
                depends={"secretId": [_PASSWORD]},
            ),
        ],
        found=[
            ("secret-rotation", "rotationRules.automaticallyAfterDays"),
        ],
    ),
    "secretsmanager:ResourcePolicy": Case(
        good=[
            native(
                "secretsmanager:ResourcePolicy",
                properties={
                    "secretId": _SECRET_ARN,
                    "resourcePolicy": document(
                        {
                            "Sid": "Read",
                            "Effect": "Allow",
                            "Principal": {"AWS": _ROLE_ARN},
                            "Action": "secretsmanager:GetSecretValue",
                            "Resource": "*",
                        }
                    ),
                },
            )
        ],
        bad=[
            native(
                "secretsmanager:ResourcePolicy",
                properties={
                    "secretId": _SECRET_ARN,
                    "resourcePolicy": document(
                        {
                            "Sid": "Read",
                            "Effect": "Allow",
                            "Principal": "*",
                            "Action": "secretsmanager:GetSecretValue",
                            "Resource": "*",
                        }
                    ),
                },
            )
        ],
        found=[
            ("secret-policy-public", "resourcePolicy.Statement[0].Principal"),
        ],
    ),
    "ssm:Parameter": Case(
        good=[
            native(
                "ssm:Parameter", properties={"name": "/shop/limit", "type": "String", "value": "9"}
            )
        ],
        bad=[
            native(
                "ssm:Parameter",
                properties={"name": "/shop/db-password", "type": "String", "value": UNKNOWN},
            )
        ],
        found=[
            ("ssm-securestring", "type"),
        ],
    ),
}
