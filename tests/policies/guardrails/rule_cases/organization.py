"""Organizations."""

from guardrails.view import Resource
from tests.policies.guardrails.rule_cases.model import (
    UNKNOWN,
    Cases,
    Properties,
    one,
    policy,
    urn,
)

ORGANIZATION = "aws:organizations/organization:Organization"
ACCOUNT = "aws:organizations/account:Account"
UNIT = "aws:organizations/organizationalUnit:OrganizationalUnit"
POLICY = "aws:organizations/policy:Policy"
ATTACHMENT = "aws:organizations/policyAttachment:PolicyAttachment"
FEATURES = "aws:iam/organizationsFeatures:OrganizationsFeatures"
SCP = "SERVICE_CONTROL_POLICY"
ALL = {"featureSet": "ALL", "enabledPolicyTypes": [SCP]}

ALLOW_ALL = {"Effect": "Allow", "Action": "*", "Resource": "*"}
LEAVING = {"Effect": "Deny", "Action": "organizations:LeaveOrganization", "Resource": "*"}
ROOT = {
    "Effect": "Deny",
    "Action": "*",
    "Resource": "*",
    "Condition": {"StringLike": {"aws:PrincipalArn": ["arn:aws:iam::*:root"]}},
}
REGIONS = {
    "Effect": "Deny",
    "NotAction": ["iam:*", "organizations:*"],
    "Resource": "*",
    "Condition": {"StringNotEquals": {"aws:RequestedRegion": ["eu-central-1"]}},
}


def attached(*statements: Properties, name: str = "scp") -> list[Resource]:
    """A policy with its attachment, whose reference is unknown at preview."""
    return [
        one(POLICY, {"type": SCP, "content": policy(*statements)}, name),
        one(
            ATTACHMENT,
            {"policyId": UNKNOWN, "targetId": "r-ab12"},
            f"{name}@root",
            depends={"policyId": [urn(POLICY, name)]},
        ),
    ]


def many(count: int) -> list[Resource]:
    """So many attachments to one target."""
    return [
        one(ATTACHMENT, {"policyId": f"p-{at}", "targetId": "r-ab12"}, f"a{at}")
        for at in range(count)
    ]


CASES = {
    "scp-open": Cases(
        POLICY,
        fails=[
            ({"type": SCP, "content": policy(ALLOW_ALL)}, ["content"]),
            ({"content": policy({**ALLOW_ALL, "Action": ["s3:*", "*:*"]})}, ["content"]),
        ],
        passes=[{"type": SCP, "content": policy(ALLOW_ALL, LEAVING)}],
        near_misses=[
            {"content": policy({**ALLOW_ALL, "Action": "s3:*"})},
            {"content": policy({**ALLOW_ALL, "Resource": "arn:aws:s3:::a"})},
            {
                "content": policy(
                    {
                        **ALLOW_ALL,
                        "Condition": {"StringEquals": {"aws:RequestedRegion": "eu-central-1"}},
                    }
                )
            },
            {"type": "TAG_POLICY", "content": policy(ALLOW_ALL)},
            {"type": "RESOURCE_CONTROL_POLICY", "content": policy(ALLOW_ALL)},
        ],
        undetermined=[({"type": SCP, "content": UNKNOWN}, "content")],
    ),
    "org-denies": Cases(
        "",
        fails=[
            ([one(ORGANIZATION, ALL)], ["enabledPolicyTypes"]),
            (attached(LEAVING), ["content"]),
            ([one(ORGANIZATION, ALL), *attached(LEAVING, ROOT)], ["enabledPolicyTypes"]),
            # One that denies everything is for accounts on their way out.
            (attached({**ALLOW_ALL, "Effect": "Deny"}), ["content"]),
            # It is there, and nowhere attached.
            ([one(POLICY, {"content": policy(LEAVING, ROOT, REGIONS)})], ["content"]),
        ],
        passes=[
            attached(LEAVING, ROOT, REGIONS),
            [
                one(ORGANIZATION, ALL),
                *attached(LEAVING, name="one"),
                *attached(ROOT, name="two"),
                *attached(REGIONS, name="three"),
            ],
        ],
        near_misses=[
            # Told of by org-all-features and by scp-open.
            [one(ORGANIZATION, {"featureSet": "CONSOLIDATED_BILLING"})],
            attached(ALLOW_ALL),
            # Written otherwise, they mean the same.
            attached(
                {**LEAVING, "Action": "organizations:Leave*"},
                {**ROOT, "Condition": {"ArnLike": {"aws:PrincipalArn": "arn:*:iam::*:root"}}},
                {
                    **REGIONS,
                    "Condition": {"ForAnyValue:StringNotLike": {"aws:RequestedRegion": "eu-*"}},
                },
            ),
            # No service control policy, no organization.
            [one(POLICY, {"type": "TAG_POLICY", "content": "{}"})],
            [one(ACCOUNT, {"name": "dev"})],
        ],
        undetermined=[
            (
                [one(POLICY, {"type": SCP, "content": UNKNOWN}), *attached(LEAVING, name="other")],
                "content",
            )
        ],
    ),
    "scp-count": Cases(
        "",
        fails=[
            (many(10), ["targetId"]),
            (
                [
                    one(UNIT, {"name": "dev"}, "dev"),
                    *(
                        one(
                            ATTACHMENT,
                            {"policyId": f"p-{at}", "targetId": UNKNOWN},
                            f"a{at}",
                            depends={"targetId": [urn(UNIT, "dev")]},
                        )
                        for at in range(10)
                    ),
                ],
                ["targetId"],
            ),
        ],
        passes=[many(9)],
        near_misses=[
            [*many(9), one(ATTACHMENT, {"policyId": "p-FullAWSAccess", "targetId": "r-ab12"})],
            [*many(9), one(ATTACHMENT, {"policyId": "p-99", "targetId": "ou-ab12-1"})],
            # Another kind has its own places.
            [
                *many(9),
                one(ATTACHMENT, {"policyId": "p-tags", "targetId": "r-ab12"}),
                one(POLICY, {"type": "TAG_POLICY", "id": "p-tags", "content": "{}"}, "tags"),
            ],
        ],
        undetermined=[
            ([*many(9), one(ATTACHMENT, {"policyId": "p-9", "targetId": UNKNOWN})], "targetId")
        ],
    ),
    "org-all-features": Cases(
        ORGANIZATION,
        fails=[
            ({"featureSet": "CONSOLIDATED_BILLING"}, ["featureSet"]),
            ({"featureSet": "ALL"}, ["enabledPolicyTypes"]),
            ({"enabledPolicyTypes": ["TAG_POLICY"]}, ["enabledPolicyTypes"]),
        ],
        passes=[ALL],
        near_misses=[{"enabledPolicyTypes": ["TAG_POLICY", SCP]}],
        undetermined=[({"featureSet": "ALL", "enabledPolicyTypes": UNKNOWN}, "enabledPolicyTypes")],
    ),
    "org-account-billing": Cases(
        ACCOUNT,
        fails=[
            ({}, ["iamUserAccessToBilling"]),
            ({"iamUserAccessToBilling": "ALLOW"}, ["iamUserAccessToBilling"]),
        ],
        passes=[{"iamUserAccessToBilling": "DENY"}],
        near_misses=[[one(UNIT, {})]],
        undetermined=[({"iamUserAccessToBilling": UNKNOWN}, "iamUserAccessToBilling")],
    ),
    "org-account-close": Cases(
        ACCOUNT,
        fails=[({"closeOnDeletion": True}, ["closeOnDeletion"])],
        passes=[{"closeOnDeletion": False}],
        near_misses=[{}, [one(ACCOUNT, {"closeOnDeletion": True}, protect=True)]],
        undetermined=[({"closeOnDeletion": UNKNOWN}, "closeOnDeletion")],
    ),
    "org-root-access": Cases(
        "",
        fails=[
            ([one(ORGANIZATION, ALL)], ["awsServiceAccessPrincipals"]),
            ([one(FEATURES, {"enabledFeatures": ["RootSessions"]})], ["enabledFeatures"]),
        ],
        passes=[
            [
                one(ORGANIZATION, ALL),
                one(FEATURES, {"enabledFeatures": ["RootCredentialsManagement", "RootSessions"]}),
            ]
        ],
        near_misses=[
            [one(FEATURES, {"enabledFeatures": ["RootCredentialsManagement"]})],
            [one(ACCOUNT, {})],
        ],
        undetermined=[([one(FEATURES, {"enabledFeatures": UNKNOWN})], "enabledFeatures")],
    ),
}
