"""An AWS organization: its units, its accounts and what no account may do."""

from components.organization.args import (
    AccountArgs,
    AdoptedOrganization,
    AuditRoleArgs,
    LimitsArgs,
    OrganizationArgs,
    UnitArgs,
)
from components.organization.audit_role import AuditRole
from components.organization.component import Organization

__all__ = [
    "AccountArgs",
    "AdoptedOrganization",
    "AuditRole",
    "AuditRoleArgs",
    "LimitsArgs",
    "Organization",
    "OrganizationArgs",
    "UnitArgs",
]
