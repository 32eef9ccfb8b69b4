import json

import pytest
from pulumi.provider.experimental.analyzer import Analyzer

from components.core.errors import SpecError
from components.organization import AuditRole, Organization, OrganizationArgs
from tests.support.engine import Registered, Registry, is_unknown, register

UNIT = "aws:organizations/organizationalUnit:OrganizationalUnit"
ACCOUNT = "aws:organizations/account:Account"
POLICY = "aws:organizations/policy:Policy"
ATTACHMENT = "aws:organizations/policyAttachment:PolicyAttachment"
RESOURCE_POLICY = "aws:organizations/resourcePolicy:ResourcePolicy"
ORGANIZATION = "aws:organizations/organization:Organization"

ADOPTED: OrganizationArgs = {
    "adopted": {"id": "o-a1b2c3d4e5", "root_id": "r-ab12"},
    "audit_role_name": "bulwark-audit",
    "policies": ["deny-root-user"],
    "units": {
        "dev": {"accounts": {"dev": {"email": "aws+dev@example.com"}}},
        "sandbox": {"units": {"tempdel": {"policies": ["deny-root-user", "tear-down-only"]}}},
    },
}
CREATED: OrganizationArgs = {
    "audit_role_name": "bulwark-audit",
    "policies": ["deny-root-user"],
    "units": {"dev": {}},
}


def registered(args: OrganizationArgs, *, preview: bool = False) -> Registry:
    return register(lambda: Organization("main", args), preview=preview)


def inputs(registry: Registry, type_: str) -> dict[str, object]:
    return {one.name: one.inputs for one in registry.all(type_)}


def test_an_adopted_organization_gets_units_accounts_and_policies_and_is_left_alone() -> None:
    registry = registered(ADOPTED)

    assert registry.types() == {
        "bulwark:index:Organization": 1,
        UNIT: 3,
        ACCOUNT: 1,
        POLICY: 2,
        ATTACHMENT: 3,
    }


def test_units_and_accounts_hang_below_their_parents() -> None:
    registry = registered(ADOPTED)

    assert inputs(registry, UNIT) == {
        "dev": {"name": "dev", "parentId": "r-ab12"},
        "sandbox": {"name": "sandbox", "parentId": "r-ab12"},
        "sandbox/tempdel": {"name": "tempdel", "parentId": "sandbox-id"},
    }
    assert inputs(registry, ACCOUNT) == {
        "dev": {
            "name": "dev",
            "email": "aws+dev@example.com",
            "parentId": "dev-id",
            "roleName": "OrganizationAccountAccessRole",
            "iamUserAccessToBilling": "DENY",
            "closeOnDeletion": False,
        }
    }


def test_an_account_is_protected_and_what_aws_does_not_tell_of_it_is_not_compared() -> None:
    account = registered(ADOPTED).one(ACCOUNT)

    assert account.protect
    assert account.ignore_changes == ("roleName", "iamUserAccessToBilling")
    assert account.import_id == ""


def test_what_has_an_id_is_adopted() -> None:
    args: OrganizationArgs = {
        **ADOPTED,
        "units": {
            "dev": {
                "id": "ou-ab12-cd34ef56",
                "accounts": {"dev": {"email": "aws+dev@example.com", "id": "222222222222"}},
            }
        },
    }

    registry = registered(args, preview=True)

    assert registry.one(UNIT).import_id == "ou-ab12-cd34ef56"
    assert registry.one(ACCOUNT).import_id == "222222222222"


def test_a_policy_is_named_described_and_attached_to_each_target() -> None:
    registry = registered(ADOPTED)

    policy = registry.one(POLICY, "deny-root-user")
    content = policy.inputs["content"]
    assert policy.delete_before_replace
    assert policy.inputs == {
        "name": "bulwark-test-deny-root-user",
        "description": "The root users of the accounts do nothing.",
        "type": "SERVICE_CONTROL_POLICY",
        "content": content,
    }
    assert json.loads(content)["Statement"][0]["Sid"] == "DenyTheRootUser"
    assert inputs(registry, ATTACHMENT) == {
        "deny-root-user@/": {"policyId": "deny-root-user-id", "targetId": "r-ab12"},
        "deny-root-user@/sandbox/tempdel": {
            "policyId": "deny-root-user-id",
            "targetId": "sandbox/tempdel-id",
        },
        "tear-down-only@/sandbox/tempdel": {
            "policyId": "tear-down-only-id",
            "targetId": "sandbox/tempdel-id",
        },
    }


def test_a_created_organization_has_every_feature_and_is_protected() -> None:
    registry = registered(CREATED, preview=True)

    assert registry.types() == {
        "bulwark:index:Organization": 1,
        ORGANIZATION: 1,
        UNIT: 1,
        POLICY: 1,
        ATTACHMENT: 1,
    }
    created = registry.one(ORGANIZATION)
    assert created.protect
    assert created.inputs == {
        "featureSet": "ALL",
        "enabledPolicyTypes": ["SERVICE_CONTROL_POLICY"],
    }
    for dependent in (registry.one(UNIT), registry.one(ATTACHMENT)):
        assert created.urn in dependent.dependencies
    assert is_unknown(registry.one(UNIT).inputs["parentId"])


@pytest.mark.parametrize("args", [ADOPTED, CREATED])
def test_every_policy_is_known_before_anything_exists(args: OrganizationArgs) -> None:
    listers = ["arn:aws:iam::222222222222:role/bulwark-dev-dispatch-audit"]
    registry = registered({**args, "account_listers": listers}, preview=True)

    documents: list[Registered] = [*registry.all(POLICY), registry.one(RESOURCE_POLICY)]
    assert len(documents) >= 2
    for one in documents:
        assert json.loads(one.inputs["content"])["Version"] == "2012-10-17"


def test_listing_the_accounts_is_delegated_to_the_named_roles_once_the_accounts_are_members() -> (
    None
):
    role = "arn:aws:iam::222222222222:role/bulwark-dev-dispatch-audit"

    registry = registered({**ADOPTED, "account_listers": [role]})

    policy = registry.one(RESOURCE_POLICY)
    assert json.loads(policy.inputs["content"])["Statement"] == [
        {
            "Sid": "MembersListAccounts",
            "Effect": "Allow",
            "Principal": {"AWS": ["arn:aws:iam::222222222222:root"]},
            "Action": "organizations:ListAccounts",
            "Resource": "*",
            "Condition": {"ArnEquals": {"aws:PrincipalArn": [role]}},
        }
    ]
    assert registry.one(ACCOUNT).urn in policy.dependencies


def test_ids_come_out_by_name_and_by_path() -> None:
    registry = registered(ADOPTED)

    organization = registry.one("bulwark:index:Organization")
    assert registry.outputs[organization.urn] == {
        "organization_id": "o-a1b2c3d4e5",
        "root_id": "r-ab12",
        "accounts": {"dev": "dev-id"},
        "units": {
            "dev": "dev-id",
            "sandbox": "sandbox-id",
            "sandbox/tempdel": "sandbox/tempdel-id",
        },
    }


def test_a_refused_organization_creates_nothing() -> None:
    def program() -> None:
        with pytest.raises(SpecError):
            Organization("main", {**ADOPTED, "policies": ["unheard-of"]})

    assert register(program).types() == {"bulwark:index:Organization": 1}


def test_both_components_can_be_served_to_other_languages() -> None:
    analyzer = Analyzer("bulwark")

    organization = analyzer.analyze_component(Organization)
    audit_role = analyzer.analyze_component(AuditRole)

    assert set(organization.inputs) >= {"units", "auditRoleName"}
    assert set(organization.outputs) == {"organizationId", "rootId", "accounts", "units"}
    assert set(audit_role.outputs) == {"arn"}
    below = analyzer.type_definitions["UnitArgs"].properties["units"].additional_properties
    assert below
    assert below.ref == "#/types/bulwark:index:UnitArgs"
