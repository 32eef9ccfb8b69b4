"""Policies that are attached to principals."""

from collections.abc import Mapping, Sequence
from typing import Any

from guardrails.view import Resource
from tests.policies.guardrails.rule_cases.model import UNKNOWN, Cases, one, policy, urn

ROLE = "aws:iam/role:Role"
POLICY = "aws:iam/policy:Policy"
FUNCTION = "aws:lambda/function:Function"
ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"
ROLE_ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
ROLE_ATTACHMENTS = "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive"
ROLE_POLICIES = "aws:iam/rolePoliciesExclusive:RolePoliciesExclusive"
SSO_ATTACHMENT = "aws:ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment"
SSO_ATTACHMENTS = "aws:ssoadmin/managedPolicyAttachmentsExclusive:ManagedPolicyAttachmentsExclusive"
ATTACHMENT = "aws:iam/policyAttachment:PolicyAttachment"

OWN = "arn:aws:iam::123456789012:policy/own"
ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess"
READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess"
BUCKETS = "arn:aws:iam::aws:policy/AmazonS3FullAccess"
LOGS = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"


def trusting(*principals: str) -> str:
    return policy(
        {
            "Effect": "Allow",
            "Action": "sts:AssumeRole",
            "Principal": {"AWS": list(principals), "Service": "lambda.amazonaws.com"},
        }
    )


def role(
    properties: Mapping[str, Any] | None = None, account: str | None = "123456789012"
) -> Resource:
    return one(ROLE, {"name": "runner", **(properties or {})}, "runner", account_id=account)


def attached(arn: object, to: object = "runner", **more: Any) -> Resource:
    return one(ROLE_ATTACHMENT, {"role": to, "policyArn": arn}, "attached", **more)


FUNCTION_OF_ROLE = one(
    FUNCTION, {"name": "worker", "role": "arn:aws:iam::123456789012:role/runner"}
)


def read_from(*principals: str, account: str | None = "123456789012") -> Sequence[Resource]:
    return [role({"assumeRolePolicy": trusting(*principals)}, account), attached(READ_ONLY)]


CASES = {
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
    "managed-admin": Cases(
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        fails=[
            ({"policyArn": ADMINISTRATOR}, ["policyArn"]),
            ({"policyArn": "arn:aws-cn:iam::aws:policy/PowerUserAccess"}, ["policyArn"]),
            (
                [one("aws:iam/role:Role", {"managedPolicyArns": ["arn:x", ADMINISTRATOR]})],
                ["managedPolicyArns[1]"],
            ),
        ],
        passes=[{"policyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess"}],
        near_misses=[
            {"policyArn": "arn:aws:iam::123456789012:policy/AdministratorAccess"},
            {"policyArn": "arn:aws:iam::aws:policy/job-function/AdministratorAccess-Viewer"},
        ],
        undetermined=[({"policyArn": UNKNOWN}, "policyArn")],
    ),
    "sso-managed-admin": Cases(
        SSO_ATTACHMENT,
        fails=[
            ({"managedPolicyArn": ADMINISTRATOR}, ["managedPolicyArn"]),
            (
                [one(SSO_ATTACHMENTS, {"managedPolicyArns": [READ_ONLY, ADMINISTRATOR]})],
                ["managedPolicyArns[1]"],
            ),
        ],
        passes=[{"managedPolicyArn": READ_ONLY}],
        near_misses=[
            {"managedPolicyArn": "arn:aws:iam::123456789012:policy/AdministratorAccess"},
            [attached(ADMINISTRATOR)],
        ],
        undetermined=[({"managedPolicyArn": UNKNOWN}, "managedPolicyArn")],
    ),
    "aws-managed-policy": Cases(
        ROLE_ATTACHMENT,
        fails=[
            ({"policyArn": READ_ONLY}, ["policyArn"]),
            ({"policyArn": "arn:aws-cn:iam::aws:policy/SomethingNew"}, ["policyArn"]),
            ([role({"managedPolicyArns": [OWN, LOGS]})], ["managedPolicyArns[1]"]),
        ],
        passes=[{"policyArn": OWN}],
        # Those are violations of managed-admin.
        near_misses=[{"policyArn": ADMINISTRATOR}],
        undetermined=[({"policyArn": UNKNOWN}, "policyArn")],
    ),
    "inline-policy": Cases(
        ROLE_POLICY,
        fails=[
            ({"role": "runner", "policy": UNKNOWN}, ["policy"]),
            ([role({"inlinePolicies": [{"policy": "{}"}]})], ["inlinePolicies[0]"]),
            (
                [one("aws:iam/groupPolicy:GroupPolicy", {"group": "x", "policy": "{}"})],
                ["policy"],
            ),
        ],
        passes=[[one(POLICY, {"policy": "{}"})]],
        # That is a violation of policy-on-user.
        near_misses=[[one("aws:iam/userPolicy:UserPolicy", {"policy": "{}"})], [role()]],
        undetermined=[([role({"inlinePolicies": UNKNOWN})], "inlinePolicies")],
    ),
    "policy-conflict": Cases(
        "",
        fails=[
            ([role({"managedPolicyArns": [OWN]}), attached(LOGS)], ["policyArn"]),
            (
                [
                    role(),
                    one(ROLE_ATTACHMENTS, {"roleName": "runner", "policyArns": []}),
                    attached(LOGS),
                ],
                ["policyArn"],
            ),
            (
                [
                    role(),
                    one(ROLE_POLICIES, {"roleName": "runner", "policyNames": ["other"]}),
                    one(ROLE_POLICY, {"role": "runner", "name": "grants", "policy": "{}"}),
                ],
                ["name"],
            ),
            (
                [
                    role({"inlinePolicies": [{"name": "other", "policy": "{}"}]}),
                    one(ROLE_POLICY, {"role": "runner", "name": "grants", "policy": "{}"}),
                ],
                ["name"],
            ),
            (
                [
                    role(),
                    one(ATTACHMENT, {"policyArn": OWN, "roles": ["another"]}),
                    attached(OWN),
                ],
                ["policyArn"],
            ),
            (
                [
                    role(),
                    one(POLICY, {"policy": "{}"}, "declared"),
                    one(
                        ATTACHMENT,
                        {"policyArn": UNKNOWN, "roles": ["another"]},
                        depends={"policyArn": [urn(POLICY, "declared")]},
                    ),
                    attached(UNKNOWN, depends={"policyArn": [urn(POLICY, "declared")]}),
                ],
                ["policyArn"],
            ),
        ],
        passes=[[role(), attached(LOGS)], [role({"managedPolicyArns": [LOGS]})]],
        near_misses=[
            [role({"managedPolicyArns": [LOGS]}), attached(LOGS)],
            [
                role(),
                one(ROLE_ATTACHMENTS, {"roleName": "runner", "policyArns": [OWN, LOGS]}),
                attached(LOGS),
            ],
            [
                role(),
                one(POLICY, {"policy": "{}"}, "declared"),
                one(
                    ROLE_ATTACHMENTS,
                    {"roleName": "runner", "policyArns": [UNKNOWN, UNKNOWN]},
                    depends={"policyArns": [urn(POLICY, "declared"), urn(POLICY, "another")]},
                ),
                attached(UNKNOWN, depends={"policyArn": [urn(POLICY, "declared")]}),
            ],
            [
                role(),
                one(ROLE_POLICIES, {"roleName": "runner", "policyNames": ["grants"]}),
                one(ROLE_POLICY, {"role": "runner", "name": "grants", "policy": "{}"}),
            ],
            [role(), one(ATTACHMENT, {"policyArn": OWN, "roles": ["runner"]}), attached(OWN)],
            [role({"managedPolicyArns": [OWN]}), attached(LOGS, to="another")],
        ],
        undetermined=[
            ([role({"managedPolicyArns": UNKNOWN}), attached(LOGS)], "managedPolicyArns"),
            ([role({"managedPolicyArns": [OWN]}), attached(UNKNOWN)], "policyArn"),
            ([role({"managedPolicyArns": [OWN]}), attached(LOGS, to=UNKNOWN)], "role"),
        ],
    ),
    "lambda-role-star": Cases(
        "",
        fails=[
            ([role(), attached(BUCKETS), FUNCTION_OF_ROLE], ["policyArn"]),
            (
                [role({"managedPolicyArns": [LOGS, BUCKETS]}), FUNCTION_OF_ROLE],
                ["managedPolicyArns[1]"],
            ),
            (
                [
                    role(),
                    one(ATTACHMENT, {"policyArn": BUCKETS, "roles": ["x", "runner"]}),
                    FUNCTION_OF_ROLE,
                ],
                ["policyArn"],
            ),
        ],
        passes=[[role(), attached(LOGS), FUNCTION_OF_ROLE], [role(), attached(BUCKETS)]],
        near_misses=[
            [role(), attached(ADMINISTRATOR), FUNCTION_OF_ROLE],
            [role(), attached(BUCKETS, to="another"), FUNCTION_OF_ROLE],
        ],
        undetermined=[([role(), attached(BUCKETS, to=UNKNOWN), FUNCTION_OF_ROLE], "role")],
    ),
    "cross-account-readonly": Cases(
        "",
        fails=[
            (read_from("arn:aws:iam::210987654321:root"), ["policyArn"]),
            (read_from("123456789012", "210987654321"), ["policyArn"]),
            (read_from("*"), ["policyArn"]),
        ],
        passes=[read_from("arn:aws:iam::123456789012:role/auditor"), [role(), attached(LOGS)]],
        near_misses=[
            [
                role({"assumeRolePolicy": trusting("210987654321")}),
                attached("arn:aws:iam::aws:policy/SecurityAudit"),
            ],
            [role({"assumeRolePolicy": policy()}), attached(READ_ONLY)],
        ],
        undetermined=[
            (read_from("210987654321", account=None), "assumeRolePolicy"),
            ([role({"assumeRolePolicy": UNKNOWN}), attached(READ_ONLY)], "assumeRolePolicy"),
            ([role(), attached(READ_ONLY, to=UNKNOWN)], "role"),
        ],
    ),
}
