"""Whole policies as people write them: each bad one is found by its rule, no good one flagged."""

from typing import Any

import pytest

from guardrails.iam.document import DocumentKind, parse
from guardrails.iam.judge import identity_policy

ACCOUNT = "111122223333"
REGION = "eu-central-1"
TABLE = f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/orders"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/worker"


def allow(actions: object, resources: object = "*", **condition: object) -> dict[str, Any]:
    statement = {"Effect": "Allow", "Action": actions, "Resource": resources}
    return {**statement, "Condition": condition} if condition else statement


def deny(actions: object, resources: object = "*", **condition: object) -> dict[str, Any]:
    return {**allow(actions, resources, **condition), "Effect": "Deny"}


def rules(*statements: dict[str, Any]) -> list[str]:
    raw = {"Version": "2012-10-17", "Statement": list(statements)}
    parsed = parse(raw, DocumentKind.IDENTITY)
    assert parsed.document is not None
    return [one.rule for one in identity_policy(parsed.document)]


LETTERS = "abcdefghijklmnopqrstuvwxyz"

BAD: dict[str, tuple[str, list[dict[str, Any]]]] = {
    "everything as two stars": ("admin-star", [allow("*:*")]),
    "everything, letter by letter, over statements": (
        "admin-star",
        [allow([f"{letter}*:*" for letter in part]) for part in (LETTERS[:13], LETTERS[13:])],
    ),
    "everything, with a Deny for one's own account's support": (
        "admin-star",
        [allow("*"), deny("support:*")],
    ),
    "everything, with a Deny that asks for a region": (
        "admin-star",
        [allow("*"), deny("*", StringNotEquals={"aws:RequestedRegion": REGION})],
    ),
    "everything but IAM, as a power user": ("action-star", [allow("*"), deny("iam:*")]),
    "everything on one table": ("action-star", [allow("*", TABLE)]),
    "a service as one character and a star": ("service-wildcard", [allow("s3:?*")]),
    "a service by its verbs": (
        "service-wildcard",
        [allow([f"sqs:{verb}*" for verb in LETTERS], f"arn:aws:sqs:{REGION}:{ACCOUNT}:q")],
    ),
    "a service by its verbs over statements": (
        "service-wildcard",
        [allow("sns:[A-L]*"), *(allow(f"sns:{letter}*") for letter in LETTERS)],
    ),
    "a service of which one thing is denied": (
        "service-wildcard",
        [allow("s3:*", "arn:aws:s3:::b"), deny("s3:DeleteBucket")],
    ),
    "all of IAM, in odd spelling": ("full-iam", [allow("IaM:*")]),
    "all of KMS on one key": (
        "kms-full",
        [allow("kms:*", f"arn:aws:kms:{REGION}:{ACCOUNT}:key/1")],
    ),
    "all of CloudTrail": ("cloudtrail-full", [allow("cloudtrail:*")]),
    "keys of anyone, with a question mark": (
        "credentials-exposure",
        [allow("iam:CreateAccessKe?")],
    ),
    "all objects, over TLS": (
        "data-exfil",
        [allow("s3:GetObject", Bool={"aws:SecureTransport": "true"})],
    ),
    "all parameters by an ARN": (
        "data-exfil",
        [allow("ssm:GetParameter*", f"arn:aws:ssm:{REGION}:{ACCOUNT}:parameter/*")],
    ),
    "all secrets, if tagged at all": (
        "data-exfil",
        [allow("secretsmanager:GetSecretValue", StringLike={"aws:ResourceTag/team": "*"})],
    ),
    "all secrets of which some are denied": (
        "data-exfil",
        [
            allow("secretsmanager:GetSecretValue"),
            deny("secretsmanager:*", "arn:aws:secretsmanager:*:*:secret:prod-*"),
        ],
    ),
    "policies of all buckets": ("permissions-mgmt-unconstrained", [allow("s3:PutBucketPolicy")]),
    "writing to all tables from anywhere": (
        "write-unconstrained",
        [allow("dynamodb:PutItem", IpAddress={"aws:SourceIp": "0.0.0.0/0"})],
    ),
    "writing all logs": (
        "write-unconstrained",
        [allow(["logs:CreateLogStream", "logs:PutLogEvents"], "arn:aws:logs:*:*:*")],
    ),
    "writing where tags are those that the request brings": (
        "write-unconstrained",
        [
            allow(
                "ec2:TerminateInstances",
                StringEquals={"aws:ResourceTag/team": "${aws:RequestTag/team}"},
            )
        ],
    ),
    "every key, with a condition that an absent key meets": (
        "kms-decrypt-star",
        [
            allow(
                "kms:Decrypt",
                **{"ForAllValues:StringEquals": {"kms:ResourceAliases": ["alias/x"]}},
            )
        ],
    ),
    "passing any role to one service": (
        "passrole-star",
        [allow("iam:PassRole", StringEquals={"iam:PassedToService": "lambda.amazonaws.com"})],
    ),
    "passing one role to any service": (
        "passrole-no-passedtoservice",
        [allow("iam:PassRole", ROLE, StringLike={"iam:PassedToService": "*.amazonaws.com"})],
    ),
    "assuming any role": ("assume-star", [allow("sts:AssumeRole", "arn:aws:iam::*:role/*")]),
    "everything that is not IAM": (
        "allow-notaction",
        [{"Effect": "Allow", "NotAction": ["iam:*", "sts:*"], "Resource": "*"}],
    ),
    "everything but one bucket": (
        "allow-notresource",
        [{"Effect": "Allow", "Action": "s3:GetObject", "NotResource": "arn:aws:s3:::b/*"}],
    ),
    "reading all queues, if the caller cares to say which": (
        "resource-star-restrictable",
        [allow("sqs:ReceiveMessage", StringEqualsIfExists={"aws:ResourceTag/team": "a"})],
    ),
    "reading all tables by an ARN": (
        "resource-effectively-star",
        [allow("dynamodb:Query", "arn:aws:dynamodb:*:*:table/*")],
    ),
    "buying in the marketplace": (
        "marketplace-subscribe-star",
        [allow(["aws-marketplace:Subscribe", "aws-marketplace:ViewSubscriptions"])],
    ),
}

GOOD: dict[str, list[dict[str, Any]]] = {
    "a function on a table, with logs and traces": [
        allow(["dynamodb:GetItem", "dynamodb:Query"], [TABLE, f"{TABLE}/index/*"]),
        allow(
            ["logs:CreateLogStream", "logs:PutLogEvents"],
            f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/aws/lambda/worker:*",
        ),
        allow(["xray:PutTraceSegments", "xray:PutTelemetryRecords"]),
        allow("cloudwatch:PutMetricData", StringEquals={"cloudwatch:namespace": "worker"}),
    ],
    "people in their own folder of a bucket": [
        allow("s3:ListAllMyBuckets"),
        allow("s3:ListBucket", "arn:aws:s3:::home", StringLike={"s3:prefix": "${aws:username}/*"}),
        allow(["s3:GetObject", "s3:PutObject"], "arn:aws:s3:::home/${aws:username}/*"),
        allow("iam:*AccessKey*", f"arn:aws:iam::{ACCOUNT}:user/${{aws:username}}"),
    ],
    "machines and secrets of one's own team": [
        allow("ec2:DescribeInstances"),
        allow(
            ["ec2:StartInstances", "ec2:StopInstances"],
            StringEquals={"aws:ResourceTag/team": "${aws:PrincipalTag/team}"},
        ),
        allow("secretsmanager:GetSecretValue", StringEquals={"aws:ResourceTag/team": "a"}),
    ],
    "a deployment that passes one role and makes tagged machines": [
        allow("iam:PassRole", ROLE, StringEquals={"iam:PassedToService": "lambda.amazonaws.com"}),
        allow(
            ["lambda:UpdateFunctionCode", "lambda:GetFunction"],
            f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:app-*",
        ),
        allow("ec2:RunInstances", StringEquals={"aws:RequestTag/team": "a"}),
        allow("ec2:CreateTags", StringEquals={"ec2:CreateAction": "RunInstances"}),
    ],
    "decryption by alias, through a service": [
        allow(
            ["kms:Decrypt", "kms:GenerateDataKey"],
            f"arn:aws:kms:{REGION}:{ACCOUNT}:key/*",
            StringEquals={"kms:ViaService": f"s3.{REGION}.amazonaws.com"},
            **{"ForAnyValue:StringEquals": {"kms:ResourceAliases": "alias/app"}},
        ),
        allow(
            "kms:Decrypt",
            StringEquals={
                "kms:ViaService": f"s3.{REGION}.amazonaws.com",
                "kms:CallerAccount": ACCOUNT,
            },
        ),
    ],
    "an auditor": [
        allow("sts:AssumeRole", "arn:aws:iam::*:role/audit"),
        allow(["organizations:ListAccounts", "iam:GenerateCredentialReport"]),
        allow("s3:GetObject", "arn:aws:s3:::*", StringEquals={"aws:ResourceAccount": ACCOUNT}),
    ],
    "wide words that denials take back": [
        allow("s3:*", "arn:aws:s3:::b/*"),
        {"Effect": "Deny", "NotAction": ["s3:GetObject", "s3:PutObject"], "Resource": "*"},
        allow("dynamodb:*Item"),
        {"Effect": "Deny", "Action": "dynamodb:*", "NotResource": TABLE},
        allow("sqs:SendMessage"),
        deny("sqs:*", StringNotEquals={"aws:ResourceTag/team": "a"}),
    ],
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_policy_is_found_by_its_rule_and_by_no_other(name: str) -> None:
    rule, statements = BAD[name]

    assert set(rules(*statements)) - {"unknown-action", "passrole-notaction"} == {rule}


@pytest.mark.parametrize("name", GOOD)
def test_a_good_policy_is_left_alone(name: str) -> None:
    assert rules(*GOOD[name]) == []


def test_there_are_as_many_as_the_other_tools_were_measured_on() -> None:
    assert len(BAD) >= 27
    assert len(GOOD) >= 7
