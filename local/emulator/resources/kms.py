"""KMS: https://docs.aws.amazon.com/kms/latest/APIReference/."""

from collections.abc import Mapping
from typing import Any, ClassVar

from local.emulator.clients import Client
from local.emulator.resources.base import (
    Aws,
    Inputs,
    Made,
    ResourceType,
    chosen,
    differing,
    text,
)

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
    replaced_by: ClassVar[frozenset[str]] = frozenset(
        {"keyUsage", "customerMasterKeySpec", "multiRegion"}
    )

    def create(self, aws: Aws, inputs: Inputs) -> Made:
        kms = aws.client("kms")
        tags = [{"TagKey": key, "TagValue": value} for key, value in aws.tags(inputs).items()]
        policy = {"Policy": text(inputs["policy"])} if "policy" in inputs else {}
        key = kms.create_key(Tags=tags, **policy, **chosen(inputs, _OPTIONAL))["KeyMetadata"]
        if inputs.get("enableKeyRotation"):
            _rotate(kms, key["KeyId"], inputs)
        if not inputs.get("isEnabled", True):
            kms.disable_key(KeyId=key["KeyId"])
        return Made(key["KeyId"], {"arn": key["Arn"], "keyId": key["KeyId"]})

    def read(self, aws: Aws, made_id: str, state: Inputs) -> Mapping[str, Any] | None:
        kms = aws.client("kms")
        key = kms.describe_key(KeyId=made_id)["KeyMetadata"]
        if key["KeyState"] == "PendingDeletion":
            return None
        return {
            "arn": key["Arn"],
            "keyId": made_id,
            "description": key.get("Description"),
            "isEnabled": key["Enabled"],
            "policy": kms.get_key_policy(KeyId=made_id, PolicyName="default")["Policy"],
            "enableKeyRotation": kms.get_key_rotation_status(KeyId=made_id)["KeyRotationEnabled"],
        }

    def update(self, aws: Aws, made_id: str, old: Inputs, new: Inputs) -> Mapping[str, Any]:
        kms = aws.client("kms")
        changed = differing(old, new)
        if "description" in changed:
            kms.update_key_description(KeyId=made_id, Description=new.get("description", ""))
        if "policy" in changed and "policy" in new:
            kms.put_key_policy(KeyId=made_id, PolicyName="default", Policy=text(new["policy"]))
        if changed & {"enableKeyRotation", "rotationPeriodInDays"}:
            if new.get("enableKeyRotation"):
                _rotate(kms, made_id, new)
            else:
                kms.disable_key_rotation(KeyId=made_id)
        if "isEnabled" in changed:
            enabled = new.get("isEnabled", True)
            (kms.enable_key if enabled else kms.disable_key)(KeyId=made_id)
        return {}

    def delete(self, aws: Aws, made_id: str, state: Inputs) -> None:
        aws.client("kms").schedule_key_deletion(
            KeyId=made_id, PendingWindowInDays=state.get("deletionWindowInDays", 30)
        )


class Alias(ResourceType):
    """An alias of a key."""

    pulumi_type = "aws:kms/alias:Alias"
    name_prefix = "alias/"
    revised: ClassVar[Mapping[str, frozenset[str]]] = {"targetKeyArn": frozenset({"targetKeyId"})}

    def create(self, aws: Aws, inputs: Inputs) -> Made:
        kms = aws.client("kms")
        alias = aws.name(inputs, prefix=self.name_prefix)
        kms.create_alias(AliasName=alias, TargetKeyId=inputs["targetKeyId"])
        return Made(alias, {"name": alias, "arn": aws.arn("kms", alias), **_target(kms, inputs)})

    def read(self, aws: Aws, made_id: str, state: Inputs) -> Mapping[str, Any] | None:
        pages = aws.client("kms").get_paginator("list_aliases").paginate()
        aliases = {one["AliasName"]: one for page in pages for one in page["Aliases"]}
        if made_id not in aliases:
            return None
        return {"name": made_id, "targetKeyId": aliases[made_id].get("TargetKeyId")}

    def update(self, aws: Aws, made_id: str, old: Inputs, new: Inputs) -> Mapping[str, Any]:
        kms = aws.client("kms")
        kms.update_alias(AliasName=made_id, TargetKeyId=new["targetKeyId"])
        return _target(kms, new)

    def delete(self, aws: Aws, made_id: str, state: Inputs) -> None:
        aws.client("kms").delete_alias(AliasName=made_id)


def _target(kms: Client, inputs: Inputs) -> dict[str, str]:
    key = kms.describe_key(KeyId=inputs["targetKeyId"])["KeyMetadata"]
    return {"targetKeyArn": key["Arn"]}


def _rotate(kms: Client, key_id: str, inputs: Inputs) -> None:
    period = chosen(inputs, {"rotationPeriodInDays": "RotationPeriodInDays"})
    kms.enable_key_rotation(KeyId=key_id, **period)


TYPES = (Key(), Alias())
