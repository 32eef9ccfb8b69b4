import json

import pytest

from local.emulator.backend import EmulatorBackend
from tests.support.emulated import ClientOf, Make

pytestmark = pytest.mark.e2e

DENY = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Deny", "Action": "organizations:LeaveOrganization", "Resource": "*"}
        ],
    }
)


def test_an_organization_has_units_accounts_and_policies(
    make: Make, client: ClientOf, backend: EmulatorBackend
) -> None:
    organization = make(
        "aws:organizations/organization:Organization",
        "org",
        {
            "featureSet": "ALL",
            "enabledPolicyTypes": ["SERVICE_CONTROL_POLICY", "TAG_POLICY"],
            "awsServiceAccessPrincipals": ["access-analyzer.amazonaws.com"],
        },
    )
    assert organization.outputs["masterAccountId"] == "000000000000"
    [root] = organization.outputs["roots"]
    kinds = {kind["type"]: kind["status"] for kind in root["policyTypes"]}
    assert kinds == {"SERVICE_CONTROL_POLICY": "ENABLED", "TAG_POLICY": "ENABLED"}

    unit = make(
        "aws:organizations/organizationalUnit:OrganizationalUnit",
        "dev",
        {"name": "dev", "parentId": root["id"]},
    )
    account = make(
        "aws:organizations/account:Account",
        "dev",
        {
            "name": "dev",
            "email": "dev@example.com",
            "parentId": unit.id,
            "roleName": "OrganizationAccountAccessRole",
            "iamUserAccessToBilling": "DENY",
            "closeOnDeletion": False,
            "tags": {"stage": "dev"},
        },
    )
    policy = make(
        "aws:organizations/policy:Policy",
        "stay",
        {"name": "stay", "content": DENY, "type": "SERVICE_CONTROL_POLICY"},
    )
    attachment = make(
        "aws:organizations/policyAttachment:PolicyAttachment",
        "stay",
        {"policyId": policy.id, "targetId": unit.id},
    )
    delegated = make(
        "aws:organizations/delegatedAdministrator:DelegatedAdministrator",
        "analyzer",
        {"accountId": account.id, "servicePrincipal": "access-analyzer.amazonaws.com"},
    )

    organizations = client("organizations")
    assert attachment.id == f"{unit.id}:{policy.id}"
    assert delegated.id == f"{account.id}/access-analyzer.amazonaws.com"
    [parent] = organizations.list_parents(ChildId=account.id)["Parents"]
    assert parent == {"Id": unit.id, "Type": "ORGANIZATIONAL_UNIT"}
    attached = organizations.list_policies_for_target(
        TargetId=unit.id, Filter="SERVICE_CONTROL_POLICY"
    )
    assert policy.id in [one["Id"] for one in attached["Policies"]]
    described = organizations.describe_policy(PolicyId=policy.id)["Policy"]
    assert json.loads(described["Content"]) == json.loads(DENY)

    answer = backend.invoke("aws:organizations/getOrganization:getOrganization", {})
    assert answer is not None
    assert [one["name"] for one in answer["nonMasterAccounts"]] == ["dev"]


def test_an_organization_that_is_there_already_is_taken_as_it_is(make: Make) -> None:
    first = make("aws:organizations/organization:Organization", "org", {"featureSet": "ALL"})

    again = make("aws:organizations/organization:Organization", "org", {"featureSet": "ALL"})

    assert again.id == first.id
