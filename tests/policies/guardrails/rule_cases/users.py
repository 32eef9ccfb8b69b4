"""IAM users."""

from tests.policies.guardrails.rule_cases.model import UNKNOWN, Cases, one

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
    "console-access": Cases(
        "",
        fails=[([one("aws:iam/userLoginProfile:UserLoginProfile", {"user": "x"})], ["user"])],
        passes=[[one("aws:iam/role:Role", {})]],
        near_misses=[[one("aws:iam/accountPasswordPolicy:AccountPasswordPolicy", {})]],
        always_known="that there is a login profile is known",
    ),
}
