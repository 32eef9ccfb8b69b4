"""File systems and vaults."""

from tests.policies.guardrails.rule_cases.model import UNKNOWN, Cases, one

FILES = "aws:efs/fileSystem:FileSystem"
REPLICATION = "aws:efs/replicationConfiguration:ReplicationConfiguration"
LUSTRE = "aws:fsx/lustreFileSystem:LustreFileSystem"
WINDOWS = "aws:fsx/windowsFileSystem:WindowsFileSystem"
VAULT = "aws:backup/vault:Vault"
AIR_GAPPED = "aws:backup/logicallyAirGappedVault:LogicallyAirGappedVault"
ENCRYPTED = {"encrypted": True}


def mounting(**configuration: object) -> dict[str, object]:
    mounted = {"fileSystemId": "fs-1", **configuration}
    return {"volumes": [{"name": "scratch"}, {"efsVolumeConfiguration": mounted}]}


CASES = {
    "efs-encrypt": Cases(
        FILES,
        fails=[({}, ["encrypted"]), ({"encrypted": False}, ["encrypted"])],
        passes=[ENCRYPTED],
        near_misses=[[one(WINDOWS, {})]],
        undetermined=[({"encrypted": UNKNOWN}, "encrypted")],
    ),
    "efs-encrypt-cmk": Cases(
        FILES,
        fails=[
            (ENCRYPTED, ["kmsKeyId"]),
            ([one(LUSTRE, {"deploymentType": "PERSISTENT_2"})], ["kmsKeyId"]),
            ([one(WINDOWS, {})], ["kmsKeyId"]),
            ([one(VAULT, {"kmsKeyArn": "alias/aws/backup"})], ["kmsKeyArn"]),
            ([one(AIR_GAPPED, {})], ["encryptionKeyArn"]),
            ([one(REPLICATION, {"destination": {"region": "x"}})], ["destination.kmsKeyId"]),
        ],
        passes=[
            {**ENCRYPTED, "kmsKeyId": "key/1"},
            [one(REPLICATION, {"destination": {"kmsKeyId": "key/1"}})],
        ],
        near_misses=[
            {},
            {**ENCRYPTED, "kmsKeyId": UNKNOWN},
            [one(LUSTRE, {"deploymentType": "SCRATCH_2"})],
            [one(REPLICATION, {"destination": {"fileSystemId": UNKNOWN}})],
        ],
        undetermined=[([one(REPLICATION, {"destination": UNKNOWN})], "destination")],
    ),
    "efs-encrypt-transit": Cases(
        "aws:ecs/taskDefinition:TaskDefinition",
        fails=[
            (mounting(), ["volumes[1].efsVolumeConfiguration.transitEncryption"]),
            (
                mounting(transitEncryption="DISABLED"),
                ["volumes[1].efsVolumeConfiguration.transitEncryption"],
            ),
        ],
        passes=[mounting(transitEncryption="ENABLED")],
        near_misses=[{}, {"volumes": [{"name": "scratch", "hostPath": "/srv"}]}],
        undetermined=[
            ({"volumes": UNKNOWN}, "volumes"),
            (
                mounting(transitEncryption=UNKNOWN),
                "volumes[1].efsVolumeConfiguration.transitEncryption",
            ),
        ],
    ),
}
