"""AWS Backup, and what it or a policy of its own backs up."""

from guardrails.view import Resource
from tests.policies.guardrails.rule_cases.model import UNKNOWN, Cases, one, urn

FILES = "aws:efs/fileSystem:FileSystem"
FILES_BACKUP = "aws:efs/backupPolicy:BackupPolicy"
SELECTION = "aws:backup/selection:Selection"
PLAN = "aws:backup/plan:Plan"
VAULT = "aws:backup/vault:Vault"
LOCK = "aws:backup/vaultLockConfiguration:VaultLockConfiguration"
SHARE = one(FILES, {"tags": {"backup": "daily"}}, "share")
OF_SHARE = {"fileSystemId": [urn(FILES, "share")]}


def switched(status: object) -> list[Resource]:
    policy = {"fileSystemId": UNKNOWN, "backupPolicy": {"status": status}}
    return [SHARE, one(FILES_BACKUP, policy, depends=OF_SHARE)]


def keeping(*lifecycles: dict[str, object]) -> dict[str, object]:
    return {"rules": [{"ruleName": f"r{at}", **one} for at, one in enumerate(lifecycles)]}


CASES = {
    "efs-backup": Cases(
        "",
        fails=[
            ([SHARE], ["creationToken"]),
            (switched("DISABLED"), ["creationToken"]),
            (
                [SHARE, one(SELECTION, {"resources": ["arn:aws:dynamodb:*:*:table/*"]})],
                ["creationToken"],
            ),
            (
                [
                    one(FILES, {"availabilityZoneName": "eu-central-1a"}, "share"),
                    *switched("DISABLED")[1:],
                ],
                ["creationToken"],
            ),
        ],
        passes=[
            switched("ENABLED"),
            [
                SHARE,
                one(
                    SELECTION,
                    {
                        "selectionTags": [
                            {"type": "STRINGEQUALS", "key": "backup", "value": "daily"}
                        ]
                    },
                ),
            ],
        ],
        # Backed up without a word.
        near_misses=[[one(FILES, {"availabilityZoneName": "eu-central-1a"})]],
        undetermined=[
            (switched(UNKNOWN), "backupPolicy.status"),
            ([SHARE, one(FILES_BACKUP, {"fileSystemId": UNKNOWN})], "fileSystemId"),
        ],
    ),
    "backup-vault-lock": Cases(
        "",
        fails=[
            ([one(VAULT, {"name": "main"})], ["name"]),
            (
                [one(VAULT, {"name": "main"}), one(LOCK, {"backupVaultName": "other"})],
                ["name"],
            ),
            (
                [one(VAULT, {"name": "main"}), one(LOCK, {"backupVaultName": "main"})],
                ["minRetentionDays"],
            ),
        ],
        passes=[
            [
                one(VAULT, {"name": "main"}),
                one(LOCK, {"backupVaultName": "main", "minRetentionDays": 7}),
            ]
        ],
        near_misses=[[one(LOCK, {"backupVaultName": "of another stack"})]],
        undetermined=[
            (
                [one(VAULT, {"name": "main"}), one(LOCK, {"backupVaultName": UNKNOWN})],
                "backupVaultName",
            )
        ],
    ),
    "backup-vault-destroy": Cases(
        VAULT,
        fails=[({"forceDestroy": True}, ["forceDestroy"])],
        passes=[{"forceDestroy": False}],
        near_misses=[{}],
        undetermined=[({"forceDestroy": UNKNOWN}, "forceDestroy")],
    ),
    "backup-plan-retention": Cases(
        PLAN,
        fails=[
            (keeping({"lifecycle": {"deleteAfter": 34}}), ["rules[0].lifecycle.deleteAfter"]),
            # The longest is told.
            (
                keeping({"lifecycle": {"deleteAfter": 7}}, {"lifecycle": {"deleteAfter": 14}}),
                ["rules[1].lifecycle.deleteAfter"],
            ),
        ],
        passes=[keeping({"lifecycle": {"deleteAfter": 35}})],
        near_misses=[
            keeping({}),
            keeping({"lifecycle": {"deleteAfter": 7}}, {"lifecycle": {"deleteAfter": 365}}),
        ],
        undetermined=[
            (
                keeping({"lifecycle": {"deleteAfter": 7}}, {"lifecycle": UNKNOWN}),
                "rules[1].lifecycle",
            ),
            ({"rules": UNKNOWN}, "rules"),
        ],
    ),
    "backup-plan-used": Cases(
        "",
        fails=[
            ([one(PLAN, {"name": "daily"})], ["name"]),
            ([one(PLAN, {"name": "daily"}), one(SELECTION, {"planId": "weekly"})], ["name"]),
        ],
        passes=[
            [
                one(PLAN, {"name": "daily"}, "plan"),
                one(SELECTION, {"planId": UNKNOWN}, depends={"planId": [urn(PLAN, "plan")]}),
            ]
        ],
        near_misses=[[one(SELECTION, {"planId": "of another stack"})]],
        undetermined=[
            ([one(PLAN, {"name": "daily"}), one(SELECTION, {"planId": UNKNOWN})], "planId")
        ],
    ),
}
