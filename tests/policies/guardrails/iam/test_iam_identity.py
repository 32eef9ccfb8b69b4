from typing import Any

import pytest

from guardrails.iam.document import DocumentKind, parse
from guardrails.iam.findings import SEVERITIES, Finding
from guardrails.iam.judge import identity_policy, service_control_policy

ROLE = "arn:aws:iam::123456789012:role/service"
TABLE = "arn:aws:dynamodb:eu-central-1:123456789012:table/orders"
API = "arn:aws:execute-api:eu-central-1:123456789012:abc/prod/GET/findings"
KEYS = "arn:aws:kms:eu-central-1:123456789012:key/*"
PASSED = {"Condition": {"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}}}
TAGGED = {"Condition": {"StringEquals": {"aws:ResourceTag/team": "a"}}}


def allow(action: object, resource: object = "*", **more: object) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def judged(*statements: dict[str, Any]) -> list[Finding]:
    raw = {"Version": "2012-10-17", "Statement": list(statements)}
    document = parse(raw, DocumentKind.IDENTITY).document
    assert document is not None
    return identity_policy(document)


def found(*statements: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one.rule, one.path) for one in judged(*statements)]


@pytest.mark.parametrize(
    ("statement", "rule", "path"),
    [
        (allow("*"), "admin-star", "Action[0]"),
        (allow("*:*"), "admin-star", "Action[0]"),
        (allow("**"), "admin-star", "Action[0]"),
        (allow("?*:?*", "**"), "admin-star", "Action[0]"),
        (allow(["s3:GetObject", "iam:*", "*"]), "admin-star", "Action[2]"),
        (allow("*", ["arn:aws:s3:::b", "arn:aws:*:*:*:*"]), "admin-star", "Action[0]"),
        (
            allow("*", Condition={"Bool": {"aws:SecureTransport": "true"}}),
            "admin-star",
            "Action[0]",
        ),
        (allow("*", TABLE), "action-star", "Action[0]"),
        (allow("*", **TAGGED), "action-star", "Action[0]"),
        (allow("iam:*"), "full-iam", "Action[0]"),
        (allow("IAM:**", ROLE), "full-iam", "Action[0]"),
        (allow("I*:*"), "full-iam", "Action[0]"),
        (allow(["iam:*", "iam:PassRole", "iam:GetRole"]), "full-iam", "Action[0]"),
        (allow("kms:*", "arn:aws:kms:eu-central-1:123456789012:key/1"), "kms-full", "Action[0]"),
        (allow("s3:**", "arn:aws:s3:::b"), "service-wildcard", "Action[0]"),
        (allow(["s3:*", "s3:GetObject"]), "service-wildcard", "Action[0]"),
        (allow("dynamodb:?*", TABLE), "service-wildcard", "Action[0]"),
        (allow("execute-api:*n*e*", API), "service-wildcard", "Action[0]"),
        (allow("dynamodb:GetItem"), "resource-star-restrictable", "Resource[0]"),
        (allow("iam:CreateAccessKe?"), "credentials-exposure", "Resource[0]"),
        (allow(["xray:PutTraceSegments", "s3:List*"]), "resource-star-restrictable", "Resource[0]"),
        (
            allow("s3:GetObject", ["arn:aws:s3:::b/*", "*", "arn:aws:s3:::*"]),
            "data-exfil",
            "Resource[1]",
        ),
        (
            allow("s3:GetObject", Condition={"StringLike": {"aws:ResourceTag/team": "*"}}),
            "data-exfil",
            "Resource[0]",
        ),
        (
            allow("s3:GetObject", Condition={"StringEquals": {"aws:RequestedRegion": "*"}}),
            "data-exfil",
            "Resource[0]",
        ),
        (
            allow("dynamodb:GetItem", [TABLE, "arn:aws:dynamodb:*:*:table/*"]),
            "resource-effectively-star",
            "Resource[1]",
        ),
        (allow("s3:GetObject", "arn:aws:s3:::*"), "data-exfil", "Resource[0]"),
        (allow("s3:GetObject", "arn:aws:s3:::*/*"), "data-exfil", "Resource[0]"),
        (allow("kms:Decrypt", KEYS), "kms-decrypt-star", "Resource[0]"),
        (
            allow(
                "kms:Decrypt",
                KEYS,
                Condition={"StringEquals": {"kms:ViaService": "s3.eu-central-1.amazonaws.com"}},
            ),
            "kms-decrypt-star",
            "Resource[0]",
        ),
        (
            allow("ec2:RunInstances", "arn:aws:ec2:*:*:subnet/*"),
            "write-unconstrained",
            "Resource[0]",
        ),
        (allow("iam:PassRole", **PASSED), "passrole-star", "Resource[0]"),
        (allow("iam:P*Role", "arn:aws:iam::*:role/*"), "passrole-star", "Resource[0]"),
        (allow("iam:PassRole", ROLE), "passrole-no-passedtoservice", "Action[0]"),
        (
            allow(["iam:GetRole", "iam:Pass*"], ROLE),
            "passrole-no-passedtoservice",
            "Action[1]",
        ),
        (
            allow("iam:PassRole", ROLE, Condition={"StringLike": {"iam:PassedToService": "*"}}),
            "passrole-no-passedtoservice",
            "Action[0]",
        ),
        (allow("sts:AssumeRole"), "assume-star", "Resource[0]"),
        (allow("sts:AssumeRol?", "arn:aws:iam::*:role/*"), "assume-star", "Resource[0]"),
        (
            allow("sts:AssumeRole", "arn:aws:iam::*:role/OrganizationAccountAccessRole"),
            "assume-star",
            "Resource[0]",
        ),
        (
            allow("sts:AssumeRole", [ROLE, "arn:aws:iam::*:role/AWSControlTower*"]),
            "assume-star",
            "Resource[1]",
        ),
        (allow("sts:AssumeRoot"), "credentials-exposure", "Resource[0]"),
        (allow("sts:AssumeRoot", "arn:aws:iam::*:root"), "credentials-exposure", "Resource[0]"),
        (
            allow("sts:AssumeRole", Condition={"StringEquals": {"sts:ExternalId": "x"}}),
            "assume-star",
            "Resource[0]",
        ),
        (
            {"Effect": "Allow", "NotAction": ["iam:*"], "Resource": "*"},
            "allow-notaction",
            "NotAction",
        ),
        (
            {"Effect": "Allow", "Action": "s3:GetObject", "NotResource": "arn:aws:s3:::secret/*"},
            "allow-notresource",
            "NotResource",
        ),
        (
            {"Effect": "Allow", "Action": "iam:PassRole", "NotResource": ROLE, **PASSED},
            "passrole-notaction",
            "NotResource",
        ),
        (allow("s3:GetObjct", "arn:aws:s3:::b/*"), "unknown-action", "Action[0]"),
        (allow("nosuchservice:*", "arn:aws:s3:::b/*"), "unknown-action", "Action[0]"),
    ],
)
def test_each_cause_is_one_finding_at_its_place(
    statement: dict[str, Any], rule: str, path: str
) -> None:
    assert found(statement) == [(rule, f"Statement[0].{path}")]


@pytest.mark.parametrize(
    "statement",
    [
        # One account's administrators, other names everywhere, one account's root user.
        allow("sts:AssumeRole", "arn:aws:iam::123456789012:role/OrganizationAccountAccessRole"),
        allow("sts:AssumeRole", "arn:aws:iam::*:role/bulwark-audit"),
        allow("sts:AssumeRoot", "arn:aws:iam::123456789012:root"),
        allow("dynamodb:GetItem", TABLE),
        allow("dynamodb:Query", f"{TABLE}/index/by_status"),
        allow(["dynamodb:GetRecords", "dynamodb:DescribeStream"], f"{TABLE}/stream/*"),
        allow("s3:Get*", "arn:aws:s3:::bucket/*"),
        allow("s3:GetObject", "arn:aws:s3:::bucket/${aws:username}/*"),
        allow(
            ["logs:CreateLogStream", "logs:PutLogEvents"],
            "arn:aws:logs:eu-central-1:123456789012:log-group:/aws/lambda/x:*",
        ),
        allow(["xray:PutTraceSegments", "xray:PutTelemetryRecords", "cloudwatch:PutMetricData"]),
        allow(["organizations:ListAccounts", "sts:GetCallerIdentity", "s3:ListAllMyBuckets"]),
        allow(
            ["kms:Decrypt", "kms:GenerateDataKey*"],
            KEYS,
            Condition={
                "ForAnyValue:StringEquals": {"kms:ResourceAliases": ["alias/x"]},
                "StringEquals": {"kms:ViaService": "dynamodb.eu-central-1.amazonaws.com"},
            },
        ),
        allow("ec2:StopInstances", **TAGGED),
        allow("iam:PassRole", ROLE, **PASSED),
        allow("sts:AssumeRole", "arn:aws:iam::*:role/audit"),
        allow("sts:AssumeRole", Condition={"StringEquals": {"aws:ResourceOrgID": "o-1"}}),
        allow("lambda:CreateEventSourceMapping"),
        allow(
            "ec2:RunInstances",
            ["arn:aws:ec2:*::image/ami-1", "arn:aws:ec2:*:123456789012:instance/*"],
        ),
        {"Effect": "Deny", "Action": "*", "Resource": "*"},
        {"Effect": "Deny", "NotAction": ["iam:*", "sts:*"], "Resource": "*"},
        {"Effect": "Deny", "Action": "iam:PassRole", "NotResource": ROLE},
    ],
)
def test_what_is_bound_or_cannot_be_is_left_alone(statement: dict[str, Any]) -> None:
    assert found(statement) == []


@pytest.mark.parametrize(
    ("statement", "rules"),
    [
        (
            {"Effect": "Allow", "NotAction": "s3:*", "NotResource": "arn:aws:s3:::b"},
            ["allow-notaction", "passrole-notaction", "allow-notresource"],
        ),
        (
            {"Effect": "Allow", "Action": ["iam:PassRole", "iam:GetRole"], "NotResource": ROLE},
            ["passrole-notaction", "allow-notresource"],
        ),
        (
            {"Effect": "Allow", "Action": "*", "NotResource": ROLE},
            ["action-star", "allow-notresource"],
        ),
        (allow(["s3:*", "sqs:*"]), ["service-wildcard", "service-wildcard"]),
        (allow(["s3:*", "sqs:SendMessage"]), ["service-wildcard", "write-unconstrained"]),
        (
            allow(["iam:PassRole", "sts:AssumeRole", "s3:GetObject"]),
            ["passrole-star", "assume-star", "data-exfil"],
        ),
        (
            allow("s3:GetObject", ["arn:aws:s3:::*", "arn:aws:s3:::*/*"]),
            ["data-exfil", "data-exfil"],
        ),
    ],
)
def test_several_causes_are_several_findings(statement: dict[str, Any], rules: list[str]) -> None:
    assert [rule for rule, _ in found(statement)] == rules


def test_every_statement_is_judged_for_itself() -> None:
    assert found(allow("dynamodb:GetItem", TABLE), allow("*"), allow("iam:*")) == [
        ("admin-star", "Statement[1].Action[0]"),
        ("full-iam", "Statement[2].Action[0]"),
    ]


def test_resources_open_to_writing_are_worse_than_those_open_to_reading() -> None:
    (reading,) = judged(allow("dynamodb:GetItem"))
    (writing,) = judged(allow(["dynamodb:GetItem", "dynamodb:PutItem"]))

    assert (reading.severity, writing.severity) == ("medium", "high")
    assert reading.message == (
        "'*' is every resource, though AWS can scope dynamodb:GetItem: a mistake or an intruder "
        "can read what this principal has nothing to do with."
    )
    assert writing.message == (
        "With dynamodb:PutItem on '*' a mistake or an intruder uses, changes or deletes what this "
        "principal has nothing to do with."
    )


def test_a_misspelt_action_is_told_the_right_spelling() -> None:
    (finding,) = judged(allow("s3:GetObjct", "arn:aws:s3:::b/*"))

    assert finding.message.startswith("'s3:GetObjct' fits no action that AWS had on 20")
    assert finding.fix == "Write s3:GetObject."


def test_an_action_of_no_service_says_so() -> None:
    (finding,) = judged(allow("s4:GetObject", "arn:aws:s3:::b/*"))

    assert finding.message.startswith("'s4:GetObject' is of no service that AWS had on 20")
    assert finding.fix == "Correct the name, or remove it."


def test_an_action_without_service_is_malformed_and_not_unknown_too() -> None:
    assert found(allow("GetObject", "arn:aws:s3:::b/*")) == []


def test_a_misspelt_action_is_found_where_it_denies_too() -> None:
    raw = {"Statement": {"Effect": "Deny", "NotAction": ["s3:*", "s3:GetObjct"], "Resource": "*"}}
    document = parse(raw, DocumentKind.SCP).document
    assert document is not None

    assert [(one.rule, one.path) for one in service_control_policy(document)] == [
        ("unknown-action", "Statement[0].NotAction[1]")
    ]


def test_every_finding_has_a_known_kind_and_texts_on_one_line() -> None:
    statements = [
        allow("*\n"),
        allow("s3:\x1b*", "arn:aws:s3:::*\n"),
        {"Effect": "Allow", "NotAction": "a\nb", "NotResource": "c\nd"},
    ]

    for one in judged(*statements):
        assert one.rule in SEVERITIES
        assert all(text.isprintable() for text in (one.path, one.message, one.fix))
