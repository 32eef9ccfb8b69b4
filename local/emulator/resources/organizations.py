"""Organizations, in moto: https://docs.aws.amazon.com/organizations/latest/APIReference/."""

import contextlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from local.emulator.clients import Client
from local.emulator.resources.base import (
    READY_SECONDS,
    Aws,
    Inputs,
    Made,
    ResourceType,
)
from local.emulator.waiting import until


class Organization(ResourceType):
    """The organization; one that is there already is taken as it is, as when it is imported."""

    pulumi_type = "aws:organizations/organization:Organization"
    replaced_by: ClassVar[frozenset[str]] = frozenset()

    def create(self, aws: Aws, inputs: Inputs) -> Made:
        organizations = aws.client("organizations")
        ensure(
            organizations,
            feature_set=inputs.get("featureSet", "ALL"),
            policy_types=inputs.get("enabledPolicyTypes", []),
        )
        for service in inputs.get("awsServiceAccessPrincipals", []):
            organizations.enable_aws_service_access(ServicePrincipal=service)
        return described(organizations)

    def read(self, aws: Aws, made_id: str, state: Inputs) -> Mapping[str, Any] | None:
        try:
            found = described(aws.client("organizations"))
        except aws.client("organizations").exceptions.AWSOrganizationsNotInUseException:
            return None
        return found.outputs if found.id == made_id else None

    def update(self, aws: Aws, made_id: str, old: Inputs, new: Inputs) -> Mapping[str, Any]:
        organizations = aws.client("organizations")
        root = organizations.list_roots()["Roots"][0]["Id"]
        for kind in _gone("enabledPolicyTypes", old, new):
            organizations.disable_policy_type(RootId=root, PolicyType=kind)
        for service in _gone("awsServiceAccessPrincipals", old, new):
            organizations.disable_aws_service_access(ServicePrincipal=service)
        return self.create(aws, new).outputs

    def delete(self, aws: Aws, made_id: str, state: Inputs) -> None:
        aws.client("organizations").delete_organization()


class OrganizationalUnit(ResourceType):
    """An organizational unit."""

    pulumi_type = "aws:organizations/organizationalUnit:OrganizationalUnit"
    replaced_by: ClassVar[frozenset[str]] = frozenset({"parentId"})

    def create(self, aws: Aws, inputs: Inputs) -> Made:
        unit_name = aws.name(inputs)
        unit = aws.client("organizations").create_organizational_unit(
            ParentId=inputs["parentId"], Name=unit_name, Tags=aws.tag_list(inputs)
        )["OrganizationalUnit"]
        return Made(unit["Id"], {"name": unit_name, "arn": unit["Arn"], "accounts": []})

    def read(self, aws: Aws, made_id: str, state: Inputs) -> Mapping[str, Any] | None:
        unit = aws.client("organizations").describe_organizational_unit(
            OrganizationalUnitId=made_id
        )["OrganizationalUnit"]
        return {"name": unit["Name"], "arn": unit["Arn"]}

    def update(self, aws: Aws, made_id: str, old: Inputs, new: Inputs) -> Mapping[str, Any]:
        aws.client("organizations").update_organizational_unit(
            OrganizationalUnitId=made_id, Name=new["name"]
        )
        return {}

    def delete(self, aws: Aws, made_id: str, state: Inputs) -> None:
        aws.client("organizations").delete_organizational_unit(OrganizationalUnitId=made_id)


class Account(ResourceType):
    """A member account, moved to its unit."""

    pulumi_type = "aws:organizations/account:Account"
    inert: ClassVar[Mapping[str, str]] = {
        "roleName": "AWS makes this role in the new account; here the account is empty",
        "iamUserAccessToBilling": "there is no billing",
    }
    later: ClassVar[frozenset[str]] = frozenset({"closeOnDeletion"})
    replaced_by: ClassVar[frozenset[str]] = frozenset({"email", "name", "namePrefix", "roleName"})

    def create(self, aws: Aws, inputs: Inputs) -> Made:
        organizations = aws.client("organizations")
        account_name = aws.name(inputs)
        account_id = create_account(
            organizations, inputs["email"], account_name, aws.tag_list(inputs)
        )
        _move(organizations, account_id, inputs)
        account = organizations.describe_account(AccountId=account_id)["Account"]
        return Made(
            account_id,
            {
                "name": account_name,
                "arn": account["Arn"],
                "joinedMethod": account["JoinedMethod"],
                "joinedTimestamp": account["JoinedTimestamp"].isoformat(),
                "state": account["Status"],
                "status": account["Status"],
                "govcloudId": "",
            },
        )

    def read(self, aws: Aws, made_id: str, state: Inputs) -> Mapping[str, Any] | None:
        organizations = aws.client("organizations")
        account = organizations.describe_account(AccountId=made_id)["Account"]
        if account["Status"] != "ACTIVE":
            return None
        parent = organizations.list_parents(ChildId=made_id)["Parents"][0]["Id"]
        return {"name": account["Name"], "email": account["Email"], "parentId": parent}

    def update(self, aws: Aws, made_id: str, old: Inputs, new: Inputs) -> Mapping[str, Any]:
        _move(aws.client("organizations"), made_id, new)
        return {}

    def delete(self, aws: Aws, made_id: str, state: Inputs) -> None:
        organizations = aws.client("organizations")
        if state.get("closeOnDeletion"):
            organizations.close_account(AccountId=made_id)
        else:
            organizations.remove_account_from_organization(AccountId=made_id)


def _gone(name: str, old: Inputs, new: Inputs) -> list[str]:
    return sorted(set(old.get(name, [])) - set(new.get(name, [])))


def _move(organizations: Client, account_id: str, inputs: Inputs) -> None:
    parent = organizations.list_parents(ChildId=account_id)["Parents"][0]["Id"]
    wanted = inputs.get("parentId", parent)
    if parent != wanted:
        organizations.move_account(
            AccountId=account_id, SourceParentId=parent, DestinationParentId=wanted
        )


def ensure(
    organizations: Client, *, feature_set: str = "ALL", policy_types: Iterable[str] = ()
) -> None:
    """Create the organization, unless there is one, and enable types of policies on its root."""
    with contextlib.suppress(organizations.exceptions.AlreadyInOrganizationException):
        organizations.create_organization(FeatureSet=feature_set)
    root = organizations.list_roots()["Roots"][0]
    enabled = {kind["Type"] for kind in root["PolicyTypes"]}
    for kind in sorted(set(policy_types) - enabled):
        organizations.enable_policy_type(RootId=root["Id"], PolicyType=kind)


def create_account(
    organizations: Client, email: str, name: str, tags: Sequence[Mapping[str, str]] = ()
) -> str:
    """Create a member account and return its id, once it has one."""
    request = organizations.create_account(Email=email, AccountName=name, Tags=list(tags))
    request_id = request["CreateAccountStatus"]["Id"]

    def succeeded() -> str | None:
        status = organizations.describe_create_account_status(CreateAccountRequestId=request_id)
        return status["CreateAccountStatus"].get("AccountId")

    return until(f"account {name}", succeeded, seconds=READY_SECONDS)


def described(organizations: Client) -> Made:
    """The organization as it is, with its root and accounts."""
    organization = organizations.describe_organization()["Organization"]
    pages = organizations.get_paginator("list_accounts").paginate()
    accounts = [_account(one) for page in pages for one in page["Accounts"]]
    master = organization["MasterAccountId"]
    roots = [
        {
            "id": root["Id"],
            "arn": root["Arn"],
            "name": root["Name"],
            "policyTypes": [
                {"type": kind["Type"], "status": kind["Status"]} for kind in root["PolicyTypes"]
            ],
        }
        for root in organizations.list_roots()["Roots"]
    ]
    return Made(
        organization["Id"],
        {
            "arn": organization["Arn"],
            "featureSet": organization["FeatureSet"],
            "masterAccountId": master,
            "masterAccountArn": organization["MasterAccountArn"],
            "masterAccountEmail": organization["MasterAccountEmail"],
            "masterAccountName": next(one["name"] for one in accounts if one["id"] == master),
            "accounts": accounts,
            "nonMasterAccounts": [one for one in accounts if one["id"] != master],
            "roots": roots,
        },
    )


def _account(account: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": account["Id"],
        "arn": account["Arn"],
        "email": account["Email"],
        "name": account["Name"],
        "state": account["Status"],
        "status": account["Status"],
        "joinedMethod": account["JoinedMethod"],
        "joinedTimestamp": account["JoinedTimestamp"].isoformat(),
    }


TYPES = (
    Organization(),
    OrganizationalUnit(),
    Account(),
)
