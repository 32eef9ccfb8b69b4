import pytest

from guardrails.iam.bounding_keys import Bound
from guardrails.iam.conditions import bounds, leaves
from guardrails.iam.document import DocumentKind, parse

ARN = "arn:aws:sns:eu-central-1:123456789012:topic"
FUNCTION = "arn:aws:lambda:eu-central-1:123456789012:function:f"
INSTANCE = "arn:aws:ec2:eu-central-1:123456789012:instance/i-1"
AWS = "arn:aws:iam::aws:policy"
OWN = "arn:aws:iam::123456789012:policy"


def bound_by(block: dict[str, dict[str, object]]) -> frozenset[Bound]:
    statement = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": block}
    document = parse({"Version": "2012-10-17", "Statement": statement}, DocumentKind.IDENTITY)
    assert document.document is not None, document.problems
    return bounds(document.document.statements[0].conditions)


@pytest.mark.parametrize(
    ("block", "bound"),
    [
        ({"ForAnyValue:StringEquals": {"kms:ResourceAliases": ["alias/x"]}}, Bound.RESOURCE),
        ({"StringEquals": {"aws:ResourceTag/team": "a"}}, Bound.RESOURCE),
        ({"StringEquals": {"ec2:ResourceTag/team": "${aws:PrincipalTag/team}"}}, Bound.RESOURCE),
        ({"StringLike": {"lambda:FunctionArn": "arn:aws:lambda:*:*:function:f"}}, Bound.RESOURCE),
        ({"StringLike": {"aws:PrincipalArn": "arn:aws:iam::123456789012:*"}}, Bound.CALLER),
        ({"StringLike": {"secretsmanager:ResourceTag/team": "a*"}}, Bound.RESOURCE),
        ({"ArnEquals": {"lambda:FunctionArn": f"{ARN}:x"}}, Bound.RESOURCE),
        ({"stringequals": {"IAM:PASSEDTOSERVICE": "lambda.amazonaws.com"}}, Bound.SERVICE),
        ({"StringEqualsIfExists": {"iam:PassedToService": "ecs.amazonaws.com"}}, Bound.SERVICE),
        ({"StringEquals": {"aws:PrincipalOrgID": "o-1"}}, Bound.CALLER),
        ({"StringLike": {"aws:PrincipalOrgPaths": "o-1/r-1/*"}}, Bound.CALLER),
        ({"StringEquals": {"aws:SourceAccount": 123456789012}}, Bound.CALLER),
        ({"ArnLike": {"aws:SourceArn": "arn:aws:sns:*:123456789012:*"}}, Bound.CALLER),
        ({"ArnLike": {"aws:SourceArn": "arn:aws:s3:::bucket"}}, Bound.CALLER),
        ({"StringLike": {"aws:userid": "AROAEXAMPLE:*"}}, Bound.CALLER),
        # Who calls, and not what is acted on, though the keys end like lambda:FunctionArn.
        ({"ArnEquals": {"lambda:SourceFunctionArn": FUNCTION}}, Bound.CALLER),
        ({"ArnLike": {"ec2:SourceInstanceARN": INSTANCE}}, Bound.CALLER),
        ({"StringLike": {"ssm:SourceInstanceARN": INSTANCE}}, Bound.CALLER),
        ({"ArnEquals": {"iam:PolicyARN": f"{AWS}/AmazonS3ReadOnlyAccess"}}, Bound.RESOURCE),
        ({"ArnLike": {"iam:PolicyARN": f"{OWN}/team/*"}}, Bound.RESOURCE),
        ({"StringEquals": {"iam:PermissionsBoundary": f"{OWN}/boundary"}}, Bound.RESOURCE),
        ({"StringEquals": {"aws:SourceVpce": "vpce-1"}}, Bound.NETWORK),
        ({"IpAddress": {"aws:SourceIp": ["10.0.0.0/8", "192.0.2.1"]}}, Bound.NETWORK),
        ({"IpAddress": {"aws:SourceIp": "2001:db8::/32"}}, Bound.NETWORK),
        ({"StringEquals": {"sts:ExternalId": "x"}}, Bound.EXTERNAL_ID),
        ({"StringEquals": {"aws:ResourceOrgID": "o-1"}}, Bound.OWNER),
        ({"StringEquals": {"aws:ResourceAccount": "123456789012"}}, Bound.OWNER),
        ({"StringEquals": {"kms:ViaService": "s3.eu-central-1.amazonaws.com"}}, Bound.VIA),
        ({"StringLike": {"kms:ViaService": "s3.*.amazonaws.com"}}, Bound.VIA),
        ({"StringEquals": {"aws:RequestTag/team": "a"}}, Bound.NEW),
        ({"StringEquals": {"ec2:CreateAction": "RunInstances"}}, Bound.RESOURCE),
        (
            {"StringEquals": {"aws:ResourceTag/team": "${aws:PrincipalTag/team, 'a'}"}},
            Bound.RESOURCE,
        ),
        ({"StringLike": {"iam:PassedToService": "ecs*.amazonaws.com"}}, Bound.SERVICE),
        (
            {
                "ForAllValues:StringEquals": {"kms:ResourceAliases": ["alias/x"]},
                "Null": {"kms:ResourceAliases": "false"},
            },
            Bound.RESOURCE,
        ),
    ],
)
def test_a_condition_binds_what_it_holds_to_chosen_values(
    block: dict[str, dict[str, object]], bound: Bound
) -> None:
    assert bound_by(block) == {bound}


@pytest.mark.parametrize(
    "block",
    [
        {},
        {"StringLike": {"aws:PrincipalOrgID": "*"}},
        # What is given to a policy that gives every right is given without bounds.
        {"ArnEquals": {"iam:PolicyARN": f"{AWS}/AdministratorAccess"}},
        {"ArnEquals": {"iam:PolicyARN": [f"{AWS}/AmazonS3ReadOnlyAccess", f"{AWS}/IAMFullAccess"]}},
        {"ArnLike": {"iam:PolicyARN": f"{AWS}/*FullAccess"}},
        {"ArnLike": {"iam:PolicyARN": "arn:aws:iam::*:policy/Admin*"}},
        {"ArnEquals": {"iam:PolicyARN": "arn:aws-cn:iam::aws:policy/AdministratorAccess"}},
        {"StringEquals": {"iam:PermissionsBoundary": f"{AWS}/AdministratorAccess"}},
        {"StringLike": {"iam:PermissionsBoundary": f"{AWS}/Power*"}},
        {"StringLike": {"aws:PrincipalOrgID": "o-*"}},
        {"StringEquals": {"aws:PrincipalOrgID": "${aws:PrincipalOrgID}"}},
        {"StringLike": {"aws:ResourceTag/team": ["a", "?*"]}},
        {"StringEquals": {"aws:ResourceTag/team": "*"}},
        {"StringEquals": {"aws:ResourceTag/team": ""}},
        {"StringEquals": {"aws:ResourceTag/team": "${aws:RequestTag/team}"}},
        {"StringLike": {"aws:PrincipalArn": "${aws:PrincipalArn, 'x'}*"}},
        {"StringLike": {"iam:PassedToService": "*.amazonaws.com"}},
        {"StringLike": {"kms:ViaService": "*.eu-central-1.amazonaws.com"}},
        {"NumericLessThan": {"aws:MultiFactorAuthAge": "999999999"}},
        {"DateGreaterThan": {"aws:CurrentTime": "2020-01-01T00:00:00Z"}},
        {"Null": {"aws:ResourceTag/team": "false"}},
        {"StringEqualsIfExists": {"aws:ResourceTag/team": "a"}},
        {"ForAnyValue:StringLike": {"kms:ResourceAliases": "alias/*"}},
        {"ForAllValues:StringEquals": {"kms:ResourceAliases": ["alias/x"]}},
        {"ForAllValues:StringEquals": {"kms:ResourceAliases": "alias/x"}, "Null": {"a:b": "false"}},
        {"StringEqualsIfExists": {"aws:PrincipalOrgID": "o-1"}},
        {"StringNotEquals": {"aws:PrincipalOrgID": "o-1"}},
        {"ArnNotLike": {"aws:SourceArn": ARN}},
        {"ArnLike": {"aws:SourceArn": "*"}},
        {"ArnLike": {"lambda:FunctionArn": "x"}},
        {"ArnLike": {"aws:SourceArn": "arn:aws:s3:::*"}},
        {"ArnLike": {"aws:SourceArn": "arn:aws:sns:*:*:topic"}},
        {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/x"}},
        {"ArnLike": {"lambda:FunctionArn": "arn:aws:lambda:*:123456789012:function:*"}},
        {"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}},
        {"IpAddress": {"aws:SourceIp": ["10.0.0.0/8", "0.0.0.0/1"]}},
        {"IpAddress": {"aws:SourceIp": "::/0"}},
        {"IpAddress": {"aws:SourceIp": "10.0.0.0/x"}},
        {"NotIpAddress": {"aws:SourceIp": "192.0.2.1"}},
        {"Bool": {"aws:SecureTransport": "true"}},
        {"Bool": {"aws:MultiFactorAuthPresent": True}},
        {"StringEquals": {"aws:RequestedRegion": "*"}},
        {"StringEquals": {"aws:RequestedRegion": "eu-central-1"}},
        {"Null": {"aws:PrincipalOrgID": "false"}},
        {"DateLessThan": {"aws:CurrentTime": "2030-01-01T00:00:00Z"}},
        {"StringEquals": {"aws:PrincipalTag/team": "a"}},
        {"StringEquals": {"s3:x-amz-acl": "private"}},
    ],
)
def test_a_condition_that_anyone_meets_binds_nothing(block: dict[str, dict[str, object]]) -> None:
    assert bound_by(block) == frozenset()


def test_conditions_that_hold_together_bind_together() -> None:
    block: dict[str, dict[str, object]] = {
        "ForAnyValue:StringEquals": {"kms:ResourceAliases": ["alias/x"]},
        "StringEquals": {"kms:ViaService": "s3.eu-central-1.amazonaws.com", "aws:SourceVpc": "v"},
    }

    assert bound_by(block) == {Bound.RESOURCE, Bound.NETWORK, Bound.VIA}


def left_by(block: dict[str, dict[str, object]]) -> frozenset[Bound]:
    statement = {"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": block}
    document = parse({"Version": "2012-10-17", "Statement": statement}, DocumentKind.IDENTITY)
    assert document.document is not None, document.problems
    return leaves(document.document.statements[0].conditions)


@pytest.mark.parametrize(
    ("block", "bound"),
    [
        ({"StringNotEquals": {"aws:ResourceOrgID": "o-1"}}, Bound.OWNER),
        ({"StringNotEqualsIfExists": {"aws:ResourceAccount": "123456789012"}}, Bound.OWNER),
        ({"StringNotLike": {"aws:ResourceTag/team": ["a", "b*"]}}, Bound.RESOURCE),
        ({"ArnNotLike": {"lambda:FunctionArn": "arn:aws:lambda:*:*:function:f"}}, Bound.RESOURCE),
        ({"NotIpAddress": {"aws:SourceIp": "10.0.0.0/8"}}, Bound.NETWORK),
        ({"StringNotEquals": {"iam:PassedToService": "lambda.amazonaws.com"}}, Bound.SERVICE),
        (
            {
                "StringNotEqualsIfExists": {"aws:ResourceOrgID": "o-1"},
                "BoolIfExists": {"aws:PrincipalIsAWSService": "false"},
            },
            Bound.OWNER,
        ),
        (
            {"StringNotEquals": {"aws:ResourceOrgID": "o-1", "aws:ResourceAccount": "1"}},
            Bound.OWNER,
        ),
    ],
)
def test_a_denial_of_all_others_leaves_chosen_values(
    block: dict[str, dict[str, object]], bound: Bound
) -> None:
    assert left_by(block) == {bound}


@pytest.mark.parametrize(
    "block",
    [
        {},
        {"StringEquals": {"aws:ResourceOrgID": "o-1"}},
        {"StringNotLike": {"aws:ResourceOrgID": "*"}},
        {"StringNotLike": {"aws:ResourceTag/team": ["a", "*"]}},
        {"ForAnyValue:StringNotEquals": {"kms:ResourceAliases": ["alias/x"]}},
        {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}},
        {"Bool": {"aws:PrincipalIsAWSService": "false"}},
        {"StringNotEquals": {"aws:RequestedRegion": "eu-central-1"}},
        # One of the two is enough to be let through.
        {"StringNotEquals": {"aws:ResourceTag/team": "a", "aws:ResourceOrgID": "o-1"}},
        {
            "StringNotEquals": {"aws:ResourceTag/team": "a"},
            "StringLike": {"aws:PrincipalArn": "*"},
        },
    ],
)
def test_a_denial_that_can_be_avoided_leaves_everything(
    block: dict[str, dict[str, object]],
) -> None:
    assert left_by(block) == frozenset()
