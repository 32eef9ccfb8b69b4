"""EBS volumes, what is copied from them, and the disks that machines start with."""

from collections.abc import Iterator
from typing import Final

from guardrails.answers import placed
from guardrails.demands import Demand, demand_rule, not_off
from guardrails.graph import Graph
from guardrails.model import Result, Scope, Severity, rule
from guardrails.subjects import disk_defaults
from guardrails.subjects.own_keys import keyed, own_key_rule
from guardrails.view import Resource, View

_VOLUME: Final = "aws:ebs/volume:Volume"
_SNAPSHOT_COPY: Final = "aws:ebs/snapshotCopy:SnapshotCopy"
_SNAPSHOT_IMPORT: Final = "aws:ebs/snapshotImport:SnapshotImport"
_IMAGE: Final = "aws:ec2/ami:Ami"
_IMAGE_COPY: Final = "aws:ec2/amiCopy:AmiCopy"
_INSTANCE: Final = "aws:ec2/instance:Instance"
_SPOT: Final = "aws:ec2/spotInstanceRequest:SpotInstanceRequest"
_TEMPLATE: Final = "aws:ec2/launchTemplate:LaunchTemplate"
_CONFIGURATION: Final = "aws:ec2/launchConfiguration:LaunchConfiguration"
_COPIES: Final = (_VOLUME, _SNAPSHOT_COPY, _SNAPSHOT_IMPORT, _IMAGE_COPY)
_MACHINES: Final = (_INSTANCE, _SPOT, _CONFIGURATION)


@rule(
    "ebs-encrypt",
    "Volumes, snapshots and copied images are encrypted",
    category="encryption-at-rest",
    severity=Severity.HIGH,
    applies_to=_COPIES,
    scope=Scope.STACK,
    why="EBS stores in the clear by default, and whoever gets a snapshot reads the whole disk.",
    remediation="Set encrypted=True; an existing volume is replaced by it. Or have the account "
    "encrypt every new one, with aws.ebs.EncryptionByDefault.",
    snippet="aws.ebs.Volume(..., encrypted=True, kms_key_id=key.arn)",
    equivalents=[
        "CKV_AWS_3",
        "CKV_AWS_235",
        "FSBP:EC2.3",
        "cdk-nag:EC26",
        "AWSGuard:encryptedVolumes",
        "trivy:AWS-0026",
    ],
)
def encrypted_copies(graph: Graph) -> Iterator[Result]:
    """What an ``EncryptionByDefault`` of the same account and region reaches is encrypted."""
    for copy in graph.of(*_COPIES):
        results = disk_defaults.encrypted(
            graph,
            copy,
            copy["encrypted"],
            "What is stored here is not encrypted, unless the account encrypts every volume.",
            "encrypted=True",
        )
        yield from placed(copy, results)


@rule(
    "ebs-encrypt-machine",
    "The disks that machines and images start with are encrypted",
    category="encryption-at-rest",
    severity=Severity.HIGH,
    applies_to=(*_MACHINES, _TEMPLATE, _IMAGE),
    scope=Scope.STACK,
    why="A disk that is made with its machine is not encrypted by default, and no other "
    "resource of the program says otherwise.",
    remediation="Set encrypted=True in root_block_device and in each further block device.",
    snippet='aws.ec2.Instance(..., root_block_device={"encrypted": True})',
    equivalents=["CKV_AWS_8", "CKV_AWS_204", "trivy:AWS-0008", "trivy:AWS-0131"],
)
def disks_of_machines(graph: Graph) -> Iterator[Result]:
    """Each disk that a resource declares, and the root disk of a machine in any case."""
    for machine in graph.of(*_MACHINES, _TEMPLATE, _IMAGE):
        for switch in _disks(machine):
            results = disk_defaults.encrypted(
                graph,
                machine,
                switch,
                "This disk is not encrypted, unless its image or the account says so.",
                "encrypted=True",
            )
            yield from placed(machine, results)


def _disks(machine: Resource) -> Iterator[View]:
    if machine.type == _TEMPLATE:
        devices = [mapping["ebs"] for mapping in machine["blockDeviceMappings"].items()]
    else:
        devices = list(machine["ebsBlockDevices"].items())
    # A disk from a snapshot is encrypted as the snapshot is: AWS refuses to be told.
    for device in devices:
        if device.unknown or not (device.missing or _is_settled_elsewhere(device)):
            yield device["encrypted"]
    if machine.type in _MACHINES and machine["launchTemplate"].missing:
        yield machine["rootBlockDevice"]["encrypted"]


def _is_settled_elsewhere(device: View) -> bool:
    return not device["snapshotId"].missing or device["noDevice"].flag is True


_BY_DEFAULT = demand_rule(
    "ebs-encrypt-default",
    "The account encrypts new volumes by default",
    Demand(
        (disk_defaults.ENCRYPTION_BY_DEFAULT,),
        "enabled",
        not_off,
        "The default of the account is turned off: a volume is stored in the clear wherever "
        "nobody thinks of it.",
        "enabled=True",
        mended=True,
    ),
    category="encryption-at-rest",
    severity=Severity.MEDIUM,
    why="The account's default also reaches the volumes that consoles and services make.",
    remediation="Leave enabled out, or set it to True.",
    snippet="aws.ebs.EncryptionByDefault(..., enabled=True)",
    equivalents=["CKV_AWS_106", "FSBP:EC2.7"],
)

_CUSTOMER_KEY = own_key_rule(
    "ebs-encrypt-cmk",
    "Volumes, snapshots and copied images are encrypted with a KMS key of the account",
    keyed(
        _COPIES,
        "kmsKeyId",
        message="The key is the default of EBS: if that is AWS's own, no policy of yours bounds "
        "its use and no snapshot can be shared.",
        when=lambda disk: disk["encrypted"].flag is True,
    ),
    remediation="Set kms_key_id=key.arn, or name the key once with aws.ebs.DefaultKmsKey.",
    snippet="aws.ebs.Volume(..., encrypted=True, kms_key_id=key.arn)",
    equivalents=["CKV_AWS_183", "CKV_AWS_189", "CKV_AWS_236", "trivy:AWS-0027"],
)


RULES = (encrypted_copies, disks_of_machines, _BY_DEFAULT, _CUSTOMER_KEY)
