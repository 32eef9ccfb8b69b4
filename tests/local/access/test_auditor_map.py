"""The access map of the auditor's stack, exactly, and its picture."""

from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from local.access import dot, layout, picture, svg
from local.access.map import of_graph
from local.access.model import AccessMap, EdgeKind
from local.engine.backend import PreviewBackend
from local.engine.project import find_project, read_stack
from local.engine.run import run_program
from local.stack_graph import graph_of

pytestmark = pytest.mark.thorough

ROOT = Path(__file__).parents[3]
SVG = "{http://www.w3.org/2000/svg}"

# The roles by their functions; what they do to which resource, by access level.
READS_AND_WRITES = "read, write"
CAN = {
    "api-account-logs": {
        "log group /aws/apigateway/bulwark-local-*": "list, write",
        "log group API-Gateway-Execution-Logs_*": "list, write",
    },
    "audit-account": {
        "key alias/bulwark-local-data": "read, write if",
        "log group /aws/lambda/bulwark-local-audit-account": "write",
        "queue bulwark-local-audits": READS_AND_WRITES,
        "table bulwark-local-findings": READS_AND_WRITES,
        "table bulwark-local-idempotency": READS_AND_WRITES,
        "xray every resource of xray": "write",
    },
    "dispatch-audit": {
        "key alias/bulwark-local-data": "write if",
        "log group /aws/lambda/bulwark-local-dispatch-audit": "write",
        "organizations every resource of organizations": "list",
        "queue bulwark-local-audits": "write",
        "queue bulwark-local-failures": "write",
        "xray every resource of xray": "write",
    },
    "findings-api": {
        "key alias/bulwark-local-data": "read, write if",
        "log group /aws/lambda/bulwark-local-findings-api": "write",
        "table bulwark-local-findings": READS_AND_WRITES,
        "xray every resource of xray": "write",
    },
    "findings-invoke": {"function bulwark-local-findings-api": "write"},
    "nightly-schedule": {
        "function bulwark-local-dispatch-audit": "write",
        "key alias/bulwark-local-data": "write if",
        "queue bulwark-local-failures": "write",
    },
    "notify-findings": {
        "dynamodb every resource of dynamodb": "read",
        "key alias/bulwark-local-data": "read, write if",
        "log group /aws/lambda/bulwark-local-notify-findings": "write",
        "queue bulwark-local-failures": "write",
        "table bulwark-local-findings": "read",
        "topic bulwark-local-alerts": "write",
        "xray every resource of xray": "write",
    },
}
RUNS = {
    "api-account-logs": ("apigateway account api-account",),
    "audit-account": ("function bulwark-local-audit-account",),
    "dispatch-audit": ("function bulwark-local-dispatch-audit",),
    "findings-api": ("function bulwark-local-findings-api",),
    "findings-invoke": ("rest api bulwark-local-findings",),
    "nightly-schedule": ("schedule bulwark-local-nightly",),
    "notify-findings": ("function bulwark-local-notify-findings",),
}
OPEN = {
    ("authorized callers", "api bulwark-local-findings"),
    ("apigateway.amazonaws.com", "role bulwark-local-api-account-logs"),
    ("apigateway.amazonaws.com", "role bulwark-local-findings-invoke"),
    ("lambda.amazonaws.com", "role bulwark-local-audit-account"),
    ("lambda.amazonaws.com", "role bulwark-local-dispatch-audit"),
    ("lambda.amazonaws.com", "role bulwark-local-findings-api"),
    ("lambda.amazonaws.com", "role bulwark-local-notify-findings"),
    ("logs.eu-central-1.amazonaws.com", "key alias/bulwark-local-data"),
    ("scheduler.amazonaws.com", "role bulwark-local-nightly-schedule"),
}


@pytest.fixture(scope="module")
def auditor() -> AccessMap:
    stack = read_stack(find_project(ROOT), "local")
    return of_graph("local", graph_of(run_program(stack, PreviewBackend())))


def named(found: AccessMap) -> Mapping[str, str]:
    return {id_: f"{node.kind} {node.name}" for id_, node in found.nodes.items()}


def of_role(name: str) -> str:
    return f"role bulwark-local-{name}"


def test_each_role_can_do_what_its_grants_say_and_nothing_else(auditor: AccessMap) -> None:
    names = named(auditor)
    found: dict[str, dict[str, str]] = {}
    for edge in auditor.edges:
        if edge.kind is EdgeKind.CAN:
            said = ", ".join(edge.actions) + (" if" if edge.conditional else "")
            found.setdefault(names[edge.origin], {})[names[edge.target]] = said

    assert found == {of_role(name): targets for name, targets in CAN.items()}


def test_each_role_is_taken_by_what_runs_as_it(auditor: AccessMap) -> None:
    found = {
        node.name: tuple(f"{run.kind} {run.name}" for run in node.runs)
        for node in auditor.nodes.values()
        if node.side == "entity"
    }

    assert found == {f"bulwark-local-{name}": runs for name, runs in RUNS.items()}


def test_it_is_open_to_services_and_authorized_callers_and_nobody_escalates(
    auditor: AccessMap,
) -> None:
    names = named(auditor)
    found = {
        (auditor.nodes[edge.origin].name, names[edge.target])
        for edge in auditor.edges
        if edge.kind is EdgeKind.OPEN
    }
    becomes = [
        (names[edge.origin], names[edge.target])
        for edge in auditor.edges
        if edge.kind is EdgeKind.BECOMES
    ]

    assert found == OPEN
    assert becomes == [(of_role("audit-account"), "role bulwark-audit of any account")]
    assert not any(edge.alarming for edge in auditor.edges)
    assert auditor.notes == ()


def test_the_queue_and_the_stream_trigger_their_functions(auditor: AccessMap) -> None:
    names = named(auditor)

    assert {
        (names[edge.origin], names[edge.target])
        for edge in auditor.edges
        if edge.kind is EdgeKind.TRIGGERS
    } == {
        ("queue bulwark-local-audits", "function bulwark-local-audit-account"),
        ("table bulwark-local-findings", "function bulwark-local-notify-findings"),
    }


def test_its_picture_is_of_a_sensible_size_and_says_every_role(auditor: AccessMap) -> None:
    drawn = ET.fromstring(svg.render(auditor))  # noqa: S314 -- our own text
    said = {one.text for one in drawn.iter(f"{SVG}text")}

    assert {f"bulwark-local-{name}" for name in CAN} <= said
    assert {"bulwark-local-findings", "bulwark-local-alerts", "alias/bulwark-local-data"} <= said
    assert float(drawn.attrib["width"]) < 1600
    assert float(drawn.attrib["height"]) < 1100


def test_each_line_of_its_picture_leads_to_the_right(auditor: AccessMap) -> None:
    placed = layout.laid_out(picture.of(auditor))
    lined = sum(len(one.lined) for one in placed.boxes)
    rows = [row for one in placed.boxes for row in one.box.rows]

    # What has no line writes logs and traces: that is no box.
    assert len(placed.lines) == lined == len([row for row in rows if row.name != "logs and traces"])
    assert all(
        line.points == tuple(sorted(line.points, key=lambda point: point[0]))
        for line in placed.lines
    )


def test_its_graphviz_text_has_every_node_and_edge_once(auditor: AccessMap) -> None:
    lines = dot.render(auditor).splitlines()
    acting = sum(node.acts_as != "" for node in auditor.nodes.values())

    assert sum(" [shape=" in line for line in lines) == len(auditor.nodes)
    assert sum(" -> " in line for line in lines) == len(auditor.edges) + acting
