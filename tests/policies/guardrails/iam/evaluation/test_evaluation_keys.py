"""Which context keys a document reads."""

from guardrails.iam.evaluation.keys import read_by
from tests.support.iam_requests import policy

STATEMENTS = (
    {
        "Effect": "Allow",
        "Action": "s3:*",
        "Resource": ["arn:aws:s3:::a", "arn:aws:s3:::home/${aws:username, 'x'}/${*}"],
        "Condition": {
            "StringEquals": {"aws:PrincipalTag/Team": ["red", "${aws:ResourceTag/Team}"]},
            "NumericEquals": {"s3:max-keys": "${aws:Ignored}"},
        },
    },
    {
        "Effect": "Deny",
        "Action": "*",
        "NotResource": "arn:aws:sqs:eu-central-1:${aws:Ignored}:queue",
        "Condition": {"Null": {"aws:principaltag/team": "true"}},
    },
)


def test_keys_of_conditions_and_variables_are_told_with_their_places() -> None:
    assert read_by(policy(*STATEMENTS).document) == {
        "aws:username": ("Statement[0].Resource[1]",),
        "aws:PrincipalTag/Team": (
            "Statement[0].Condition.StringEquals.aws:PrincipalTag/Team",
            "Statement[1].Condition.Null.aws:principaltag/team",
        ),
        "aws:ResourceTag/Team": ("Statement[0].Condition.StringEquals.aws:PrincipalTag/Team",),
        "s3:max-keys": ("Statement[0].Condition.NumericEquals.s3:max-keys",),
    }


def test_a_document_of_2008_has_no_variables() -> None:
    found = read_by(policy(*STATEMENTS, version="2008-10-17").document)

    assert list(found) == ["aws:PrincipalTag/Team", "s3:max-keys"]
