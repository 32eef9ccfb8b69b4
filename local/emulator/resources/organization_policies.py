"""Policies of an organization and who administers it, in moto."""

from collections.abc import Mapping
from typing import Any, ClassVar

from local.emulator.resources.base import Aws, Inputs, Made, ResourceType


class Policy(ResourceType):
    """A policy of the organization, such as an SCP."""

    pulumi_type = "aws:organizations/policy:Policy"
    inert: ClassVar[Mapping[str, str]] = {
        "content": "it is recorded; nothing is refused because of it"
    }
    later: ClassVar[frozenset[str]] = frozenset({"skipDestroy"})
    replaced_by: ClassVar[frozenset[str]] = frozenset({"type"})

    def create(self, aws: Aws, inputs: Inputs) -> Made:
        policy_name = aws.name(inputs)
        summary = aws.client("organizations").create_policy(
            Name=policy_name,
            Content=inputs["content"],
            Description=inputs.get("description", ""),
            Type=inputs.get("type", "SERVICE_CONTROL_POLICY"),
            Tags=aws.tag_list(inputs),
        )["Policy"]["PolicySummary"]
        return Made(summary["Id"], {"name": policy_name, "arn": summary["Arn"]})

    def read(self, aws: Aws, made_id: str, state: Inputs) -> Mapping[str, Any] | None:
        policy = aws.client("organizations").describe_policy(PolicyId=made_id)["Policy"]
        summary = policy["PolicySummary"]
        told = {"name": summary["Name"], "arn": summary["Arn"], "type": summary["Type"]}
        return {**told, "description": summary["Description"], "content": policy["Content"]}

    def update(self, aws: Aws, made_id: str, old: Inputs, new: Inputs) -> Mapping[str, Any]:
        aws.client("organizations").update_policy(
            PolicyId=made_id,
            Name=new["name"],
            Content=new["content"],
            Description=new.get("description", ""),
        )
        return {}

    def delete(self, aws: Aws, made_id: str, state: Inputs) -> None:
        if not state.get("skipDestroy"):
            aws.client("organizations").delete_policy(PolicyId=made_id)


class PolicyAttachment(ResourceType):
    """A policy on a root, a unit or an account."""

    pulumi_type = "aws:organizations/policyAttachment:PolicyAttachment"
    replaced_by: ClassVar[frozenset[str]] = frozenset({"targetId", "policyId"})
    later: ClassVar[frozenset[str]] = frozenset({"skipDestroy"})

    def create(self, aws: Aws, inputs: Inputs) -> Made:
        target, policy = inputs["targetId"], inputs["policyId"]
        aws.client("organizations").attach_policy(PolicyId=policy, TargetId=target)
        return Made(f"{target}:{policy}")

    def read(self, aws: Aws, made_id: str, state: Inputs) -> Mapping[str, Any] | None:
        target, _, policy = made_id.partition(":")
        pages = aws.client("organizations").get_paginator("list_targets_for_policy")
        targets = [
            one["TargetId"] for page in pages.paginate(PolicyId=policy) for one in page["Targets"]
        ]
        return {"targetId": target, "policyId": policy} if target in targets else None

    def delete(self, aws: Aws, made_id: str, state: Inputs) -> None:
        target, _, policy = made_id.partition(":")
        if not state.get("skipDestroy"):
            aws.client("organizations").detach_policy(PolicyId=policy, TargetId=target)


class DelegatedAdministrator(ResourceType):
    """An account that administers a service for the organization."""

    pulumi_type = "aws:organizations/delegatedAdministrator:DelegatedAdministrator"
    replaced_by: ClassVar[frozenset[str]] = frozenset({"accountId", "servicePrincipal"})

    def create(self, aws: Aws, inputs: Inputs) -> Made:
        organizations = aws.client("organizations")
        account_id, service = inputs["accountId"], inputs["servicePrincipal"]
        organizations.register_delegated_administrator(
            AccountId=account_id, ServicePrincipal=service
        )
        found = organizations.list_delegated_administrators(ServicePrincipal=service)
        account = next(one for one in found["DelegatedAdministrators"] if one["Id"] == account_id)
        return Made(
            f"{account_id}/{service}",
            {
                "arn": account["Arn"],
                "email": account["Email"],
                "name": account["Name"],
                "status": account["Status"],
                "joinedMethod": account["JoinedMethod"],
                "joinedTimestamp": account["JoinedTimestamp"].isoformat(),
                "delegationEnabledDate": account["DelegationEnabledDate"].isoformat(),
            },
        )

    def read(self, aws: Aws, made_id: str, state: Inputs) -> Mapping[str, Any] | None:
        account_id, _, service = made_id.partition("/")
        found = aws.client("organizations").list_delegated_administrators(ServicePrincipal=service)
        administrators = {one["Id"] for one in found["DelegatedAdministrators"]}
        told = {"accountId": account_id, "servicePrincipal": service}
        return told if account_id in administrators else None

    def delete(self, aws: Aws, made_id: str, state: Inputs) -> None:
        account_id, _, service = made_id.partition("/")
        aws.client("organizations").deregister_delegated_administrator(
            AccountId=account_id, ServicePrincipal=service
        )


TYPES = (Policy(), PolicyAttachment(), DelegatedAdministrator())
