"""IAM users and administrator policies."""

from tests.policies.guardrails.rule_cases.model import UNKNOWN, Cases, one

ATTACHMENT = "aws:iam/policyAttachment:PolicyAttachment"
ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess"

CASES = {
    "iam-user-exists": Cases(
        "",
        fails=[([one("aws:iam/user:User", {"name": UNKNOWN})], ["name"])],
        passes=[[one("aws:iam/role:Role", {})]],
        near_misses=[[one("aws:iam/group:Group", {})]],
        always_known="that there is a user is known",
    ),
    "access-key-resource": Cases(
        "aws:iam/accessKey:AccessKey",
        fails=[({"user": "x"}, ["user"]), ({"user": "x", "status": "Active"}, ["user"])],
        passes=[[one("aws:iam/role:Role", {})]],
        near_misses=[{"user": "x", "status": "Inactive"}],
        always_known="a key of unknown status is a key",
    ),
    "policy-on-user": Cases(
        ATTACHMENT,
        fails=[
            ({"users": ["x"], "roles": ["y"]}, ["users"]),
            ([one("aws:iam/userPolicy:UserPolicy", {"user": UNKNOWN})], ["user"]),
            (
                [
                    one(
                        "aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive",
                        {"userName": "x"},
                    )
                ],
                ["userName"],
            ),
        ],
        passes=[{"roles": ["y"]}],
        near_misses=[{"users": [], "groups": ["z"]}],
        undetermined=[({"users": UNKNOWN}, "users")],
    ),
    "console-access": Cases(
        "",
        fails=[([one("aws:iam/userLoginProfile:UserLoginProfile", {"user": "x"})], ["user"])],
        passes=[[one("aws:iam/role:Role", {})]],
        near_misses=[[one("aws:iam/accountPasswordPolicy:AccountPasswordPolicy", {})]],
        always_known="that there is a login profile is known",
    ),
    "managed-admin": Cases(
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        fails=[
            ({"policyArn": ADMINISTRATOR}, ["policyArn"]),
            ({"policyArn": "arn:aws-cn:iam::aws:policy/PowerUserAccess"}, ["policyArn"]),
            (
                [one("aws:iam/role:Role", {"managedPolicyArns": ["arn:x", ADMINISTRATOR]})],
                ["managedPolicyArns[1]"],
            ),
            (
                [
                    one(
                        "aws:ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment",
                        {"managedPolicyArn": ADMINISTRATOR},
                    )
                ],
                ["managedPolicyArn"],
            ),
        ],
        passes=[{"policyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess"}],
        near_misses=[
            {"policyArn": "arn:aws:iam::123456789012:policy/AdministratorAccess"},
            {"policyArn": "arn:aws:iam::aws:policy/job-function/AdministratorAccess-Viewer"},
        ],
        undetermined=[({"policyArn": UNKNOWN}, "policyArn")],
    ),
}
