"""One mistake is one violation, of the rule that says most about it: who may do what."""

from collections.abc import Sequence

import pytest

from guardrails.view import Resource
from tests.policies.guardrails.rule_cases.model import policy
from tests.support.sound import (
    ACCOUNT,
    FUNCTION,
    GITHUB,
    OBJECTS,
    OTHER,
    QUEUE,
    READABLE,
    ROLE,
    allow,
    attached,
    bucket,
    deny_plain_http,
    found,
    function,
    made,
    queue,
    says,
    to,
    trust,
)

CASES: dict[str, tuple[Sequence[Resource], str]] = {
    "everything on everything": ([allow("*")], "admin-star"),
    "every action on a queue": ([allow("*", QUEUE)], "action-star"),
    "a whole service": ([allow("sqs:*", QUEUE)], "service-wildcard"),
    "a whole service on everything": ([allow("dynamodb:*")], "service-wildcard"),
    "all of IAM": ([allow("iam:*")], "full-iam"),
    "all of KMS": ([allow("kms:*")], "kms-full"),
    "all of CloudTrail": ([allow("cloudtrail:*")], "cloudtrail-full"),
    "keys for anyone": ([allow("iam:CreateAccessKey")], "privesc"),
    "a password for anyone": ([allow("iam:CreateLoginProfile")], "privesc"),
    "any policy on any role": ([allow("iam:PutRolePolicy")], "privesc"),
    "any policy for oneself": (
        [allow("iam:PutUserPolicy", f"arn:aws:iam::{ACCOUNT}:user/${{aws:username}}")],
        "privesc",
    ),
    "code of any function": ([allow("lambda:UpdateFunctionCode")], "privesc"),
    "any role to a new function": (
        [
            made(
                "aws:iam/policy:Policy",
                {
                    "policy": policy(
                        {"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*"},
                        {
                            "Effect": "Allow",
                            "Action": "lambda:CreateFunction",
                            "Resource": FUNCTION,
                        },
                        {
                            "Effect": "Allow",
                            "Action": "lambda:InvokeFunction",
                            "Resource": FUNCTION,
                        },
                    )
                },
            )
        ],
        "privesc",
    ),
    "a whole service with functions": ([allow("lambda:*")], "privesc"),
    "all updates of functions": ([allow("lambda:Update*")], "privesc"),
    "any policy attached": ([allow("iam:AttachRolePolicy")], "privesc"),
    "a role without a boundary": (
        [allow(["iam:CreateRole", "iam:PutRolePolicy"], f"arn:aws:iam::{ACCOUNT}:role/app-*")],
        "permissions-boundary-missing",
    ),
    "a bucket's policy": (
        [allow("s3:PutBucketPolicy", "arn:aws:s3:::orders")],
        "resource-policy-privesc",
    ),
    "any role passed": ([allow("iam:PassRole")], "passrole-star"),
    "a shell anywhere": ([allow("ssm:StartSession")], "privesc"),
    "any role assumed": ([allow("sts:AssumeRole")], "assume-star"),
    "every object": ([allow("s3:GetObject")], "data-exfil"),
    "every secret": ([allow("secretsmanager:GetSecretValue")], "data-exfil"),
    "every key": ([allow("kms:Decrypt")], "kms-decrypt-star"),
    "credentials of any database": (
        [allow("redshift:GetClusterCredentials")],
        "credentials-exposure",
    ),
    "any bucket's policy": ([allow("s3:PutBucketPolicy")], "permissions-mgmt-unconstrained"),
    "any queue": ([allow("sqs:SendMessage")], "write-unconstrained"),
    "any table read": ([allow("dynamodb:GetItem")], "resource-star-restrictable"),
    "any table by its ARN": (
        [allow("dynamodb:GetItem", "arn:aws:dynamodb:*:*:table/*")],
        "resource-effectively-star",
    ),
    "all but some actions": (
        [
            made(
                "aws:iam/policy:Policy",
                {"policy": policy({"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"})},
            )
        ],
        "allow-notaction",
    ),
    "all but some actions, roles passed included": (
        [says(NotAction="s3:*", Resource="*")],
        "passrole-notaction",
    ),
    "all but some resources, roles passed included": (
        [says(Action=["s3:GetObject", "iam:PassRole"], NotResource="arn:aws:s3:::x/*")],
        "passrole-notaction",
    ),
    "AWS's policy for a role": (attached("AmazonS3FullAccess"), "aws-managed-policy"),
    "AWS's policy for a function": (
        [*attached("AmazonS3FullAccess"), *function()],
        "lambda-role-star",
    ),
    "AWS's administrators": (attached("AdministratorAccess"), "managed-admin"),
    "AWS's reader for another account": (
        attached("ReadOnlyAccess", {"AWS": f"arn:aws:iam::{OTHER}:role/reader"}),
        "cross-account-readonly",
    ),
    "all but some resources": (
        [
            made(
                "aws:iam/policy:Policy",
                {
                    "policy": policy(
                        {
                            "Effect": "Allow",
                            "Action": "s3:GetObject",
                            "NotResource": "arn:aws:s3:::x/*",
                        }
                    )
                },
            )
        ],
        "allow-notresource",
    ),
    "a misspelt action": ([allow("sqs:SendMesage", QUEUE)], "unknown-action"),
    "everyone assumes": ([trust("*")], "trust-any-principal"),
    "everyone assumes, with a condition": (
        [trust("*", Condition={"Bool": {"aws:SecureTransport": "true"}})],
        "trust-any-with-condition",
    ),
    "another account assumes": (
        [trust({"AWS": f"arn:aws:iam::{OTHER}:root"})],
        "trust-cross-account-root",
    ),
    "everyone but one assumes": (
        [
            made(
                "aws:iam/role:Role",
                {
                    "assumeRolePolicy": policy(
                        {
                            "Effect": "Allow",
                            "NotPrincipal": {"AWS": ROLE},
                            "Action": "sts:AssumeRole",
                        }
                    )
                },
            )
        ],
        "trust-notprincipal",
    ),
    "any repository": (
        [
            trust(
                {"Federated": GITHUB},
                Action="sts:AssumeRoleWithWebIdentity",
                Condition={
                    "StringEquals": {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"}
                },
            )
        ],
        "trust-oidc-github",
    ),
    "any workflow of any audience": (
        [
            trust(
                {"Federated": GITHUB},
                Action="sts:AssumeRoleWithWebIdentity",
            )
        ],
        "trust-oidc-github",
    ),
    "a deputy": ([trust({"Service": "scheduler.amazonaws.com"})], "trust-confused-deputy"),
    "a queue for everyone": ([queue(to("*"))], "sqs-policy-public"),
    "a queue for everyone but one": (
        [
            queue(
                {
                    "Effect": "Allow",
                    "NotPrincipal": {"AWS": ROLE},
                    "Action": "sqs:SendMessage",
                    "Resource": QUEUE,
                }
            )
        ],
        "sqs-policy-notprincipal",
    ),
    "everything on a queue for a role": (
        [queue(to({"AWS": ROLE}, action="*"))],
        "sqs-policy-action-star",
    ),
    "a queue for another account": (
        [queue(to({"AWS": f"arn:aws:iam::{OTHER}:root"}))],
        "resource-policy-cross-account",
    ),
    "a queue for a service": (
        [queue(to({"Service": "sns.amazonaws.com"}))],
        "resource-policy-service-source",
    ),
    "a queue over plain HTTP": ([queue(policy=None)], "sqs-tls"),
    "a queue without encryption": (
        [queue(kmsMasterKeyId=None, sqsManagedSseEnabled=False)],
        "sqs-sse",
    ),
    "a queue with AWS's encryption": ([queue(kmsMasterKeyId=None)], "sqs-cmk"),
    "a public bucket": (
        bucket(BucketPolicy={"policy": policy(deny_plain_http("s3:*", *OBJECTS), READABLE)}),
        "s3-policy-principal-star",
    ),
    "a bucket over plain HTTP": (bucket(BucketPolicy=None), "s3-tls"),
    "a bucket without a block": (bucket(BucketPublicAccessBlock=None), "s3-pab"),
    "a bucket with AWS's key": (
        bucket(BucketServerSideEncryptionConfiguration=None),
        "s3-sse",
    ),
    "a bucket with AWS's key of KMS": (
        bucket(
            BucketServerSideEncryptionConfiguration={
                "rules": [
                    {
                        "applyServerSideEncryptionByDefault": {"sseAlgorithm": "aws:kms"},
                        "bucketKeyEnabled": True,
                    }
                ]
            }
        ),
        "s3-cmk",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_mistake_is_told_once(case: str) -> None:
    stack, rule = CASES[case]

    assert found(stack) == [rule]


def test_who_may_and_what_he_may_are_two_mistakes() -> None:
    everyone = to("*", action="*")

    assert found([queue(everyone)]) == ["sqs-policy-public", "sqs-policy-action-star"]
