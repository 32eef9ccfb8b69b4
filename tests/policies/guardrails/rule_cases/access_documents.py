"""Documents whatever they allow: unknown, malformed or too long."""

import json

from tests.policies.guardrails.rule_cases.model import UNKNOWN, Cases, policy
from tests.policies.guardrails.rule_cases.trust import LAMBDA, ROLE

CASES = {
    "unknown-access-document": Cases(
        ROLE,
        fails=[
            ({"assumeRolePolicy": UNKNOWN}, ["assumeRolePolicy"]),
            (
                {
                    "assumeRolePolicy": policy(LAMBDA),
                    "inlinePolicies": [{"name": "a", "policy": "{}"}, {"policy": UNKNOWN}],
                },
                ["inlinePolicies[1].policy"],
            ),
            (
                {"assumeRolePolicy": policy(LAMBDA), "inlinePolicies": UNKNOWN},
                ["inlinePolicies"],
            ),
            (
                {"assumeRolePolicy": {"Version": "2012-10-17", "Statement": [{"Sid": UNKNOWN}]}},
                ["assumeRolePolicy.Statement[0].Sid"],
            ),
        ],
        passes=[{"assumeRolePolicy": policy(LAMBDA)}],
        near_misses=[{"assumeRolePolicy": policy(LAMBDA), "permissionsBoundary": UNKNOWN}],
        always_known="an unknown document is what violates the rule",
    ),
    "malformed-policy": Cases(
        "aws:iam/rolePolicy:RolePolicy",
        fails=[
            ({"policy": "{"}, ["policy"]),
            ({"policy": "[]"}, ["policy"]),
            (
                {
                    "policy": policy(
                        {"Effect": "Perhaps", "Action": "s3:GetObject", "Resource": "*"}
                    )
                },
                ["policy.Statement[0].Effect"],
            ),
        ],
        passes=[{"policy": policy({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"})}],
        near_misses=[
            # One statement instead of a list of one is well formed.
            {
                "policy": json.dumps(
                    {
                        "Version": "2012-10-17",
                        "Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"},
                    }
                )
            }
        ],
        undetermined=[({"policy": UNKNOWN}, "policy")],
    ),
    "unknown-action": Cases(
        "aws:iam/rolePolicy:RolePolicy",
        fails=[
            (
                {"policy": policy({"Effect": "Allow", "Action": "s3:GetObjects", "Resource": "*"})},
                ["policy.Statement[0].Action[0]"],
            )
        ],
        passes=[{"policy": policy({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"})}],
        near_misses=[
            {"policy": policy({"Effect": "Allow", "Action": "S3:getobject", "Resource": "*"})}
        ],
        undetermined=[({"policy": UNKNOWN}, "policy")],
    ),
    "scp-size": Cases(
        "aws:organizations/policy:Policy",
        fails=[({"content": "x" * 10_241}, ["content"])],
        passes=[{"content": policy(LAMBDA), "type": "SERVICE_CONTROL_POLICY"}],
        near_misses=[
            {"content": "x" * 10_240},
            {"content": "x" * 10_241, "type": "BACKUP_POLICY"},
        ],
        undetermined=[({"content": UNKNOWN}, "content")],
    ),
}
