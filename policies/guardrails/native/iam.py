"""IAM."""

from typing import Final

from guardrails.native.model import At, NativeType
from guardrails.native.shapes import as_json, each, tags
from guardrails.resource_types import ROLE

_ROLE: Final = NativeType(
    "aws-native:iam:Role",
    ROLE,
    {
        "name": "roleName",
        "arn": "arn",
        "path": "path",
        "assumeRolePolicy": At("assumeRolePolicyDocument", as_json),
        "inlinePolicies": At(
            "policies", each({"name": "policyName", "policy": At("policyDocument", as_json)})
        ),
        "managedPolicyArns": "managedPolicyArns",
        "maxSessionDuration": "maxSessionDuration",
        "permissionsBoundary": "permissionsBoundary",
        "tags": At("tags", tags),
    },
    documents=("assumeRolePolicyDocument", "policies.policyDocument"),
)

TYPES: Final = (_ROLE,)
