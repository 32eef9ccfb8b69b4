import json

import pulumi
import pytest

from components.core.deployment import Deployment
from tests.support.engine import is_unknown
from tests.support.organizations import (
    ACCOUNT,
    ATTACHMENT,
    POLICY,
    PROVIDER,
    RESOURCE_POLICY,
    ROLE,
    ROLE_POLICY,
    SHIPPED,
    UNIT,
    audited,
    built,
    changed,
    existing,
    member,
)

pytestmark = pytest.mark.thorough


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
