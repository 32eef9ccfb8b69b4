"""Snapshots and images: to whom the copies of databases, disks and machines are given."""

from collections.abc import Iterator, Sequence
from typing import Final

from guardrails.answers import WHOSE
from guardrails.demands import Demand, demand_rule, one_of
from guardrails.model import Fail, Level, Result, Severity, Undetermined, rule
from guardrails.settings import accounts
from guardrails.view import Resource, View

_DATABASE_COPIES: Final = (
    "aws:rds/snapshot:Snapshot",
    "aws:rds/clusterSnapshot:ClusterSnapshot",
    "aws:rds/snapshotCopy:SnapshotCopy",
    "aws:rds/clusterSnapshotCopy:ClusterSnapshotCopy",
)
_IMAGE_PERMISSION: Final = "aws:ec2/amiLaunchPermission:AmiLaunchPermission"
_DISK_PERMISSION: Final = "aws:ec2/snapshotCreateVolumePermission:SnapshotCreateVolumePermission"
_DISK_BLOCK: Final = "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess"
_IMAGE_BLOCK: Final = "aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess"
_EVERYONE: Final = "all"


@rule(
    "snapshot-public",
    "No snapshot and no image is given to everyone",
    category="public-exposure",
    severity=Severity.CRITICAL,
    applies_to=[*_DATABASE_COPIES, _IMAGE_PERMISSION],
    why="Whoever has an AWS account can restore the copy and read all that is in it.",
    remediation="Name the accounts that need the copy, or share an image with the organization.",
    snippet="aws.rds.Snapshot(..., shared_accounts=['210987654321'])",
    equivalents=[
        *("CKV_AWS_302", "FSBP:RDS.1"),
        *("prowler:rds_snapshots_public_access", "prowler:ec2_ami_public"),
    ],
)
def public(resource: Resource) -> Iterator[Result]:
    """The account ``all`` of a database's snapshot, the group ``all`` of an image.

    A permission for a disk's snapshot takes accounts only; the snapshots of DocumentDB and Neptune
    have no such property.
    https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBSnapshotAttribute.html
    """
    is_image = resource.type == _IMAGE_PERMISSION
    given = resource["group"] if is_image else resource["sharedAccounts"]
    for one in given.items():
        if one.unknown:
            yield Undetermined(one.path)
        elif one.text == _EVERYONE:
            yield Fail(
                "Everyone with an AWS account can start machines from the image and read its disks."
                if is_image
                else "Everyone with an AWS account can restore the database and read its data.",
                one.path,
                "account_id=<an account>, or organization_arn=<the organization>"
                if is_image
                else "shared_accounts=[<the accounts that need it>]",
            )


@rule(
    "snapshot-cross-account",
    "Snapshots and images are given to trusted accounts only",
    category="least-privilege",
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    applies_to=[*_DATABASE_COPIES, _IMAGE_PERMISSION, _DISK_PERMISSION],
    why="Another account's administrators decide who reads the copy, and keep one of their own.",
    remediation="Remove the account, or list it in the setting trusted_accounts.",
    snippet="aws.ec2.AmiLaunchPermission(..., organization_arn=organization.arn)",
    equivalents=["CKV_AWS_205"],
    settings={"trusted_accounts": accounts("Accounts that any copy may be given to.")},
)
def cross_account(resource: Resource, trusted_accounts: Sequence[str]) -> Iterator[Result]:
    """Which account is the own one, the provider says; ``snapshot-public`` is worse."""
    own = resource.account_id
    for one in _given_to(resource):
        if one.unknown:
            yield Undetermined(one.path)
        elif one.text in ("", _EVERYONE, own, *trusted_accounts):
            continue
        elif own is None:
            yield Undetermined(WHOSE)
        else:
            yield Fail(
                f"Account {one.shown()} can copy what is in here, whose account is {own}.",
                one.path,
                "remove the account, or trust it",
            )


def _given_to(resource: Resource) -> tuple[View, ...]:
    name = "sharedAccounts" if resource.type in _DATABASE_COPIES else "accountId"
    return resource[name].items()


_BLOCK = demand_rule(
    "snapshot-public-block",
    "The account lets no snapshot and no image be made public",
    Demand(
        (_DISK_BLOCK,),
        "state",
        one_of("block-all-sharing"),
        "Snapshots of disks that are public stay so, or new ones can be made public.",
        "state='block-all-sharing'",
        mended="block-all-sharing",
    ),
    Demand(
        (_IMAGE_BLOCK,),
        "state",
        one_of("block-new-sharing"),
        "Whoever may change an image can give it to everyone.",
        "state='block-new-sharing'",
        mended="block-new-sharing",
    ),
    category="public-exposure",
    severity=Severity.HIGH,
    why="One call makes a disk public, and what was copied meanwhile cannot be taken back.",
    remediation="Set state='block-all-sharing' for snapshots, 'block-new-sharing' for images.",
    snippet="aws.ebs.SnapshotBlockPublicAccess(..., state='block-all-sharing')",
    equivalents=[
        *("FSBP:EC2.1", "FSBP:EC2.182"),
        "prowler:ec2_ebs_snapshot_account_block_public_access",
    ],
)

RULES = (public, cross_account, _BLOCK)
