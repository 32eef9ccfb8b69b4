import copy
import json
from pathlib import Path
from typing import Any

import pulumi
import pytest
import yaml

from blueprints import landing, organization
from components.core.deployment import Deployment
from components.core.errors import ConfigError
from tests.support.engine import Registry, is_unknown, register

ROOT = Path(__file__).parents[2]
SHIPPED: dict[str, Any] = yaml.safe_load((ROOT / "Pulumi.org.yaml").read_text())["config"][
    "bulwark:organization"
]
LOOKUP = "aws:organizations/getOrganization:getOrganization"
PROVIDER = "pulumi:providers:aws"
UNIT = "aws:organizations/organizationalUnit:OrganizationalUnit"
ACCOUNT = "aws:organizations/account:Account"
POLICY = "aws:organizations/policy:Policy"
ATTACHMENT = "aws:organizations/policyAttachment:PolicyAttachment"
RESOURCE_POLICY = "aws:organizations/resourcePolicy:ResourcePolicy"
ROLE = "aws:iam/role:Role"
ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"


def member(name: str, id_: str, state: str = "ACTIVE") -> dict[str, str]:
    """An account as AWS tells of it, which writes addresses as it likes."""
    return {
        "name": name,
        "id": id_,
        "email": f"AWS+{name}@example.com",
        "state": state,
        "status": state,
        "arn": f"arn:aws:organizations::123456789012:account/o-a1b2c3d4e5/{id_}",
        "joinedMethod": "CREATED",
        "joinedTimestamp": "2026-01-01T00:00:00Z",
    }


def existing(*accounts: dict[str, str], scps: str = "ENABLED") -> dict[str, Any]:
    return {
        "id": "o-a1b2c3d4e5",
        "masterAccountId": "123456789012",
        "accounts": list(accounts),
        "roots": [
            {
                "id": "r-ab12",
                "arn": "arn:aws:organizations::123456789012:root/o-a1b2c3d4e5/r-ab12",
                "name": "Root",
                "policyTypes": [{"type": "SERVICE_CONTROL_POLICY", "status": scps}],
            }
        ],
    }


def built(
    place: Deployment,
    settings: dict[str, Any],
    found: dict[str, Any] | None = None,
    *,
    preview: bool = True,
) -> tuple[Registry, dict[str, Any]]:
    outputs: dict[str, Any] = {}

    def program() -> None:
        provider = landing.account_provider("aws", place, place.account_id, None, {})
        outputs.update(organization.build(settings, place, provider, {"owner": "me"}))

    def answer(_: dict[str, Any]) -> dict[str, Any]:
        return found or {}

    answers = {LOOKUP: answer} if found else {}
    return register(program, preview=preview, answers=answers), outputs


def changed(**changes: Any) -> dict[str, Any]:
    return {**copy.deepcopy(SHIPPED), **changes}


def audited(**changes: str) -> dict[str, Any]:
    return changed(auditRole={**SHIPPED["auditRole"], **changes})


def message(
    place: Deployment, settings: dict[str, Any], found: dict[str, Any] | None = None
) -> str:
    with pytest.raises(ConfigError) as caught:
        built(place, settings, found)
    return str(caught.value)


def test_the_shipped_hierarchy_is_declared_as_it_is_written(place: Deployment) -> None:
    registry, _ = built(place, SHIPPED, existing())

    assert registry.types() == {
        PROVIDER: 1,
        "bulwark:index:Organization": 1,
        UNIT: 4,
        ACCOUNT: 2,
        POLICY: 6,
        ATTACHMENT: 6,
    }
    assert {one.name for one in registry.all(UNIT)} == {"dev", "sandbox", "sandbox/tempdel", "prod"}
    assert {one.name: one.inputs["email"] for one in registry.all(ACCOUNT)} == {
        "dev": "aws+dev@example.com",
        "prod": "aws+prod@example.com",
    }
    assert {one.name for one in registry.all(ATTACHMENT)} == {
        "allowed-regions@/",
        "deny-access-keys@/",
        "deny-leave-organization@/",
        "deny-root-user@/",
        "protect-audit@/",
        "tear-down-only@/sandbox/tempdel",
    }


def test_the_shipped_policies_fit_an_organization_with_the_old_limits(place: Deployment) -> None:
    # The root has five of its own; an old organization takes four besides FullAWSAccess.
    old = changed(
        limits={"scpCharacters": 5120, "scpsPerTarget": 5}, policies=SHIPPED["policies"][:4]
    )

    registry, _ = built(place, old, existing())

    assert len(registry.all(POLICY)) == 5


def test_open_accounts_get_the_audit_role_through_a_provider_of_their_own(
    place: Deployment,
) -> None:
    found = existing(member("dev", "222222222222"), member("prod", "333333333333"))

    registry, _ = built(place, SHIPPED, found)

    assert {one.name: one.inputs["name"] for one in registry.all(ROLE)} == {
        "management-audit-role": "bulwark-audit",
        "audit-role-dev": "bulwark-audit",
        "audit-role-prod": "bulwark-audit",
    }
    provider = registry.one(PROVIDER, "account-prod")
    assert json.loads(provider.inputs["allowedAccountIds"]) == ["333333333333"]
    assert json.loads(provider.inputs["assumeRoles"]) == [
        {
            "roleArn": "arn:aws:iam::333333333333:role/OrganizationAccountAccessRole",
            "sessionName": "bulwark-test",
        }
    ]
    assert json.loads(provider.inputs["defaultTags"]) == {
        "tags": {"owner": "me", "project": "bulwark", "stack": "test"}
    }
    users = [
        one.name
        for one in registry.resources
        if one.provider.rpartition("::")[0] == provider.urn and one.type.startswith("aws:")
    ]
    assert users == ["audit-role-prod", "audit-role-prod"]


def test_the_audit_roles_trust_the_auditors_function_and_no_other_role(place: Deployment) -> None:
    registry, _ = built(place, SHIPPED, existing(member("dev", "222222222222")))

    for role in registry.all(ROLE):
        (statement,) = json.loads(role.inputs["assumeRolePolicy"])["Statement"]
        assert statement["Principal"] == {"AWS": "arn:aws:iam::222222222222:root"}
        assert statement["Condition"] == {
            "ArnEquals": {
                "aws:PrincipalArn": "arn:aws:iam::222222222222:role/bulwark-dev-audit-account"
            },
            "StringEquals": {"sts:ExternalId": "bulwark-audit-v1"},
        }
    content = json.loads(registry.one(RESOURCE_POLICY).inputs["content"])
    assert content["Statement"][0]["Condition"]["ArnEquals"]["aws:PrincipalArn"] == [
        "arn:aws:iam::222222222222:role/bulwark-dev-dispatch-audit"
    ]


def test_an_auditor_of_another_stack_can_be_named(place: Deployment) -> None:
    settings = audited(auditorStack="audit-eu")

    registry, _ = built(place, settings, existing(member("dev", "222222222222")))

    trust = registry.one(ROLE, "audit-role-dev").inputs["assumeRolePolicy"]
    assert "role/bulwark-audit-eu-audit-account" in trust


def test_every_access_document_is_known_at_preview(place: Deployment) -> None:
    found = existing(member("dev", "222222222222"), member("prod", "333333333333"))

    registry, _ = built(place, SHIPPED, found)

    texts = [one.inputs["content"] for one in registry.all(POLICY)]
    texts += [one.inputs["content"] for one in registry.all(RESOURCE_POLICY)]
    texts += [one.inputs["assumeRolePolicy"] for one in registry.all(ROLE)]
    texts += [one.inputs["policy"] for one in registry.all(ROLE_POLICY)]
    assert len(texts) == 6 + 1 + 3 + 3
    assert not any(is_unknown(text) for text in texts)
    assert all(json.loads(text)["Statement"] for text in texts)


@pytest.mark.parametrize("state", ["SUSPENDED", "PENDING_CLOSURE", "CLOSED", "PENDING_ACTIVATION"])
def test_an_account_that_cannot_be_entered_gets_no_role(place: Deployment, state: str) -> None:
    settings = changed()
    settings["units"]["prod"]["accounts"]["prod"]["id"] = "333333333333"
    found = existing(member("dev", "222222222222"), member("prod", "333333333333", state))

    registry, _ = built(place, settings, found)

    assert {one.name for one in registry.all(ROLE)} == {"management-audit-role", "audit-role-dev"}


def test_accounts_that_are_not_open_yet_are_named(
    place: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(pulumi.log, "info", told.append)

    built(place, SHIPPED, existing(member("dev", "222222222222")))
    built(place, SHIPPED, existing())
    built(place, SHIPPED, existing(member("dev", "2" * 12), member("prod", "3" * 12)))

    assert [text.partition(":")[0] for text in told] == [
        "No audit role yet in prod",
        "No audit role yet in dev, prod",
    ]


def test_a_created_organization_takes_the_ids_of_the_settings(place: Deployment) -> None:
    settings = changed(adopt=False)
    settings["units"]["dev"]["accounts"]["dev"]["id"] = "222222222222"

    registry, outputs = built(place, settings)

    created = registry.one("aws:organizations/organization:Organization")
    assert created.protect
    assert registry.one(ACCOUNT, "dev").import_id == "222222222222"
    assert {one.name for one in registry.all(ROLE)} == {"management-audit-role", "audit-role-dev"}
    assert outputs["accounts"]["dev"] == "222222222222"


def test_the_outputs_are_what_other_stacks_ask_for(place: Deployment) -> None:
    _, outputs = built(place, SHIPPED, existing(), preview=False)

    assert outputs["audit_role_name"] == "bulwark-audit"
    assert set(outputs["accounts"]) == {"dev", "prod"}
    assert set(outputs["units"]) == {"dev", "prod", "sandbox", "sandbox/tempdel"}
    assert set(outputs) == {
        "organization_id",
        "root_id",
        "accounts",
        "units",
        "audit_role_name",
        "service_control_policies",
    }


def test_the_policies_over_each_account_are_told_level_by_level(place: Deployment) -> None:
    settings = changed()
    settings["policies"] = ["deny-root-user", "deny-access-keys"]
    settings["units"]["sandbox"]["units"]["tempdel"]["accounts"] = {
        "old": {"email": "aws+old@example.com"}
    }

    _, outputs = built(place, settings, existing(), preview=True)

    told = outputs["service_control_policies"]
    root = ["deny-access-keys", "deny-root-user"]
    assert told["accounts"] == {
        "dev": [root, []],
        "prod": [root, []],
        "old": [root, [], ["tear-down-only"]],
    }
    assert set(told["documents"]) == {*root, "tear-down-only"}
    assert "DenyTheRootUser" in told["documents"]["deny-root-user"]


def test_an_organization_without_scps_is_not_adopted(place: Deployment) -> None:
    assert message(place, SHIPPED, existing(scps="PENDING_ENABLE")) == (
        "bulwark:organization.adopt: got True; allowed: an organization whose root has service "
        "control policies enabled. Enable them in the management account: aws organizations "
        "enable-policy-type --root-id r-ab12 --policy-type SERVICE_CONTROL_POLICY"
    )


def test_a_member_account_cannot_adopt_the_organization(place: Deployment) -> None:
    found = {**existing(), "roots": [], "masterAccountId": "999999999999"}

    assert message(place, SHIPPED, found) == (
        "bulwark:organization.adopt: got True; allowed: true only in the management account, "
        "999999999999."
    )


def test_where_there_is_no_organization_none_is_adopted(
    place: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_: object) -> None:
        raise RuntimeError("operation error: AWSOrganizationsNotInUseException: Your account …")

    monkeypatch.setattr(organization.aws.organizations, "get_organization", refuse)

    assert message(place, SHIPPED) == (
        "bulwark:organization.adopt: got True; allowed: true only where there is an organization. "
        "Create it with false."
    )


def test_another_failure_of_the_lookup_is_not_hidden(
    place: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_: object) -> None:
        raise RuntimeError("AccessDeniedException")

    monkeypatch.setattr(organization.aws.organizations, "get_organization", refuse)

    with pytest.raises(RuntimeError, match="AccessDeniedException"):
        built(place, SHIPPED)


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (
            changed(adopts=True),
            (
                "bulwark:organization.adopts: got 'adopts'; allowed: the keys adopt, "
                "allowedRegions, auditRole, limits, policies, units. Set it in Pulumi.test.yaml."
            ),
        ),
        (
            changed(units={"dev": {"accounts": {"dev": {"mail": "aws@example.com"}}}}),
            (
                "bulwark:organization.units.dev.accounts.dev.mail: got 'mail'; allowed: the keys "
                "email, id, roleName. Set it in Pulumi.test.yaml."
            ),
        ),
        (
            changed(units={"dev": {"accounts": {"dev": {"email": "aws"}}}}),
            (
                "bulwark:organization.units.dev.accounts.dev.email: got 'aws'; allowed: an e-mail "
                "address of 6 to 64 characters. Set it in Pulumi.test.yaml."
            ),
        ),
        (
            changed(units={"dev": {"accounts": {"dev": {"email": "a@b.de", "id": 222222222222}}}}),
            (
                "bulwark:organization.units.dev.accounts.dev.id: got 222222222222; allowed: a "
                "text. Put it in quotes."
            ),
        ),
        (
            changed(units={"prod": None}),
            (
                "bulwark:organization.units.prod: got None; allowed: keys and values. Write {} "
                "where there are none."
            ),
        ),
        (
            changed(policies=["deny-all"]),
            (
                "bulwark:organization.policies: got 'deny-all'; allowed: one of allowed-regions, "
                "deny-access-keys, deny-leave-organization, deny-root-user, protect-audit, "
                "tear-down-only. Set it in Pulumi.test.yaml."
            ),
        ),
        (
            changed(limits={"scpsPerTarget": 5}),
            (
                "bulwark:organization.policies: got 6; allowed: at most 5 service control policies "
                "with AWS's own FullAWSAccess. Attach some to the units above or below."
            ),
        ),
        (
            changed(limits={"scpCharacters": 4000}),
            (
                "bulwark:organization: the document of policy 'tear-down-only': got '4600 "
                "characters'; allowed: at most 4000. Set it in Pulumi.test.yaml."
            ),
        ),
        (
            audited(auditorAccount="audit"),
            (
                "bulwark:organization.auditRole.auditorAccount: got 'audit'; allowed: one of dev, "
                "prod. Set it in Pulumi.test.yaml."
            ),
        ),
        (
            audited(externalId="a b"),
            (
                "bulwark:organization.auditRole.externalId: got 'a b'; allowed: 2 to 1224 letters, "
                "digits and +=,.@:/_-. Set it in Pulumi.test.yaml."
            ),
        ),
        (
            audited(name=""),
            (
                "bulwark:organization.auditRole.name: got ''; allowed: a role name of 1 to 64 "
                "letters, digits and +=,.@_-. Set it in Pulumi.test.yaml."
            ),
        ),
        (
            audited(name="OrganizationAccountAccessRole"),
            (
                "bulwark:organization.auditRole.name: got 'OrganizationAccountAccessRole'; "
                "allowed: a role other than those that enter the accounts. Set it in "
                "Pulumi.test.yaml."
            ),
        ),
        (
            audited(auditorStack="a/b"),
            (
                "bulwark:organization.auditRole.auditorStack: got 'a/b'; allowed: a stack's name, "
                "such as dev. Set it in Pulumi.test.yaml."
            ),
        ),
        (
            {},
            (
                "bulwark:organization.adopt: got None; allowed: true or false. Set it in "
                "Pulumi.test.yaml."
            ),
        ),
    ],
)
def test_bad_settings_are_refused_before_aws_is_asked(
    place: Deployment, settings: dict[str, Any], expected: str
) -> None:
    assert message(place, settings) == expected


def test_a_refused_configuration_registers_nothing_of_the_organization(place: Deployment) -> None:
    def program() -> None:
        provider = landing.account_provider("aws", place, place.account_id, None, {})
        with pytest.raises(ConfigError):
            organization.build(changed(policies=["deny-all"]), place, provider, {})

    assert register(program).types() == {PROVIDER: 1}
