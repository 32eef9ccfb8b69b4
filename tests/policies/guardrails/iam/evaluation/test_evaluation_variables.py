"""Policy variables, in conditions and in resources."""

import pytest

from guardrails.iam.evaluation import Answer, Policies, Request, evaluate
from guardrails.iam.evaluation.logic import Met
from guardrails.iam.evaluation.request import Context
from guardrails.iam.evaluation.variables import fill
from tests.support.iam_requests import OWN, policy

ALICE = f"arn:aws:iam::{OWN}:user/alice"
ROLE = f"arn:aws:iam::{OWN}:role/worker"


def filled(text: str, candidate: str, **given: str) -> Met:
    known = {f"aws:{key}": (value,) for key, value in given.items()}
    return fill(text, Context(known, unknown=False), wildcards=True).matches(candidate)


@pytest.mark.parametrize(
    ("text", "candidate", "given"),
    [
        ("home/${aws:username}/*", "home/alice/x", {"username": "alice"}),
        ("home/${AWS:UserName}/*", "home/alice/x", {"username": "alice"}),
        ("home/${aws:username, 'nobody'}", "home/nobody", {}),
        ("home/${aws:username,'nobody'}", "home/nobody", {}),
        ("home/${aws:username, 'nobody'}", "home/alice", {"username": "alice"}),
        ("home/${aws:username, ''}x", "home/x", {}),
        ("${aws:a}${aws:b}", "onetwo", {"a": "one", "b": "two"}),
        ("a${*}b", "a*b", {}),
        ("a${?}b*", "a?bc", {}),
        ("a${$}{x}", "a${x}", {}),
        ("${aws:a}", "x*y", {"a": "x*y"}),
        ("$ {aws:a}", "$ {aws:a}", {"a": "x"}),
        ("${aws:a", "${aws:a", {"a": "x"}),
    ],
)
def test_a_variable_stands_for_its_value(text: str, candidate: str, given: dict[str, str]) -> None:
    assert filled(text, candidate, **given) is Met.YES


@pytest.mark.parametrize(
    ("text", "candidate", "given"),
    [
        ("home/${aws:username}/*", "home/bob/x", {"username": "alice"}),
        ("home/${aws:username}", "home/", {}),
        ("home/${aws:username}", "home/${aws:username}", {}),
        ("home/${aws:username, nobody}", "home/nobody", {}),
        ("a${*}b", "axb", {}),
        ("a${?}b", "axb", {}),
        ("${aws:a}", "xzy", {"a": "x*y"}),
        ("${aws:a}", "xzy", {"a": "x?y"}),
        ("${}", "", {}),
    ],
)
def test_and_for_nothing_else(text: str, candidate: str, given: dict[str, str]) -> None:
    assert filled(text, candidate, **given) is Met.NO


def test_a_key_with_several_values_fills_in_nothing() -> None:
    context = Context({"aws:tagkeys": ("a", "b")}, unknown=False)

    assert fill("${aws:TagKeys}", context, wildcards=True).matches("a") is Met.NO
    assert fill("${aws:TagKeys, 'x'}", context, wildcards=True).matches("x") is Met.YES


def test_an_unknown_variable_is_unknown_only_where_it_decides() -> None:
    context = Context({}, unknown=True)
    given = fill("home/${aws:username}/*", context, wildcards=True)

    assert given.matches("home/alice/x") is Met.UNKNOWN
    assert given.matches("shared/alice/x") is Met.NO
    assert given.unknown == ("aws:username",)


def of_resource(
    pattern: str, resource: str, principal: str = ALICE, version: str = "2012-10-17"
) -> Answer:
    statement = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": pattern}
    policies = Policies((policy(statement, version=version),))
    request = Request(principal, OWN, "s3:GetObject", resource, unknown=False)
    return evaluate(request, policies).answer


def test_resources_have_variables() -> None:
    own = "arn:aws:s3:::home/${aws:username}/*"

    assert of_resource(own, "arn:aws:s3:::home/alice/x") is Answer.ALLOWED
    assert of_resource(own, "arn:aws:s3:::home/bob/x") is Answer.IMPLICITLY_DENIED
    assert of_resource(own, "arn:aws:s3:::home//x", ROLE) is Answer.IMPLICITLY_DENIED


def test_documents_of_2008_have_none() -> None:
    own = "arn:aws:s3:::home/${aws:username}/*"

    denied = of_resource(own, "arn:aws:s3:::home/alice/x", version="2008-10-17")
    literal = of_resource(own, "arn:aws:s3:::home/${aws:username}/x", version="2008-10-17")
    assert (denied, literal) == (Answer.IMPLICITLY_DENIED, Answer.ALLOWED)


def test_there_are_none_before_the_fifth_colon() -> None:
    pattern = "arn:aws:sqs:eu-central-1:${aws:PrincipalAccount}:queue"

    assert of_resource(pattern, f"arn:aws:sqs:eu-central-1:{OWN}:queue") is Answer.IMPLICITLY_DENIED


def test_without_a_value_not_resource_spares_nothing() -> None:
    """As AWS documents: the pattern matches no resource."""
    statements = (
        {"Effect": "Allow", "Action": "*", "Resource": "*"},
        {
            "Effect": "Deny",
            "Action": "s3:*",
            "NotResource": "arn:aws:s3:::home/${aws:username}/*",
        },
    )
    policies = Policies((policy(*statements),))
    resource = "arn:aws:s3:::home/alice/x"

    alice = Request(ALICE, OWN, "s3:GetObject", resource, unknown=False)
    role = Request(ROLE, OWN, "s3:GetObject", resource, unknown=False)
    assert evaluate(alice, policies).answer is Answer.ALLOWED
    assert evaluate(role, policies).answer is Answer.EXPLICITLY_DENIED


@pytest.mark.parametrize(
    ("tag", "answer"),
    [(("red",), Answer.ALLOWED), (("blue",), Answer.EXPLICITLY_DENIED), ((), None)],
)
def test_a_negation_is_met_by_a_variable_without_value(
    tag: tuple[str, ...], answer: Answer | None
) -> None:
    """AWS's own example: who has no team is denied."""
    team = {"StringNotEquals": {"s3:ExistingObjectTag/Team": "${aws:PrincipalTag/Team}"}}
    statements = (
        {"Effect": "Allow", "Action": "*", "Resource": "*"},
        {"Effect": "Deny", "Action": "s3:GetObject", "Resource": "*", "Condition": team},
    )
    context = {"s3:existingobjecttag/team": ("red",), "aws:principaltag/team": tag}
    request = Request(ALICE, OWN, "s3:GetObject", "arn:aws:s3:::b/x", None, context, unknown=False)

    decided = evaluate(request, Policies((policy(*statements),))).answer
    assert decided is (answer or Answer.EXPLICITLY_DENIED)


def test_a_colon_of_a_value_does_not_begin_the_next_part_of_an_arn() -> None:
    condition = {"ArnLike": {"aws:SourceArn": "arn:aws:sns:*:*:${aws:PrincipalTag/topic}"}}
    statement = {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": condition}
    context = {
        "aws:sourcearn": ("arn:aws:sns:eu-central-1:1:a:b",),
        "aws:principaltag/topic": ("a:b",),
    }
    request = Request(ALICE, OWN, "sqs:SendMessage", "*", None, context, unknown=False)

    assert evaluate(request, Policies((policy(statement),))).answer is Answer.ALLOWED


def test_booleans_take_variables_and_numbers_do_not() -> None:
    context = {"aws:securetransport": ("true",), "a:number": ("5",), "aws:x": ("true",)}

    def answer(condition: object) -> Answer:
        statement = {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": condition}
        request = Request(ALICE, OWN, "sqs:ListQueues", "*", None, context, unknown=False)
        return evaluate(request, Policies((policy(statement),))).answer

    assert answer({"Bool": {"aws:SecureTransport": "${aws:x}"}}) is Answer.ALLOWED
    assert answer({"Bool": {"aws:SecureTransport": "${aws:y}"}}) is Answer.IMPLICITLY_DENIED
    assert answer({"NumericEquals": {"a:number": "${a:number}"}}) is Answer.IMPLICITLY_DENIED
