"""The paths that are known: which lists they come from, and what each one says."""

import pytest

from guardrails.iam import reference
from guardrails.iam.escalation import PATHS, Kind, Path

pytestmark = pytest.mark.thorough

IDS = [path.id for path in PATHS]

# Rhino Security Labs' list, by its numbers, as people know it.
RHINO = {
    1: {"iam:CreatePolicyVersion"},
    2: {"iam:SetDefaultPolicyVersion"},
    3: {"iam:PassRole", "ec2:RunInstances"},
    4: {"iam:CreateAccessKey"},
    5: {"iam:CreateLoginProfile"},
    6: {"iam:UpdateLoginProfile"},
    7: {"iam:AttachUserPolicy"},
    8: {"iam:AttachGroupPolicy"},
    9: {"iam:AttachRolePolicy"},
    10: {"iam:PutUserPolicy"},
    11: {"iam:PutGroupPolicy"},
    12: {"iam:PutRolePolicy"},
    13: {"iam:AddUserToGroup"},
    14: {"iam:UpdateAssumeRolePolicy"},
    15: {"iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"},
    16: {"iam:PassRole", "lambda:CreateFunction", "lambda:CreateEventSourceMapping"},
    17: {"lambda:UpdateFunctionCode"},
    18: {"iam:PassRole", "glue:CreateDevEndpoint"},
    19: {"glue:UpdateDevEndpoint"},
    20: {"iam:PassRole", "cloudformation:CreateStack"},
    21: {
        "iam:PassRole",
        "datapipeline:CreatePipeline",
        "datapipeline:PutPipelineDefinition",
        "datapipeline:ActivatePipeline",
    },
}

# The paths of pathfinding.cloud that are in the catalogue under these ids.
PATHFINDING = {
    "apprunner": 2,
    "batch": 3,
    "bedrock": 3,
    "braket": 1,
    "cloudformation": 5,
    "codebuild": 4,
    "codedeploy": 1,
    "cognitoidentity": 1,
    "datapipeline": 1,
    "ecs": 9,
    "emr": 1,
    "emrserverless": 1,
    "gamelift": 1,
    "glue": 7,
    "iam": 23,
    "imagebuilder": 1,
    "kinesisanalytics": 1,
    "lambda": 6,
    "omics": 1,
    "sagemaker": 5,
    "scheduler": 1,
    "ssm": 3,
    "sso": 3,
    "stepfunctions": 2,
}


@pytest.mark.parametrize("path", PATHS, ids=IDS)
def test_a_path_names_actions_that_aws_has_and_says_all_that_a_reader_needs(path: Path) -> None:
    for action in path.needs:
        known = reference.action(action)
        assert known is not None
        assert known.name == action
    assert path.types
    assert path.yields[0].islower()
    assert not path.yields.endswith(".")
    assert path.mend.endswith((".", "..."))
    assert "{" not in path.mend.replace("${aws:username}", "")
    assert path.references
    assert bool(path.service) is (path.kind in {Kind.PASS_ROLE, Kind.CODE_SWAP, Kind.SESSION})


def test_every_path_is_told_once() -> None:
    assert len(set(IDS)) == len(IDS)
    needs = [(path.id, path.target, path.service, set(path.needs)) for path in PATHS]

    for id_, target, service, mine in needs:
        for other, *same, theirs in needs:
            assert id_ == other or same != [target, service] or not mine <= theirs


def test_every_path_of_the_first_list_is_here_with_its_actions() -> None:
    by_number = {
        int(one.removeprefix("rhino:")): set(path.needs)
        for path in PATHS
        for one in path.references
        if one.startswith("rhino:") and one != "rhino:layers"
    }

    assert by_number == RHINO


def test_every_path_of_pathfinding_is_here() -> None:
    cited = {one.removeprefix("pathfinding:") for path in PATHS for one in path.references}

    for service, last in PATHFINDING.items():
        assert {f"{service}-{number:03}" for number in range(1, last + 1)} - cited == set()
    assert {"ec2-001", "ec2-002", "ec2-003", "ec2-005"} - cited == set()
