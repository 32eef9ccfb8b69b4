"""Conditions that never hold, always do, or compare what cannot be, with the words for it."""

from typing import Any

import pytest

from guardrails.iam import condition_keys
from guardrails.iam.condition_keys import Key, KeyType
from tests.policies.guardrails.iam.validated import AGE, judged, when


@pytest.mark.parametrize(
    ("statement", "severity", "path", "message", "fix"),
    [
        (
            when(StringEquals={"aws:PrincipleArn": "x"}),
            "low",
            "StringEquals.aws:PrincipleArn",
            (
                "AWS has no condition key 'aws:PrincipleArn', so the condition never holds and the "
                "statement allows nothing."
            ),
            "Write aws:PrincipalArn.",
        ),
        (
            when(StringNotEquals={"nosuch:Key": "x"}),
            "medium",
            "StringNotEquals.nosuch:Key",
            (
                "AWS has no condition key 'nosuch:Key', so the condition always holds and limits "
                "nothing."
            ),
            "Correct the key, or remove the condition.",
        ),
        (
            when("Deny", StringEquals={"s3:prefix": "x"}),
            "medium",
            "StringEquals.s3:prefix",
            (
                "No request for s3:GetObject has the key s3:prefix, so the condition never holds "
                "and the statement denies nothing."
            ),
            "Give the actions that know the key a statement of their own, or remove the condition.",
        ),
        (
            when("Deny", StringEqualsIfExists={"s3:prefix": "x"}),
            "low",
            "StringEqualsIfExists.s3:prefix",
            (
                "No request for s3:GetObject has the key s3:prefix, so the condition always holds "
                "and does not narrow what is denied."
            ),
            "Give the actions that know the key a statement of their own, or remove the condition.",
        ),
        (
            when(action="s3:*", Null={"ec2:Region": "true"}),
            "medium",
            "Null.ec2:Region",
            (
                "No request for s3:* has the key ec2:Region, so the condition always holds and "
                "limits nothing."
            ),
            "Give the actions that know the key a statement of their own, or remove the condition.",
        ),
    ],
)
def test_a_key_that_no_request_has_is_found(
    statement: dict[str, Any], severity: str, path: str, message: str, fix: str
) -> None:
    assert judged(statement) == [
        ("unknown-condition-key", severity, f"Statement[0].Condition.{path}", message, fix)
    ]


@pytest.mark.parametrize(
    "statement",
    [
        when(StringEquals={"AWS:principalORGid": "o-1", "aws:RequestTag/any/name": "x"}),
        when(StringEquals={"s3:ExistingObjectTag/team": "x"}),
        when(action=["s3:GetObject", "s3:ListBucket"], StringLike={"s3:prefix": "a/*"}),
        when(action="s3:*", StringLike={"s3:prefix": "a/*"}),
        when(action="*", StringLike={"s3:prefix": "a/*"}),
        when(action="ec2:StartInstances", StringEquals={"ec2:ResourceTag/team": "x"}),
        when(action="kms:Decrypt", StringEquals={"kms:EncryptionContext:aws:logs:arn": "x"}),
        when(action="sqs:SendMessage", ArnLike={"lambda:SourceFunctionArn": "arn:aws:lambda:*"}),
        when(action="sts:AssumeRoleWithSAML", StringEquals={"SAML:aud": "x"}),
        when(action="sts:AssumeRole", StringEquals={"oidc.example.com/id/1:sub": "x"}),
        # What does not exist is another finding.
        when(action="s3:GetObjects", StringLike={"s3:prefix": "a/*"}),
        {
            "Effect": "Deny",
            "NotAction": "s3:GetObject",
            "Resource": "*",
            "Condition": {"StringLike": {"s3:prefix": "a/*"}},
        },
    ],
)
def test_a_key_that_some_request_has_is_left_alone(statement: dict[str, Any]) -> None:
    assert judged(statement) == []


def test_a_key_of_a_service_is_known_by_its_type() -> None:
    assert condition_keys.find("aws:sourceip") == Key("aws:SourceIp", KeyType.IP_ADDRESS)
    assert condition_keys.find("aws:TagKeys") == Key("aws:TagKeys", KeyType.STRING, many=True)
    assert condition_keys.find("aws:ResourceTag/a") == Key(
        "aws:ResourceTag/${TagKey}", KeyType.STRING
    )
    assert condition_keys.find("s3:TlsVersion") == Key("s3:TlsVersion", KeyType.NUMERIC)
    assert condition_keys.find("saml:aud", ["sts"]) == Key("saml:aud", KeyType.STRING)
    assert condition_keys.find("saml:aud") is None
    assert condition_keys.find("aws:ResourceTag/") is None
    assert condition_keys.find("s3:" + "x" * 600) is None
    assert condition_keys.find("") is None


@pytest.mark.parametrize(
    ("statement", "path", "message", "fix"),
    [
        (
            when(StringLike={"aws:SourceIp": "192.0.2.*"}),
            "StringLike.aws:SourceIp",
            (
                "aws:SourceIp is an IP address, and the operator compares texts: AWS does not say "
                "what comes of it."
            ),
            "Write IpAddress.",
        ),
        (
            when(NumericEquals={"aws:PrincipalAccount": "123456789012"}),
            "NumericEquals.aws:PrincipalAccount",
            (
                "aws:PrincipalAccount is a text, and the operator compares numbers: AWS does not "
                "say what comes of it."
            ),
            "Write StringEquals or StringLike.",
        ),
        (
            when(IpAddress={"aws:SourceIp": ["192.0.2.1", "192.0.2.0/33"]}),
            "IpAddress.aws:SourceIp",
            (
                "The value '192.0.2.0/33' for aws:SourceIp is not an address or a range such as "
                "192.0.2.0/24, which the operator compares."
            ),
            "Write an address or a range such as 192.0.2.0/24.",
        ),
        (
            when(Bool={"aws:SecureTransport": "yes"}),
            "Bool.aws:SecureTransport",
            (
                "The value 'yes' for aws:SecureTransport is not true or false, which the operator "
                "compares."
            ),
            "Write true or false.",
        ),
        (
            when(Null={"aws:TagKeys": "no"}),
            "Null.aws:TagKeys",
            "The value 'no' for aws:TagKeys is not true or false, which the operator compares.",
            "Write true or false.",
        ),
        (
            when(DateLessThan={"aws:CurrentTime": "tomorrow"}),
            "DateLessThan.aws:CurrentTime",
            (
                "The value 'tomorrow' for aws:CurrentTime is not a date such as "
                "2026-01-31T12:00:00Z, which the operator compares."
            ),
            "Write a date such as 2026-01-31T12:00:00Z.",
        ),
        (
            when(ArnLike={"aws:PrincipalArn": "123456789012"}),
            "ArnLike.aws:PrincipalArn",
            (
                "The value '123456789012' for aws:PrincipalArn is not an ARN, which the operator "
                "compares."
            ),
            "Write an ARN.",
        ),
        (
            when(action="s3:ListBucket", NumericLessThan={"s3:max-keys": "ten"}),
            "NumericLessThan.s3:max-keys",
            "The value 'ten' for s3:max-keys is not a number, which the operator compares.",
            "Write a number.",
        ),
    ],
)
def test_an_operator_or_a_value_of_another_type_is_found(
    statement: dict[str, Any], path: str, message: str, fix: str
) -> None:
    assert judged(statement) == [
        ("condition-type-mismatch", "low", f"Statement[0].Condition.{path}", message, fix)
    ]


@pytest.mark.parametrize(
    "statement",
    [
        when(IpAddress={"aws:SourceIp": ["192.0.2.1", "192.0.2.7/24", "2001:db8::/32"]}),
        when(NotIpAddress={"aws:SourceIp": "${aws:SourceIp}"}),
        when(StringLike={"aws:PrincipalArn": "arn:aws:iam::*:role/a"}),
        when(ArnLike={"aws:PrincipalArn": ["*", "arn:aws:iam::123456789012:role/*"]}),
        when(Bool={"aws:SecureTransport": [True, "FALSE"]}),
        when(NumericLessThan={AGE: 3600}),
        when(NumericLessThan={"aws:EpochTime": 1_800_000_000}),
        when(DateGreaterThan={"aws:CurrentTime": ["2026-01-31", "2026-01-31T12:00:00Z", 1]}),
        when(NumericLessThan={"aws:MultiFactorAuthAge": "${aws:PrincipalTag/age}"}),
        when(action="lambda:CreateFunction", ArnLike={"lambda:CodeSigningConfigArn": "arn:*"}),
    ],
)
def test_an_operator_of_the_key_s_type_is_left_alone(statement: dict[str, Any]) -> None:
    assert judged(statement) == []


def test_for_all_values_of_a_key_that_may_be_missing_is_found() -> None:
    single = when(ForAllValues_StringEquals={"aws:PrincipalOrgID": "o-1"})
    many = when(ForAllValues_StringLike={"aws:PrincipalOrgPaths": "o-1/*"})
    denied = when("Deny", ForAllValues_StringNotEquals={"aws:PrincipalOrgID": "o-1"})

    assert judged(single, many, denied) == [
        (
            "forallvalues-single",
            "medium",
            "Statement[0].Condition.ForAllValues:StringEquals.aws:PrincipalOrgID",
            (
                "A request has one value of aws:PrincipalOrgID or none, and ForAllValues holds for "
                "none: a request without it is allowed."
            ),
            "Leave out ForAllValues: it is for keys of several values.",
        ),
        (
            "forallvalues-single",
            "medium",
            "Statement[1].Condition.ForAllValues:StringLike.aws:PrincipalOrgPaths",
            (
                "A request has several values of aws:PrincipalOrgPaths or none, and ForAllValues "
                "holds for none: a request without it is allowed."
            ),
            'Add "Null": {"aws:PrincipalOrgPaths": "false"}.',
        ),
        (
            "forallvalues-single",
            "low",
            "Statement[2].Condition.ForAllValues:StringNotEquals.aws:PrincipalOrgID",
            (
                "A request has one value of aws:PrincipalOrgID or none, and ForAllValues holds for "
                "none: a request without it is denied."
            ),
            "Leave out ForAllValues: it is for keys of several values.",
        ),
    ]


@pytest.mark.parametrize(
    "statement",
    [
        when(ForAnyValue_StringEquals={"aws:PrincipalOrgID": "o-1"}),
        when(ForAllValues_StringEquals={"aws:TagKeys": "team"}),
        when(
            ForAllValues_StringEquals={"aws:PrincipalOrgID": "o-1"},
            Null={"AWS:PrincipalOrgId": False},
        ),
        when("Deny", ForAllValues_StringLike={"aws:PrincipalOrgPaths": "o-1/*"}),
    ],
)
def test_for_all_values_of_a_key_that_has_to_be_there_is_left_alone(
    statement: dict[str, Any],
) -> None:
    assert judged(statement) == []
