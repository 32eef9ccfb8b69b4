"""Snapshots and images that are given away."""

from tests.policies.guardrails.rule_cases.model import UNKNOWN, Cases, Properties, Resource, one

OWN, OTHER = "123456789012", "999988887777"
SNAPSHOT = "aws:rds/snapshot:Snapshot"
CLUSTER_SNAPSHOT = "aws:rds/clusterSnapshot:ClusterSnapshot"
COPY = "aws:rds/snapshotCopy:SnapshotCopy"
CLUSTER_COPY = "aws:rds/clusterSnapshotCopy:ClusterSnapshotCopy"
IMAGE_PERMISSION = "aws:ec2/amiLaunchPermission:AmiLaunchPermission"
DISK_PERMISSION = "aws:ec2/snapshotCreateVolumePermission:SnapshotCreateVolumePermission"
DISK_BLOCK = "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess"
IMAGE_BLOCK = "aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess"
ORGANIZATION = f"arn:aws:organizations::{OWN}:organization/o-a1b2c3d4e5"


def shared(*accounts: object, type_: str = SNAPSHOT, own: str | None = OWN) -> list[Resource]:
    return [one(type_, {"sharedAccounts": list(accounts)}, account_id=own)]


def permitted(type_: str, properties: Properties, own: str | None = OWN) -> list[Resource]:
    return [one(type_, properties, account_id=own)]


CASES = {
    "snapshot-public": Cases(
        "",
        fails=[
            *(
                (shared("all", type_=type_), ["sharedAccounts[0]"])
                for type_ in (SNAPSHOT, CLUSTER_SNAPSHOT, COPY, CLUSTER_COPY)
            ),
            (shared(OTHER, "all", own=None), ["sharedAccounts[1]"]),
            (permitted(IMAGE_PERMISSION, {"imageId": "ami-1", "group": "all"}, None), ["group"]),
        ],
        passes=[[one(SNAPSHOT, {})], shared(OTHER)],
        near_misses=[
            shared(),
            permitted(IMAGE_PERMISSION, {"imageId": UNKNOWN, "organizationArn": ORGANIZATION}),
            permitted(IMAGE_PERMISSION, {"imageId": "ami-1", "accountId": OTHER}),
        ],
        undetermined=[
            ([one(SNAPSHOT, {"sharedAccounts": UNKNOWN})], "sharedAccounts"),
            (shared(OTHER, UNKNOWN), "sharedAccounts[1]"),
            (permitted(IMAGE_PERMISSION, {"group": UNKNOWN}), "group"),
        ],
    ),
    "snapshot-cross-account": Cases(
        "",
        fails=[
            (shared(OWN, OTHER), ["sharedAccounts[1]"]),
            (permitted(IMAGE_PERMISSION, {"accountId": OTHER}), ["accountId"]),
            (permitted(DISK_PERMISSION, {"accountId": OTHER}), ["accountId"]),
        ],
        passes=[shared(OWN), permitted(DISK_PERMISSION, {"accountId": OWN})],
        near_misses=[
            # Told by `snapshot-public`.
            shared("all"),
            permitted(IMAGE_PERMISSION, {"organizationArn": ORGANIZATION}),
        ],
        undetermined=[
            # Nothing says which account is the own one.
            (
                permitted(DISK_PERMISSION, {"accountId": OTHER}, None),
                "provider.allowedAccountIds",
            ),
            (permitted(DISK_PERMISSION, {"accountId": UNKNOWN}), "accountId"),
            (shared(OWN, UNKNOWN), "sharedAccounts[1]"),
        ],
    ),
    "snapshot-public-block": Cases(
        DISK_BLOCK,
        fails=[
            ({"state": "unblocked"}, ["state"]),
            ({"state": "block-new-sharing"}, ["state"]),
            ([one(IMAGE_BLOCK, {"state": "unblocked"})], ["state"]),
        ],
        passes=[{"state": "block-all-sharing"}],
        # Images know no other way to block.
        near_misses=[[one(IMAGE_BLOCK, {"state": "block-new-sharing"})]],
        undetermined=[
            ({"state": UNKNOWN}, "state"),
            ([one(IMAGE_BLOCK, {"state": UNKNOWN})], "state"),
        ],
    ),
}
