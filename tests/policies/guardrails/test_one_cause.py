"""One mistake is one violation, of the rule that says most about it."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from guardrails.model import Fail
from guardrails.pack import Pack
from guardrails.registry import RULES
from guardrails.view import Resource
from tests.policies.guardrails.rule_cases.model import one, policy

ACCOUNT = "123456789012"
OTHER = "210987654321"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/worker"
KEY = f"arn:aws:kms:eu-central-1:{ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab"
QUEUE = f"arn:aws:sqs:eu-central-1:{ACCOUNT}:orders"
TOPIC = f"arn:aws:sns:eu-central-1:{ACCOUNT}:orders"
TABLE = f"arn:aws:dynamodb:eu-central-1:{ACCOUNT}:table/orders"
ISSUER = "token.actions.githubusercontent.com"
GITHUB = f"arn:aws:iam::{ACCOUNT}:oidc-provider/{ISSUER}"
FUNCTION = f"arn:aws:lambda:eu-central-1:{ACCOUNT}:function:orders"
LAMBDA = {"Service": "lambda.amazonaws.com"}

OBJECTS = ("arn:aws:s3:::orders", "arn:aws:s3:::orders/*")
READABLE = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": OBJECTS[1]}


def deny_plain_http(actions: str = "sqs:*", *resources: str) -> dict[str, object]:
    return {
        "Effect": "Deny",
        "Principal": "*",
        "Action": actions,
        "Resource": list(resources) or QUEUE,
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }


def made(type_: str, properties: Mapping[str, Any], name: str = "it") -> Resource:
    return one(type_, properties, name, protect=True, account_id=ACCOUNT)


def allow(actions: object, resources: object = "*", **more: object) -> Resource:
    """A policy with one statement."""
    statement = {"Effect": "Allow", "Action": actions, "Resource": resources, **more}
    return made("aws:iam/policy:Policy", {"name": "it", "policy": policy(statement)})


def says(**statement: object) -> Resource:
    """A policy with one statement that is not as most are."""
    return made("aws:iam/policy:Policy", {"policy": policy({"Effect": "Allow", **statement})})


def trust(principal: object, element: str = "Principal", **more: object) -> Resource:
    """A role with one statement in its trust policy."""
    statement = {"Effect": "Allow", element: principal, "Action": "sts:AssumeRole", **more}
    return made("aws:iam/role:Role", {"name": "it", "assumeRolePolicy": policy(statement)})


def queue(*statements: Mapping[str, object], **more: object) -> Resource:
    """A queue that is right but for what its policy or a property says."""
    given = {
        "name": "orders",
        "kmsMasterKeyId": "alias/orders",
        "redrivePolicy": json.dumps({"deadLetterTargetArn": f"{QUEUE}-dead", "maxReceiveCount": 5}),
        "policy": policy(deny_plain_http(), *statements),
        **more,
    }
    return made(
        "aws:sqs/queue:Queue", {name: value for name, value in given.items() if value is not None}
    )


def to(
    principal: object, element: str = "Principal", action: str = "SendMessage"
) -> dict[str, object]:
    """A statement of a queue's policy."""
    return {"Effect": "Allow", element: principal, "Action": f"sqs:{action}", "Resource": QUEUE}


def bucket(**parts: Mapping[str, Any] | None) -> list[Resource]:
    """A bucket that is right, with some of its resources replaced or (``None``) left out."""
    switches = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")
    encrypted = {"sseAlgorithm": "aws:kms", "kmsMasterKeyId": KEY}
    complete: dict[str, Mapping[str, Any] | None] = {
        "Bucket": {},
        "BucketPolicy": {"policy": policy(deny_plain_http("s3:*", *OBJECTS))},
        "BucketPublicAccessBlock": dict.fromkeys(switches, True),
        "BucketServerSideEncryptionConfiguration": {
            "rules": [{"applyServerSideEncryptionByDefault": encrypted, "bucketKeyEnabled": True}]
        },
        "BucketVersioning": {"versioningConfiguration": {"status": "Enabled"}},
        "BucketLogging": {"targetBucket": "logs", "targetPrefix": "orders/"},
        "BucketOwnershipControls": {"rule": {"objectOwnership": "BucketOwnerEnforced"}},
        "BucketLifecycleConfiguration": {
            "rules": [
                {
                    "id": "old",
                    "status": "Enabled",
                    "abortIncompleteMultipartUpload": {"daysAfterInitiation": 7},
                    "noncurrentVersionExpiration": {"noncurrentDays": 90},
                }
            ]
        },
        **parts,
    }
    return [
        made(f"aws:s3/{kind[0].lower()}{kind[1:]}:{kind}", {"bucket": "orders", **given})
        for kind, given in complete.items()
        if given is not None
    ]


def found(stack: Sequence[Resource]) -> list[str]:
    pack = Pack(RULES)
    answers = [answer for resource in stack for answer in pack.judge(resource)]
    return [
        answer.rule.id
        for answer in (*answers, *pack.judge_stack(stack))
        if isinstance(answer.result, Fail)
    ]


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
}


@pytest.mark.parametrize("case", CASES)
def test_a_mistake_is_told_once(case: str) -> None:
    stack, rule = CASES[case]

    assert found(stack) == [rule]


def test_what_the_cases_start_from_is_right() -> None:
    assert found([queue()]) == []
    assert found(bucket()) == []
