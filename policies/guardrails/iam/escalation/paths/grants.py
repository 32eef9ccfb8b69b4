"""Ways to more rights by writing policies."""

from functools import partial
from typing import Final

from guardrails.iam.escalation.model import Kind, Path, Target
from guardrails.iam.escalation.paths.forms import one_action

_NO_VERSION: Final = "Name the policies in Resource; none that the principal has itself."
_KEEP_BOUNDARY: Final = "Leave it out: whoever bounds principals should not be bounded alike."

_own = partial(one_action, Kind.GRANT, Target.ITSELF)


def _made(id_: str, needs: tuple[str, ...], yields: str, references: tuple[str, ...] = ()) -> Path:
    """The rights are written onto a principal that can be used, whatever it could before."""
    return Path(id_, Kind.GRANT, Target.MADE, needs, yields, references=references)


_ITSELF: Final = (
    _own(
        "iam-create-policy-version",
        "iam:CreatePolicyVersion",
        "rewrite a managed policy that it has itself, to allow anything",
        (
            "pathfinding:iam-001",
            "pathfinding:iam-016",
            "pathfinding:iam-020",
            "rhino:1",
            "cloudsplaining:CreateNewPolicyVersion",
            "prowler:CreatePolicyVersion",
        ),
        _NO_VERSION,
    ),
    _own(
        "iam-set-default-policy-version",
        "iam:SetDefaultPolicyVersion",
        "bring back an older, wider version of a managed policy that it has itself",
        (
            "rhino:2",
            "cloudsplaining:SetExistingDefaultPolicyVersion",
            "prowler:SetDefaultPolicyVersion",
        ),
        _NO_VERSION,
    ),
    _own(
        "iam-attach-user-policy",
        "iam:AttachUserPolicy",
        "attach AdministratorAccess to its own user",
        ("pathfinding:iam-008", "rhino:7", "cloudsplaining:AttachUserPolicy"),
    ),
    _own(
        "iam-attach-group-policy",
        "iam:AttachGroupPolicy",
        "attach AdministratorAccess to a group that it is in",
        ("pathfinding:iam-010", "rhino:8", "cloudsplaining:AttachGroupPolicy"),
    ),
    _own(
        "iam-attach-role-policy",
        "iam:AttachRolePolicy",
        "attach AdministratorAccess to its own role",
        ("pathfinding:iam-009", "rhino:9", "cloudsplaining:AttachRolePolicy"),
    ),
    _own(
        "iam-put-user-policy",
        "iam:PutUserPolicy",
        "write an inline policy for its own user that allows anything",
        ("pathfinding:iam-007", "rhino:10", "cloudsplaining:PutUserPolicy"),
    ),
    _own(
        "iam-put-group-policy",
        "iam:PutGroupPolicy",
        "write an inline policy for a group that it is in that allows anything",
        ("pathfinding:iam-011", "rhino:11", "cloudsplaining:PutGroupPolicy"),
    ),
    _own(
        "iam-put-role-policy",
        "iam:PutRolePolicy",
        "write an inline policy for its own role that allows anything",
        ("pathfinding:iam-005", "rhino:12", "cloudsplaining:PutRolePolicy"),
    ),
    one_action(
        Kind.GRANT,
        Target.OTHER,
        "iam-add-user-to-group",
        "iam:AddUserToGroup",
        "put a user of theirs into a group that may do more",
        ("pathfinding:iam-013", "rhino:13", "cloudsplaining:AddUserToGroup"),
        "Name the groups in Resource; none that may do more than the principal.",
    ),
    _own(
        "iam-delete-user-permissions-boundary",
        "iam:DeleteUserPermissionsBoundary",
        "take the permissions boundary off its own user",
        ("pathfinding:iam-022", "prowler:iam:DeleteUserPermissionsBoundary"),
        _KEEP_BOUNDARY,
    ),
    _own(
        "iam-put-user-permissions-boundary",
        "iam:PutUserPermissionsBoundary",
        "put a wider permissions boundary on its own user",
        ("hacktricks:iam-privesc",),
        _KEEP_BOUNDARY,
    ),
    _own(
        "iam-delete-role-permissions-boundary",
        "iam:DeleteRolePermissionsBoundary",
        "take the permissions boundary off its own role",
        ("pathfinding:iam-023", "prowler:AssumeRole+DeleteRolePermissionsBoundary"),
        _KEEP_BOUNDARY,
    ),
    _own(
        "iam-put-role-permissions-boundary",
        "iam:PutRolePermissionsBoundary",
        "put a wider permissions boundary on its own role",
        ("hacktricks:iam-privesc",),
        _KEEP_BOUNDARY,
    ),
)
_WRITTEN: Final = (
    _made(
        "iam-attach-role-policy-assume",
        ("iam:AttachRolePolicy", "sts:AssumeRole"),
        "attach AdministratorAccess to a role and assume it",
        ("pathfinding:iam-014", "prowler:AssumeRole+AttachRolePolicy"),
    ),
    _made(
        "iam-put-role-policy-assume",
        ("iam:PutRolePolicy", "sts:AssumeRole"),
        "write an inline policy for a role that allows anything, and assume it",
        ("pathfinding:iam-017", "prowler:AssumeRole+PutRolePolicy"),
    ),
    _made(
        "iam-attach-role-policy-trust",
        ("iam:AttachRolePolicy", "iam:UpdateAssumeRolePolicy"),
        "attach AdministratorAccess to a role and let itself assume it",
        ("pathfinding:iam-019", "cloudsplaining:AttachRolePolicyThenUpdateAssumeRolePolicy"),
    ),
    _made(
        "iam-put-role-policy-trust",
        ("iam:PutRolePolicy", "iam:UpdateAssumeRolePolicy"),
        "write an inline policy for a role that allows anything, and let itself assume it",
        ("pathfinding:iam-021", "cloudsplaining:PutRolePolicyThenUpdateAssumeRolePolicy"),
    ),
    _made(
        "iam-attach-role-policy-pass",
        ("iam:AttachRolePolicy", "iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"),
        "attach AdministratorAccess to a role and run a function as it",
        ("pmapper:PassRole",),
    ),
    _made(
        "iam-put-role-policy-pass",
        ("iam:PutRolePolicy", "iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"),
        "write an inline policy for a role that allows anything, and run a function as it",
        ("pmapper:PassRole",),
    ),
    _made(
        "iam-attach-user-policy-key",
        ("iam:AttachUserPolicy", "iam:CreateAccessKey"),
        "attach AdministratorAccess to a user and make an access key of it",
        ("pathfinding:iam-015", "cloudsplaining:AttachUserPolicyThenCreateAccessKey"),
    ),
    _made(
        "iam-put-user-policy-key",
        ("iam:PutUserPolicy", "iam:CreateAccessKey"),
        "write an inline policy for a user that allows anything, and make an access key of it",
        ("pathfinding:iam-018", "cloudsplaining:PutUserPolicyThenCreateAccessKey"),
    ),
    _made(
        "iam-attach-user-policy-login",
        ("iam:AttachUserPolicy", "iam:CreateLoginProfile"),
        "attach AdministratorAccess to a user and sign in as it",
        ("pmapper:CreateLoginProfile",),
    ),
    _made(
        "iam-put-user-policy-login",
        ("iam:PutUserPolicy", "iam:CreateLoginProfile"),
        "write an inline policy for a user that allows anything, and sign in as it",
        ("pmapper:CreateLoginProfile",),
    ),
)
_CREATED: Final = (
    _made(
        "iam-create-role-attach",
        ("iam:CreateRole", "iam:AttachRolePolicy"),
        "create a role that trusts it, with AdministratorAccess, and assume that",
        ("hacktricks:iam-privesc",),
    ),
    _made(
        "iam-create-role-put",
        ("iam:CreateRole", "iam:PutRolePolicy"),
        "create a role that trusts it, with an inline policy that allows anything, and assume that",
        ("hacktricks:iam-privesc",),
    ),
)
CREATED: Final = frozenset(path.id for path in _CREATED)
"""Those that make a new principal; the rule permissions-boundary-missing tells of them."""

PATHS: Final = (*_ITSELF, *_WRITTEN, *_CREATED)
