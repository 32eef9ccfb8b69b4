"""Disks, images and machines."""

from tests.policies.guardrails.rule_cases.model import UNKNOWN, Cases, one

VOLUME = "aws:ebs/volume:Volume"
SNAPSHOT_COPY = "aws:ebs/snapshotCopy:SnapshotCopy"
IMAGE, IMAGE_COPY = "aws:ec2/ami:Ami", "aws:ec2/amiCopy:AmiCopy"
INSTANCE = "aws:ec2/instance:Instance"
TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
BY_DEFAULT = "aws:ebs/encryptionByDefault:EncryptionByDefault"
CONFIGURATION = "aws:ec2/launchConfiguration:LaunchConfiguration"
DEFAULTS = "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults"
ENCRYPTED = {"encrypted": True}

CASES = {
    "ebs-encrypt": Cases(
        VOLUME,
        fails=[
            ({}, ["encrypted"]),
            ({"encrypted": False}, ["encrypted"]),
            ([one(SNAPSHOT_COPY, {"sourceRegion": "eu-west-1"})], ["encrypted"]),
            ([one("aws:ebs/snapshotImport:SnapshotImport", {})], ["encrypted"]),
            ([one(IMAGE_COPY, {"name": "copy"})], ["encrypted"]),
            ([one(VOLUME, {}), one(BY_DEFAULT, {"enabled": False})], ["encrypted"]),
            # The default of another account, and of another region.
            ([one(VOLUME, {}), one(BY_DEFAULT, {}, account_id="123456789012")], ["encrypted"]),
            ([one(VOLUME, {}), one(BY_DEFAULT, {"region": "eu-west-1"})], ["encrypted"]),
        ],
        passes=[
            ENCRYPTED,
            [one(SNAPSHOT_COPY, ENCRYPTED)],
            [one(VOLUME, {}), one(BY_DEFAULT, {})],
            [one(IMAGE_COPY, {"name": "copy"}), one(BY_DEFAULT, {"enabled": True})],
        ],
        near_misses=[
            {"encrypted": "true"},
            # The account overrules what the volume says.
            [one(VOLUME, {"encrypted": False}), one(BY_DEFAULT, {})],
            [one(VOLUME, ENCRYPTED), one(BY_DEFAULT, {"enabled": UNKNOWN})],
        ],
        undetermined=[
            ({"encrypted": UNKNOWN}, "encrypted"),
            ([one(VOLUME, {}), one(BY_DEFAULT, {"enabled": UNKNOWN})], "enabled"),
        ],
    ),
    "ebs-encrypt-machine": Cases(
        INSTANCE,
        fails=[
            ({}, ["rootBlockDevice.encrypted"]),
            (
                {"rootBlockDevice": ENCRYPTED, "ebsBlockDevices": [ENCRYPTED, {"size": 1}]},
                ["ebsBlockDevices[1].encrypted"],
            ),
            ([one(CONFIGURATION, {})], ["rootBlockDevice.encrypted"]),
            (
                [one(TEMPLATE, {"blockDeviceMappings": [{"ebs": {"encrypted": "false"}}]})],
                ["blockDeviceMappings[0].ebs.encrypted"],
            ),
            (
                [one(IMAGE, {"ebsBlockDevices": [{"deviceName": "/dev/sdb"}]})],
                ["ebsBlockDevices[0].encrypted"],
            ),
        ],
        passes=[
            {"rootBlockDevice": ENCRYPTED},
            {"rootBlockDevice": [ENCRYPTED]},
            [one(INSTANCE, {}), one(BY_DEFAULT, {})],
            [one(TEMPLATE, {"blockDeviceMappings": [{"ebs": {"encrypted": "true"}}]})],
        ],
        near_misses=[
            # Encrypted as the snapshot is; no disk at all; the disks of the template.
            [one(IMAGE, {"ebsBlockDevices": [{"snapshotId": UNKNOWN}]})],
            [one(TEMPLATE, {"blockDeviceMappings": [{"virtualName": "ephemeral0"}]})],
            {"launchTemplate": {"id": "lt-1"}},
        ],
        undetermined=[
            ({"rootBlockDevice": UNKNOWN}, "rootBlockDevice"),
            ([one(TEMPLATE, {"blockDeviceMappings": UNKNOWN})], "blockDeviceMappings"),
        ],
    ),
    "ebs-encrypt-default": Cases(
        "aws:ebs/encryptionByDefault:EncryptionByDefault",
        fails=[({"enabled": False}, ["enabled"])],
        passes=[{"enabled": True}],
        near_misses=[{}],
        undetermined=[({"enabled": UNKNOWN}, "enabled")],
    ),
    "ebs-encrypt-cmk": Cases(
        VOLUME,
        fails=[
            (ENCRYPTED, ["kmsKeyId"]),
            ({**ENCRYPTED, "kmsKeyId": "alias/aws/ebs"}, ["kmsKeyId"]),
            ([one(IMAGE_COPY, ENCRYPTED)], ["kmsKeyId"]),
        ],
        passes=[{**ENCRYPTED, "kmsKeyId": "arn:aws:kms:eu-west-1:123456789012:key/1"}],
        # A key that is not made yet is a key; without encryption that is what is wrong.
        near_misses=[{**ENCRYPTED, "kmsKeyId": UNKNOWN}, {}],
        always_known="a key that is given is a key, known or not",
    ),
    "imdsv2": Cases(
        INSTANCE,
        fails=[
            ({}, ["metadataOptions.httpTokens"]),
            ({"metadataOptions": {"httpTokens": "optional"}}, ["metadataOptions.httpTokens"]),
            ([one(TEMPLATE, {"metadataOptions": {}})], ["metadataOptions.httpTokens"]),
            ([one(CONFIGURATION, {})], ["metadataOptions.httpTokens"]),
            ([one(DEFAULTS, {"httpTokens": "optional"})], ["httpTokens"]),
            # What a machine says goes before the account's default, which is a region's.
            (
                [
                    one(INSTANCE, {"metadataOptions": {"httpTokens": "optional"}}),
                    one(DEFAULTS, {"httpTokens": "required"}),
                ],
                ["metadataOptions.httpTokens"],
            ),
            (
                [
                    one(INSTANCE, {"region": "eu-west-1"}),
                    one(DEFAULTS, {"httpTokens": "required", "region": "eu-central-1"}),
                ],
                ["metadataOptions.httpTokens"],
            ),
            (
                [one(INSTANCE, {}), one(DEFAULTS, {"httpTokens": "no-preference"})],
                ["metadataOptions.httpTokens"],
            ),
        ],
        passes=[
            {"metadataOptions": {"httpTokens": "required"}},
            {"metadataOptions": [{"httpTokens": "required"}]},
        ],
        near_misses=[
            {"metadataOptions": {"httpEndpoint": "disabled"}},
            [one(DEFAULTS, {"httpPutResponseHopLimit": 1})],
            [one(INSTANCE, {}), one(DEFAULTS, {"httpTokens": "required"})],
            [one(TEMPLATE, {"metadataOptions": {}}), one(DEFAULTS, {"httpTokens": "required"})],
        ],
        undetermined=[
            ({"metadataOptions": UNKNOWN}, "metadataOptions"),
            ([one(INSTANCE, {}), one(DEFAULTS, {"httpTokens": UNKNOWN})], "httpTokens"),
        ],
    ),
    "imdsv2-hop-limit": Cases(
        TEMPLATE,
        fails=[
            (
                {"metadataOptions": {"httpPutResponseHopLimit": 2}},
                ["metadataOptions.httpPutResponseHopLimit"],
            ),
        ],
        passes=[{"metadataOptions": {"httpPutResponseHopLimit": 1}}],
        near_misses=[{}, {"metadataOptions": {"httpPutResponseHopLimit": 0}}],
        undetermined=[
            (
                {"metadataOptions": {"httpPutResponseHopLimit": UNKNOWN}},
                "metadataOptions.httpPutResponseHopLimit",
            )
        ],
    ),
}
