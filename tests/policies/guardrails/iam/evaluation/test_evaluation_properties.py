"""What holds of every request and all policies."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import product
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from guardrails.iam.entity import Policy
from guardrails.iam.evaluation import Answer, Decision, Request, evaluate
from guardrails.iam.model import DocumentKind
from tests.support.iam_made_up import Maker
from tests.support.iam_requests import Case, policy

CASES = st.integers(0, 2**32).map(lambda seed: Maker(seed).case())

# Enough to meet and to miss each condition of the cases, or to be absent.
VALUES: Mapping[str, tuple[tuple[str, ...], ...]] = {
    # Known of everyone but services.
    "aws:principaltype": ((), ("User",), ("AssumedRole",)),
    "aws:principaltag/team": ((), ("alice",), ("red",)),
    "aws:requesttag/team": ((), ("alice",), ("red",)),
    "aws:securetransport": ((), ("true",), ("false",)),
    "aws:sourceip": ((), ("10.1.2.3",), ("2001:db8::1",), ("192.0.2.1",)),
    "aws:tagkeys": ((), ("team",)),
    "aws:userid": ((), ("AROAX:first",), ("AROAX:second",)),
}
# From the least to the most that is allowed.
ORDER = (Answer.EXPLICITLY_DENIED, Answer.IMPLICITLY_DENIED, Answer.DEPENDS, Answer.ALLOWED)


def open_request(case: Case) -> Request:
    return replace(case.request(unknown=True), context={})


def allows_more(one: Decision, other: Decision) -> bool:
    return ORDER.index(one.answer) > ORDER.index(other.answer)


def denial(case: Case, seed: int) -> Policy:
    statement = Maker(seed).statement(case) | {"Effect": "Deny"}
    return policy(statement, kind=DocumentKind.SCP)


@given(CASES, st.integers(0, 2**32), st.booleans())
def test_another_denial_never_allows_more(case: Case, seed: int, unknown: bool) -> None:  # noqa: FBT001 -- hypothesis gives it
    request = open_request(case) if unknown else case.request()
    policies = case.policies()
    deny = denial(case, seed)
    before = evaluate(request, policies)

    after = evaluate(request, replace(policies, identity=(*policies.identity, deny)))
    assert not allows_more(after, before)
    if policies.scps:
        first = (*policies.scps[0], deny)
        after = evaluate(request, replace(policies, scps=(first, *policies.scps[1:])))
        assert not allows_more(after, before)


@given(CASES, CASES, st.booleans())
def test_another_level_of_scps_never_allows_more(case: Case, other: Case, unknown: bool) -> None:  # noqa: FBT001 -- hypothesis gives it
    request = open_request(case) if unknown else case.request()
    policies = case.policies()

    for level in other.policies().scps:
        more = replace(policies, scps=(*policies.scps, level))
        assert not allows_more(evaluate(request, more), evaluate(request, policies))


@given(CASES, CASES)
def test_a_boundary_and_a_session_policy_never_allow_more(case: Case, other: Case) -> None:
    policies = replace(case.policies(), boundary=None)
    limits = other.policies().boundary

    for limited in (replace(policies, boundary=limits), replace(policies, session=limits)):
        found, free = (evaluate(case.request(), one) for one in (limited, policies))
        assert not allows_more(found, free)


@given(CASES, st.randoms(use_true_random=False), st.booleans())
def test_the_order_of_statements_and_policies_is_irrelevant(
    case: Case,
    random: Random,
    unknown: bool,  # noqa: FBT001 -- hypothesis gives it
) -> None:
    request = open_request(case) if unknown else case.request()
    policies = case.policies()

    def shuffled(one: Policy) -> Policy:
        statements = list(one.document.statements)
        random.shuffle(statements)
        return replace(one, document=replace(one.document, statements=tuple(statements)))

    identity = [*map(shuffled, policies.identity)]
    random.shuffle(identity)
    turned = replace(policies, identity=tuple(identity), scps=policies.scps[::-1])
    if policies.resource:
        turned = replace(turned, resource=shuffled(Policy("", policies.resource)).document)

    before, after = evaluate(request, policies), evaluate(request, turned)
    assert before.answer is after.answer
    assert set(map(str.lower, before.depends_on)) == set(map(str.lower, after.depends_on))
    by_statement = [{(one.effect, id(one.statement)) for one in d.cited} for d in (before, after)]
    assert by_statement[0] == by_statement[1]


@given(CASES, st.randoms(use_true_random=False))
def test_a_sure_answer_holds_for_all_values_of_the_keys(case: Case, random: Random) -> None:
    policies = case.policies()
    request = open_request(case)
    found = evaluate(request, policies)
    keys = [key for key in VALUES if key not in request.known]
    closed = [
        replace(request, context=dict(zip(keys, values, strict=True)), unknown=False)
        for values in random.sample(tuple(product(*(VALUES[key] for key in keys))), 60)
    ]
    answers = {evaluate(one, policies).answer for one in closed}

    match found.answer:
        case Answer.ALLOWED:
            assert answers == {Answer.ALLOWED}
        case Answer.EXPLICITLY_DENIED:
            assert answers == {Answer.EXPLICITLY_DENIED}
        case Answer.IMPLICITLY_DENIED:
            assert Answer.ALLOWED not in answers
        case Answer.DEPENDS:
            assert found.depends_on


@given(CASES)
def test_with_the_keys_that_decide_nothing_depends(case: Case) -> None:
    """The keys that are told suffice: with them given, the answer is sure."""
    policies = case.policies()
    request = open_request(case)
    context: dict[str, tuple[str, ...]] = {}
    for _ in range(8):
        found = evaluate(replace(request, context=context), policies)
        if found.answer is not Answer.DEPENDS:
            break
        keys = [key.lower() for key in found.depends_on if ":" in key]
        if not keys:
            assert found.depends_on == ("resource policy",)
            break
        assert not set(keys) & set(context)
        context |= {key: VALUES[key][-1] for key in keys}
    else:
        raise AssertionError(context)


@given(CASES)
def test_every_answer_says_why(case: Case) -> None:
    found = evaluate(open_request(case), case.policies())

    effects = {one.effect for one in found.cited}
    match found.answer:
        case Answer.EXPLICITLY_DENIED:
            assert effects == {"Deny"}
            assert all(one.certain for one in found.cited)
        case Answer.ALLOWED:
            assert effects == {"Allow"} or case.principal.endswith(":root")
            assert all(one.certain for one in found.cited)
        case Answer.IMPLICITLY_DENIED:
            assert not effects
            assert found.lacking
        case Answer.DEPENDS:
            assert found.depends_on
