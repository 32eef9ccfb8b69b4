"""What identity policies allow."""

from tests.policies.guardrails.rule_cases.model import UNKNOWN, Cases, Properties, policy

ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"
TABLE = "arn:aws:dynamodb:eu-central-1:123456789012:table/orders"
ROLE = "arn:aws:iam::123456789012:role/audit"
READ = {"Effect": "Allow", "Action": "dynamodb:GetItem", "Resource": TABLE}


def allows(action: object, resource: object = TABLE, **more: object) -> Properties:
    statement = {"Effect": "Allow", "Action": action, "Resource": resource, **more}
    return {"policy": policy(READ, statement)}


def passed_to(service: str) -> Properties:
    return {"StringEquals": {"iam:PassedToService": service}}


def tagged(team: str) -> Properties:
    return {"StringLike": {"aws:ResourceTag/team": team}}


def cases(*, fails: list[tuple[Properties, str]], near_misses: list[Properties]) -> Cases:
    """The paths are those within the document."""
    return Cases(
        ROLE_POLICY,
        fails=[(properties, [f"policy.{path}"]) for properties, path in fails],
        passes=[{"policy": policy(READ)}],
        near_misses=near_misses,
        undetermined=[({"policy": UNKNOWN}, "policy")],
    )


CASES = {
    "admin-star": cases(
        fails=[
            (allows("*", "*"), "Statement[1].Action[0]"),
            (allows("*:*", "*"), "Statement[1].Action[0]"),
        ],
        near_misses=[
            allows("*", "*", Effect="Deny"),
            allows("dynamodb:Query", TABLE),
        ],
    ),
    "action-star": cases(
        fails=[(allows("*"), "Statement[1].Action[0]")],
        near_misses=[allows("*", Effect="Deny"), allows("dynamodb:Get*")],
    ),
    "service-wildcard": cases(
        fails=[(allows("dynamodb:*"), "Statement[1].Action[0]")],
        near_misses=[allows("dynamodb:*Item"), allows("dynamodb:*", Effect="Deny")],
    ),
    "full-iam": cases(
        fails=[(allows("iam:*", "*"), "Statement[1].Action[0]")],
        near_misses=[allows("iam:Get*", ROLE), allows("iam:*", "*", Effect="Deny")],
    ),
    "kms-full": cases(
        fails=[(allows("kms:*", "*"), "Statement[1].Action[0]")],
        near_misses=[allows("kms:*", "*", Effect="Deny")],
    ),
    "cloudtrail-full": cases(
        fails=[(allows("cloudtrail:*", "*"), "Statement[1].Action[0]")],
        near_misses=[
            allows("cloudtrail:LookupEvents", "*"),
            {
                "policy": policy(
                    {"Effect": "Allow", "Action": "cloudtrail:*", "Resource": "*"},
                    {"Effect": "Deny", "NotAction": "cloudtrail:L*", "Resource": "*"},
                )
            },
        ],
    ),
    "credentials-exposure": cases(
        fails=[(allows("rds-db:connect", "*"), "Statement[1].Resource[0]")],
        near_misses=[
            allows("iam:CreateAccessKey", "arn:aws:iam::123456789012:user/${aws:username}"),
            allows("ecr:GetAuthorizationToken", "*"),
        ],
    ),
    "data-exfil": cases(
        fails=[
            (allows("s3:GetObject", "*"), "Statement[1].Resource[0]"),
            (
                allows("ssm:GetParameter*", "arn:aws:ssm:*:*:parameter/*"),
                "Statement[1].Resource[0]",
            ),
        ],
        near_misses=[
            allows("s3:GetObject", "arn:aws:s3:::bucket/*"),
            allows("secretsmanager:GetSecretValue", "*", Condition=tagged("a")),
        ],
    ),
    "kms-decrypt-star": cases(
        fails=[(allows("kms:Decrypt", "*"), "Statement[1].Resource[0]")],
        near_misses=[
            allows("kms:Decrypt", "arn:aws:kms:eu-central-1:123456789012:key/1"),
            allows(
                "kms:Decrypt",
                "*",
                Condition={"ForAnyValue:StringEquals": {"kms:ResourceAliases": "alias/x"}},
            ),
        ],
    ),
    "permissions-mgmt-unconstrained": cases(
        fails=[(allows("s3:PutBucketPolicy", "*"), "Statement[1].Resource[0]")],
        near_misses=[
            allows("s3:PutBucketPolicy", "arn:aws:s3:::bucket"),
            allows("logs:PutResourcePolicy", "*"),
        ],
    ),
    "write-unconstrained": cases(
        fails=[
            (allows("dynamodb:PutItem", "*"), "Statement[1].Resource[0]"),
            (
                allows("dynamodb:PutItem", "*", Condition=tagged("*")),
                "Statement[1].Resource[0]",
            ),
        ],
        near_misses=[
            allows("dynamodb:PutItem", "*", Condition=tagged("a")),
            allows("xray:PutTraceSegments", "*"),
        ],
    ),
    "marketplace-subscribe-star": cases(
        fails=[(allows("aws-marketplace:Subscribe", "*"), "Statement[1].Resource[0]")],
        near_misses=[
            allows("aws-marketplace:ViewSubscriptions", "*"),
            allows("aws-marketplace:Subscribe", "*", Effect="Deny"),
        ],
    ),
    "resource-star-restrictable": cases(
        fails=[(allows("dynamodb:Query", "*"), "Statement[1].Resource[0]")],
        near_misses=[
            allows("xray:PutTraceSegments", "*"),
            allows("dynamodb:Query", "*", Effect="Deny"),
        ],
    ),
    "resource-effectively-star": cases(
        fails=[
            (
                allows("dynamodb:Query", "arn:aws:dynamodb:eu-central-1:123456789012:table/*"),
                "Statement[1].Resource[0]",
            )
        ],
        near_misses=[
            allows("dynamodb:Query", "arn:aws:dynamodb:eu-central-1:123456789012:table/orders-*")
        ],
    ),
    "passrole-star": cases(
        fails=[
            (
                allows("iam:PassRole", "*", Condition=passed_to("lambda.amazonaws.com")),
                "Statement[1].Resource[0]",
            )
        ],
        near_misses=[
            allows("iam:PassRole", ROLE, Condition=passed_to("lambda.amazonaws.com")),
            allows("iam:PassRole", "*", Effect="Deny"),
        ],
    ),
    "passrole-no-passedtoservice": cases(
        fails=[(allows("iam:PassRole", ROLE), "Statement[1].Action[0]")],
        near_misses=[allows("iam:PassRole", ROLE, Condition=passed_to("lambda.amazonaws.com"))],
    ),
    "passrole-notaction": cases(
        fails=[
            (
                {"policy": policy(READ, {"Effect": "Allow", "NotAction": "s3:*", "Resource": "*"})},
                "Statement[1].NotAction",
            )
        ],
        near_misses=[
            {"policy": policy({"Effect": "Deny", "NotAction": "s3:*", "Resource": "*"})},
        ],
    ),
    "assume-star": cases(
        fails=[(allows("sts:AssumeRole", "*"), "Statement[1].Resource[0]")],
        near_misses=[
            allows("sts:AssumeRole", "arn:aws:iam::*:role/bulwark-audit"),
            allows("sts:AssumeRole", "*", Effect="Deny"),
        ],
    ),
    "allow-notaction": cases(
        fails=[
            (
                {
                    "policy": policy(
                        READ, {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}
                    )
                },
                "Statement[1].NotAction",
            )
        ],
        near_misses=[{"policy": policy({"Effect": "Deny", "NotAction": "iam:*", "Resource": "*"})}],
    ),
    "allow-notresource": cases(
        fails=[
            (
                {
                    "policy": policy(
                        READ, {"Effect": "Allow", "Action": "s3:GetObject", "NotResource": ROLE}
                    )
                },
                "Statement[1].NotResource",
            )
        ],
        near_misses=[
            {"policy": policy({"Effect": "Deny", "Action": "s3:GetObject", "NotResource": ROLE})}
        ],
    ),
}
