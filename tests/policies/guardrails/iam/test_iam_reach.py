import time
from collections.abc import Sequence
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guardrails.iam.document import DocumentKind, parse
from guardrails.iam.entity import Entity, EntityKind, Policy
from guardrails.iam.model import Document
from guardrails.iam.reach import Reach, reach, reach_of

pytestmark = pytest.mark.thorough

Statement = dict[str, Any]

ACCOUNT = "123456789012"
TABLE = f"arn:aws:dynamodb:eu-central-1:{ACCOUNT}:table/orders"
OTHER = f"arn:aws:dynamodb:eu-central-1:{ACCOUNT}:table/secrets"
TABLES = f"arn:aws:dynamodb:eu-central-1:{ACCOUNT}:table/*"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/audit"


def document(*statements: Statement, kind: DocumentKind = DocumentKind.IDENTITY) -> Document:
    parsed = parse({"Version": "2012-10-17", "Statement": list(statements)}, kind).document
    assert parsed is not None
    return parsed


def allow(action: object, resource: object = "*", **more: object) -> Statement:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def deny(action: object, resource: object = "*", **more: object) -> Statement:
    return {"Effect": "Deny", "Action": action, "Resource": resource, **more}


def when(operator: str, key: str, value: object) -> Statement:
    return {"Condition": {operator: {key: value}}}


def principal(
    *policies: Sequence[Statement], boundary: Sequence[Statement] | None = None, **more: Any
) -> Entity:
    held = tuple(
        Policy(f"policy{at}", document(*given), f"urn{at}", "policy")
        for at, given in enumerate(policies)
    )
    bound = document(*boundary) if boundary is not None else None
    return Entity(EntityKind.ROLE, "audit", ROLE, ACCOUNT, held, bound, **more)


def resources(found: Reach, action: str = "dynamodb:GetItem", service: str = "") -> list[str]:
    return [resource for one in found.of(action, service) for resource in one.resources]


def test_the_policies_of_a_principal_count_together_and_each_says_where_it_stands() -> None:
    found = reach(principal([allow("dynamodb:Get*", TABLE)], [allow("DYNAMODB:GETITEM", OTHER)]))

    assert [(one.policy.name, one.place, one.pattern) for one in found.of("dynamodb:getitem")] == [
        ("policy0", "Statement[0].Action[0]", "dynamodb:Get*"),
        ("policy1", "Statement[0].Action[0]", "DYNAMODB:GETITEM"),
    ]
    assert [one.action for one in found.of("dynamodb:getitem")] == ["dynamodb:GetItem"] * 2
    assert found.allows("dynamodb:GetItem", TABLE)
    assert found.allows("dynamodb:GetItem", OTHER)
    assert not found.allows("dynamodb:GetItem", TABLES)
    assert not found.allows("dynamodb:PutItem", TABLE)


@pytest.mark.parametrize(
    "pattern",
    ["*", "*:*", "dynamodb:*", "dynamodb:Get????", "d*:G*m", "DynamoDB:GetItem", "?ynamodb:*Item"],
)
def test_every_form_of_wildcard_covers_an_action(pattern: str) -> None:
    assert resources(reach_of(document(allow(pattern, TABLE)))) == [TABLE]


def test_what_not_action_leaves_over_is_allowed() -> None:
    left: Statement = {"Effect": "Allow", "NotAction": ["iam:*", "s3:Get*"], "Resource": TABLE}
    found = reach_of(document(left))

    assert [one.place for one in found.of("dynamodb:GetItem")] == ["Statement[0].NotAction"]
    assert found.of("iam:PassRole") == ()
    assert found.of("s3:GetObject") == ()


def test_what_not_resource_spares_is_not_reached() -> None:
    spared: Statement = {"Effect": "Allow", "Action": "dynamodb:*", "NotResource": OTHER}
    found = reach_of(document(spared))

    assert found.allows("dynamodb:GetItem", TABLE)
    assert not found.allows("dynamodb:GetItem", OTHER)


@pytest.mark.parametrize(
    ("denied", "left"),
    [
        (deny("dynamodb:GetItem"), []),
        (deny("*"), []),
        (deny("dynamodb:*", TABLE), [OTHER]),
        (deny("dynamodb:*", TABLES), []),
        (deny("dynamodb:PutItem"), [TABLE, OTHER]),
        ({"Effect": "Deny", "NotAction": "s3:*", "Resource": "*"}, []),
        ({"Effect": "Deny", "NotAction": "dynamodb:*", "Resource": "*"}, [TABLE, OTHER]),
        ({"Effect": "Deny", "Action": "*", "NotResource": TABLE}, [TABLE]),
        (deny("*", **when("StringNotEquals", "aws:PrincipalAccount", ACCOUNT)), [TABLE, OTHER]),
        (deny("*", **when("StringEquals", "aws:PrincipalAccount", ACCOUNT)), []),
        (deny("*", **when("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:role/aud*")), []),
        (deny("*", **when("StringEquals", "aws:PrincipalTag/team", "a")), []),
        (deny("*", **when("StringEquals", "aws:PrincipalTag/team", "b")), [TABLE, OTHER]),
        (deny("*", **when("Bool", "aws:SecureTransport", "false")), [TABLE, OTHER]),
        (deny("*", **when("StringNotEquals", "aws:RequestedRegion", "eu-*")), [TABLE, OTHER]),
    ],
)
def test_a_denial_takes_away_what_it_surely_covers(denied: Statement, left: list[str]) -> None:
    held = principal([allow("dynamodb:*", [TABLE, OTHER])], [denied], tags={"team": "a"})

    assert resources(reach(held)) == left


def test_a_denial_of_a_part_leaves_the_rest() -> None:
    found = reach(principal([allow("dynamodb:*", TABLES), deny("*", OTHER)]))

    assert found.allows("dynamodb:GetItem", TABLE)
    assert not found.allows("dynamodb:GetItem", OTHER)
    assert not found.allows("dynamodb:GetItem", TABLES)


def test_a_denial_without_a_boundary_binds_what_is_left_to_it() -> None:
    asked = when("StringNotEquals", "iam:PermissionsBoundary", f"arn:aws:iam::{ACCOUNT}:policy/b")
    (bound,) = reach_of(document(allow("iam:*"), deny("iam:*", **asked))).of("iam:CreateRole")
    (free,) = reach_of(document(allow("iam:*"))).of("iam:CreateRole")

    assert (bound.is_open, free.is_open) == (False, True)


@pytest.mark.parametrize(
    ("condition", "service", "passes"),
    [
        (when("StringEquals", "iam:PassedToService", "lambda.amazonaws.com"), "lambda", True),
        (when("StringEquals", "iam:PassedToService", "lambda.amazonaws.com"), "ec2", False),
        (when("StringLike", "iam:PassedToService", "*.amazonaws.com"), "ec2", True),
        (when("StringNotEquals", "iam:PassedToService", "ec2.amazonaws.com"), "ec2", False),
        (when("StringNotEquals", "iam:PassedToService", "ec2.amazonaws.com"), "lambda", True),
        (when("Null", "iam:PassedToService", "true"), "lambda", False),
    ],
)
def test_a_role_is_passed_to_the_services_of_the_condition(
    condition: Statement,
    service: str,
    passes: bool,  # noqa: FBT001 -- what is expected, one of each case
) -> None:
    allowed = reach_of(document(allow("iam:PassRole", ROLE, **condition)))
    denied = reach_of(document(allow("iam:PassRole", ROLE), deny("iam:PassRole", **condition)))
    name = f"{service}.amazonaws.com"

    assert bool(allowed.of("iam:PassRole", name)) is passes
    assert bool(denied.of("iam:PassRole", name)) is not passes


@pytest.mark.parametrize(
    ("boundary", "left"),
    [
        ([allow("*")], [TABLES]),
        ([allow("dynamodb:GetItem", TABLES)], [TABLES]),
        ([allow("s3:*")], []),
        ([allow("dynamodb:*", f"arn:aws:sqs:eu-central-1:{ACCOUNT}:q")], []),
        ([allow("*"), deny("dynamodb:GetItem")], []),
    ],
)
def test_a_boundary_and_each_level_of_service_control_policies_have_to_allow(
    boundary: list[Statement], left: list[str]
) -> None:
    own = [allow("dynamodb:*", TABLES)]
    everything = Policy("all", document(allow("*"), kind=DocumentKind.SCP))
    level = Policy("level", document(*boundary, kind=DocumentKind.SCP))

    assert resources(reach(principal(own, boundary=boundary))) == left
    assert resources(reach(principal(own), [[everything], [level]])) == left
    assert resources(reach(principal(own), [[everything], [everything, level]])) == (
        [] if any(one["Effect"] == "Deny" for one in boundary) else [TABLES]
    )


def test_a_boundary_leaves_the_resources_that_both_name() -> None:
    found = reach(principal([allow("dynamodb:*", TABLES)], boundary=[allow("*", TABLE)]))

    assert found.allows("dynamodb:GetItem", TABLE)
    assert not found.allows("dynamodb:GetItem", OTHER)


def test_a_statement_for_another_principal_allows_nothing() -> None:
    other = when("StringEquals", "aws:PrincipalArn", f"arn:aws:iam::{ACCOUNT}:role/deploy")

    assert resources(reach(principal([allow("dynamodb:*", TABLE, **other)]))) == []


def test_what_is_denied_for_sure_can_be_asked() -> None:
    found = reach(
        principal([deny("sts:*", ROLE), deny("iam:*", **when("Bool", "aws:ViaAWSService", "true"))])
    )

    assert found.denies("sts:AssumeRole", ROLE)
    assert not found.denies("sts:AssumeRole", f"{ROLE}s")
    assert not found.denies("iam:PassRole", ROLE)


ACTIONS = st.sampled_from(
    ["*", "iam:*", "iam:Pass*", "iam:PassRole", "s3:GetObject", "s3:*", "dynamodb:GetItem"]
)
PLACES = st.sampled_from(["*", TABLE, TABLES, ROLE, f"arn:aws:iam::{ACCOUNT}:role/*"])
ALLOWED = st.builds(allow, ACTIONS, PLACES)
DENIED = st.builds(deny, ACTIONS, PLACES)
ASKED = ["iam:PassRole", "s3:GetObject", "dynamodb:GetItem"]


def told(found: Reach) -> set[tuple[str, str]]:
    concrete = [TABLE, OTHER, ROLE]
    return {(a, r) for a, r in product(ASKED, concrete) if found.allows(a, r)}


@given(st.lists(st.one_of(ALLOWED, DENIED), min_size=1, max_size=4), DENIED)
@settings(max_examples=150, deadline=None)
def test_a_denial_never_adds_to_what_is_reached(held: list[Statement], more: Statement) -> None:
    assert told(reach(principal(held, [more]))) <= told(reach(principal(held)))


@given(st.lists(st.one_of(ALLOWED, DENIED), min_size=1, max_size=5), st.integers(0, 5))
@settings(max_examples=150, deadline=None)
def test_it_does_not_matter_how_statements_are_spread_over_policies(
    held: list[Statement], at: int
) -> None:
    parts = [part for part in (held[:at], held[at:]) if part]

    assert told(reach(principal(*parts))) == told(reach(principal(held)))
    assert told(reach(principal(*[[one] for one in held]))) == told(reach(principal(held)))


@given(st.lists(ALLOWED, min_size=1, max_size=3), st.lists(ALLOWED, min_size=1, max_size=3))
@settings(max_examples=150, deadline=None)
def test_a_boundary_never_adds_to_what_is_reached(
    held: list[Statement], boundary: list[Statement]
) -> None:
    bounded = told(reach(principal(held, boundary=boundary)))

    assert bounded == told(reach(principal(held))) & told(reach(principal(boundary)))


@pytest.mark.parametrize(
    "statements",
    [
        [allow("iam:P*", f"arn:aws:iam::*:role/{'a*' * 40}{at}") for at in range(300)],
        [allow(f"iam:{'P*' * (at % 9)}*", f"r{at}") for at in range(900)],
        [
            allow("iam:PassRole", [f"arn:aws:iam::*:role/*{at}" for at in range(600)]),
            deny("iam:*", [f"arn:aws:iam::*:role/*{at}*" for at in range(600)]),
        ],
    ],
)
def test_a_hostile_document_is_worked_out_soon(statements: list[Statement]) -> None:
    parsed = parse({"Statement": statements}, DocumentKind.IDENTITY).document
    assert parsed is not None
    started = time.perf_counter()
    found = reach_of(parsed)
    for action in ("iam:PassRole", "iam:PutRolePolicy", "sts:AssumeRole"):
        found.of(action)

    assert time.perf_counter() - started < 20
