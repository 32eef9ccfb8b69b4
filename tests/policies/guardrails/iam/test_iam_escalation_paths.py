"""Each known path: it is found when all its actions are allowed, and not by less."""

import time
from typing import Any

import pytest

from guardrails.iam import reference
from guardrails.iam.document import DocumentKind, parse
from guardrails.iam.escalation import (
    PATHS,
    Kind,
    Path,
    Target,
    judge,
    openings,
    privilege_escalation,
)
from guardrails.iam.model import Document
from guardrails.iam.reach import reach_of

Statement = dict[str, Any]

ACCOUNT = "123456789012"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/audit"
TAGGED = {"Condition": {"StringEquals": {"aws:ResourceTag/team": "a"}}}
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


def allow(action: object, resource: object = "*", **more: object) -> Statement:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def deny(action: object, resource: object = "*", **more: object) -> Statement:
    return {**allow(action, resource, **more), "Effect": "Deny"}


def document(*statements: Statement) -> Document:
    parsed = parse({"Statement": list(statements)}, DocumentKind.IDENTITY).document
    assert parsed is not None
    return parsed


def opened(*statements: Statement) -> set[str]:
    found = openings(reach_of(document(*statements)))
    return {one.path.id for one in found if one.is_open}


def told(*statements: Statement) -> list[tuple[str, str]]:
    found = privilege_escalation(document(*statements))
    assert all(one.rule == "privesc" for one in found)
    return [(one.path, one.severity) for one in found]


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


@pytest.mark.parametrize("path", PATHS, ids=IDS)
def test_a_path_is_open_when_all_its_actions_are_allowed(path: Path) -> None:
    assert path.id in opened(allow(list(path.needs)))
    assert path.id in opened(*(allow(action) for action in path.needs))
    assert path.id in opened(*(allow(action.swapcase()) for action in path.needs))
    assert path.id in opened(*(allow(f"{action[:-1]}?") for action in path.needs))
    assert path.id in opened(*(allow(f"{action[:-3]}*") for action in path.needs))
    assert path.id in opened({"Effect": "Allow", "NotAction": "s3:*", "Resource": "*"})


@pytest.mark.parametrize("path", PATHS, ids=IDS)
def test_a_path_is_closed_without_any_one_of_its_actions(path: Path) -> None:
    for missing in path.needs:
        rest = [action for action in path.needs if action != missing]
        assert not rest or path.id not in opened(allow(rest))
        assert path.id not in opened(allow(list(path.needs)), deny(missing))
        assert path.id not in opened(allow(list(path.needs)), deny(f"{missing[:-1]}?"))
        spared: Statement = {"Effect": "Deny", "NotAction": rest or "s3:*", "Resource": "*"}
        assert path.id not in opened(allow(list(path.needs)), spared)
    left: Statement = {"Effect": "Allow", "NotAction": path.needs[-1], "Resource": "*"}
    assert path.id not in opened(left)


@pytest.mark.parametrize("path", PATHS, ids=IDS)
def test_a_path_is_closed_while_its_first_action_is_bound(path: Path) -> None:
    gate, *others = path.needs

    assert path.id not in opened(allow(gate, **TAGGED), *map(allow, others))
    assert path.id not in opened(allow(gate, "arn:aws:s3:::bucket/key"), *map(allow, others))
    # What is denied but for one value leaves that value alone.
    asked = {"Condition": {"StringNotEquals": {"aws:ResourceTag/team": "a"}}}
    assert path.id not in opened(allow(list(path.needs)), deny(gate, **asked))


@pytest.mark.parametrize("path", PATHS, ids=IDS)
def test_a_condition_that_binds_nothing_leaves_a_path_open(path: Path) -> None:
    nothing = {"Condition": {"StringLike": {"aws:ResourceTag/team": "*"}}}
    secure = {"Condition": {"Bool": {"aws:SecureTransport": "true"}}}

    assert path.id in opened(allow(list(path.needs), **nothing))
    assert path.id in opened(allow(list(path.needs), **secure))


PASSED = [path for path in PATHS if path.target is Target.PASSED]


@pytest.mark.parametrize("path", PASSED, ids=[path.id for path in PASSED])
def test_a_role_has_to_be_passed_to_the_service_of_the_path(path: Path) -> None:
    _, *others = path.needs

    def passed(operator: str, service: str) -> set[str]:
        condition = {"Condition": {operator: {"iam:PassedToService": service}}}
        return opened(allow("iam:PassRole", **condition), *map(allow, others))

    assert path.id in passed("StringEquals", path.service)
    assert path.id in passed("StringLike", "*.amazonaws.com")
    assert path.id not in passed("StringEquals", "nobody.amazonaws.com")
    assert path.id not in passed("StringNotEquals", path.service)


@pytest.mark.parametrize("path", PASSED, ids=[path.id for path in PASSED])
def test_one_role_that_is_named_opens_no_path_by_itself(path: Path) -> None:
    others = [allow(action) for action in path.needs[1:]]

    assert path.id not in opened(allow("iam:PassRole", ROLE), *others)
    assert path.id in opened(allow("iam:PassRole", f"arn:aws:iam::{ACCOUNT}:role/*"), *others)


MADE = [path for path in PATHS if path.target is Target.MADE]


@pytest.mark.parametrize("path", MADE, ids=[path.id for path in MADE])
def test_rights_that_are_written_onto_what_is_used_count_whatever_it_is(path: Path) -> None:
    kind = "user" if "User" in path.needs[0] else "role"

    def on(*names: str) -> set[str]:
        arns = [f"arn:aws:iam::{ACCOUNT}:{kind}/{name}" for name in names]
        first, second, *rest = path.needs
        return opened(allow(first, arns[0]), allow(second, arns[-1]), *map(allow, rest))

    assert path.id in on("app")
    assert path.id in on("app-*", "app-one")
    assert path.id not in on("app", "web")
    assert path.id not in on("app-*", "web-*")


def test_the_user_that_calls_is_itself() -> None:
    own = f"arn:aws:iam::{ACCOUNT}:user/${{aws:username}}"

    assert opened(allow("iam:PutUserPolicy", own)) == {"iam-put-user-policy"}
    assert opened(allow("iam:CreateAccessKey", own)) == set()


def test_actions_on_different_functions_do_not_make_a_path() -> None:
    functions = f"arn:aws:lambda:eu-central-1:{ACCOUNT}:function"

    def on(created: str, invoked: str) -> set[str]:
        return opened(
            allow("iam:PassRole"),
            allow("lambda:CreateFunction", f"{functions}:{created}"),
            allow("lambda:InvokeFunction", f"{functions}:{invoked}"),
        )

    assert on("app-*", "app-one") == {"lambda-create-invoke"}
    assert on("app-*", "web-*") == set()


def test_a_shell_on_a_named_instance_is_not_opened_by_the_documents() -> None:
    documents = "arn:aws:ssm:*:*:document/*"

    assert opened(allow("ssm:SendCommand", [documents, "arn:aws:ec2:*:*:instance/i-1"])) == set()
    assert opened(allow("ssm:SendCommand", [documents, "arn:aws:ec2:*:*:instance/*"])) == {
        "ssm-send-command"
    }


@pytest.mark.parametrize(
    "statement",
    [
        allow("*"),
        allow("*:*"),
        allow("iam:*"),
        allow("i*:*"),
        allow("*", f"arn:aws:iam::{ACCOUNT}:role/*"),
        {"Effect": "Allow", "NotAction": "s3:*", "Resource": "*"},
        deny("*"),
        deny("iam:CreateAccessKey"),
        allow("iam:Get*"),
        allow("dynamodb:*"),
        allow(["iam:PassRole", "s3:GetObject"]),
    ],
)
def test_what_other_rules_tell_of_as_a_whole_is_not_listed_path_by_path(
    statement: Statement,
) -> None:
    assert told(statement) == []


def test_one_cause_is_one_finding_however_many_paths_it_opens() -> None:
    found = privilege_escalation(
        document(
            allow("s3:GetObject"),
            allow(["iam:GetRole", "iam:PassRole"]),
            allow(["lambda:CreateFunction", "lambda:InvokeFunction", "ec2:RunInstances"]),
        )
    )

    assert [(one.path, one.severity) for one in found] == [("Statement[1].Action[1]", "critical")]
    assert found[0].message == (
        "iam:PassRole on '*', with lambda:CreateFunction and lambda:InvokeFunction: whoever has it "
        "can pass any role that trusts lambda.amazonaws.com, and run code as the role in a new "
        "function. It opens 1 more way: ec2-run-instances."
    )
    assert found[0].fix == (
        "Name the roles to pass in Resource, and add a condition that iam:PassedToService is "
        "lambda.amazonaws.com."
    )


def test_each_cause_is_told_where_it_stands() -> None:
    assert told(
        allow(["iam:Put*", "iam:CreateAccessKe?"]), allow(["ssm:*", "lambda:UpdateFunction*"])
    ) == [
        ("Statement[0].Action[0]", "critical"),
        ("Statement[0].Action[1]", "critical"),
        ("Statement[1].Action[1]", "high"),
        ("Statement[1].Action[0]", "high"),
    ]


def test_creating_roles_without_a_boundary_is_left_to_its_own_rule() -> None:
    roles = f"arn:aws:iam::{ACCOUNT}:role/app-*"

    assert opened(allow(["iam:CreateRole", "iam:PutRolePolicy"], roles)) == {"iam-create-role-put"}
    assert told(allow(["iam:CreateRole", "iam:PutRolePolicy"], roles)) == []


def test_a_document_is_judged_for_all_the_ways_that_it_opens_by_itself() -> None:
    found = judge(
        document(
            allow("ssm:StartSession"),
            allow(["iam:CreateRole", "iam:PutRolePolicy"], f"arn:aws:iam::{ACCOUNT}:role/app-*"),
            allow("s3:PutBucketPolicy", "arn:aws:s3:::orders"),
        )
    )

    assert [(one.rule, one.severity, one.path) for one in found] == [
        ("privesc", "high", "Statement[0].Action[0]"),
        ("permissions-boundary-missing", "high", "Statement[1].Action[0]"),
        ("resource-policy-privesc", "medium", "Statement[2].Action[0]"),
    ]


@pytest.mark.parametrize(
    "statements",
    [
        [allow("l*:*", f"arn:aws:lambda:*:*:function:f{at}*") for at in range(12)],
        [allow("iam:P*", f"arn:aws:iam::*:role/{'a*' * 20}{at}") for at in range(500)],
        [allow(["iam:Put*", "sts:*"], [f"arn:aws:iam::*:role/*{at}" for at in range(900)])],
        [allow("ec2:*", f"arn:aws:ec2:*:*:*/{at}*") for at in range(400)],
    ],
)
def test_a_hostile_document_is_judged_soon(statements: list[Statement]) -> None:
    judged = document(*statements)
    started = time.perf_counter()
    privilege_escalation(judged)

    assert time.perf_counter() - started < 20
