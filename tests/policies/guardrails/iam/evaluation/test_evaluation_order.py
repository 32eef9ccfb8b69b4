"""AWS's order: which policies have to allow, which allow alone, and that denials come first."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from guardrails.iam.entity import Policy
from guardrails.iam.evaluation import Answer, Cited, Decision, Policies, Request, evaluate
from guardrails.iam.model import Document, DocumentKind
from tests.support.iam_requests import OTHER, OWN, policy

ROLE = f"arn:aws:iam::{OWN}:role/jobs/worker"
SESSION = f"arn:aws:sts::{OWN}:assumed-role/worker/first"
USER = f"arn:aws:iam::{OWN}:user/alice"
FEDERATED = f"arn:aws:sts::{OWN}:federated-user/alice"
ROOT = f"arn:aws:iam::{OWN}:root"
BUCKET = "arn:aws:s3:::reports"
OBJECT = f"{BUCKET}/a.txt"
KEY = f"arn:aws:kms:eu-central-1:{OWN}:key/1234"
TARGET = f"arn:aws:iam::{OWN}:role/target"

ALLOW: dict[str, Any] = {"Effect": "Allow", "Action": "*", "Resource": "*"}
DENY: dict[str, Any] = {"Effect": "Deny", "Action": "*", "Resource": "*"}
NOTHING: dict[str, Any] = {"Effect": "Allow", "Action": "ec2:RunInstances", "Resource": "*"}


def document(*statements: dict[str, Any]) -> Document:
    return policy(*statements).document


def of_resource(*statements: dict[str, Any], **principal: object) -> Document:
    given = [{"Principal": principal or "*"} | one for one in statements]
    return policy(*given, kind=DocumentKind.RESOURCE).document


def level(*statements: dict[str, Any]) -> tuple[Policy, ...]:
    return (policy(*statements, kind=DocumentKind.SCP),)


def decided(
    policies: Policies, principal: str = ROLE, action: str = "s3:GetObject", resource: str = OBJECT
) -> Decision:
    account = None if principal.endswith(".com") or principal == "*" else principal.split(":")[4]
    owner = None if resource.startswith("arn:aws:s3") else resource.split(":")[4]
    return evaluate(
        Request(principal, account, action, resource, owner or OWN, unknown=False), policies
    )


def answer(policies: Policies, **request: str) -> Answer:
    return decided(policies, **request).answer


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


def bounded(given: Policies, *statements: dict[str, Any]) -> Policies:
    return replace(given, boundary=document(*statements))


def narrowed(given: Policies, *statements: dict[str, Any]) -> Policies:
    return replace(given, session=document(*statements))


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


STRANGER = f"arn:aws:iam::{OTHER}:role/partner"


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


# Principals of other kinds.


def test_the_root_user_may_do_what_nothing_denies_but_use_a_key() -> None:
    assert answer(Policies(), principal=ROOT) is Answer.ALLOWED
    assert answer(Policies(resource=of_resource(DENY)), principal=ROOT) is Answer.EXPLICITLY_DENIED
    silent = Policies(resource=of_resource(ALLOW, AWS=USER))
    denied = answer(silent, principal=ROOT, action="kms:Decrypt", resource=KEY)
    assert denied is Answer.IMPLICITLY_DENIED


def test_a_service_is_let_in_by_the_resource_alone() -> None:
    service = {"principal": "lambda.amazonaws.com"}

    assert (
        answer(Policies(resource=of_resource(ALLOW, Service="lambda.amazonaws.com")), **service)
        is Answer.ALLOWED
    )
    other = Policies((policy(ALLOW),), resource=of_resource(ALLOW, Service="sns.amazonaws.com"))
    assert answer(other, **service) is Answer.IMPLICITLY_DENIED


def test_whoever_has_no_credentials_is_let_in_by_everyone_alone() -> None:
    everyone = Policies(resource=of_resource(ALLOW))

    assert answer(everyone, principal="*") is Answer.ALLOWED
    assert answer(Policies(resource=of_resource(ALLOW, AWS=OWN)), principal="*") is (
        Answer.IMPLICITLY_DENIED
    )


def test_not_principal_spares_whom_it_names() -> None:
    deny = DENY | {"NotPrincipal": {"AWS": [ROLE, ROOT]}}
    bucket = policy(deny, ALLOW | {"Principal": "*"}, kind=DocumentKind.RESOURCE).document
    spared, stranger = Policies((policy(ALLOW),), resource=bucket), f"{STRANGER}s"

    assert answer(spared) is Answer.ALLOWED
    assert answer(spared, principal=stranger) is Answer.EXPLICITLY_DENIED
    # AWS documents that it always denies principals with a boundary.
    assert answer(bounded(spared, ALLOW)) is Answer.EXPLICITLY_DENIED


def test_a_session_is_told_by_its_name_where_that_is_known() -> None:
    bucket = Policies(resource=of_resource(ALLOW, AWS=SESSION))
    role = SESSION.replace("sts", "iam").replace("assumed-role/worker/first", "role/worker")

    def asked(*user_id: str, unknown: bool = True) -> Decision:
        context = {"aws:userid": user_id} if user_id else {}
        request = Request(role, OWN, "s3:GetObject", OBJECT, OWN, context, unknown)
        return evaluate(request, bucket)

    assert (asked().answer, asked().depends_on) == (Answer.DEPENDS, ("aws:userid",))
    assert asked("AROAX:first").answer is Answer.ALLOWED
    assert asked("AROAX:second").answer is Answer.IMPLICITLY_DENIED
    assert asked(unknown=False).answer is Answer.IMPLICITLY_DENIED


def test_everyone_may_ask_who_they_are() -> None:
    request = Request(USER, OWN, "sts:GetCallerIdentity", "*")

    assert evaluate(request, Policies((policy(DENY),))).answer is Answer.ALLOWED


# What is not known.


def test_the_keys_that_decide_are_told_as_the_policy_spells_them() -> None:
    statements = (
        ALLOW | {"Condition": {"IpAddress": {"AWS:SourceIp": "10.0.0.0/8"}}},
        ALLOW | {"Condition": {"StringLike": {"aws:sourceip": "x", "aws:UserAgent": "y"}}},
        DENY | {"Condition": {"Bool": {"aws:SecureTransport": "false"}}},
        DENY | {"Action": "iam:*", "Condition": {"Bool": {"aws:ViaAWSService": "false"}}},
    )
    request = Request(ROLE, OWN, "s3:GetObject", OBJECT)

    found = evaluate(request, Policies((policy(*statements),)))

    assert found.answer is Answer.DEPENDS
    assert found.depends_on == ("aws:SecureTransport", "AWS:SourceIp", "aws:UserAgent")
    assert [(one.effect, one.certain) for one in found.cited] == [
        ("Deny", False),
        ("Allow", False),
        ("Allow", False),
    ]


def test_an_allow_for_sure_leaves_other_conditions_without_a_say() -> None:
    maybe = ALLOW | {"Condition": {"Bool": {"aws:SecureTransport": "true"}}}
    request = Request(ROLE, OWN, "s3:GetObject", OBJECT)

    found = evaluate(request, Policies((policy(maybe, ALLOW),)))

    assert (found.answer, found.depends_on) == (Answer.ALLOWED, ())
    assert [one.statement.path for one in found.cited] == ["Statement[1]"]


def test_what_nothing_can_allow_is_denied_whatever_the_keys() -> None:
    maybe = DENY | {"Condition": {"Bool": {"aws:SecureTransport": "true"}}}
    request = Request(ROLE, OWN, "s3:GetObject", OBJECT)

    assert evaluate(request, Policies((policy(NOTHING, maybe),))).answer is (
        Answer.IMPLICITLY_DENIED
    )


def test_keys_that_follow_from_the_request_are_known() -> None:
    conditions = {
        "ArnLike": {"aws:PrincipalArn": ROLE},
        "StringEquals": {
            "aws:PrincipalAccount": OWN,
            "aws:PrincipalType": "AssumedRole",
            "aws:RequestedRegion": "eu-central-1",
            "aws:ResourceAccount": OWN,
        },
        "Null": {"aws:username": "true"},
        "Bool": {"aws:PrincipalIsAWSService": "false"},
    }
    policies = Policies((policy(ALLOW | {"Condition": conditions}),))
    queue = f"arn:aws:sqs:eu-central-1:{OWN}:orders"

    assert evaluate(Request(ROLE, OWN, "sqs:SendMessage", queue), policies).answer is (
        Answer.ALLOWED
    )
    assert evaluate(Request(USER, OWN, "sqs:SendMessage", queue), policies).answer is (
        Answer.IMPLICITLY_DENIED
    )


@pytest.mark.parametrize(
    ("pattern", "asked", "expected"),
    [
        (f"{BUCKET}/*", f"{BUCKET}/logs/*", Answer.ALLOWED),
        (f"{BUCKET}/logs/*", f"{BUCKET}/*", Answer.DEPENDS),
        (f"{BUCKET}/logs/*", f"{BUCKET}/data/*", Answer.IMPLICITLY_DENIED),
        (f"{BUCKET}/*", "*", Answer.DEPENDS),
        ("*", "*", Answer.ALLOWED),
    ],
)
def test_a_request_for_any_resource_may_depend_on_which(
    pattern: str, asked: str, expected: Answer
) -> None:
    policies = Policies((policy(ALLOW | {"Resource": pattern}),))

    found = evaluate(Request(ROLE, OWN, "s3:GetObject", asked), policies)

    assert found.answer is expected
    assert found.depends_on == (("resource",) if expected is Answer.DEPENDS else ())


def test_a_denial_of_some_of_the_resources_makes_any_of_them_depend() -> None:
    policies = Policies((policy(ALLOW, DENY | {"Resource": f"{BUCKET}/secret/*"}),))

    found = evaluate(Request(ROLE, OWN, "s3:GetObject", f"{BUCKET}/*"), policies)

    assert (found.answer, found.depends_on) == (Answer.DEPENDS, ("resource",))


def test_an_action_without_resources_takes_a_star_alone() -> None:
    request = Request(ROLE, OWN, "sqs:ListQueues", "*")

    assert evaluate(request, Policies((policy(ALLOW),))).answer is Answer.ALLOWED
    named = policy(ALLOW | {"Resource": f"arn:aws:sqs:eu-central-1:{OWN}:*"})
    assert evaluate(request, Policies((named,))).answer is Answer.IMPLICITLY_DENIED


@pytest.mark.parametrize(
    ("action", "resource", "principal"),
    [
        ("kms:Decrypt", KEY, ROLE),
        ("sts:AssumeRole", TARGET, ROLE),
        ("sqs:SendMessage", f"arn:aws:sqs:eu-central-1:{OWN}:q", STRANGER),
        ("sqs:SendMessage", f"arn:aws:sqs:eu-central-1:{OWN}:q", "sns.amazonaws.com"),
    ],
)
def test_a_resource_policy_that_decides_and_was_not_given_is_asked_for(
    action: str, resource: str, principal: str
) -> None:
    account = None if principal.endswith(".com") else principal.split(":")[4]
    request = Request(principal, account, action, resource)

    found = evaluate(request, Policies((policy(ALLOW),)))

    assert (found.answer, found.depends_on) == (Answer.DEPENDS, ("resource policy",))
    closed = replace(request, unknown=False)
    assert evaluate(closed, Policies((policy(ALLOW),))).answer is Answer.IMPLICITLY_DENIED


def test_some_user_or_role_depends_on_who_it_is() -> None:
    def asked(*statements: dict[str, Any], **principal: object) -> Decision:
        bucket = of_resource(*statements, **principal)
        return evaluate(
            Request("", None, "s3:GetObject", OBJECT), Policies((policy(ALLOW),), resource=bucket)
        )

    assert asked(ALLOW, AWS=ROLE).answer is Answer.ALLOWED
    denied = asked(DENY, AWS=ROLE)
    assert (denied.answer, denied.depends_on) == (Answer.DEPENDS, ("aws:PrincipalArn",))
    account = asked(DENY, AWS=OWN)
    assert (account.answer, account.depends_on) == (Answer.DEPENDS, ("aws:PrincipalAccount",))


def test_a_deleted_principals_id_depends_on_the_callers() -> None:
    bucket = of_resource(DENY, AWS="AIDAEXAMPLEEXAMPLE")
    request = Request(USER, OWN, "s3:GetObject", OBJECT)
    policies = Policies((policy(ALLOW),), resource=bucket)

    assert evaluate(request, policies).depends_on == ("aws:userid",)
    known = replace(request, context={"aws:userid": ("AIDAOTHER",)})
    assert evaluate(known, policies).answer is Answer.ALLOWED


def test_statements_that_come_near_are_told_with_what_they_lack() -> None:
    statements = (
        ALLOW | {"Resource": "arn:aws:s3:::other/*"},
        ALLOW | {"Condition": {"StringEquals": {"aws:PrincipalType": "User"}}},
        NOTHING,
    )

    found = decided(Policies((policy(*statements),), resource=of_resource(ALLOW, AWS=USER)))

    assert [(one.layer, one.place) for one in found.near] == [
        ("resource policy", "Statement[0].Principal"),
        ("identity policies", "Statement[0].Resource"),
        ("identity policies", "Statement[1].Condition.StringEquals.aws:PrincipalType"),
    ]


def test_actions_match_in_any_case_and_by_patterns() -> None:
    def of(**element: object) -> Answer:
        statement = {"Effect": "Allow", "Resource": "*", **element}
        return answer(Policies((policy(statement),)))

    assert of(Action="S3:GETOBJECT") is Answer.ALLOWED
    assert of(Action="s3:Get?bject") is Answer.ALLOWED
    assert of(Action="s3:Put*") is Answer.IMPLICITLY_DENIED
    assert of(NotAction="iam:*") is Answer.ALLOWED
    assert of(NotAction=["iam:*", "s3:Get*"]) is Answer.IMPLICITLY_DENIED


def test_what_is_cited_names_layer_policy_and_statement() -> None:
    given = policy(ALLOW)
    statement = given.document.statements[0]

    assert decided(Policies((given,))).cited == (
        Cited("identity policies", "given", statement, "Allow"),
    )
