"""Each known path: it is found when all its actions are allowed, and not by less."""

import time

import pytest

from guardrails.iam.escalation import PATHS, Path, Target, judge, openings, privilege_escalation
from guardrails.iam.reach import reach_of
from tests.policies.guardrails.iam.principals import ACCOUNT, Statement, allow, deny, document

pytestmark = pytest.mark.thorough

ROLE = f"arn:aws:iam::{ACCOUNT}:role/audit"
TAGGED = {"Condition": {"StringEquals": {"aws:ResourceTag/team": "a"}}}
IDS = [path.id for path in PATHS]


def opened(*statements: Statement) -> set[str]:
    found = openings(reach_of(document(*statements)))
    return {one.path.id for one in found if one.is_open}


def told(*statements: Statement) -> list[tuple[str, str]]:
    found = privilege_escalation(document(*statements))
    assert all(one.rule == "privesc" for one in found)
    return [(one.path, one.severity) for one in found]


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


@pytest.mark.parametrize(
    "statement",
    [
        {"NotResource": "arn:aws:iam::999999999999:*"},
        {"NotResource": "arn:aws-cn:iam::*:role/*"},
        {"NotResource": "arn:aws:iam::*:user/*"},
    ],
)
def test_what_is_spared_elsewhere_leaves_a_path_open(statement: Statement) -> None:
    assert told({"Effect": "Allow", "Action": "iam:PutRolePolicy", **statement}) == [
        ("Statement[0].Action[0]", "critical")
    ]


def test_what_is_spared_everywhere_closes_a_path() -> None:
    spared = {"Action": "iam:PutRolePolicy", "NotResource": "arn:aws:iam::*:role/*"}
    assert told({"Effect": "Allow", **spared}) == []


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
