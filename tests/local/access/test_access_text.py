"""The access map in a terminal and as data."""

import io
import json
import re
from typing import Final

from rich.console import Console

from local.access import data, text
from local.access.model import AccessMap, Edge, EdgeKind, Grant, Node, Runs, Side

_STYLE: Final = re.compile(r"\x1b\[[0-9;]*m")
URN: Final = "urn:pulumi:dev::demo::aws:iam/rolePolicy:RolePolicy::grants"
READ: Final = Grant(
    {"read": ("dynamodb:GetItem", "dynamodb:Query"), "write": ("dynamodb:PutItem",)},
    ("arn:aws:dynamodb:eu-central-1:111122223333:table/orders",),
    ("kms:ViaService StringEquals a.example",),
    "grants",
    URN,
    "policy.Statement[0]",
)
ROLE: Final = Node(
    "app",
    Side.ENTITY,
    "role",
    "app",
    runs=(Runs("function", "app-function", "urn:f", "lambda.amazonaws.com"),),
    unresolved=("policyArn of it",),
)
FUNCTION: Final = Node("urn:f", Side.RESOURCE, "function", "app-function", acts_as="app")
TABLE: Final = Node("orders", Side.RESOURCE, "table", "orders")
QUEUE: Final = Node("jobs", Side.RESOURCE, "queue", "jobs")
EVERYONE: Final = Node("everyone", Side.OUTSIDE, "everyone", "everyone")
NODES: Final = {one.id: one for one in (EVERYONE, ROLE, FUNCTION, QUEUE, TABLE)}
SECOND: Final = Grant({"read": ("dynamodb:Query",)}, conditions=READ.conditions)
EVERYTHING: Final = Grant(
    dict.fromkeys(("list", "read", "tagging", "write", "permissions"), ("sqs:*",))
)
MAP: Final = AccessMap(
    "dev",
    NODES,
    (
        Edge(EdgeKind.OPEN, "everyone", "app", grants=(SECOND,), alarming=True),
        Edge(EdgeKind.OPEN, "everyone", "jobs", "2 routes", alarming=True),
        Edge(EdgeKind.CAN, "app", "jobs", grants=(EVERYTHING,)),
        Edge(EdgeKind.CAN, "app", "orders", grants=(READ, SECOND)),
        Edge(EdgeKind.BECOMES, "app", "app", "give itself more rights", alarming=True),
        Edge(EdgeKind.TRIGGERS, "jobs", "urn:f", "triggers"),
    ),
    ("The policy p of app is a secret: it is left out.",),
)


def shown(given: AccessMap, width: int | None = None) -> list[str]:
    written = io.StringIO()
    terminal = width is not None
    console = Console(
        file=written,
        width=width or 80,
        soft_wrap=not terminal,
        force_terminal=terminal,
        markup=False,
        highlight=False,
    )
    text.show(console, given)
    return [line.rstrip() for line in _STYLE.sub("", written.getvalue()).splitlines()]


def test_people_read_what_a_principal_can_do_by_resource_and_level() -> None:
    assert shown(MAP) == [
        "role app",
        "  runs function app-function",
        "  triggered by queue jobs",
        "  queue jobs",
        "    everything   sqs:*",
        "  table orders",
        "    read         dynamodb:GetItem, Query",
        "    write        dynamodb:PutItem",
        "    if           kms:ViaService StringEquals a.example",
        "  becomes itself (give itself more rights)",
        "  open to everyone",
        "    if           kms:ViaService StringEquals a.example",
        "  may do more: not known is policyArn of it",
        "",
        "resources that let in by their own policies",
        "  queue jobs open to everyone (2 routes)",
        "The policy p of app is a secret: it is left out.",
        "dev: 1 principal, 3 resources, 3 open to outside or escalating",
    ]


def test_a_map_without_alarms_says_that_there_are_none() -> None:
    assert shown(AccessMap("dev", {"app": ROLE}))[-1] == (
        "dev: 1 principal, 0 resources, nothing open to strangers, no escalation"
    )


def test_a_long_list_goes_on_under_itself_in_a_narrow_terminal() -> None:
    many = Grant({"read": tuple(f"dynamodb:DescribeThing{number:02}" for number in range(9))})
    narrow = AccessMap("dev", NODES, (Edge(EdgeKind.CAN, "app", "orders", grants=(many,)),))

    lines = shown(narrow, 80)
    listed = lines[lines.index("  table orders") + 1 :][:3]

    assert all(len(line) <= 80 for line in lines)
    assert listed[0].startswith("    read         dynamodb:DescribeThing00, DescribeThing01,")
    assert listed[1].startswith(" " * 17 + "DescribeThing")
    names = " ".join(line.strip() for line in listed)
    assert [f"DescribeThing{number:02}" in names for number in range(9)] == [True] * 9


def test_a_name_cannot_act_on_the_terminal() -> None:
    evil = Node("x", Side.ENTITY, "role", "a\x1b[31m\nb", unresolved=("\x07",))

    assert shown(AccessMap("\x1b[2J", {"x": evil}))[0] == "role a[31m b"


def test_programs_read_nodes_and_edges_with_the_statements_behind_them() -> None:
    report = json.loads(json.dumps(data.report(MAP)))

    assert (report["version"], report["name"], report["notes"]) == (1, "dev", list(MAP.notes))
    assert report["nodes"][1] == {
        "id": "app",
        "side": "entity",
        "kind": "role",
        "name": "app",
        "arn": "",
        "urn": "",
        "runs": [
            {
                "kind": "function",
                "name": "app-function",
                "urn": "urn:f",
                "service": "lambda.amazonaws.com",
            }
        ],
        "acts_as": "",
        "covers": [],
        "unresolved": ["policyArn of it"],
    }
    assert report["edges"][3] == {
        "kind": "can",
        "from": "app",
        "to": "orders",
        "how": "",
        "level": "write",
        "actions": {
            "read": ["dynamodb:GetItem", "dynamodb:Query"],
            "write": ["dynamodb:PutItem"],
        },
        "conditional": True,
        "alarming": False,
        "statements": [
            {
                "policy": "grants",
                "urn": URN,
                "path": "policy.Statement[0]",
                "actions": {
                    "read": ["dynamodb:GetItem", "dynamodb:Query"],
                    "write": ["dynamodb:PutItem"],
                },
                "resources": list(READ.resources),
                "conditions": list(READ.conditions),
            },
            {
                "policy": "",
                "urn": "",
                "path": "",
                "actions": {"read": ["dynamodb:Query"]},
                "resources": [],
                "conditions": list(READ.conditions),
            },
        ],
    }
