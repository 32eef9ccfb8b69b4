"""Who can become whom over the principals of a stack."""

import time
from dataclasses import replace
from itertools import pairwise

import pytest

from guardrails.iam.document import DocumentKind
from guardrails.iam.entity import Entity, EntityKind, Runner
from guardrails.iam.escalation.chains import becomes
from guardrails.iam.model import Document
from tests.policies.guardrails.iam.principals import (
    ACCOUNT,
    LAMBDA,
    OTHER_ACCOUNT,
    TO_ROOT,
    Statement,
    allow,
    arn,
    deny,
    document,
    entity,
    function,
    trusts,
)


def steps(*entities: Entity) -> list[tuple[str, str, str]]:
    return [(one.source.name, one.target.name, one.how) for one in becomes(entities).edges]


ASSUMES = [allow("sts:AssumeRole", arn("b"))]
TO_NAME = trusts({"AWS": arn("a")})


@pytest.mark.parametrize(
    ("policy", "trust"),
    [
        (ASSUMES, TO_ROOT),
        (ASSUMES, TO_NAME),
        ([allow("sts:*", arn("*"))], TO_ROOT),
        (ASSUMES, trusts({"AWS": "*"})),
        (ASSUMES, trusts({"AWS": ACCOUNT})),
        # Within an account, being named is enough.
        ([allow("s3:GetObject")], TO_NAME),
    ],
)
def test_a_role_is_assumed_when_both_sides_let(policy: list[Statement], trust: Document) -> None:
    assert steps(entity("a", policy), entity("b", trust=trust)) == [("a", "b", "assume")]


@pytest.mark.parametrize(
    ("policy", "trust"),
    [
        ([allow("s3:GetObject")], TO_ROOT),
        ([allow("sts:AssumeRole", arn("c"))], TO_ROOT),
        ([*ASSUMES, deny("sts:*")], TO_ROOT),
        ([deny("sts:*")], TO_NAME),
        (ASSUMES, trusts({"AWS": f"arn:aws:iam::{OTHER_ACCOUNT}:root"})),
        (ASSUMES, trusts({"AWS": arn("c")})),
        (ASSUMES, trusts({"Service": LAMBDA})),
        (
            ASSUMES,
            trusts({"AWS": "*"}, Condition={"ArnLike": {"aws:PrincipalArn": arn("c*")}}),
        ),
        (
            ASSUMES,
            document(
                {"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole"},
                {"Effect": "Deny", "Principal": {"AWS": arn("a")}, "Action": "sts:*"},
                kind=DocumentKind.TRUST,
            ),
        ),
        (ASSUMES, None),
    ],
)
def test_a_role_is_not_assumed_when_one_side_does_not_let(
    policy: list[Statement], trust: Document | None
) -> None:
    assert steps(entity("a", policy), entity("b", trust=trust)) == []


def test_across_accounts_both_sides_have_to_let() -> None:
    far = arn("b", account=OTHER_ACCOUNT)
    role = entity("b", account_id=OTHER_ACCOUNT, trust=TO_NAME)
    allowed = [allow("sts:AssumeRole", far)]

    assert steps(entity("a", allowed), role) == [("a", "b", "assume")]
    assert steps(entity("a", [allow("s3:GetObject")]), role) == []
    closed = replace(role, trust=trusts({"AWS": arn("c")}))
    assert steps(entity("a", allowed), closed) == []


def test_an_account_that_is_not_known_may_be_the_same() -> None:
    a = replace(entity("a", [allow("sts:AssumeRole", arn("b"))], account_id=None))
    a = replace(a, arn="arn:aws:iam:::role/a")
    b = entity("b", account_id=None, trust=TO_ROOT)
    b = replace(b, arn="arn:aws:iam:::role/b")

    assert steps(a, b) == [("a", "b", "assume")]


def test_passing_and_taking_over_are_steps_too() -> None:
    needs = [
        allow("iam:PassRole", arn("passed")),
        allow(["lambda:CreateFunction", "lambda:InvokeFunction"]),
        allow("lambda:UpdateFunctionCode", function("f")),
        allow("iam:CreateAccessKey", arn("person", "user")),
    ]
    found = becomes(
        [
            entity("a", needs),
            entity("passed", trust=trusts({"Service": LAMBDA})),
            entity("owner", runners=(Runner(LAMBDA, "f", "urn:f"),)),
            entity("person", kind=EntityKind.USER),
            entity("apart", trust=trusts({"Service": "ec2.amazonaws.com"})),
        ]
    ).edges

    assert [(one.target.name, one.how, one.place, one.runner) for one in found] == [
        ("person", "credentials", "Statement[3].Action[0]", None),
        ("passed", "pass-role", "Statement[0].Action[0]", None),
        ("owner", "code-swap", "Statement[2].Action[0]", Runner(LAMBDA, "f", "urn:f")),
    ]


def line(*names: str) -> list[Entity]:
    """Each assumes the next one; the last one can give itself any right."""
    found = [
        entity(one, [allow("sts:AssumeRole", arn(other))], trust=TO_ROOT)
        for one, other in pairwise(names)
    ]
    return [*found, entity(names[-1], [allow("iam:PutRolePolicy")], trust=TO_ROOT)]


def test_steps_make_a_way_and_the_shortest_one_is_told() -> None:
    found = becomes([*line("a", "b", "c"), entity("d", [allow("sts:AssumeRole", arn("c"))])])
    told = found.ways_to([2])

    assert {at: [edge.target.name for edge in way] for at, way in told.items()} == {
        2: [],
        0: ["b", "c"],
        1: ["c"],
        3: ["c"],
    }
    assert [found.in_the_end(at) for at in range(4)] == [{1, 2}, {2}, set(), {2}]
    assert [(one.name, [other.name for other in more]) for one, more in found.everyone()] == [
        ("a", ["b", "c"]),
        ("b", ["c"]),
        ("c", []),
        ("d", ["c"]),
    ]


def test_a_circle_comes_to_an_end() -> None:
    circle = [
        entity(one, [allow("sts:AssumeRole", arn(other))], trust=TO_ROOT)
        for one, other in ("ab", "bc", "ca")
    ]
    found = becomes(circle)

    assert [found.in_the_end(at) for at in range(3)] == [{1, 2}, {0, 2}, {0, 1}]
    assert found.ways_to([]) == {}


def test_a_stack_of_many_roles_is_worked_out_soon() -> None:
    count = 200
    roles = [
        entity(
            f"app{at}",
            [allow("sts:AssumeRole", arn(f"app{(at + 1) % count}"))],
            [allow("lambda:UpdateFunctionCode", function(f"f{(at * 3) % count}"))],
            trust=TO_ROOT,
            runners=(Runner(LAMBDA, f"f{at}", f"urn:f{at}"),),
        )
        for at in range(count)
    ]
    started = time.perf_counter()
    found = becomes(roles)

    assert len(found.edges) == 2 * count - 2
    assert len(found.in_the_end(0)) == count - 1
    assert time.perf_counter() - started < 30
