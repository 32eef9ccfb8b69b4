from typing import Any

import pytest

from blueprints import landing, organization
from components.core.deployment import Deployment
from components.core.errors import ConfigError
from tests.support.engine import register
from tests.support.organizations import (
    PROVIDER,
    SHIPPED,
    audited,
    built,
    changed,
    existing,
    message,
)


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
