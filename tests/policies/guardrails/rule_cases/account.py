"""What holds for an account as a whole, and for its groups."""

from tests.policies.guardrails.rule_cases.model import UNKNOWN, Cases, one

PASSWORDS = "aws:iam/accountPasswordPolicy:AccountPasswordPolicy"
USER, GROUP = "aws:iam/user:User", "aws:iam/group:Group"
GROUP_MEMBERSHIP = "aws:iam/groupMembership:GroupMembership"
USER_MEMBERSHIP = "aws:iam/userGroupMembership:UserGroupMembership"
STRONG = {
    "minimumPasswordLength": 14,
    "requireLowercaseCharacters": True,
    "requireNumbers": True,
    "requireSymbols": True,
    "requireUppercaseCharacters": True,
    "passwordReusePrevention": 24,
    "maxPasswordAge": 90,
}

DISKS = "aws:ebs/encryptionByDefault:EncryptionByDefault"

CASES = {
    "password-policy": Cases(
        PASSWORDS,
        fails=[
            ({}, ["minimumPasswordLength"]),
            ({**STRONG, "minimumPasswordLength": 13}, ["minimumPasswordLength"]),
            ({**STRONG, "requireSymbols": False}, ["requireSymbols"]),
            ({**STRONG, "maxPasswordAge": 0}, ["maxPasswordAge"]),
            # One violation names all.
            (
                {**STRONG, "maxPasswordAge": 91, "passwordReusePrevention": 23},
                ["passwordReusePrevention"],
            ),
        ],
        passes=[STRONG],
        near_misses=[{**STRONG, "minimumPasswordLength": 20, "maxPasswordAge": 30}],
        undetermined=[({**STRONG, "maxPasswordAge": UNKNOWN}, "maxPasswordAge")],
    ),
    "access-analyzer-on": Cases(
        "",
        fails=[
            ([one(PASSWORDS, STRONG)], ["analyzerName"]),
            ([one("aws:cloudtrail/trail:Trail", {})], ["analyzerName"]),
        ],
        passes=[[one(PASSWORDS, STRONG), one("aws:accessanalyzer/analyzer:Analyzer", {})]],
        # A stack that is no account's baseline.
        near_misses=[[one("aws:organizations/organization:Organization", {})]],
        always_known="what a stack declares is known",
    ),
    "ebs-default-on": Cases(
        "",
        fails=[
            ([one(PASSWORDS, STRONG)], ["enabled"]),
            ([one("aws:cloudtrail/trail:Trail", {})], ["enabled"]),
        ],
        passes=[[one(PASSWORDS, STRONG), one(DISKS, {})]],
        near_misses=[
            # Told by `ebs-encrypt-default`.
            [
                one(PASSWORDS, STRONG),
                one(DISKS, {"enabled": False}),
            ],
            # A stack that is no account's baseline.
            [one("aws:organizations/organization:Organization", {})],
        ],
        always_known="what a stack declares is known",
    ),
    "group-empty": Cases(
        "",
        fails=[
            ([one(GROUP, {"name": "g"})], ["name"]),
            ([one(USER, {"name": "u"})], ["name"]),
            (
                [
                    one(GROUP, {"name": "g"}),
                    one(GROUP_MEMBERSHIP, {"group": "g", "users": []}),
                ],
                ["name"],
            ),
        ],
        passes=[
            [
                one(GROUP, {"name": "g"}),
                one(USER, {"name": "u"}),
                one(GROUP_MEMBERSHIP, {"group": "g", "users": ["u"]}),
            ]
        ],
        near_misses=[
            [
                one(GROUP, {"name": "g"}),
                one(USER, {"name": "u"}),
                one(USER_MEMBERSHIP, {"user": "u", "groups": ["f", "g"]}),
            ],
        ],
        undetermined=[
            (
                [
                    one(GROUP, {"name": "g"}),
                    one(GROUP_MEMBERSHIP, {"group": UNKNOWN, "users": ["u"]}),
                ],
                "group",
            )
        ],
    ),
}
