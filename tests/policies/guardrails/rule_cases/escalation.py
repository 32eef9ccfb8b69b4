"""Ways to more rights, in one document and over a stack."""

from collections.abc import Sequence

from guardrails.view import Resource
from tests.policies.guardrails.rule_cases.model import UNKNOWN, Cases, Properties, one, policy

ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"
ROLE = "aws:iam/role:Role"
FUNCTION = "aws:lambda/function:Function"
ACCOUNT = "123456789012"
TABLE = f"arn:aws:dynamodb:eu-central-1:{ACCOUNT}:table/orders"
BUCKET = "arn:aws:s3:::orders"
BOUND = {
    "Condition": {"StringEquals": {"iam:PermissionsBoundary": f"arn:aws:iam::{ACCOUNT}:policy/b"}}
}


def allow(action: object, resource: object = "*", **more: object) -> Properties:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def arn(name: str) -> str:
    return f"arn:aws:iam::{ACCOUNT}:role/{name}"


def role(name: str, *statements: Properties, trusts: Properties | None = None) -> list[Resource]:
    """A role with one inline policy for each statement."""
    trusted = trusts or {"Service": "ec2.amazonaws.com"}
    statement = {"Effect": "Allow", "Principal": trusted, "Action": "sts:AssumeRole"}
    declared = one(
        ROLE, {"name": name, "assumeRolePolicy": policy(statement)}, name, account_id=ACCOUNT
    )
    return [
        declared,
        *(
            one(
                ROLE_POLICY,
                {"role": name, "name": f"{name}-{at}", "policy": policy(given)},
                f"{name}-{at}",
                account_id=ACCOUNT,
            )
            for at, given in enumerate(statements)
        ),
    ]


def runs(name: str, as_role: str) -> Resource:
    return one(FUNCTION, {"name": name, "role": arn(as_role)}, name, account_id=ACCOUNT)


def in_document(
    fails: Sequence[tuple[Sequence[Properties], str]],
    near_misses: Sequence[Sequence[Properties]],
) -> Cases:
    return Cases(
        ROLE_POLICY,
        fails=[({"policy": policy(*given)}, [f"policy.{path}"]) for given, path in fails],
        passes=[{"policy": policy(allow("dynamodb:GetItem", TABLE))}],
        near_misses=[{"policy": policy(*given)} for given in near_misses],
        undetermined=[({"policy": UNKNOWN}, "policy")],
    )


def in_stack(
    fails: Sequence[tuple[Sequence[Resource], Sequence[str]]],
    near_misses: Sequence[Sequence[Resource]],
) -> Cases:
    unknown = one(ROLE_POLICY, {"role": "app", "policy": UNKNOWN}, "late", account_id=ACCOUNT)
    return Cases(
        "",
        fails=fails,
        passes=[role("app", allow("dynamodb:GetItem", TABLE))],
        near_misses=near_misses,
        undetermined=[([*role("app"), unknown], "policy")],
    )


PASSES = allow("iam:PassRole")
STARTS = allow("ec2:RunInstances")
SWAPS = allow("lambda:UpdateFunctionCode", f"arn:aws:lambda:eu-central-1:{ACCOUNT}:function:orders")
WRITES = allow("dynamodb:PutItem", TABLE)
OWNER = [
    *role("owner", WRITES, trusts={"Service": "lambda.amazonaws.com"}),
    runs("orders", "owner"),
]
TO_ROOT = {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}
APPS = arn("app-*")
CREATES = ["iam:CreateRole", "iam:PutRolePolicy"]


def inherits(*levels: Properties | str) -> Resource:
    """The service control policies over the account, one for each level."""
    documents = [one if isinstance(one, str) else policy(allow("*"), one) for one in levels]
    given = {"levels": [[{"name": "own", "content": document}] for document in documents]}
    return one("bulwark:index:InheritedPolicies", given, "organization")


NO_INSTANCES = {"Effect": "Deny", "Action": "ec2:RunInstances", "Resource": "*"}


def assumes(name: str) -> Properties:
    return allow("sts:AssumeRole", arn(name))


CASES = {
    "privesc": in_document(
        fails=[
            ([PASSES, STARTS], "Statement[0].Action[0]"),
            ([STARTS, allow(["iam:GetRole", "iam:P*"])], "Statement[1].Action[1]"),
            ([allow("iam:CreateAccessKe?")], "Statement[0].Action[0]"),
            ([allow("iam:PutRolePolicy"), allow("*")], "Statement[0].Action[0]"),
            (
                [{"Effect": "Allow", "NotAction": "iam:PassRole", "Resource": "*"}],
                "Statement[0].NotAction",
            ),
        ],
        near_misses=[
            [PASSES, allow("ec2:StartInstances")],
            [PASSES, STARTS, {"Effect": "Deny", "Action": "iam:Pass*", "Resource": "*"}],
            [allow("iam:PassRole", arn("app")), STARTS],
            [
                allow(
                    "iam:PassRole",
                    Condition={"StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}},
                ),
                STARTS,
            ],
            [allow("iam:CreateAccessKey", f"arn:aws:iam::{ACCOUNT}:user/${{aws:username}}")],
            [allow("iam:PutRolePolicy", **BOUND)],
            # Told by admin-star, full-iam and allow-notaction.
            [allow("*")],
            [allow("iam:*")],
            [{"Effect": "Allow", "NotAction": "s3:*", "Resource": "*"}],
        ],
    ),
    "resource-policy-privesc": in_document(
        fails=[
            ([allow("s3:PutBucketPolicy", BUCKET)], "Statement[0].Action[0]"),
            (
                [
                    allow(["s3:ListBucket", "s3:PutBucket*"], BUCKET),
                    allow("s3:GetObject", f"{BUCKET}/*"),
                ],
                "Statement[0].Action[1]",
            ),
            (
                [allow("kms:PutKeyPolicy", f"arn:aws:kms:eu-central-1:{ACCOUNT}:key/1")],
                "Statement[0].Action[0]",
            ),
        ],
        near_misses=[
            [
                allow("s3:PutBucketPolicy", BUCKET),
                allow(["s3:GetObject", "s3:PutObject"], f"{BUCKET}/*"),
            ],
            [allow("s3:*", [BUCKET, f"{BUCKET}/*"])],
            [allow("s3:PutBucketTagging", BUCKET)],
            [
                allow("s3:PutBucketPolicy", BUCKET),
                {"Effect": "Deny", "Action": "s3:Put*", "Resource": "*"},
            ],
            # Told by the rules about rights that nothing binds.
            [allow("s3:PutBucketPolicy")],
            [
                allow(
                    "kms:CreateGrant",
                    f"arn:aws:kms:eu-central-1:{ACCOUNT}:key/1",
                    Condition={"Bool": {"kms:GrantIsForAWSResource": "true"}},
                )
            ],
        ],
    ),
    "privesc-cross-policy": in_stack(
        fails=[
            (role("app", PASSES, STARTS), ["policy.Statement[0].Action[0]"]),
            (
                [
                    *role("app", PASSES, allow("lambda:CreateFunction"), allow("lambda:Invoke*")),
                    *role("web", STARTS),
                ],
                ["policy.Statement[0].Action[0]"],
            ),
            # What a level says that cannot be read is not taken for a denial.
            ([*role("app", PASSES, STARTS), inherits("{}")], ["policy.Statement[0].Action[0]"]),
        ],
        near_misses=[
            [*role("app", PASSES), *role("web", STARTS)],
            [*role("app", PASSES, STARTS), inherits(allow("s3:*"), NO_INSTANCES)],
            role("app", PASSES, STARTS, {"Effect": "Deny", "Action": "ec2:*", "Resource": "*"}),
            role("app", allow(["iam:PassRole", "ec2:RunInstances"]), STARTS),
            role("app", allow("*"), STARTS),
        ],
    ),
    "privesc-target-dependent": in_stack(
        fails=[
            ([*role("app", SWAPS), *OWNER], ["policy.Statement[0].Action[0]"]),
            (
                role("app", allow("iam:PutRolePolicy", arn("app"))),
                ["policy.Statement[0].Action[0]"],
            ),
            (
                role("app", allow("iam:PassRole", arn("legacy")), STARTS),
                ["policy.Statement[0].Action[0]"],
            ),
        ],
        near_misses=[
            [*role("app", SWAPS, WRITES), *OWNER],
            [*role("app", SWAPS), *role("owner"), runs("orders", "owner")],
            [*role("app", allow("iam:PassRole", arn("owner")), STARTS), *OWNER],
            role("app", allow("iam:PutRolePolicy", arn("app"), **BOUND)),
            role("app", allow("lambda:UpdateFunctionCode")),
        ],
    ),
    "permissions-boundary-missing": in_stack(
        fails=[
            (
                role("app", allow(CREATES, APPS)),
                ["policy.Statement[0].Action[0]"],
            ),
            (
                role("app", allow("iam:AttachRolePolicy", APPS), allow("iam:Create*", APPS)),
                ["policy.Statement[0].Action[0]"],
            ),
            (
                [one("aws:iam/policy:Policy", {"policy": policy(allow(CREATES, APPS))})],
                ["policy.Statement[0].Action[0]"],
            ),
        ],
        near_misses=[
            role("app", allow(CREATES, APPS, **BOUND)),
            role("app", allow("iam:CreateRole", APPS)),
            [one("aws:iam/policy:Policy", {"policy": policy(allow(CREATES, APPS, **BOUND))})],
            role("app", allow("iam:CreateRole", APPS), allow("iam:PutRolePolicy", arn("web-*"))),
        ],
    ),
    "role-chain": in_stack(
        fails=[
            (
                [
                    *role("a", assumes("b"), trusts=TO_ROOT),
                    *role("b", assumes("c"), trusts=TO_ROOT),
                    *role("c", allow("iam:PutRolePolicy"), trusts=TO_ROOT),
                ],
                ["policy.Statement[0].Action[0]"],
            ),
            (
                [
                    *role("a", assumes("owner"), trusts=TO_ROOT),
                    *role("owner", SWAPS, trusts=TO_ROOT),
                    *role("admin", allow("*")),
                    runs("orders", "admin"),
                ],
                ["policy.Statement[0].Action[0]"],
            ),
            (
                [
                    *role("a", assumes("b"), trusts=TO_ROOT),
                    *role("a-too", assumes("b"), trusts=TO_ROOT),
                    *role("b", assumes("c"), trusts=TO_ROOT),
                    *role("c", allow("iam:PutRolePolicy"), trusts=TO_ROOT),
                ],
                ["policy.Statement[0].Action[0]"],
            ),
            (
                [
                    *role("a"),
                    *role("b", assumes("c"), trusts={"AWS": arn("a")}),
                    *role("c", allow("*"), trusts=TO_ROOT),
                ],
                ["assumeRolePolicy.Statement[0].Action[0]"],
            ),
        ],
        near_misses=[
            [
                *role("a", assumes("b"), trusts=TO_ROOT),
                *role("b", allow("iam:PutRolePolicy"), trusts=TO_ROOT),
            ],
            [
                *role("a", assumes("b"), trusts=TO_ROOT),
                *role("b", assumes("c"), trusts=TO_ROOT),
                *role("c", WRITES, trusts=TO_ROOT),
            ],
            [
                *role("a", assumes("b"), trusts=TO_ROOT),
                *role("b", assumes("c")),
                *role("c", allow("iam:PutRolePolicy"), trusts=TO_ROOT),
            ],
        ],
    ),
}
