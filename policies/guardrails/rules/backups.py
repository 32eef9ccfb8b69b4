"""AWS Backup: plans, vaults, and what no plan takes."""

from collections.abc import Iterator
from typing import Final

from guardrails.demands import Demand, demand_rule, not_on
from guardrails.graph import Graph
from guardrails.model import Fail, Level, Result, Scope, Severity, Undetermined, rule
from guardrails.settings import whole_number
from guardrails.subjects.backup_selections import SELECTION, selected
from guardrails.view import Resource

_PLAN: Final = "aws:backup/plan:Plan"
_VAULT: Final = "aws:backup/vault:Vault"
_LOCK: Final = "aws:backup/vaultLockConfiguration:VaultLockConfiguration"
_FILES: Final = "aws:efs/fileSystem:FileSystem"
_FILES_BACKUP: Final = "aws:efs/backupPolicy:BackupPolicy"


@rule(
    "efs-backup",
    "File systems are backed up",
    category="resilience",
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    scope=Scope.STACK,
    applies_to=[_FILES],
    why="EFS keeps no earlier state: what a program deletes is gone.",
    remediation="Create an efs.BackupPolicy with the status ENABLED, or have a plan of AWS Backup "
    "select the file system.",
    snippet="""aws.efs.BackupPolicy(
    "files", file_system_id=files.id, backup_policy={"status": "ENABLED"}
)""",
    equivalents=[
        *("CKV2_AWS_18", "FSBP:EFS.2", "cdk-nag:EFSInBackupPlan"),
        *("guard:efs-in-backup-plan", "prowler:efs_have_backup_enabled"),
    ],
)
def files_backup(graph: Graph) -> Iterator[Result]:
    """Its own backup policy, or a selection of the stack; one zone is backed up by default."""
    for files in graph.of(_FILES):
        attached = graph.attached(files, [_FILES_BACKUP], "fileSystemId", [_FILES])
        answers = [_switched_on(one) for one in attached.found]
        answers += [Undetermined(path, holder.urn) for holder, path in attached.maybe]
        answers.append(selected(graph, files, "elasticfilesystem", "file-system/"))
        if not attached.found and not files["availabilityZoneName"].missing:
            continue
        if True in answers:
            continue
        unknown = next((one for one in answers if isinstance(one, Undetermined)), None)
        yield unknown or Fail(
            "Nothing in the program backs the file system up: what is deleted there is gone.",
            "creationToken",
            "aws.efs.BackupPolicy(file_system_id=files.id, backup_policy={'status': 'ENABLED'})",
            files.urn,
        )


def _switched_on(policy: Resource) -> bool | Undetermined:
    status = policy["backupPolicy"]["status"]
    return Undetermined(status.path, policy.urn) if status.unknown else status.text == "ENABLED"


@rule(
    "backup-vault-lock",
    "Backups cannot be deleted before their time",
    category="resilience",
    severity=Severity.LOW,
    level=Level.ADVISORY,
    scope=Scope.STACK,
    applies_to=[_VAULT],
    why="Whoever encrypts or deletes the data deletes its backups first.",
    remediation="Create a VaultLockConfiguration with min_retention_days.",
    snippet="""aws.backup.VaultLockConfiguration(
    "main", backup_vault_name=vault.name, min_retention_days=7
)""",
    equivalents=["guard:backup-recovery-point-manual-deletion-disabled"],
)
def vault_lock(graph: Graph) -> Iterator[Result]:
    """Any lock with a least number of days."""
    for vault in graph.of(_VAULT):
        attached = graph.attached(vault, [_LOCK], "backupVaultName", [_VAULT])
        if attached.found:
            least = attached.found[0]["minRetentionDays"]
            if least.unknown:
                yield Undetermined(least.path, attached.found[0].urn)
            elif (least.number or 0) < 1:
                yield Fail(
                    "The lock sets no least number of days, so a backup may be deleted at once.",
                    least.path,
                    "min_retention_days=7",
                    attached.found[0].urn,
                )
        elif attached.maybe:
            holder, path = attached.maybe[0]
            yield Undetermined(path, holder.urn)
        else:
            yield Fail(
                "The vault is not locked: who may delete backups deletes them all.",
                "name",
                "aws.backup.VaultLockConfiguration(backup_vault_name=vault.name, "
                "min_retention_days=7)",
                vault.urn,
            )


VAULT_DESTROY: Final = demand_rule(
    "backup-vault-destroy",
    "A vault is not deleted with its backups",
    Demand(
        (_VAULT,),
        "forceDestroy",
        not_on,
        "Deleting the vault deletes every backup in it.",
        "force_destroy=False",
        mended=False,
    ),
    category="resilience",
    severity=Severity.HIGH,
    why="A rename replaces the vault, and the backups go with the old one.",
    remediation="Leave force_destroy off: AWS keeps a vault that holds backups.",
    snippet="aws.backup.Vault(..., force_destroy=False)",
    own="`force_destroy` is an option of the provider; CloudFormation has none.",
)


@rule(
    "backup-plan-retention",
    "Plans keep backups for five weeks at least",
    category="resilience",
    severity=Severity.MEDIUM,
    applies_to=[_PLAN],
    why="A fault that is found at the end of a month has to be in a backup still.",
    remediation="Set the lifecycle's delete_after to 35 days or more in one rule at least.",
    snippet="""aws.backup.Plan(..., rules=[{
    "rule_name": "daily",
    "target_vault_name": vault.name,
    "schedule": "cron(0 5 * * ? *)",
    "lifecycle": {"delete_after": 35},
}])""",
    equivalents=["guard:backup-plan-min-frequency-and-min-retention-check"],
    settings={"minimum_days": whole_number(35, 1, 36_500, "The fewest days that pass.")},
)
def plan_retention(plan: Resource, minimum_days: int) -> Iterator[Result]:
    """A rule without a lifecycle keeps its backups for ever."""
    kept = [one["lifecycle"]["deleteAfter"] for one in plan["rules"].items()]
    known = [view for view in kept if not view.unknown]
    if any(view.missing or (view.number or 0) >= minimum_days for view in known):
        return
    if len(known) < len(kept):
        yield Undetermined(next(view.path for view in kept if view.unknown))
    elif known:
        longest = max(known, key=lambda view: view.number or 0)
        yield Fail(
            f"No rule of the plan keeps a backup longer than {longest.number or 0:g} days; "
            f"{minimum_days} leave time to notice.",
            longest.path,
            f"'lifecycle': {{'delete_after': {minimum_days}}}",
        )


@rule(
    "backup-plan-used",
    "Every backup plan selects something",
    category="resilience",
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    scope=Scope.STACK,
    applies_to=[_PLAN],
    why="A plan without a selection backs up nothing and looks as if it did.",
    remediation="Create a backup.Selection with the plan's id and a tag or the ARNs.",
    snippet="""aws.backup.Selection(
    "all", plan_id=plan.id, iam_role_arn=role.arn,
    selection_tags=[{"type": "STRINGEQUALS", "key": "backup", "value": "daily"}],
)""",
    own="The tools of the catalogue ask whether there is a plan, not what it takes.",
)
def plan_used(graph: Graph) -> Iterator[Result]:
    """A selection of another stack is not seen, hence the level."""
    for plan in graph.of(_PLAN):
        attached = graph.attached(plan, [SELECTION], "planId", [_PLAN])
        if attached.found:
            continue
        if attached.maybe:
            holder, path = attached.maybe[0]
            yield Undetermined(path, holder.urn)
        else:
            yield Fail(
                "No selection of the program belongs to the plan, so it backs up nothing.",
                "name",
                "aws.backup.Selection(plan_id=plan.id, iam_role_arn=role.arn, selection_tags=...)",
                plan.urn,
            )


RULES = (files_backup, vault_lock, VAULT_DESTROY, plan_retention, plan_used)
