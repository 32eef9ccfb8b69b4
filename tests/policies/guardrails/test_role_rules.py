"""What the rules about attachments and roles say; rule_cases has when they do."""

from collections.abc import Sequence
from typing import Any

import pytest

from guardrails.model import Fail, Undetermined
from guardrails.pack import Pack
from guardrails.view import Resource
from tests.policies.guardrails.rule_cases.attachments import (
    ATTACHMENT,
    BUCKETS,
    FUNCTION_OF_ROLE,
    LOGS,
    OWN,
    READ_ONLY,
    ROLE_POLICY,
    attached,
    read_from,
    role,
)
from tests.policies.guardrails.rule_cases.model import UNKNOWN, by_id, one, policy, urn

PASSING = "passrole-no-passedtoservice"
ADD = 'Add "Condition": {"StringEquals": {"iam:PassedToService": %s}}'
THAT = ", trusted by runner."
RUNNER = "arn:aws:iam::123456789012:role/runner"


def failures(rule: str, stack: Sequence[Resource]) -> list[Fail]:
    results = [answer.result for answer in Pack([by_id(rule)]).judge_stack(stack)]
    return [result for result in results if isinstance(result, Fail)]


def grants(*statements: dict[str, Any], account: str | None = "123456789012") -> Resource:
    document = policy(*statements)
    properties = {"role": "runner", "policy": document}
    return one(ROLE_POLICY, properties, "grants", account_id=account)


def allow(action: object, resource: object) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource}


def taken_by(*services: str) -> str:
    principal = {"Service": list(services)}
    return policy({"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": principal})


def test_a_function_with_a_whole_service_is_offered_what_its_other_grants_use() -> None:
    stack = [
        role(),
        attached(BUCKETS),
        FUNCTION_OF_ROLE,
        grants(allow(["s3:GetObject", "s3:PutObject"], "arn:aws:s3:::reports/*")),
    ]

    (found,) = failures("lambda-role-star", stack)

    assert found.urn == attached(BUCKETS).urn
    assert found.message == (
        "AmazonS3FullAccess for worker: 's3:*' allows every action of s3, deletion and "
        "changes of access included, and whatever AWS adds later."
    )
    assert found.fix == (
        "Give the role a policy of its own. The same policies use s3:GetObject and s3:PutObject on "
        "it elsewhere: write those."
    )


def test_each_deployment_undoes_the_other() -> None:
    (found,) = failures("policy-conflict", [role({"managedPolicyArns": [OWN]}), attached(LOGS)])

    assert found.message == (
        "runner takes away every policy that it does not list, and this adds one that it does not "
        "list: each deployment undoes the other."
    )
    assert found.fix == (
        "list the policy in managedPolicyArns of runner too, or attach it there only"
    )
    assert found.urn == attached(LOGS).urn


def test_one_policy_is_given_to_two_by_declarations_that_undo_each_other() -> None:
    exclusive = one(ATTACHMENT, {"policyArn": OWN, "roles": ["another"]}, "everywhere")

    (found,) = failures("policy-conflict", [role(), exclusive, attached(OWN)])

    assert found.message == (
        "everywhere takes the policy away from everyone that it does not name, and this gives it "
        "to another one: each deployment undoes the other."
    )
    assert found.fix == "name the role in everywhere too, or drop that"


def test_a_role_that_is_computed_is_found_by_what_it_is_computed_from() -> None:
    computed = attached(LOGS, to=UNKNOWN, depends={"role": [urn("aws:iam/role:Role", "runner")]})

    (found,) = failures("policy-conflict", [role({"managedPolicyArns": [OWN]}), computed])

    assert found.path == "policyArn"


def test_a_reader_from_elsewhere_is_named() -> None:
    (found,) = failures("cross-account-readonly", read_from("123456789012", "210987654321"))

    assert found.message == (
        "ReadOnlyAccess reads all objects, tables and parameters, and the role is trusted from "
        "210987654321: its mistakes leak this account's data."
    )
    assert found.urn == attached(READ_ONLY).urn


@pytest.mark.parametrize(
    ("trust", "fix"),
    [
        (taken_by("ecs-tasks.amazonaws.com"), ADD % '"ecs-tasks.amazonaws.com"' + THAT),
        (
            taken_by("lambda.amazonaws.com", "ec2.amazonaws.com"),
            ADD % '["ec2.amazonaws.com", "lambda.amazonaws.com"]' + THAT,
        ),
        (UNKNOWN, ADD % '"lambda.amazonaws.com"' + ", with the service that takes the role."),
    ],
)
@pytest.mark.parametrize("account", ["123456789012", None])
def test_a_passed_role_of_the_stack_says_which_service_takes_it(
    trust: object, fix: str, account: str | None
) -> None:
    stack = [
        role({"assumeRolePolicy": trust}, account),
        grants(allow("sqs:SendMessage", "*"), allow("iam:PassRole", RUNNER), account=account),
    ]

    (found,) = failures(PASSING, stack)

    assert (found.urn, found.path, found.fix) == (
        stack[1].urn,
        "policy.Statement[1].Action[0]",
        fix,
    )


def test_another_role_says_nothing_about_the_one_that_is_passed() -> None:
    stack = [
        role({"assumeRolePolicy": taken_by("ecs-tasks.amazonaws.com")}),
        grants(allow("iam:PassRole", "arn:aws:iam::123456789012:role/other")),
    ]

    (found,) = failures(PASSING, stack)

    assert found.fix.endswith("with the service that takes the role.")


def test_a_policy_that_is_unknown_leaves_open_what_it_passes() -> None:
    answers = Pack([by_id(PASSING)]).judge_stack([one(ROLE_POLICY, {"policy": UNKNOWN}, "grants")])

    assert [answer.result for answer in answers] == [
        Undetermined("policy", urn(ROLE_POLICY, "grants"))
    ]
