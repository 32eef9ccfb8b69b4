"""IAM: https://docs.aws.amazon.com/IAM/latest/APIReference/."""

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

_SESSION_SECONDS = 3600


class Role(ResourceType):
    """A role, with its inline and managed policies where it names some."""

    pulumi_type = "aws:iam/role:Role"
    replaced_by: ClassVar[frozenset[str]] = frozenset({"name", "namePrefix", "path"})

    def create(self, aws: Aws, inputs: Inputs) -> Made:
        iam = aws.client("iam")
        role_name = aws.name(inputs)
        optional = {
            "path": "Path",
            "description": "Description",
            "maxSessionDuration": "MaxSessionDuration",
            "permissionsBoundary": "PermissionsBoundary",
        }
        role = iam.create_role(
            RoleName=role_name,
            AssumeRolePolicyDocument=text(inputs["assumeRolePolicy"]),
            Tags=aws.tag_list(inputs),
            **chosen(inputs, optional),
        )["Role"]
        _give(iam, role_name, inputs)
        return Made(
            role_name,
            {
                "name": role_name,
                "arn": role["Arn"],
                "uniqueId": role["RoleId"],
                "createDate": role["CreateDate"].isoformat(),
            },
        )

    def read(self, aws: Aws, made_id: str, state: Inputs) -> Mapping[str, Any] | None:
        role = aws.client("iam").get_role(RoleName=made_id)["Role"]
        return {
            "name": made_id,
            "arn": role["Arn"],
            "path": role["Path"],
            "uniqueId": role["RoleId"],
            "assumeRolePolicy": text(role["AssumeRolePolicyDocument"]),
            "description": role.get("Description"),
            "maxSessionDuration": role.get("MaxSessionDuration"),
        }

    def update(self, aws: Aws, made_id: str, old: Inputs, new: Inputs) -> Mapping[str, Any]:
        iam = aws.client("iam")
        changed = differing(old, new)
        if "assumeRolePolicy" in changed:
            iam.update_assume_role_policy(
                RoleName=made_id, PolicyDocument=text(new["assumeRolePolicy"])
            )
        if changed & {"description", "maxSessionDuration"}:
            iam.update_role(
                RoleName=made_id,
                Description=new.get("description", ""),
                MaxSessionDuration=new.get("maxSessionDuration", _SESSION_SECONDS),
            )
        if "permissionsBoundary" in changed and "permissionsBoundary" in new:
            iam.put_role_permissions_boundary(
                RoleName=made_id, PermissionsBoundary=new["permissionsBoundary"]
            )
        elif "permissionsBoundary" in changed:
            iam.delete_role_permissions_boundary(RoleName=made_id)
        if changed & {"inlinePolicies", "managedPolicyArns"}:
            _take(iam, made_id, old)
            _give(iam, made_id, new)
        return {}

    def delete(self, aws: Aws, made_id: str, state: Inputs) -> None:
        _take(aws.client("iam"), made_id, state)
        aws.client("iam").delete_role(RoleName=made_id)


class RolePolicy(ResourceType):
    """An inline policy of a role."""

    pulumi_type = "aws:iam/rolePolicy:RolePolicy"
    replaced_by: ClassVar[frozenset[str]] = frozenset({"name", "namePrefix", "role"})

    def create(self, aws: Aws, inputs: Inputs) -> Made:
        policy_name = aws.name(inputs)
        aws.client("iam").put_role_policy(
            RoleName=inputs["role"],
            PolicyName=policy_name,
            PolicyDocument=text(inputs["policy"]),
        )
        return Made(f"{inputs['role']}:{policy_name}", {"name": policy_name})

    def read(self, aws: Aws, made_id: str, state: Inputs) -> Mapping[str, Any] | None:
        role, _, policy_name = made_id.partition(":")
        policy = aws.client("iam").get_role_policy(RoleName=role, PolicyName=policy_name)
        return {"role": role, "name": policy_name, "policy": text(policy["PolicyDocument"])}

    def update(self, aws: Aws, made_id: str, old: Inputs, new: Inputs) -> Mapping[str, Any]:
        self.create(aws, new)  # PutRolePolicy replaces the document
        return {}

    def delete(self, aws: Aws, made_id: str, state: Inputs) -> None:
        role, _, policy_name = made_id.partition(":")
        aws.client("iam").delete_role_policy(RoleName=role, PolicyName=policy_name)


class Policy(ResourceType):
    """A customer-managed policy."""

    pulumi_type = "aws:iam/policy:Policy"
    replaced_by: ClassVar[frozenset[str]] = frozenset({"name", "namePrefix", "path", "description"})

    def create(self, aws: Aws, inputs: Inputs) -> Made:
        policy_name = aws.name(inputs)
        policy = aws.client("iam").create_policy(
            PolicyName=policy_name,
            PolicyDocument=text(inputs["policy"]),
            Tags=aws.tag_list(inputs),
            **chosen(inputs, {"path": "Path", "description": "Description"}),
        )["Policy"]
        return Made(
            policy["Arn"],
            {
                "name": policy_name,
                "arn": policy["Arn"],
                "policyId": policy["PolicyId"],
                "attachmentCount": 0,
            },
        )

    def read(self, aws: Aws, made_id: str, state: Inputs) -> Mapping[str, Any] | None:
        iam = aws.client("iam")
        policy = iam.get_policy(PolicyArn=made_id)["Policy"]
        version = iam.get_policy_version(PolicyArn=made_id, VersionId=policy["DefaultVersionId"])
        document = text(version["PolicyVersion"]["Document"])
        return {"name": policy["PolicyName"], "arn": made_id, "policy": document}

    def update(self, aws: Aws, made_id: str, old: Inputs, new: Inputs) -> Mapping[str, Any]:
        iam = aws.client("iam")
        _forget_versions(iam, made_id)  # a policy has five at most
        iam.create_policy_version(
            PolicyArn=made_id, PolicyDocument=text(new["policy"]), SetAsDefault=True
        )
        return {}

    def delete(self, aws: Aws, made_id: str, state: Inputs) -> None:
        _forget_versions(aws.client("iam"), made_id)
        aws.client("iam").delete_policy(PolicyArn=made_id)


class RolePolicyAttachment(ResourceType):
    """A managed policy on a role."""

    pulumi_type = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
    replaced_by: ClassVar[frozenset[str]] = frozenset({"role", "policyArn"})

    def create(self, aws: Aws, inputs: Inputs) -> Made:
        role, arn = inputs["role"], inputs["policyArn"]
        aws.client("iam").attach_role_policy(RoleName=role, PolicyArn=arn)
        return Made(f"{role}/{arn}")

    def read(self, aws: Aws, made_id: str, state: Inputs) -> Mapping[str, Any] | None:
        role, _, arn = made_id.partition("/")
        pages = aws.client("iam").get_paginator("list_attached_role_policies")
        attached = [
            one["PolicyArn"]
            for page in pages.paginate(RoleName=role)
            for one in page["AttachedPolicies"]
        ]
        return {"role": role, "policyArn": arn} if arn in attached else None

    def delete(self, aws: Aws, made_id: str, state: Inputs) -> None:
        role, _, arn = made_id.partition("/")
        aws.client("iam").detach_role_policy(RoleName=role, PolicyArn=arn)


def _give(iam: Client, role: str, inputs: Inputs) -> None:
    for inline in inputs.get("inlinePolicies", []):
        iam.put_role_policy(
            RoleName=role, PolicyName=inline["name"], PolicyDocument=text(inline["policy"])
        )
    for arn in inputs.get("managedPolicyArns", []):
        iam.attach_role_policy(RoleName=role, PolicyArn=arn)


def _take(iam: Client, role: str, state: Inputs) -> None:
    for inline in state.get("inlinePolicies", []):
        iam.delete_role_policy(RoleName=role, PolicyName=inline["name"])
    for arn in state.get("managedPolicyArns", []):
        iam.detach_role_policy(RoleName=role, PolicyArn=arn)


def _forget_versions(iam: Client, arn: str) -> None:
    for version in iam.list_policy_versions(PolicyArn=arn)["Versions"]:
        if not version["IsDefaultVersion"]:
            iam.delete_policy_version(PolicyArn=arn, VersionId=version["VersionId"])


TYPES = (Role(), RolePolicy(), Policy(), RolePolicyAttachment())
