"""EFS, FSx and the vaults of AWS Backup."""

from collections.abc import Iterator
from typing import Final

from guardrails.answers import demand
from guardrails.demands import Demand, demand_rule, on
from guardrails.model import Result, Severity, rule
from guardrails.subjects.own_keys import keyed, own_key_rule
from guardrails.view import Resource

_FILE_SYSTEM: Final = "aws:efs/fileSystem:FileSystem"
_LUSTRE: Final = "aws:fsx/lustreFileSystem:LustreFileSystem"
_TASK: Final = "aws:ecs/taskDefinition:TaskDefinition"

_ENCRYPTED = demand_rule(
    "efs-encrypt",
    "File systems are encrypted",
    Demand(
        (_FILE_SYSTEM,),
        "encrypted",
        on,
        "The files are stored in the clear.",
        "encrypted=True",
    ),
    category="encryption-at-rest",
    severity=Severity.HIGH,
    why="EFS stores in the clear by default, and that cannot be changed later without a new "
    "file system.",
    remediation="Set encrypted=True; a file system that exists is replaced by it.",
    snippet="aws.efs.FileSystem(..., encrypted=True, kms_key_id=key.arn)",
    equivalents=[
        "CKV_AWS_42",
        "FSBP:EFS.1",
        "cdk-nag:EFS1",
        "AWSGuard:efsEncrypted",
        "trivy:AWS-0037",
    ],
)


def _keeps_its_key(lustre: Resource) -> bool:
    # A scratch file system has a key of FSx's own and takes no other.
    return lustre["deploymentType"].text.startswith("PERSISTENT")


def _makes_its_replica(replication: Resource) -> bool:
    # A file system that exists already has its key.
    destination = replication["destination"]
    return destination.unknown or destination["fileSystemId"].missing


_CUSTOMER_KEY = own_key_rule(
    "efs-encrypt-cmk",
    "File systems and vaults of backups are encrypted with a KMS key of the account",
    keyed((_FILE_SYSTEM,), "kmsKeyId", when=lambda files: files["encrypted"].flag is True),
    keyed(
        ("aws:efs/replicationConfiguration:ReplicationConfiguration",),
        "destination.kmsKeyId",
        "destination={'kms_key_id': key.arn}",
        when=_makes_its_replica,
    ),
    keyed(
        (
            "aws:fsx/ontapFileSystem:OntapFileSystem",
            "aws:fsx/openZfsFileSystem:OpenZfsFileSystem",
            "aws:fsx/windowsFileSystem:WindowsFileSystem",
            "aws:fsx/fileCache:FileCache",
        ),
        "kmsKeyId",
    ),
    keyed((_LUSTRE,), "kmsKeyId", when=_keeps_its_key),
    keyed(("aws:backup/vault:Vault",), "kmsKeyArn", "kms_key_arn=key.arn"),
    keyed(
        ("aws:backup/logicallyAirGappedVault:LogicallyAirGappedVault",),
        "encryptionKeyArn",
        "encryption_key_arn=key.arn",
    ),
    remediation="Set the key when the resource is made: it cannot be changed later.",
    snippet="aws.backup.Vault(..., kms_key_arn=key.arn)",
    equivalents=[
        "CKV_AWS_166",
        "CKV_AWS_178",
        "CKV_AWS_179",
        "CKV_AWS_184",
        "CKV_AWS_190",
        "CKV_AWS_203",
    ],
)


@rule(
    "efs-encrypt-transit",
    "Containers mount file systems over TLS",
    category="encryption-in-transit",
    severity=Severity.HIGH,
    applies_to=[_TASK],
    why="NFS is plain text: without TLS the files are read on their way to the container.",
    remediation="Set transit_encryption='ENABLED' in each efs_volume_configuration.",
    snippet="""mount = {"file_system_id": files.id, "transit_encryption": "ENABLED"}
aws.ecs.TaskDefinition(
    ...,
    volumes=[{"name": "files", "efs_volume_configuration": mount}],
)""",
    equivalents=["CKV_AWS_97", "trivy:AWS-0035"],
)
def mounted_over_tls(task: Resource) -> Iterator[Result]:
    """AWS's default is ``DISABLED``."""
    for volume in task["volumes"].items():
        mount = volume["efsVolumeConfiguration"]
        if mount.missing:
            continue
        encryption = mount["transitEncryption"]
        yield from demand(
            encryption,
            encryption.text == "ENABLED",
            "The file system is mounted without TLS: its files travel in the clear.",
            "'transit_encryption': 'ENABLED'",
        )


RULES = (_ENCRYPTED, _CUSTOMER_KEY, mounted_over_tls)
