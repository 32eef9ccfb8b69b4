"""Findings that nobody can mend are none: what has no name beforehand, and what needs none."""

import botocore.session
import pytest
from botocore.model import OperationModel

from guardrails.iam import judge, nameless, reference
from guardrails.iam.document import DocumentKind, parse
from guardrails.iam.findings import Finding

pytestmark = pytest.mark.thorough

PARAMETERS = ("Id", "Ids", "Arn", "ARN", "Arns", "Name", "Names", "Identifier")


def judged(action: str | list[str], resource: str) -> list[Finding]:
    statement = {"Effect": "Allow", "Action": action, "Resource": resource}
    document = parse({"Version": "2012-10-17", "Statement": statement}, DocumentKind.IDENTITY)
    assert document.document is not None
    return judge.identity_policy(document.document)


def found(action: str | list[str], resource: str) -> list[str]:
    return [one.rule for one in judged(action, resource)]


@pytest.mark.parametrize(
    ("action", "resource"),
    [
        ("route53:GetChange", "arn:aws:route53:::change/*"),
        ("ssm:GetAutomationExecution", "arn:aws:ssm:*:*:automation-execution/*"),
        ("comprehend:DescribeTopicsDetectionJob", "arn:aws:comprehend:*:*:topics-detection-job/*"),
        ("mediaconvert:GetJob", "arn:aws:mediaconvert:*:*:jobs/*"),
        ("bedrock:GetDataAutomationStatus", "arn:aws:bedrock:*:*:data-automation-invocation/*"),
    ],
)
def test_what_reads_under_ids_that_a_request_gets_is_as_narrow_as_can_be(
    action: str, resource: str
) -> None:
    assert found(action, resource) == []
    # A star leaves open more than the type does.
    (star,) = judged(action, "*")
    assert star.rule == "resource-star-restrictable"
    assert "/* in place of '*'." in star.fix


@pytest.mark.parametrize(
    ("action", "resource", "rule"),
    [
        # It changes what others have started.
        ("mediaconvert:CancelJob", "arn:aws:mediaconvert:*:*:jobs/*", "write-unconstrained"),
        ("batch:TerminateJob", "arn:aws:batch:*:*:job/*", "write-unconstrained"),
        # Whoever makes these gives the name.
        ("iot:GetJobDocument", "arn:aws:iot:*:*:job/*", "resource-effectively-star"),
        ("databrew:DescribeJob", "arn:aws:databrew:*:*:job/*", "resource-effectively-star"),
        # It gives out the address of what was exported.
        ("dataexchange:GetJob", "arn:aws:dataexchange:*:*:jobs/*", "resource-effectively-star"),
        # These stay, and are named once they are there.
        (
            "personalize:DescribeDatasetImportJob",
            "arn:aws:personalize:*:*:dataset-import-job/*",
            "resource-effectively-star",
        ),
        ("glue:GetSession", "arn:aws:glue:*:*:session/*", "resource-effectively-star"),
        ("ec2:GetConsoleOutput", "arn:aws:ec2:*:*:instance/*", "resource-effectively-star"),
        ("route53:GetHostedZone", "arn:aws:route53:::hostedzone/*", "resource-effectively-star"),
    ],
)
def test_what_can_be_named_is_still_told(action: str, resource: str, rule: str) -> None:
    assert found(action, resource) == [rule]


def test_the_types_that_are_named_all_the_same_exist() -> None:
    kinds = {
        kind
        for service in reference.services()
        for action in reference.service_actions(service).values()
        for kind in action.resource_types
    }
    assert kinds >= nameless.NAMED_ALL_THE_SAME
    assert not any(map(nameless.is_per_request, nameless.NAMED_ALL_THE_SAME))


@pytest.mark.parametrize(
    "action", ["translate:TranslateText", "rds:DescribeDBSnapshots", "redshift:DescribeTags"]
)
def test_what_names_no_resource_takes_a_star(action: str) -> None:
    assert found(action, "*") == []


@pytest.mark.parametrize(
    ("action", "rule"),
    [
        ("s3:GetBucketLocation", "resource-star-restrictable"),
        ("organizations:ListChildren", "resource-star-restrictable"),
        ("s3:GetObject", "data-exfil"),
        ("translate:UpdateParallelData", "write-unconstrained"),
    ],
)
def test_what_names_one_of_several_takes_none(action: str, rule: str) -> None:
    assert found(action, "*") == [rule]


def _operation(action: str) -> OperationModel:
    service, _, name = action.partition(":")
    models = {
        "bedrock": "bedrock-data-automation",
        "elasticfilesystem": "efs",
        "ivs": "ivs-realtime",
    }
    return (
        botocore.session.get_session()
        .get_service_model(models.get(service, service))
        .operation_model(name)
    )


@pytest.mark.parametrize("action", sorted(nameless.NAME_NO_RESOURCE))
def test_a_call_of_these_needs_no_resource(action: str) -> None:
    known = reference.action(action)
    assert known is not None
    assert known.resource_types
    assert known.access_level in {reference.READ, reference.LIST}
    shape = _operation(known.name).input_shape
    assert shape is not None
    assert not [one for one in shape.required_members if one.endswith(PARAMETERS)]


LIST, LOCATE = "s3:ListAllMyBuckets", "s3:GetBucketLocation"
DEVICES = "arn:aws:iam::*:mfa/*"


@pytest.mark.parametrize("resource", ["arn:aws:s3:::*", "*"])
def test_what_another_action_tells_already_is_told_by_it(resource: str) -> None:
    assert found([LIST, LOCATE], resource) == []


@pytest.mark.parametrize(
    ("actions", "resource", "rule"),
    [
        ([LOCATE], "arn:aws:s3:::*", "resource-effectively-star"),
        ([LIST, LOCATE, "s3:GetBucketAcl"], "arn:aws:s3:::*", "resource-effectively-star"),
        ([LIST, LOCATE, "s3:GetObject"], "arn:aws:s3:::*", "data-exfil"),
    ],
)
def test_what_it_does_not_tell_is_found(actions: list[str], resource: str, rule: str) -> None:
    (one,) = judged(actions, resource)

    assert one.rule == rule
    assert (LOCATE in one.message) is (actions == [LOCATE])


def test_a_device_of_any_name_harms_nobody_by_being_made() -> None:
    assert found("iam:CreateVirtualMFADevice", DEVICES) == []
    (star,) = judged("iam:CreateVirtualMFADevice", "*")
    assert star.fix == "Write arn:aws:iam::ACCOUNT:mfa/* in place of '*'."


@pytest.mark.parametrize(
    ("action", "resource", "rule"),
    [
        ("iam:DeleteVirtualMFADevice", DEVICES, "write-unconstrained"),
        ("iam:DeactivateMFADevice", "arn:aws:iam::*:user/*", "write-unconstrained"),
        ("iam:CreateVirtualMFADevice", "*", "write-unconstrained"),
    ],
)
def test_what_is_done_with_other_people_s_is_found(action: str, resource: str, rule: str) -> None:
    assert found(action, resource) == [rule]
