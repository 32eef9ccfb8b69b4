"""What the rules about ways to more rights say, and what they keep to themselves."""

import pytest

from guardrails.model import Fail, Scope
from guardrails.pack import Pack
from guardrails.registry import RULES
from guardrails.values import Secret
from guardrails.view import Resource
from tests.policies.guardrails.rule_cases.escalation import (
    APPS,
    BUCKET,
    CREATES,
    OWNER,
    PASSES,
    ROLE_POLICY,
    STARTS,
    SWAPS,
    TABLE,
    TO_ROOT,
    allow,
    arn,
    assumes,
    role,
)
from tests.policies.guardrails.rule_cases.model import by_id, one, policy, urn

ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
OURS = [rule for rule in RULES if rule.check.__module__ == "guardrails.rules.escalation"]


def fails(rule_id: str, stack: list[Resource]) -> list[Fail]:
    rule = by_id(rule_id)
    pack = Pack([rule])
    if rule.scope is Scope.STACK:
        answers = list(pack.judge_stack(stack))
    else:
        answers = [answer for one in stack for answer in pack.judge(one)]
    return [answer.result for answer in answers if isinstance(answer.result, Fail)]


def message(rule_id: str, stack: list[Resource]) -> str:
    (found,) = fails(rule_id, stack)
    return found.message


def test_a_path_over_policies_says_which_ones() -> None:
    (found,) = fails("privesc-cross-policy", role("app", allow("s3:Get*", BUCKET), PASSES, STARTS))

    assert found.message == (
        "Role app has iam:PassRole on '*', with ec2:RunInstances from app-2: it can pass any role "
        "that trusts ec2.amazonaws.com, and run code as the role on a new instance."
    )
    assert found.urn == urn(ROLE_POLICY, "app-1")
    assert found.fix == (
        "Name the roles to pass in Resource, and add a condition that iam:PassedToService is "
        "ec2.amazonaws.com."
    )


def test_a_target_says_what_it_may_do_more() -> None:
    assert message("privesc-target-dependent", [*role("app", SWAPS), *OWNER]) == (
        "Role app has lambda:UpdateFunctionCode on 'arn:aws:lambda:eu-central-1:123456789012:"
        "function:orders': it can replace a function's code and act as its role. That is role "
        f"owner of orders, which may dynamodb:PutItem on {TABLE}; app may not."
    )
    assert message(
        "privesc-target-dependent", role("app", allow("iam:PassRole", arn("legacy")), STARTS)
    ) == (
        f"Role app has iam:PassRole on '{arn('legacy')}', with ec2:RunInstances: it can run code "
        f"as the role on a new instance. '{arn('legacy')}' is outside of this stack, so it counts "
        "as a role that may do more."
    )
    assert message(
        "privesc-target-dependent", role("app", allow("iam:PutRolePolicy", arn("app")))
    ) == (
        f"Role app has iam:PutRolePolicy on '{arn('app')}', which is itself: it can write an "
        "inline policy for its own role that allows anything."
    )


def test_a_missing_boundary_says_what_comes_of_it() -> None:
    assert message("permissions-boundary-missing", role("app", allow(CREATES, APPS))) == (
        f"Role app has iam:CreateRole on '{APPS}', with iam:PutRolePolicy, and no condition asks "
        "for a permissions boundary: whoever has it can create a role that trusts it, with an "
        "inline policy that allows anything, and assume that."
    )


def test_a_chain_says_its_steps_and_who_else_goes_them() -> None:
    stack = [
        *role("a", assumes("b"), trusts=TO_ROOT),
        *role("d", assumes("b"), trusts=TO_ROOT),
        *role("b", assumes("c"), trusts=TO_ROOT),
        *role("c", allow("iam:PutRolePolicy"), trusts=TO_ROOT),
    ]
    (found,) = fails("role-chain", stack)

    assert found.message == (
        "Role a can become b (assume), then c (assume), and c can give itself any right. So can d."
    )
    assert found.urn == urn(ROLE_POLICY, "a-0")
    assert found.fix == "keep a from becoming b, or cut what that leads to"


def test_the_policy_of_a_resource_says_what_it_lets_in() -> None:
    (found,) = fails(
        "resource-policy-privesc",
        [one(ROLE_POLICY, {"policy": policy(allow("s3:PutBucketPolicy", BUCKET))})],
    )

    assert found.message == (
        f"s3:PutBucketPolicy on '{BUCKET}' writes who may use it: whoever has it can let itself, "
        "or anyone else, use s3:GetObject, s3:PutObject there, which is not allowed."
    )


def test_a_policy_that_several_roles_have_is_told_of_once() -> None:
    managed = one("aws:iam/policy:Policy", {"name": "shared", "policy": policy(PASSES)})
    attached = [
        one(
            ATTACHMENT,
            {"role": name, "policyArn": "arn:aws:iam::123456789012:policy/shared"},
            f"{name}-shared",
        )
        for name in ("app", "web")
    ]
    stack = [managed, *attached, *role("app", STARTS), *role("web", STARTS)]
    (found,) = fails("privesc-cross-policy", stack)

    assert found.message.startswith("Role app has iam:PassRole")
    assert found.message.endswith(" The same holds for web.")
    assert found.urn == managed.urn


def test_what_a_secret_document_adds_is_not_shown() -> None:
    secret = one(
        ROLE_POLICY,
        {"role": "owner", "name": "late", "policy": Secret(policy(allow("s3:Get*", BUCKET)))},
        "late",
        account_id="123456789012",
    )

    assert message("privesc-target-dependent", [*role("app", SWAPS), *OWNER, secret]) == (
        "What is allowed here leads to more rights together with a policy that is a secret."
    )


SECRET = policy(allow(["iam:PassRole", *CREATES], [APPS, arn("legacy")]), STARTS)


@pytest.mark.parametrize("rule", OURS, ids=[rule.id for rule in OURS])
def test_no_rule_shows_what_a_secret_document_says(rule: str) -> None:
    hidden = one(
        ROLE_POLICY,
        {"role": "app", "name": "hidden", "policy": Secret(SECRET)},
        "hidden",
        account_id="123456789012",
    )
    found = fails(getattr(rule, "id", ""), [*role("app", STARTS), hidden])

    assert all("legacy" not in repr(one) for one in found)
    assert all("app-*" not in repr(one) for one in found)


def test_a_secret_document_is_judged_all_the_same() -> None:
    hidden = one(
        ROLE_POLICY,
        {"role": "app", "name": "hidden", "policy": Secret(SECRET)},
        "hidden",
        account_id="123456789012",
    )
    stack = [*role("app"), hidden]

    for rule in ("privesc-target-dependent", "permissions-boundary-missing"):
        assert [(one.message, one.path) for one in fails(rule, stack)] == [
            (
                "The document, which is a secret, breaks this rule here.",
                "policy.Statement[0].Action[0]"
                if rule == "privesc-target-dependent"
                else "policy.Statement[0].Action[1]",
            )
        ]
