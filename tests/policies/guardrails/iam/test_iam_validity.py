"""What a document does not do though it seems to, with the words in which that is said."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guardrails.iam import condition_keys, reference, validity, wildcard
from guardrails.iam.condition_keys import Key, KeyType
from guardrails.iam.document import DocumentKind, parse
from guardrails.iam.validity import shapes

BUCKET = "arn:aws:s3:::reports"
OBJECTS = f"{BUCKET}/*"
TABLE = "arn:aws:dynamodb:eu-central-1:123456789012:table/orders"
LOGS = "arn:aws:logs:eu-central-1:123456789012:log-group:/aws/lambda/site"
READ = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": OBJECTS}
MFA, AGE = "aws:MultiFactorAuthPresent", "aws:MultiFactorAuthAge"

Found = list[tuple[str, str, str, str, str]]


def judged(*statements: dict[str, Any], kind: DocumentKind = DocumentKind.IDENTITY) -> Found:
    raw = {"Version": "2012-10-17", "Statement": list(statements)}
    document = parse(raw, kind).document
    assert document is not None
    return [
        (one.rule, one.severity, one.path, one.message, one.fix) for one in validity.judge(document)
    ]


def allow(action: object, resource: object = "*", **more: object) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def when(
    effect: str = "Allow", action: object = "s3:GetObject", **operators: object
) -> dict[str, Any]:
    conditions = {name.replace("_", ":"): keys for name, keys in operators.items()}
    return {"Effect": effect, "Action": action, "Resource": "*", "Condition": conditions}


@pytest.mark.parametrize(
    ("statement", "severity", "path", "message", "fix"),
    [
        (
            allow(["s3:GetObject", "s3:PutObject"], BUCKET),
            "low",
            "Action[0]",
            (
                "None of the statement's resources goes with s3:GetObject, s3:PutObject, so this "
                "allows nothing."
            ),
            (
                "Name a resource such as arn:aws:s3:::${BucketName}/${ObjectName}, or remove the "
                "action."
            ),
        ),
        (
            {**allow("s3:ListBucket", OBJECTS), "Effect": "Deny"},
            "medium",
            "Action[0]",
            "None of the statement's resources goes with s3:ListBucket, so this denies nothing.",
            "Name a resource such as arn:aws:s3:::${BucketName}, or remove the action.",
        ),
        (
            allow(["dynamodb:GetItem", "dynamodb:ListTables"], TABLE),
            "low",
            "Action[1]",
            'Only "Resource": "*" goes with dynamodb:ListTables, so this allows nothing.',
            'Give it a statement of its own with "Resource": "*".',
        ),
    ],
)
def test_an_action_without_a_resource_is_found(
    statement: dict[str, Any], severity: str, path: str, message: str, fix: str
) -> None:
    assert judged(statement) == [
        ("resource-mismatch", severity, f"Statement[0].{path}", message, fix)
    ]


@pytest.mark.parametrize(
    ("action", "resource"),
    [
        ("dynamodb:PutItem", f"{TABLE}/index/by_day"),
        ("sqs:SendMessage", "arn:aws:sns:eu-central-1:123456789012:orders"),
        ("iam:PassRole", "arn:aws:iam::123456789012:user/x"),
        ("s3:Get*Acl", "arn:aws:s3:eu-central-1:123456789012:storage-lens/x"),
        ("s3:GetObject", "arn:aws:s3:::${aws:username}"),
        ("ec2:TerminateInstances", "arn:aws:ec2:*:*:volume/*"),
    ],
)
def test_a_resource_of_another_kind_does_not_do(action: str, resource: str) -> None:
    found = judged(allow(action, resource))

    # A variable may hold anything, a "/" and the rest included.
    expected = [] if "${" in resource else ["resource-mismatch"]
    assert [rule for rule, *_ in found] == expected


@pytest.mark.parametrize(
    ("action", "resource"),
    [
        ("s3:GetObject", [BUCKET, OBJECTS]),
        ("s3:GetObject", "arn:aws:s3:::report*"),
        ("s3:GetObject", "arn:aws:s3:::*"),
        ("s3:GetObject", "arn:aws:s3:::?*/*"),
        ("s3:GetObject", "arn:aws:*:*:*:*"),
        ("s3:ListBucket", "arn:aws:s3:::*"),
        ("s3:*", BUCKET),
        ("s3:Get*", BUCKET),
        ("dynamodb:Query", f"{TABLE}/index/*"),
        ("logs:PutLogEvents", f"{LOGS}:*"),
        ("logs:CreateLogStream", f"{LOGS}:*"),
        ("lambda:InvokeFunction", "arn:aws:lambda:eu-central-1:123456789012:function:site:live"),
        ("ssm:GetParameter", "arn:aws:ssm:eu-central-1::parameter/aws/service/ami"),
        ("iam:ChangePassword", "arn:aws:iam::*:user/${aws:username}"),
        ("iam:GetRole", "arn:aws:iam::123456789012:role/a/path/name"),
        ("secretsmanager:GetSecretValue", "arn:aws:secretsmanager:*:123456789012:secret:a-??????"),
        # What does not exist is another finding.
        ("s3:GetObjects", BUCKET),
        ("nosuch:Get", BUCKET),
    ],
)
def test_a_resource_that_goes_with_the_action_is_left_alone(action: str, resource: object) -> None:
    assert judged(allow(action, resource)) == []


def test_the_resources_of_api_gateway_s_policies_are_left_alone() -> None:
    statement = {**allow("execute-api:Invoke", "execute-api:/*"), "Principal": "*"}

    assert judged(statement, kind=DocumentKind.RESOURCE) == []


TYPES = sorted(
    kind for name in ("s3", "iam", "dynamodb", "ec2", "logs") for one in
    reference.service_actions(name).values() for kind in one.resource_types
)  # fmt: skip
PART = st.text(alphabet="ab*?", min_size=1, max_size=4)


@settings(deadline=None)
@given(st.data())
def test_a_pattern_made_of_a_resource_of_the_type_fits_it(data: st.DataObject) -> None:
    resource_type = data.draw(st.sampled_from(TYPES))
    named = re.sub(r"\$\{[^}]*\}|\*", lambda _: data.draw(PART), resource_type)
    letters = list(named.split(":", 5)[5])
    for at in data.draw(st.lists(st.integers(0, len(letters) - 1), max_size=3)):
        letters[at] = data.draw(st.sampled_from("*?"))
    pattern = ":".join([*named.split(":", 5)[:5], "".join(letters)])

    assert shapes.fits(pattern, resource_type)


@given(st.text(alphabet="ab/*?", max_size=8), st.text(alphabet="ab/", max_size=8))
def test_a_shape_overlaps_what_it_shares_a_text_with(pattern: str, name: str) -> None:
    """With a type of one literal text, overlapping is matching."""
    arn, literal = f"arn:aws:s3:::x{pattern}", f"arn:aws:s3:::x{name}"

    assert shapes.fits(arn, literal) == wildcard.matches(f"x{pattern}", f"x{name}")


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


DENY = 'Write Deny with "BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}.'
ALLOW = 'Write Allow with "Bool": {"aws:MultiFactorAuthPresent": "true"}.'


@pytest.mark.parametrize(
    ("statement", "message", "fix"),
    [
        (
            when(BoolIfExists={MFA: "true"}),
            (
                "A request with a long-lived access key has no aws:MultiFactorAuthPresent, and "
                "BoolIfExists allows it without a second factor."
            ),
            ALLOW,
        ),
        (
            when(Null={MFA: "false"}),
            (
                "That aws:MultiFactorAuthPresent is there does not tell that it is true: a session "
                "without a second factor has it too."
            ),
            ALLOW,
        ),
        (
            when(Bool={MFA: "false"}),
            (
                "This allows sessions without a second factor only, and no access key: it demands "
                "a second factor of nobody."
            ),
            ALLOW,
        ),
        (
            when("Deny", Bool={MFA: False}),
            (
                "A request with a long-lived access key has no aws:MultiFactorAuthPresent: Bool "
                "does not deny it, and it needs no second factor."
            ),
            DENY,
        ),
        (
            when("Deny", Null={MFA: "true"}),
            (
                "A session without a second factor has aws:MultiFactorAuthPresent, with false: "
                "this denies access keys only."
            ),
            DENY,
        ),
        (
            when("Deny", BoolIfExists={MFA: "true"}),
            "This denies those who gave a second factor, and nobody else.",
            DENY,
        ),
        (
            when("Deny", NumericGreaterThan={AGE: 3600}),
            "A request without a second factor has no aws:MultiFactorAuthAge, and is not denied.",
            "Write NumericGreaterThanIfExists.",
        ),
    ],
)
def test_a_condition_that_demands_no_second_factor_is_found(
    statement: dict[str, Any], message: str, fix: str
) -> None:
    (operator,) = statement["Condition"]
    (key,) = statement["Condition"][operator]
    path = f"Statement[0].Condition.{operator}.{key}"

    assert judged(statement) == [("mfa-pattern", "medium", path, message, fix)]


@pytest.mark.parametrize(
    "statements",
    [
        [when(Bool={MFA: "true"})],
        [when(Bool={MFA: "true"}, NumericLessThan={AGE: 3600})],
        [when("Deny", BoolIfExists={MFA: "false"})],
        [when("Deny", NumericGreaterThanIfExists={AGE: 3600})],
        # Two statements that leave nobody out.
        [when("Deny", Bool={MFA: "false"}), when("Deny", Null={MFA: "true"})],
        [when("Deny", NumericGreaterThan={AGE: 3600}), when("Deny", Null={AGE: "true"})],
        [when("Deny", NumericGreaterThan={AGE: 1}), when("Deny", BoolIfExists={MFA: "false"})],
        # To set up a device, without having one.
        [when(BoolIfExists={MFA: "false"})],
    ],
)
def test_a_condition_that_demands_a_second_factor_is_left_alone(
    statements: list[dict[str, Any]],
) -> None:
    assert judged(*statements) == []
