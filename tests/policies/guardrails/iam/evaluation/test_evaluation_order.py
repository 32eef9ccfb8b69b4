"""AWS's order: which policies have to allow, which allow alone, and that denials come first."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from guardrails.iam.evaluation import Answer, Policies, Request, evaluate
from guardrails.iam.model import Document, DocumentKind
from tests.support.iam_answers import (
    ALLOW,
    DENY,
    FEDERATED,
    KEY,
    NOTHING,
    ROLE,
    ROOT,
    SESSION,
    STRANGER,
    TARGET,
    USER,
    answer,
    bounded,
    decided,
    document,
    level,
    narrowed,
    of_resource,
)
from tests.support.iam_requests import OTHER, OWN, policy

# The four classical examples: a role's policy and a bucket's.


def test_a_role_that_its_policy_allows_is_allowed_though_the_bucket_is_silent() -> None:
    bucket = of_resource(ALLOW, AWS=f"arn:aws:iam::{OTHER}:root")

    assert answer(Policies((policy(ALLOW),), resource=bucket)) is Answer.ALLOWED


def test_a_role_that_the_bucket_allows_is_allowed_though_its_policy_is_silent() -> None:
    found = decided(Policies((policy(NOTHING),), resource=of_resource(ALLOW, AWS=ROLE)))

    assert found.answer is Answer.ALLOWED
    assert [one.layer for one in found.cited] == ["resource policy"]


def test_a_role_whose_policy_denies_is_denied_though_the_bucket_allows() -> None:
    found = decided(Policies((policy(ALLOW, DENY),), resource=of_resource(ALLOW, AWS=ROLE)))

    assert found.answer is Answer.EXPLICITLY_DENIED
    assert [(one.layer, one.statement.path, one.effect) for one in found.cited] == [
        ("identity policies", "Statement[1]", "Deny")
    ]


def test_a_role_that_the_bucket_denies_is_denied_though_its_policy_allows() -> None:
    found = decided(Policies((policy(ALLOW),), resource=of_resource(ALLOW, DENY, AWS=ROLE)))

    assert found.answer is Answer.EXPLICITLY_DENIED
    assert [(one.layer, one.statement.path) for one in found.cited] == [
        ("resource policy", "Statement[1]")
    ]


# Who is limited by what.


@pytest.mark.parametrize(
    ("principal", "named", "with_boundary"),
    [
        (ROLE, ROLE, Answer.IMPLICITLY_DENIED),
        (SESSION, f"arn:aws:iam::{OWN}:role/worker", Answer.IMPLICITLY_DENIED),
        (SESSION, ROLE, Answer.IMPLICITLY_DENIED),
        (SESSION, SESSION, Answer.ALLOWED),
        (USER, USER, Answer.ALLOWED),
        (FEDERATED, FEDERATED, Answer.ALLOWED),
        (FEDERATED, USER, Answer.IMPLICITLY_DENIED),
        (ROLE, "*", Answer.ALLOWED),
        (USER, "*", Answer.ALLOWED),
    ],
)
def test_a_boundary_limits_what_is_granted_to_a_role_but_not_to_its_session_or_a_user(
    principal: str, named: str, with_boundary: Answer
) -> None:
    free = Policies(resource=of_resource(ALLOW, AWS=named))

    assert answer(free, principal=principal) is Answer.ALLOWED
    assert answer(bounded(free, NOTHING), principal=principal) is with_boundary
    assert answer(narrowed(free, NOTHING), principal=principal) is with_boundary


@pytest.mark.parametrize("named", [ROOT, OWN])
def test_naming_the_account_leaves_it_to_identity_policies(named: str) -> None:
    bucket = of_resource(ALLOW, AWS=named)

    assert answer(Policies(resource=bucket)) is Answer.IMPLICITLY_DENIED
    assert answer(Policies((policy(ALLOW),), resource=bucket)) is Answer.ALLOWED


@pytest.mark.parametrize(
    ("limited", "lacking"),
    [(bounded, "permissions boundary"), (narrowed, "session policy")],
)
def test_identity_policies_need_boundary_and_session_policy(
    limited: Callable[..., Policies], lacking: str
) -> None:
    own = Policies((policy(ALLOW),))
    found = decided(limited(own, NOTHING))

    assert (found.answer, found.lacking) == (Answer.IMPLICITLY_DENIED, (lacking,))
    assert answer(limited(own, ALLOW)) is Answer.ALLOWED
    assert answer(limited(own, ALLOW, DENY)) is Answer.EXPLICITLY_DENIED


def test_a_boundary_alone_allows_nothing() -> None:
    found = decided(Policies(boundary=document(ALLOW)))

    assert (found.answer, found.lacking) == (Answer.IMPLICITLY_DENIED, ("identity policies",))


# Service and resource control policies.


def test_each_level_of_scps_has_to_allow() -> None:
    own = Policies((policy(ALLOW),))
    found = decided(replace(own, scps=(level(ALLOW), level(NOTHING))))

    assert answer(replace(own, scps=(level(ALLOW), level(ALLOW)))) is Answer.ALLOWED
    assert (found.answer, found.lacking) == (Answer.IMPLICITLY_DENIED, ("SCP level 2",))
    assert answer(replace(own, scps=(level(ALLOW), ()))) is Answer.IMPLICITLY_DENIED
    assert answer(replace(own, scps=(level(ALLOW, DENY),))) is Answer.EXPLICITLY_DENIED


def test_scps_grant_nothing() -> None:
    assert answer(Policies(scps=(level(ALLOW),))) is Answer.IMPLICITLY_DENIED


@pytest.mark.parametrize("principal", [ROLE, USER, SESSION, ROOT])
def test_scps_limit_what_a_resource_grants(principal: str) -> None:
    policies = Policies(scps=(level(NOTHING),), resource=of_resource(ALLOW))

    assert answer(policies, principal=principal) is Answer.IMPLICITLY_DENIED


@pytest.mark.parametrize("principal", ["lambda.amazonaws.com", "*"])
def test_scps_do_not_hold_for_services_and_strangers(principal: str) -> None:
    policies = Policies(scps=(level(DENY),), resource=of_resource(ALLOW))

    assert answer(policies, principal=principal) is Answer.ALLOWED


def test_neither_scps_nor_rcps_hold_for_service_linked_roles() -> None:
    linked = f"arn:aws:iam::{OWN}:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX"
    denies = policy(DENY | {"Principal": "*"}, kind=DocumentKind.RCP)
    policies = Policies((policy(ALLOW),), scps=(level(DENY),), rcps=((denies,),))

    assert answer(policies, principal=linked) is Answer.ALLOWED
    assert answer(policies) is Answer.EXPLICITLY_DENIED


@pytest.mark.parametrize("principal", [ROLE, "lambda.amazonaws.com", "*"])
def test_rcps_deny_and_need_not_allow(principal: str) -> None:
    denies = policy(DENY | {"Principal": "*"}, kind=DocumentKind.RCP)
    policies = Policies(resource=of_resource(ALLOW))

    assert answer(replace(policies, rcps=((),)), principal=principal) is Answer.ALLOWED
    denied = answer(replace(policies, rcps=((denies,),)), principal=principal)
    assert denied is Answer.EXPLICITLY_DENIED


# Across accounts.


@pytest.mark.parametrize("named", [STRANGER, f"arn:aws:iam::{OTHER}:root", OTHER, "*"])
def test_across_accounts_both_sides_have_to_allow(named: str) -> None:
    own, bucket = (policy(ALLOW),), of_resource(ALLOW, AWS=named)

    assert answer(Policies(own, resource=bucket), principal=STRANGER) is Answer.ALLOWED
    found = decided(Policies(resource=bucket), principal=STRANGER)
    assert (found.answer, found.lacking) == (Answer.IMPLICITLY_DENIED, ("identity policies",))
    found = decided(Policies(own), principal=STRANGER)
    assert (found.answer, found.lacking) == (Answer.IMPLICITLY_DENIED, ("resource policy",))


def test_across_accounts_a_boundary_limits_whatever_the_resource_names() -> None:
    session = f"arn:aws:sts::{OTHER}:assumed-role/partner/first"
    policies = Policies(
        (policy(ALLOW),), boundary=document(NOTHING), resource=of_resource(ALLOW, AWS=session)
    )

    assert answer(policies, principal=session) is Answer.IMPLICITLY_DENIED


# Resources that decide themselves.


def test_a_key_lets_in_nobody_without_its_policy() -> None:
    own = Policies((policy(ALLOW),))
    request = {"action": "kms:Decrypt", "resource": KEY}

    assert answer(own, **request) is Answer.IMPLICITLY_DENIED
    delegated = replace(own, resource=of_resource(ALLOW, AWS=ROOT))
    assert answer(delegated, **request) is Answer.ALLOWED
    assert answer(replace(delegated, identity=()), **request) is Answer.IMPLICITLY_DENIED
    named = Policies(resource=of_resource(ALLOW, AWS=ROLE))
    assert answer(named, **request) is Answer.ALLOWED
    others = replace(own, resource=of_resource(ALLOW, AWS=USER))
    assert answer(others, **request) is Answer.IMPLICITLY_DENIED


def test_an_alias_and_a_new_key_need_no_key_policy() -> None:
    own = Policies((policy(ALLOW),))
    alias = KEY.replace("key/1234", "alias/mine")

    assert answer(own, action="kms:CreateAlias", resource=alias) is Answer.ALLOWED
    request = Request(ROLE, OWN, "kms:CreateKey", "*", unknown=False)
    assert evaluate(request, own).answer is Answer.ALLOWED


def test_a_role_is_taken_by_whom_its_trust_names() -> None:
    def trust(**principal: object) -> Document:
        statement = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}
        return policy(statement, kind=DocumentKind.TRUST).document

    own = (policy(ALLOW),)
    request = {"action": "sts:AssumeRole", "resource": TARGET}
    assert answer(Policies(resource=trust(AWS=ROLE)), **request) is Answer.ALLOWED
    account = trust(AWS=ROOT)
    assert answer(Policies(resource=account), **request) is Answer.IMPLICITLY_DENIED
    assert answer(Policies(own, resource=account), **request) is Answer.ALLOWED
    service = Policies(own, resource=trust(Service="lambda.amazonaws.com"))
    assert answer(service, **request) is Answer.IMPLICITLY_DENIED
    assert answer(service, principal="lambda.amazonaws.com", **request) is Answer.ALLOWED


def test_an_identity_provider_is_let_in_by_the_trust_alone() -> None:
    provider = f"arn:aws:iam::{OWN}:oidc-provider/token.actions.githubusercontent.com"
    statement = {
        "Effect": "Allow",
        "Principal": {"Federated": provider},
        "Action": "sts:AssumeRoleWithWebIdentity",
    }
    policies = Policies(resource=policy(statement, kind=DocumentKind.TRUST).document)
    request = {"action": "sts:AssumeRoleWithWebIdentity", "resource": TARGET}

    assert answer(policies, principal=provider, **request) is Answer.ALLOWED
    other = provider.replace("actions", "other")
    assert answer(policies, principal=other, **request) is Answer.IMPLICITLY_DENIED
