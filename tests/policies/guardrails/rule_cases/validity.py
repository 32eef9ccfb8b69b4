"""Documents that do something else than they seem to, and those that are too large."""

from tests.policies.guardrails.rule_cases.model import UNKNOWN, Cases, Properties, one, policy

ROLE = "aws:iam/role:Role"
ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"
BUCKET = "arn:aws:s3:::reports"
OBJECTS = f"{BUCKET}/*"
READ = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": OBJECTS}


def document(**more: object) -> Properties:
    return {"policy": policy({**READ, **more})}


def conditions(**operators: object) -> Properties:
    return document(
        Condition={name.replace("_", ":"): keys for name, keys in operators.items()},
    )


def denied(**operators: object) -> Properties:
    return document(Effect="Deny", Condition=operators)


def validity(fails: list[tuple[Properties, str]], near_misses: list[Properties]) -> Cases:
    return Cases(
        ROLE_POLICY,
        fails=[(properties, [f"policy.Statement[0].{path}"]) for properties, path in fails],
        passes=[document()],
        near_misses=near_misses,
        undetermined=[({"policy": UNKNOWN}, "policy")],
    )


def filled(characters: int, *, spaces: int = 0) -> str:
    """A document of that many characters besides white space."""
    empty = policy({**READ, "Sid": ""}).replace(" ", "")
    text = empty.replace('"Sid":""', f'"Sid":"{"x" * (characters - len(empty))}"')
    return text + " " * spaces


ORGANIZATION, RCP = "aws:organizations/policy:Policy", "RESOURCE_CONTROL_POLICY"
SIZES = "aws:sqs/queuePolicy:QueuePolicy"

CASES = {
    "resource-mismatch": validity(
        fails=[
            (document(Resource=BUCKET), "Action[0]"),
            (document(Action=["s3:GetObject", "s3:ListBucket"]), "Action[1]"),
            (document(Action="s3:ListAllMyBuckets", Resource=BUCKET), "Action[0]"),
            (document(Effect="Deny", Resource=BUCKET), "Action[0]"),
        ],
        near_misses=[
            document(Resource="arn:aws:s3:::report*"),
            document(Resource="arn:aws:s3:eu-central-1:123456789012:accesspoint/a/object/*"),
            document(Action="s3:ListAllMyBuckets", Resource="*"),
            document(Action=["s3:GetObject", "s3:ListBucket"], Resource=[BUCKET, OBJECTS]),
        ],
    ),
    "unknown-condition-key": validity(
        fails=[
            (
                conditions(StringEquals={"aws:PrincipleArn": "x"}),
                "Condition.StringEquals.aws:PrincipleArn",
            ),
            (conditions(StringLike={"s3:prefix": "a/*"}), "Condition.StringLike.s3:prefix"),
        ],
        near_misses=[
            conditions(StringEquals={"AWS:PrincipalTag/team": "x", "s3:ExistingObjectTag/a": "b"}),
            document(
                Action="s3:ListBucket",
                Resource=BUCKET,
                Condition={"StringLike": {"s3:prefix": "a/*"}},
            ),
        ],
    ),
    "condition-type-mismatch": validity(
        fails=[
            (
                conditions(StringLike={"aws:SourceIp": "192.0.2.*"}),
                "Condition.StringLike.aws:SourceIp",
            ),
            (
                conditions(IpAddress={"aws:SourceIp": "192.0.2.0/33"}),
                "Condition.IpAddress.aws:SourceIp",
            ),
        ],
        near_misses=[
            conditions(NotIpAddress={"aws:SourceIp": ["192.0.2.0/24", "2001:db8::/32"]}),
            conditions(StringLike={"aws:PrincipalArn": "arn:aws:iam::*:role/audit"}),
            conditions(NumericLessThan={"aws:EpochTime": 1}),
        ],
    ),
    "forallvalues-single": validity(
        fails=[
            (
                conditions(ForAllValues_StringEquals={"aws:PrincipalOrgID": "o-1"}),
                "Condition.ForAllValues:StringEquals.aws:PrincipalOrgID",
            ),
            (
                conditions(ForAllValues_StringLike={"aws:PrincipalOrgPaths": "o-1/*"}),
                "Condition.ForAllValues:StringLike.aws:PrincipalOrgPaths",
            ),
        ],
        near_misses=[
            conditions(ForAllValues_StringEquals={"aws:TagKeys": "team"}),
            conditions(
                ForAllValues_StringLike={"aws:PrincipalOrgPaths": "o-1/*"},
                Null={"aws:PrincipalOrgPaths": "false"},
            ),
        ],
    ),
    "mfa-pattern": validity(
        fails=[
            (
                conditions(BoolIfExists={"aws:MultiFactorAuthPresent": "true"}),
                "Condition.BoolIfExists.aws:MultiFactorAuthPresent",
            ),
            (
                denied(Bool={"aws:MultiFactorAuthPresent": "false"}),
                "Condition.Bool.aws:MultiFactorAuthPresent",
            ),
        ],
        near_misses=[
            conditions(Bool={"aws:MultiFactorAuthPresent": "true"}),
            denied(BoolIfExists={"aws:MultiFactorAuthPresent": "false"}),
        ],
    ),
    "policy-size": Cases(
        "",
        fails=[
            ([one(SIZES, {"policy": filled(8_193)})], ["policy"]),
            ([one("aws:iam/policy:Policy", {"policy": filled(6_145)})], ["policy"]),
            ([one(ROLE, {"assumeRolePolicy": filled(2_049)})], ["assumeRolePolicy"]),
            (
                # The third one is past the limit of all together.
                [
                    one(ROLE, {"inlinePolicies": [{"policy": filled(4_000)}], "name": "r"}, "r"),
                    one(ROLE_POLICY, {"policy": filled(4_000), "role": "r"}, "s"),
                    one(ROLE_POLICY, {"policy": filled(4_000), "role": "r"}, "t"),
                ],
                ["policy"],
            ),
            ([one(ORGANIZATION, {"type": RCP, "content": filled(5_121)})], ["content"]),
            (
                [one("aws:iam/userPolicy:UserPolicy", {"policy": filled(2_049), "user": "u"})],
                ["policy"],
            ),
        ],
        passes=[[one(ROLE_POLICY, {**document(role="r"), "role": "r"})]],
        near_misses=[
            [one(SIZES, {"policy": filled(8_192)})],
            [one(ORGANIZATION, {"type": RCP, "content": filled(5_120)})],
            # Another rule is about service control policies.
            [one(ORGANIZATION, {"content": filled(10_241)})],
            # White space is free in IAM.
            [one("aws:iam/policy:Policy", {"policy": filled(6_144, spaces=500)})],
            # Two roles have a limit each.
            [
                one(ROLE_POLICY, {"policy": filled(9_000), "role": "r"}, "r"),
                one(ROLE_POLICY, {"policy": filled(9_000), "role": "s"}, "s"),
            ],
        ],
        undetermined=[
            ([one(ROLE_POLICY, {"policy": UNKNOWN, "role": "r"})], "policy"),
            ([one(SIZES, {"policy": UNKNOWN})], "policy"),
        ],
    ),
}
