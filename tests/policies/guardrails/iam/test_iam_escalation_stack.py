"""Paths that need a target, over the principals of a stack."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guardrails.iam.entity import Entity, EntityKind, Runner
from guardrails.iam.escalation import PATHS, Path, Stack, Target, escalations, openings
from guardrails.iam.escalation.across import by_target
from guardrails.iam.escalation.chains import Becomes
from guardrails.iam.escalation.named import shape_for
from tests.policies.guardrails.iam.principals import (
    ACCOUNT,
    LAMBDA,
    OTHER_ACCOUNT,
    TABLE,
    Statement,
    allow,
    arn,
    deny,
    document,
    entity,
    function,
    trusts,
)

pytestmark = pytest.mark.thorough


def gains(*entities: Entity) -> list[tuple[str, str, str]]:
    """The paths of the first entity, whom they lead to, and what that can do more."""
    return [
        (
            one.opening.path.id,
            one.target.name if one.target else one.outside,
            one.more,
        )
        for one in by_target(0, Stack(entities))
    ]


WRITES = [allow("dynamodb:PutItem", TABLE)]
MORE = f"dynamodb:PutItem on {TABLE}"


def runner_arn(path: Path) -> str:
    """An ARN for what a path takes over; with a wildcard where its name is not part of it."""
    return min(shape_for(kind, "victim", ACCOUNT) for kind in path.types)


BY_NAME = [
    path
    for path in PATHS
    if path.target is Target.OTHER and path.service and "*" not in runner_arn(path).split(":", 5)[5]
]
PASSED = [path for path in PATHS if path.target is Target.PASSED]


@pytest.mark.parametrize("path", PASSED, ids=[path.id for path in PASSED])
def test_passing_a_role_counts_when_the_role_can_do_more(path: Path) -> None:
    needs = [allow("iam:PassRole", arn("victim")), allow(list(path.needs[1:]))]
    trust = trusts({"Service": path.service})
    strong = entity("victim", WRITES, trust=trust)
    found = gains(entity("attacker", needs), strong)

    assert [(target, more) for _, target, more in found] == [("victim", MORE)]
    assert gains(entity("attacker", [*needs, *WRITES]), strong) == []
    assert gains(entity("attacker", needs), entity("victim", trust=trust)) == []
    assert gains(entity("attacker", needs[:1]), strong) == []
    assert gains(entity("attacker", needs[1:]), strong) == []
    assert gains(entity("attacker", [*needs, deny("iam:PassRole")]), strong) == []
    elsewhere = trusts({"Service": "nobody.amazonaws.com"})
    assert gains(entity("attacker", needs), replace(strong, trust=elsewhere)) == []


@pytest.mark.parametrize("path", BY_NAME, ids=[path.id for path in BY_NAME])
def test_taking_over_what_runs_as_a_role_counts_when_the_role_can_do_more(path: Path) -> None:
    target = runner_arn(path)
    needs = [allow(path.needs[0], target), *(allow(action) for action in path.needs[1:])]
    runs = (Runner(path.service, "victim", "urn:runner"),)
    strong = entity("owner", WRITES, runners=runs)
    found = gains(entity("attacker", needs), strong)

    assert [(name, more) for _, name, more in found] == [("owner", MORE)]
    assert gains(entity("attacker", [*needs, *WRITES]), strong) == []
    assert gains(entity("attacker", needs), entity("owner", runners=runs)) == []
    assert gains(entity("attacker", needs[1:] or WRITES), strong) == []
    elsewhere = (Runner(path.service, "somebody-else", "urn:runner"),)
    assert gains(entity("attacker", needs), entity("owner", WRITES, runners=elsewhere)) == []


@pytest.mark.parametrize(
    ("action", "kind"),
    [
        ("iam:CreateAccessKey", EntityKind.USER),
        ("iam:UpdateLoginProfile", EntityKind.USER),
        ("iam:UpdateAssumeRolePolicy", EntityKind.ROLE),
        ("iam:AddUserToGroup", EntityKind.GROUP),
    ],
)
def test_taking_over_a_named_principal_counts_when_it_can_do_more(
    action: str, kind: EntityKind
) -> None:
    needs = [allow(action, arn("victim", kind))]
    strong = entity("victim", WRITES, kind=kind)

    assert [one[1:] for one in gains(entity("attacker", needs), strong)] == [("victim", MORE)]
    assert gains(entity("attacker", [*needs, *WRITES]), strong) == []
    assert gains(entity("attacker", needs), entity("victim", kind=kind)) == []


@pytest.mark.parametrize(
    ("statement", "path"),
    [
        (allow("iam:PutRolePolicy", arn("attacker")), "iam-put-role-policy"),
        (allow("iam:AttachRolePolicy", arn("att*")), "iam-attach-role-policy"),
        (
            allow("iam:CreatePolicyVersion", f"arn:aws:iam::{ACCOUNT}:policy/attacker-0"),
            "iam-create-policy-version",
        ),
    ],
)
def test_writing_its_own_policies_counts(statement: Statement, path: str) -> None:
    declared = entity("attacker", [statement])
    (policy,) = declared.policies
    managed = replace(policy, source="urn:pulumi:x::y::aws:iam/policy:Policy::attacker-0")
    itself = replace(declared, policies=(managed,))

    assert gains(itself) == [(path, "", "")]
    assert gains(replace(itself, name="other", arn=arn("other"), policies=())) == []


def test_writing_the_policies_of_another_role_is_no_gain_by_itself() -> None:
    writes = allow("iam:PutRolePolicy", arn("other"))

    assert gains(entity("attacker", [writes]), entity("other", WRITES)) == []


def test_a_boundary_is_in_the_way_only_of_who_has_one() -> None:
    lifts = [allow("iam:DeleteRolePermissionsBoundary", arn("attacker"))]
    bound = document(allow("*"))

    assert gains(entity("attacker", lifts)) == []
    assert gains(entity("attacker", lifts, boundary=bound)) == [
        ("iam-delete-role-permissions-boundary", "", "")
    ]


def test_a_role_outside_of_the_stack_counts_as_stronger() -> None:
    needs = [allow("iam:PassRole", arn("legacy")), allow("ec2:RunInstances")]
    abroad = [allow("iam:PassRole", arn("legacy", account=OTHER_ACCOUNT)), needs[1]]

    assert gains(entity("attacker", needs)) == [("ec2-run-instances", arn("legacy"), "")]
    assert gains(entity("attacker", abroad)) == []
    assert gains(entity("attacker", needs), entity("legacy", trust=trusts({"AWS": "*"}))) == []


def test_its_own_logs_and_traces_make_nobody_stronger() -> None:
    needs = [allow("lambda:UpdateFunctionCode", function("f"))]
    runs = (Runner(LAMBDA, "f", "urn:f"),)
    logs = [allow(["logs:PutLogEvents", "logs:CreateLogStream", "xray:PutTraceSegments"])]

    assert gains(entity("attacker", needs), entity("owner", logs, runners=runs)) == []


@pytest.mark.parametrize(
    ("weak", "strong", "more"),
    [
        ([allow("dynamodb:*", TABLE)], [allow("dynamodb:PutItem", TABLE)], ""),
        ([allow("*")], [allow("dynamodb:*")], ""),
        ([allow("dynamodb:*")], [allow("dynamodb:*", TABLE)], ""),
        ([allow("dynamodb:*", TABLE)], [allow("dynamodb:*")], "dynamodb:* on *"),
        ([allow("dynamodb:Put*", TABLE)], [allow("dynamodb:*", TABLE)], f"dynamodb:* on {TABLE}"),
        ([allow("*"), deny("iam:*")], [allow("*")], "* on *"),
        ([allow("*"), deny("iam:*")], [allow("*"), deny("iam:*")], ""),
        (
            [allow("dynamodb:PutItem", TABLE), deny("dynamodb:*", TABLE)],
            [allow("dynamodb:PutItem", TABLE)],
            MORE,
        ),
        (
            [allow("dynamodb:PutItem", TABLE, Condition={"Bool": {"aws:ViaAWSService": "true"}})],
            [allow("dynamodb:PutItem", TABLE)],
            MORE,
        ),
        (
            [allow("dynamodb:PutItem", TABLE)],
            [allow("dynamodb:PutItem", f"{TABLE}s")],
            f"dynamodb:PutItem on {TABLE}s",
        ),
        (
            [],
            [{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}],
            "everything but iam:*",
        ),
    ],
)
def test_more_is_what_one_can_do_and_the_other_cannot(
    weak: list[Statement], strong: list[Statement], more: str
) -> None:
    swaps = allow("lambda:UpdateFunctionCode", function("f"))
    runs = (Runner(LAMBDA, "f", "urn:f"),)
    found = gains(entity("attacker", [swaps, *weak]), entity("owner", strong, runners=runs))

    assert [one[2] for one in found] == ([more] if more else [])


def test_the_escalations_of_one_principal_are_the_open_ones_and_those_by_target() -> None:
    swaps = allow("lambda:UpdateFunctionCode", function("f"))
    attacker = entity("attacker", [swaps, allow("iam:CreateAccessKey")])
    owner = entity("owner", WRITES, runners=(Runner(LAMBDA, "f", "urn:f"),))
    opened, gained = escalations(attacker, [attacker, owner])

    assert getattr(opened, "path").id == "iam-create-access-key"  # noqa: B009 -- either type
    assert getattr(gained, "target") is owner  # noqa: B009 -- either type


HELD = st.sampled_from(
    [
        allow("*"),
        allow("iam:Pass*"),
        allow("iam:PassRole", arn("victim")),
        allow("lambda:*"),
        allow(["lambda:CreateFunction", "lambda:InvokeFunction"]),
        allow("iam:PutRolePolicy", arn("attacker")),
        allow("sts:AssumeRole", arn("*")),
    ]
)
DENIED = st.sampled_from(
    [deny("*"), deny("iam:*"), deny("lambda:Invoke*"), deny("iam:PassRole", arn("victim"))]
)


def ways(*policies: list[Statement]) -> tuple[set[str], set[str], set[str]]:
    """The paths that an attacker's policies open, its steps, and where its gains stand."""
    trust = trusts({"Service": LAMBDA}, {"AWS": f"arn:aws:iam::{ACCOUNT}:root"})
    victim = entity("victim", WRITES, trust=trust)
    stack = Stack([entity("attacker", *policies), victim])
    return (
        {f"{one.path.id} {one.is_open}" for one in openings(stack.reach(0))},
        {f"{edge.target.name} {edge.how}" for edge in Becomes(stack).edges},
        {f"{one.opening.path.id} {one.more}" for one in by_target(0, stack)},
    )


@given(st.lists(HELD, min_size=1, max_size=4), DENIED)
@settings(max_examples=60, deadline=None)
def test_a_denial_never_adds_a_path_or_a_step(held: list[Statement], more: Statement) -> None:
    paths, edges, _ = ways(held)
    fewer_paths, fewer_edges, _ = ways(held, [more])

    assert fewer_edges <= edges
    assert fewer_paths <= paths | {one.replace("True", "False") for one in paths}


@given(st.lists(HELD, min_size=1, max_size=4), st.integers(0, 4))
@settings(max_examples=60, deadline=None)
def test_it_does_not_matter_how_rights_are_spread(held: list[Statement], at: int) -> None:
    parts = [part for part in (held[:at], held[at:]) if part]

    assert ways(*parts)[:2] == ways(held)[:2]
