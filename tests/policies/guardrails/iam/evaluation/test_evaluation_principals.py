"""Principals of every kind, and how resources' policies mean them."""

from guardrails.iam.evaluation import Answer, Decision, Policies, Request, evaluate
from guardrails.iam.model import DocumentKind
from tests.support.iam_answers import (
    ALLOW,
    DENY,
    KEY,
    OBJECT,
    ROLE,
    ROOT,
    SESSION,
    STRANGER,
    USER,
    answer,
    bounded,
    of_resource,
)
from tests.support.iam_requests import OWN, policy


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
