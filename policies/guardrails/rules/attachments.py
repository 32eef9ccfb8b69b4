"""Which policies are attached to whom, and how."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from guardrails.graph import Graph
from guardrails.iam import managed
from guardrails.model import Fail, Level, Result, Scope, Severity, Undetermined, rule
from guardrails.resource_types import ROLE
from guardrails.rules.roles import cross_account_readonly, lambda_role_star
from guardrails.subjects.snippets import READ, SIGNED_IN
from guardrails.view import Resource, View

_USER_POLICY: Final = "aws:iam/userPolicy:UserPolicy"
_USER_ATTACHMENT: Final = "aws:iam/userPolicyAttachment:UserPolicyAttachment"
_USER_ATTACHMENTS: Final = "aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive"
_ATTACHMENT: Final = "aws:iam/policyAttachment:PolicyAttachment"
_ROLE_POLICY: Final = "aws:iam/rolePolicy:RolePolicy"
_GROUP_POLICY: Final = "aws:iam/groupPolicy:GroupPolicy"

# Where each type names the managed policies that it attaches.
_MANAGED_ARNS: Final[Mapping[str, str]] = {
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": "policyArn",
    "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive": "policyArns",
    _USER_ATTACHMENT: "policyArn",
    _USER_ATTACHMENTS: "policyArns",
    "aws:iam/groupPolicyAttachment:GroupPolicyAttachment": "policyArn",
    "aws:iam/groupPolicyAttachmentsExclusive:GroupPolicyAttachmentsExclusive": "policyArns",
    _ATTACHMENT: "policyArn",
    ROLE: "managedPolicyArns",
}
_PERMISSION_SETS: Final[Mapping[str, str]] = {
    "aws:ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment": "managedPolicyArn",
    "aws:ssoadmin/managedPolicyAttachmentsExclusive:ManagedPolicyAttachmentsExclusive": (
        "managedPolicyArns"
    ),
}
_REACHES: Final = {
    "AdministratorAccess": "everything in the account",
    "PowerUserAccess": "everything in the account but IAM",
    "IAMFullAccess": "every role and user, and so everything in the account",
}


@rule(
    "policy-on-user",
    "No policy is attached to a user",
    category="least-privilege",
    severity=Severity.MEDIUM,
    applies_to=[_USER_POLICY, _USER_ATTACHMENT, _USER_ATTACHMENTS, _ATTACHMENT],
    why="What single users may do is lost sight of, and stays when their work changes.",
    remediation="Attach the policy to a role or, where there must be users, to a group.",
    snippet='aws.iam.GroupPolicyAttachment("readers", group=group.name, policy_arn=policy.arn)',
    equivalents=[
        "CKV_AWS_40",
        "FSBP:IAM.2",
        "cdk-nag:IAMUserNoPolicies",
        "trivy:AWS-0143",
        "guard:iam-no-policy-on-user",
        "pulumi-compliance:aws-iam-policy-attachment-only-attachment-through-groups",
        "cfn_nag:F11",
        "cfn_nag:F12",
    ],
)
def policy_on_user(attachment: Resource) -> Iterator[Result]:
    """``PolicyAttachment`` may have roles and groups only."""
    users = attachment["users"]
    if attachment.type != _ATTACHMENT:
        users = attachment["userName" if attachment.type == _USER_ATTACHMENTS else "user"]
    elif users.missing:
        return
    elif users.unknown:
        yield Undetermined(users.path)
        return
    yield Fail(
        "The policy is given to a user, past every group and role that is reviewed.",
        users.path,
        "attach the policy to a role or a group",
    )


@rule(
    "managed-admin",
    "No administrator policy of AWS is attached",
    category="least-privilege",
    severity=Severity.HIGH,
    applies_to=list(_MANAGED_ARNS),
    why="AdministratorAccess, PowerUserAccess and IAMFullAccess each reach everything.",
    remediation="Attach a policy with the actions that are used.",
    snippet=READ,
    equivalents=[
        "CKV_AWS_274",
        "CKV_AWS_275",
        "guard:iam-role-administrator-access-policy-rule",
        "guard:iam-role-elevated-managed-policy-rule",
        "cfn_nag:W43",
        "cfn_nag:W44",
        "prowler:iam_role_administratoraccess_policy",
    ],
)
def managed_admin(attachment: Resource) -> Iterator[Result]:
    """One ARN or a list of them."""
    yield from _administrators(attachment[_MANAGED_ARNS[attachment.type]])


@rule(
    "sso-managed-admin",
    "No permission set holds an administrator policy of AWS",
    category="least-privilege",
    severity=Severity.HIGH,
    applies_to=list(_PERMISSION_SETS),
    why="Whoever is assigned the permission set, in whatever account, owns the account.",
    remediation="Write the permission set's own policy with the actions that the people need; keep "
    "one set for emergencies, with a waiver that says who answers for it.",
    snippet=SIGNED_IN,
    equivalents=["CKV_AWS_274"],
)
def sso_managed_admin(attachment: Resource) -> Iterator[Result]:
    """One ARN or a list of them."""
    yield from _administrators(attachment[_PERMISSION_SETS[attachment.type]])


def _administrators(arns: View) -> Iterator[Result]:
    for arn in arns.items():
        name = managed.name_of(arn.text)
        if arn.unknown:
            yield Undetermined(arn.path)
        elif name in _REACHES:
            yield Fail(
                f"{name} reaches {_REACHES[name]}.",
                arn.path,
                "a policy with the actions that are used",
            )


@rule(
    "aws-managed-policy",
    "No policy of AWS is attached",
    category="least-privilege",
    severity=Severity.LOW,
    level=Level.ADVISORY,
    applies_to=list(_MANAGED_ARNS),
    why="AWS writes its policies for everybody, with * for the resources, and adds actions to them "
    "unasked; those that reach most are violations by rules of their own, so this is an advice.",
    scope=Scope.STACK,
    remediation="Write a policy with the actions and resources that are used.",
    snippet=READ,
    equivalents=["cdk-nag:IAM4"],
)
def aws_managed_policy(graph: Graph) -> Iterator[Result]:
    """What other rules say more of is left to them, administrators' policies to ``managed-admin``.

    The others look at the stack, and so does this one.
    """
    told = {
        (one.urn, one.path)
        for other in (lambda_role_star, cross_account_readonly)
        for one in other.check(graph)
        if isinstance(one, Fail)
    }
    for attachment in graph.of(*_MANAGED_ARNS):
        for result in _managed(attachment):
            if (attachment.urn, result.path) not in told:
                yield replace(result, urn=attachment.urn)


def _managed(attachment: Resource) -> Iterator[Result]:
    for arn in attachment[_MANAGED_ARNS[attachment.type]].items():
        name = managed.name_of(arn.text)
        if arn.unknown:
            yield Undetermined(arn.path)
        elif name is not None and name not in _REACHES:
            yield Fail(
                f"AWS decides what {name} allows, today and tomorrow, on every resource.",
                arn.path,
                "a policy of your own with the actions and resources that are used",
            )


@rule(
    "inline-policy",
    "Policies stand by themselves instead of within a role or a group",
    category="least-privilege",
    severity=Severity.LOW,
    level=Level.DISABLED,
    applies_to=[_ROLE_POLICY, _GROUP_POLICY, ROLE],
    why="Whoever reviews managed policies does not come across an inline one. Disabled, for one "
    "inline policy per role, as Bulwark's components make it, cannot be attached to anyone else.",
    remediation="Declare an aws.iam.Policy and attach it.",
    snippet='policy = aws.iam.Policy("worker", name="worker", policy=document)\n'
    'aws.iam.RolePolicyAttachment("worker", role=role.name, policy_arn=policy.arn)',
    equivalents=["cdk-nag:IAMNoInlinePolicy", "guard:iam-no-inline-policy-check", "cfn_nag:F10"],
)
def inline_policy(holder: Resource) -> Iterator[Result]:
    """Inline policies of users are left to ``policy-on-user``."""
    policies = (holder["inlinePolicies"] if holder.type == ROLE else holder["policy"]).items()
    for policy in policies:
        if holder.type == ROLE and policy.unknown:
            yield Undetermined(policy.path)
        else:
            yield Fail(
                "The policy stands within what it is for: no list of policies shows it.",
                policy.path,
                "an aws.iam.Policy and an attachment",
            )


RULES = (policy_on_user, managed_admin, sso_managed_admin, aws_managed_policy, inline_policy)
