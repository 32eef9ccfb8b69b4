"""The library of service control policies: what no account may do, whatever its own IAM says.

Every policy denies; what is allowed comes from AWS's own ``FullAWSAccess``, which stays attached.
None of them binds the management account, nor service-linked roles:
https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from components.core import arns
from components.core.deployment import Deployment
from components.iam import document
from components.iam.document import JsonObject
from components.organization import tear_down

# Services with one endpoint for the whole world, which stands in one region:
# https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_examples_general.html
GLOBAL_SERVICES: Final = (
    "account:*",
    "artifact:*",
    "aws-marketplace:*",
    "billing:*",
    "budgets:*",
    "ce:*",
    "cloudfront:*",
    "consolidatedbilling:*",
    "cur:*",
    "ec2:DescribeRegions",
    "freetier:*",
    "globalaccelerator:*",
    "health:*",
    "iam:*",
    "invoicing:*",
    "networkmanager:*",
    "organizations:*",
    "payments:*",
    "pricing:*",
    "route53:*",
    "route53domains:*",
    "s3:GetAccountPublicAccessBlock",
    "s3:GetBucketLocation",
    "s3:ListAllMyBuckets",
    "s3:PutAccountPublicAccessBlock",
    "savingsplans:*",
    "servicequotas:*",
    "shield:*",
    "sts:*",
    "support:*",
    "supportplans:*",
    "tag:*",
    "tax:*",
    "trustedadvisor:*",
    "waf:*",
)

CHANGE_TRAIL: Final = (
    "cloudtrail:DeleteEventDataStore",
    "cloudtrail:DeleteTrail",
    "cloudtrail:PutEventSelectors",
    "cloudtrail:PutInsightSelectors",
    "cloudtrail:StopEventDataStoreIngestion",
    "cloudtrail:StopLogging",
    "cloudtrail:UpdateEventDataStore",
    "cloudtrail:UpdateTrail",
)

# What makes a role or changes whom it serves and what it may do; deleting it is apart, because
# the tear-down of an account deletes roles.
CHANGE_ROLE: Final = (
    "iam:AttachRolePolicy",
    "iam:CreateRole",
    "iam:PutRolePermissionsBoundary",
    "iam:PutRolePolicy",
    "iam:TagRole",
    "iam:UntagRole",
    "iam:UpdateAssumeRolePolicy",
    "iam:UpdateRole",
    "iam:UpdateRoleDescription",
)
DELETE_ROLE: Final = (
    "iam:DeleteRole",
    "iam:DeleteRolePermissionsBoundary",
    "iam:DeleteRolePolicy",
    "iam:DetachRolePolicy",
)

# Credentials of an IAM user that do not expire. `UpdateAccessKey` stays: it switches old keys off.
LASTING_CREDENTIALS: Final = (
    "iam:CreateAccessKey",
    "iam:CreateServiceSpecificCredential",
    "iam:ResetServiceSpecificCredential",
    "iam:UploadSigningCertificate",
)


@dataclass(frozen=True, slots=True)
class Subject:
    """What the policies are about.

    Attributes:
        place: Where the organization is managed from.
        access_roles: Names of the roles by which the management account enters its accounts.
        audit_role: The name of the role that the auditor assumes.
        regions: The allowed regions.
    """

    place: Deployment
    access_roles: tuple[str, ...]
    audit_role: str
    regions: tuple[str, ...]

    def role_arns(self, names: tuple[str, ...]) -> list[str]:
        """Roles of those names, in every account."""
        return [arns.role(self.place, name, "*") for name in names]


@dataclass(frozen=True, slots=True)
class ServiceControlPolicy:
    """One policy of the library."""

    description: str
    statements: Callable[[Subject], list[JsonObject]]


def _leave_organization(_: Subject) -> list[JsonObject]:
    return [_deny("DenyLeavingTheOrganization", Action=["organizations:LeaveOrganization"])]


def _root_user(subject: Subject) -> list[JsonObject]:
    condition = {
        "ArnLike": {"aws:PrincipalArn": arns.account_root(subject.place, "*")},
        # Sessions of centralized root access stay possible: the management account opens them, and
        # they are the only way back into a bucket or queue that shut everyone out.
        "Null": {"aws:AssumedRoot": "true"},
    }
    return [_deny("DenyTheRootUser", Action="*", Condition=condition)]


def _allowed_regions(subject: Subject) -> list[JsonObject]:
    # The organization's own role still cleans up elsewhere.
    condition = {
        "StringNotEquals": {"aws:RequestedRegion": list(subject.regions)},
        **_unless_organization(subject),
    }
    return [_deny("DenyOtherRegions", NotAction=list(GLOBAL_SERVICES), Condition=condition)]


def _protect_audit(subject: Subject) -> list[JsonObject]:
    condition = _unless_organization(subject)
    return [
        _deny("DenyChangesToTrails", Action=list(CHANGE_TRAIL), Condition=condition),
        _deny(
            "DenyChangesToAuditRole",
            Action=sorted((*CHANGE_ROLE, *DELETE_ROLE)),
            # The access role is protected too: whoever changes it can become it.
            Resource=subject.role_arns((subject.audit_role, *subject.access_roles)),
            Condition=condition,
        ),
    ]


def _access_keys(_: Subject) -> list[JsonObject]:
    return [_deny("DenyLastingCredentials", Action=list(LASTING_CREDENTIALS))]


def _tear_down_only(subject: Subject) -> list[JsonObject]:
    possible = sorted((*tear_down.ACTIONS, *CHANGE_ROLE))
    # The audit role is still set up here, by whomever `protect-audit` leaves it to.
    audit_role = subject.role_arns((subject.audit_role,))
    return [
        _deny("DenyAllButTearDownAndAudit", NotAction=possible),
        _deny("DenyOtherRoles", Action=list(CHANGE_ROLE), NotResource=audit_role),
    ]


LIBRARY: Final[Mapping[str, ServiceControlPolicy]] = MappingProxyType(
    {
        "deny-leave-organization": ServiceControlPolicy(
            "No account leaves the organization by itself.", _leave_organization
        ),
        "deny-root-user": ServiceControlPolicy(
            "The root users of the accounts do nothing.", _root_user
        ),
        "allowed-regions": ServiceControlPolicy(
            "Nothing happens outside of the allowed regions, global services aside.",
            _allowed_regions,
        ),
        "protect-audit": ServiceControlPolicy(
            "Only the organization's access role changes trails and the audit role.",
            _protect_audit,
        ),
        "deny-access-keys": ServiceControlPolicy(
            "IAM users get no credentials that do not expire.", _access_keys
        ),
        "tear-down-only": ServiceControlPolicy(
            "Accounts on their way out are looked at, audited and torn down, nothing else.",
            _tear_down_only,
        ),
    }
)


def render(name: str, subject: Subject) -> str:
    """The JSON of the library's policy ``name``."""
    return document.to_json(document.policy(LIBRARY[name].statements(subject)))


def _deny(sid: str, **elements: Any) -> JsonObject:  # noqa: ANN401 -- IAM's own grammar
    scope = {} if {"Resource", "NotResource"} & elements.keys() else {"Resource": "*"}
    return {"Sid": sid, "Effect": "Deny", **elements, **scope}


def _unless_organization(subject: Subject) -> JsonObject:
    return {"ArnNotLike": {"aws:PrincipalArn": subject.role_arns(subject.access_roles)}}
