"""KMS: https://docs.aws.amazon.com/kms/latest/APIReference/."""

from collections.abc import Mapping
from typing import ClassVar

from local.emulator.resources.base import Aws, Inputs, Made, ResourceType, chosen, text

_OPTIONAL = {
    "description": "Description",
    "keyUsage": "KeyUsage",
    "customerMasterKeySpec": "KeySpec",
    "multiRegion": "MultiRegion",
    "bypassPolicyLockoutSafetyCheck": "BypassPolicyLockoutSafetyCheck",
}


class Key(ResourceType):
    """A key."""

    pulumi_type = "aws:kms/key:Key"
    inert: ClassVar[Mapping[str, str]] = {
        "enableKeyRotation": "rotation is recorded, but no new key material is ever made"
    }
    later: ClassVar[frozenset[str]] = frozenset({"deletionWindowInDays"})

    def create(self, aws: Aws, inputs: Inputs) -> Made:
        kms = aws.client("kms")
        tags = [{"TagKey": key, "TagValue": value} for key, value in aws.tags(inputs).items()]
        policy = {"Policy": text(inputs["policy"])} if "policy" in inputs else {}
        key = kms.create_key(Tags=tags, **policy, **chosen(inputs, _OPTIONAL))["KeyMetadata"]
        if inputs.get("enableKeyRotation"):
            kms.enable_key_rotation(
                KeyId=key["KeyId"],
                **chosen(inputs, {"rotationPeriodInDays": "RotationPeriodInDays"}),
            )
        if not inputs.get("isEnabled", True):
            kms.disable_key(KeyId=key["KeyId"])
        return Made(key["KeyId"], {"arn": key["Arn"], "keyId": key["KeyId"]})


class Alias(ResourceType):
    """An alias of a key."""

    pulumi_type = "aws:kms/alias:Alias"

    def create(self, aws: Aws, inputs: Inputs) -> Made:
        kms = aws.client("kms")
        alias = aws.name(inputs, prefix="alias/")
        kms.create_alias(AliasName=alias, TargetKeyId=inputs["targetKeyId"])
        key = kms.describe_key(KeyId=inputs["targetKeyId"])["KeyMetadata"]
        return Made(
            alias, {"name": alias, "arn": aws.arn("kms", alias), "targetKeyArn": key["Arn"]}
        )


TYPES = (Key(), Alias())
