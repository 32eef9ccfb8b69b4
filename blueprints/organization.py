"""The stack of the management account: the organization, its guardrails and its audit roles."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from blueprints import inherited_policies, landing, reader
from blueprints.auditor_settings import EXTERNAL_ID
from components.core import arns, limits
from components.core.checks import matching, one_of
from components.core.deployment import Deployment
from components.core.errors import ConfigError
from components.core.where import Where, camel_case
from components.organization import (
    AdoptedOrganization,
    AuditRole,
    AuditRoleArgs,
    LimitsArgs,
    Organization,
    OrganizationArgs,
    UnitArgs,
)
from components.organization.spec import OrganizationSpec


def _spell(key: str) -> str:
    return "auditRole.name" if key == "audit_role_name" else camel_case(key)


WHERE = Where("bulwark:organization", _spell)

# The auditor's functions by their names in its own blueprint.
_AUDIT_FUNCTION = "audit-account"
_DISPATCH_FUNCTION = "dispatch-audit"

_SCP = "SERVICE_CONTROL_POLICY"
_STACK_NAME = re.compile(r"[\w.-]{1,100}", re.ASCII)


class AuditRoleSettings(TypedDict):
    """``auditRole``: the role by which the auditor reads each account."""

    name: str
    """The role's name, the same in every account."""

    external_id: str
    """What the auditor says when it assumes the role; the auditor's stack has the same."""

    auditor_account: str
    """The account that the auditor is in, by its name in the tree."""

    auditor_stack: NotRequired[str]
    """The auditor's stack. Default: the same name as its account."""


class Settings(TypedDict):
    """``bulwark:organization`` in ``Pulumi.<stack>.yaml``, where keys are written camelCase."""

    adopt: bool
    """Whether the organization is there already; ``false`` creates it."""

    allowed_regions: NotRequired[list[str]]
    """The regions of the policy ``allowed-regions``."""

    audit_role: AuditRoleSettings
    """The role by which the auditor reads each account."""

    limits: NotRequired[LimitsArgs]
    """Quotas of the organization, where they are lower than what AWS gives today."""

    policies: NotRequired[list[str]]
    """The root's service control policies."""

    units: dict[str, UnitArgs]
    """The units below the root."""


@dataclass(frozen=True, slots=True)
class Existing:
    """What is there before the stack is deployed.

    Attributes:
        organization: The organization's ids.
        accounts: The ids of its active accounts, by e-mail address in lower case.
        closed: The ids of its other accounts: closed, suspended or not yet open.
    """

    organization: AdoptedOrganization
    accounts: Mapping[str, str]
    closed: frozenset[str]


@dataclass(frozen=True, slots=True)
class Audit:
    """Who audits.

    Attributes:
        settings: The value of ``auditRole``.
        place: Where the auditor is deployed.
    """

    settings: AuditRoleSettings
    place: Deployment

    def role_of(self, function: str) -> str:
        """The ARN of the role of one of the auditor's functions."""
        name = self.place.name(function, limits.IAM_ROLE_NAME_LENGTH)
        return arns.role(self.place, name)

    def role_args(self, account_id: str) -> AuditRoleArgs:
        """The audit role of an account."""
        return {
            "account_id": account_id,
            "role_name": self.settings["name"],
            "external_id": self.settings["external_id"],
            "auditor_role_arn": self.role_of(_AUDIT_FUNCTION),
        }


def build(
    settings: Mapping[str, Any],
    place: Deployment,
    provider: aws.Provider,
    tags: Mapping[str, str],
) -> dict[str, pulumi.Input[Any]]:
    """Declare the organization and return the stack's outputs.

    Args:
        settings: The value of ``bulwark:organization``.
        place: The management account.
        provider: The provider of the management account.
        tags: Put on every resource of the member accounts; ``provider`` brings its own.

    Raises:
        ConfigError: A value that is not allowed, or an organization that cannot be adopted.
    """
    with reader.told_where_to_mend(place.stack):
        given, spec = parse(settings, place)
    existing = find(provider) if given["adopt"] else None
    ids = account_ids(spec, existing)
    audit = _audit(given["audit_role"], place, ids)
    args = organization_args(given)
    if existing:
        args["adopted"] = existing.organization
    if audit:
        args["account_listers"] = [audit.role_of(_DISPATCH_FUNCTION)]
    organization = Organization(
        "organization", args, opts=pulumi.ResourceOptions(providers=[provider])
    )
    if audit:
        AuditRole(
            "management-audit-role",
            audit.role_args(place.account_id),
            opts=pulumi.ResourceOptions(providers=[provider]),
        )
        for account in spec.accounts:
            if account.name in ids:
                account_id = ids[account.name]
                member = landing.account_provider(
                    f"account-{account.name}", place, account_id, account.role_name, tags
                )
                # The account may move, and its policies change, in the same update.
                opts = pulumi.ResourceOptions(providers=[member], depends_on=[organization])
                AuditRole(f"audit-role-{account.name}", audit.role_args(account_id), opts=opts)
    _tell_missing(spec, ids, audit)
    return {
        "organization_id": organization.organization_id,
        "root_id": organization.root_id,
        "accounts": dict(organization.account_ids),
        "units": dict(organization.unit_ids),
        "audit_role_name": given["audit_role"]["name"],
        "service_control_policies": inherited_policies.output(spec),
    }


def parse(settings: object, place: Deployment) -> tuple[Settings, OrganizationSpec]:
    """Validate the settings as a whole; nothing is registered and nothing is asked.

    Raises:
        SpecError: A value that is not allowed.
        ConfigError: A key that is missing, or a value of another type.
    """
    given = reader.read(WHERE, settings, Settings)
    audit, where = given["audit_role"], WHERE.key("audit_role")
    allowed = "2 to 1224 letters, digits and +=,.@:/_-"
    _text(where, audit, "external_id", EXTERNAL_ID, allowed)
    if "auditor_stack" in audit:
        _text(where, audit, "auditor_stack", _STACK_NAME, "a stack's name, such as dev")
    spec = OrganizationSpec.parse(WHERE, organization_args(given), place)
    names = [account.name for account in spec.accounts]
    one_of(str(where.key("auditor_account")), audit["auditor_account"], names)
    return given, spec


def organization_args(given: Settings) -> OrganizationArgs:
    """The component's part of the settings."""
    args: OrganizationArgs = {
        "units": given["units"],
        "policies": given.get("policies", []),
        "audit_role_name": given["audit_role"]["name"],
        "allowed_regions": given.get("allowed_regions", []),
        "limits": given.get("limits", {}),
    }
    return args


def find(provider: aws.Provider) -> Existing:
    """Ask AWS for the organization of the account; plain values, so known at preview.

    Raises:
        ConfigError: There is none, it is seen from a member account, or it takes no service
            control policies yet.
    """
    where = WHERE.key("adopt").path
    try:
        found = aws.organizations.get_organization(opts=pulumi.InvokeOptions(provider=provider))
    except Exception as error:
        if "AWSOrganizationsNotInUseException" not in str(error):
            raise
        allowed = "true only where there is an organization"
        raise ConfigError(
            where, given=True, allowed=allowed, mend="Create it with false."
        ) from None
    if not found.roots:
        allowed = f"true only in the management account, {found.master_account_id}"
        raise ConfigError(where, given=True, allowed=allowed)
    root = found.roots[0]
    if (_SCP, "ENABLED") not in [(one.type, one.status) for one in root.policy_types]:
        allowed = "an organization whose root has service control policies enabled"
        mend = (
            "Enable them in the management account: aws organizations enable-policy-type "
            f"--root-id {root.id} --policy-type {_SCP}"
        )
        raise ConfigError(where, given=True, allowed=allowed, mend=mend)
    active = {one.email.lower(): one.id for one in found.accounts if one.state == "ACTIVE"}
    return Existing(
        organization={"id": found.id, "root_id": root.id},
        accounts=active,
        closed=frozenset(one.id for one in found.accounts).difference(active.values()),
    )


def account_ids(spec: OrganizationSpec, existing: Existing | None) -> dict[str, str]:
    """The ids of the accounts that a provider can enter now, by name.

    The settings give an account's id, or it is found in the adopted organization by its e-mail
    address.
    """
    found = existing.accounts if existing else {}
    closed = existing.closed if existing else frozenset()
    ids = {one.name: one.id or found.get(one.email.lower()) for one in spec.accounts}
    return {name: one for name, one in ids.items() if one and one not in closed}


def _audit(settings: AuditRoleSettings, place: Deployment, ids: Mapping[str, str]) -> Audit | None:
    account = settings["auditor_account"]
    if account not in ids:
        return None
    stack = settings.get("auditor_stack", account)
    return Audit(settings, replace(place, stack=stack, account_id=ids[account]))


def _tell_missing(spec: OrganizationSpec, ids: Mapping[str, str], audit: Audit | None) -> None:
    missing = [account.name for account in spec.accounts if account.name not in ids]
    if audit is None:
        missing = [account.name for account in spec.accounts]
    if missing:
        pulumi.log.info(
            f"No audit role yet in {', '.join(missing)}: the account has to be open and its id "
            "known first. Once it is, deploy this stack again; an organization that is not adopted "
            "needs the ids of the output `accounts` in its settings (`id`)."
        )


def _text(
    where: Where, given: Mapping[str, Any], key: str, pattern: re.Pattern[str], allowed: str
) -> None:
    matching(str(where.key(key)), given[key], pattern, allowed)
