"""Ways to more rights by changing who is trusted, and what holds back whole accounts."""

from functools import partial
from typing import Final

from guardrails.iam.escalation.model import Kind, Target
from guardrails.iam.escalation.paths.forms import one_action

_trust = partial(one_action, Kind.TRUST, Target.OTHER)

PATHS: Final = (
    _trust(
        "iam-update-assume-role-policy",
        "iam:UpdateAssumeRolePolicy",
        "let itself assume a role that may do more",
        (
            "pathfinding:iam-012",
            "rhino:14",
            "cloudsplaining:UpdateRolePolicyToAssumeIt",
            "prowler:AssumeRole+UpdateAssumeRolePolicy",
            "pmapper:iam:UpdateAssumeRolePolicy",
        ),
    ),
    _trust(
        "iam-update-saml-provider",
        "iam:UpdateSAMLProvider",
        "replace the sign-in provider that roles trust by their own and take any of them",
        ("hacktricks:iam-privesc",),
    ),
    _trust(
        "iam-add-client-id",
        "iam:AddClientIDToOpenIDConnectProvider",
        "have roles trust tokens that were made out to another application",
        ("hacktricks:iam-privesc",),
    ),
    _trust(
        "iam-update-oidc-thumbprint",
        "iam:UpdateOpenIDConnectProviderThumbprint",
        "have roles trust tokens from a server of their own under the provider's name",
        ("hacktricks:iam-privesc",),
    ),
    _trust(
        "rolesanywhere-update-trust-anchor",
        "rolesanywhere:UpdateTrustAnchor",
        "have roles trust certificates of their own authority",
        ("hacktricks:rolesanywhere-privesc",),
    ),
    _trust(
        "cognito-update-identity-pool",
        "cognito-identity:UpdateIdentityPool",
        "open an identity pool to guests or to a provider of their own, and take its roles",
        ("hacktricks:cognito-privesc",),
    ),
    _trust(
        "sso-attach-managed-policy",
        "sso:AttachManagedPolicyToPermissionSet",
        "attach AdministratorAccess to a permission set that they may sign in with",
        ("pathfinding:sso-002", "prowler:sso:AttachManagedPolicyToPermissionSet"),
    ),
    _trust(
        "sso-attach-customer-policy",
        "sso:AttachCustomerManagedPolicyReferenceToPermissionSet",
        "attach a wider policy of the account to a permission set that they may sign in with",
        ("hacktricks:sso-privesc",),
    ),
    _trust(
        "sso-put-inline-policy",
        "sso:PutInlinePolicyToPermissionSet",
        "write an inline policy that allows anything for a permission set that they have",
        ("pathfinding:sso-003", "prowler:sso:PutInlinePolicyToPermissionSet"),
    ),
    _trust(
        "sso-assign-account",
        "sso:CreateAccountAssignment",
        "assign themselves a permission set of administrators on any account",
        ("pathfinding:sso-001", "hacktricks:sso-privesc"),
    ),
    _trust(
        "sso-delete-boundary",
        "sso:DeletePermissionsBoundaryFromPermissionSet",
        "take the permissions boundary off a permission set that they have",
        ("hacktricks:sso-privesc",),
    ),
    _trust(
        "organizations-detach-policy",
        "organizations:DetachPolicy",
        "take the service control policies off its own account",
        ("hacktricks:organizations-privesc",),
    ),
    _trust(
        "organizations-update-policy",
        "organizations:UpdatePolicy",
        "rewrite the service control policies that hold its account back",
        ("hacktricks:organizations-privesc",),
    ),
    _trust(
        "eks-associate-access-policy",
        "eks:AssociateAccessPolicy",
        "make an access entry of theirs an administrator of the cluster, and act as its pods' "
        "roles",
        ("hacktricks:eks-privesc",),
    ),
)
