import pytest

from guardrails.iam.actions import covered
from guardrails.iam.document import DocumentKind, parse
from guardrails.iam.escalation.tell import open_paths
from guardrails.iam.judge import identity_policy
from guardrails.iam.managed import POLICIES, STRONG, document, name_of
from guardrails.iam.model import Document


def known(name: str, partition: str = "aws") -> Document:
    found = document(f"arn:{partition}:iam::aws:policy/{name}")
    assert found is not None
    return found


def actions_of(name: str) -> set[str]:
    return {
        action
        for statement in known(name).statements
        for pattern in statement.actions
        for action in covered(pattern).actions
    }


@pytest.mark.parametrize("name", POLICIES)
def test_every_policy_is_one_that_aws_would_take(name: str) -> None:
    given = {"Version": "2012-10-17", "Statement": POLICIES[name]}
    parsed = parse(given, DocumentKind.IDENTITY)

    assert parsed.problems == ()
    assert parsed.document == known(name)


@pytest.mark.parametrize("name", POLICIES)
def test_every_action_of_a_policy_exists(name: str) -> None:
    found = identity_policy(known(name))

    assert [one.message for one in found if one.rule == "unknown-action"] == []


def test_an_arn_leads_to_its_policy_in_every_partition() -> None:
    resource = known("AWSLambdaExecute", "aws-cn").statements[1].resources
    assert resource == ("arn:aws-cn:s3:::*",)
    assert name_of("arn:aws:iam::aws:policy/service-role/AWSLambdaRole") == (
        "service-role/AWSLambdaRole"
    )


@pytest.mark.parametrize(
    "arn",
    [
        "",
        "AdministratorAccess",
        "arn:aws:iam::123456789012:policy/AdministratorAccess",
        "arn:aws:iam::aws:policy/",
        "arn:aws:iam::aws:policy/administratoraccess",
        "arn:aws:iam::aws:policy/NoSuchPolicy",
        "arn:aws:iam::aws:policy/AWSLambdaRole",
    ],
)
def test_what_is_no_known_policy_of_aws_has_no_document(arn: str) -> None:
    assert document(arn) is None


def test_a_policy_of_the_account_has_no_name_at_aws() -> None:
    assert name_of("arn:aws:iam::123456789012:policy/AdministratorAccess") is None


def test_reading_everything_reads_content_and_changes_nothing() -> None:
    reading = actions_of("ReadOnlyAccess")

    assert {"s3:GetObject", "dynamodb:Scan", "ssm:GetParameter", "iam:ListRoles"} <= reading
    assert not reading & {"s3:PutObject", "secretsmanager:GetSecretValue", "kms:Decrypt"}
    assert not reading & {"iam:CreateRole", "sts:AssumeRole", "dynamodb:PutItem"}


@pytest.mark.parametrize("name", ["SecurityAudit", "job-function/ViewOnlyAccess"])
def test_auditing_and_viewing_leave_the_content_alone(name: str) -> None:
    seen = actions_of(name)

    assert {"s3:ListAllMyBuckets", "iam:ListRoles", "dynamodb:DescribeTable"} <= seen
    assert not seen & {"s3:GetObject", "dynamodb:GetItem", "ssm:GetParameter", "sqs:ReceiveMessage"}


def test_a_function_may_log_and_no_more() -> None:
    assert actions_of("service-role/AWSLambdaBasicExecutionRole") == {
        "logs:CreateLogGroup",
        "logs:CreateLogStream",
        "logs:PutLogEvents",
    }


def test_the_strong_policies_are_those_that_open_a_way_to_more_rights() -> None:
    strong = {name for name in POLICIES if open_paths(known(name))}

    # The others' statements are not known here.
    assert strong == STRONG & set(POLICIES)
    assert STRONG - set(POLICIES) == {
        "AdministratorAccess-Amplify",
        "AdministratorAccess-AWSElasticBeanstalk",
    }
