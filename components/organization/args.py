"""The shapes of ``Organization`` and ``AuditRole``."""

from typing import Dict, NotRequired, TypedDict  # noqa: UP035 -- see UnitArgs.units


class AccountArgs(TypedDict):
    """An account of the organization."""

    email: str
    """The address of the account's root user; no two accounts of AWS share one."""

    id: NotRequired[str]
    """The account's twelve digits when it exists already: it is adopted, not created."""

    role_name: NotRequired[str]
    """The role by which the management account enters the account. Default:
    ``OrganizationAccountAccessRole``."""


class UnitArgs(TypedDict):
    """An organizational unit."""

    id: NotRequired[str]
    """The unit's id (``ou-…``) when it exists already: it is adopted, not created."""

    policies: NotRequired[list[str]]
    """The service control policies of the unit and of everything below it, by their names in
    ``components.organization.scps.LIBRARY``. Default: none."""

    accounts: NotRequired[dict[str, AccountArgs]]
    """The unit's accounts by name. Default: none."""

    # `dict` would keep the name as a text, which Pulumi cannot follow when it derives the schema.
    units: NotRequired[Dict[str, "UnitArgs"]]  # noqa: UP006 -- the same
    """The units below this one by name; AWS takes five levels. Default: none."""


class LimitsArgs(TypedDict):
    """Quotas of the organization, where they are lower than what AWS gives today."""

    scp_characters: NotRequired[int]
    """The most characters of a service control policy. Default: 10240."""

    scps_per_target: NotRequired[int]
    """The most service control policies on the root or a unit, with AWS's own ``FullAWSAccess``.
    Default: 10."""


class AdoptedOrganization(TypedDict):
    """An organization that exists already."""

    id: str
    """The organization's id (``o-…``)."""

    root_id: str
    """The id of its root (``r-…``)."""


class OrganizationArgs(TypedDict):
    """The arguments of ``Organization``."""

    adopted: NotRequired[AdoptedOrganization]
    """The organization that is there already; it is never changed itself. Default: create one."""

    policies: NotRequired[list[str]]
    """The service control policies of the root, so of every account. Default: none."""

    units: dict[str, UnitArgs]
    """The units below the root by name."""

    audit_role_name: str
    """The name of the role in every account that the auditor assumes."""

    allowed_regions: NotRequired[list[str]]
    """The regions of the policy ``allowed-regions``. Default: none, so the policy cannot be
    used."""

    account_listers: NotRequired[list[str]]
    """ARNs of the roles in member accounts that may list the organization's accounts, which AWS
    leaves to the management account otherwise. Default: none."""

    limits: NotRequired[LimitsArgs]
    """Quotas of this organization. Default: those that AWS gives today."""


class AuditRoleArgs(TypedDict):
    """The arguments of ``AuditRole``."""

    account_id: str
    """The account that the role is in."""

    role_name: str
    """The role's name, the same in every account."""

    external_id: str
    """What the auditor has to say when it assumes the role (``sts:ExternalId``)."""

    auditor_role_arn: str
    """The only role that may assume it. It need not exist yet."""
