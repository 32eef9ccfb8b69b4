"""IAM."""

from typing import Final

from guardrails.native.model import ITSELF, At, Lacking, NativeType, Part, Table
from guardrails.native.shapes import as_json, only, tags
from guardrails.resource_types import GROUP, POLICY, ROLE, USER

_DOCUMENT: Final = At("policyDocument", as_json)
_INLINE: Final[Table] = {"name": "policyName", "policy": _DOCUMENT}


def _policies_of(kind: str) -> tuple[Part, Part]:
    """What a principal has within it: policies, and ARNs of managed ones."""
    holder = kind.lower()
    inline = Part(
        f"aws:iam/{holder}Policy:{kind}Policy", "policies", _INLINE, whole=holder, each=True
    )
    managed = Part(
        f"aws:iam/{holder}PolicyAttachment:{kind}PolicyAttachment",
        "managedPolicyArns",
        {"policyArn": ITSELF},
        whole=holder,
        each=True,
    )
    return inline, managed


_ROLE: Final = NativeType(
    "aws-native:iam:Role",
    ROLE,
    {
        "name": "roleName",
        "arn": "arn",
        "path": "path",
        "assumeRolePolicy": At("assumeRolePolicyDocument", as_json),
        # The classic lists allow nothing beside them; these do, as single policies do.
        "inlinePolicies": Lacking("policies"),
        "managedPolicyArns": Lacking("managedPolicyArns"),
        "maxSessionDuration": "maxSessionDuration",
        "permissionsBoundary": "permissionsBoundary",
        "tags": At("tags", tags),
    },
    parts=_policies_of("Role"),
    documents=("assumeRolePolicyDocument", "policies.policyDocument"),
)


_USER: Final = NativeType(
    "aws-native:iam:User",
    USER,
    {
        "name": "userName",
        "arn": "arn",
        "path": "path",
        "permissionsBoundary": "permissionsBoundary",
        "tags": At("tags", tags),
    },
    parts=(
        *_policies_of("User"),
        Part(
            "aws:iam/userGroupMembership:UserGroupMembership",
            "groups",
            {"groups": "groups"},
            whole="user",
        ),
        Part(
            "aws:iam/userLoginProfile:UserLoginProfile",
            "loginProfile",
            {"passwordResetRequired": "loginProfile.passwordResetRequired"},
            whole="user",
        ),
    ),
    documents=("policies.policyDocument",),
)

_GROUP: Final = NativeType(
    "aws-native:iam:Group",
    GROUP,
    {"name": "groupName", "arn": "arn", "path": "path"},
    parts=_policies_of("Group"),
    documents=("policies.policyDocument",),
)


def _attached(kind: str) -> Part:
    """What a managed policy says of whom it is attached to."""
    holder = kind.lower()
    return Part(
        f"aws:iam/{holder}PolicyAttachment:{kind}PolicyAttachment",
        f"{holder}s",
        {holder: ITSELF},
        whole="policyArn",
        each=True,
    )


_MANAGED_POLICY: Final = NativeType(
    "aws-native:iam:ManagedPolicy",
    POLICY,
    {
        "name": "managedPolicyName",
        "arn": "policyArn",
        "path": "path",
        "policy": _DOCUMENT,
    },
    parts=(_attached("Role"), _attached("User"), _attached("Group")),
    documents=("policyDocument",),
    left_out=dict.fromkeys(
        ("managed-admin", "aws-managed-policy"),
        "what is attached is the policy itself, which is not of AWS's",
    ),
)


def _inline(kind: str) -> NativeType:
    holder = kind.lower()
    return NativeType(
        f"aws-native:iam:{kind}Policy",
        f"aws:iam/{holder}Policy:{kind}Policy",
        {**_INLINE, holder: f"{holder}Name"},
        documents=("policyDocument",),
    )


_PROFILE: Final = NativeType(
    "aws-native:iam:InstanceProfile",
    "aws:iam/instanceProfile:InstanceProfile",
    {"name": "instanceProfileName", "arn": "arn", "role": At("roles", only)},
)

TYPES: Final = (
    _ROLE,
    _USER,
    _GROUP,
    _MANAGED_POLICY,
    _inline("Role"),
    _inline("User"),
    _inline("Group"),
    _PROFILE,
)
