"""Calls and grants in the reports that go into files."""

import json
from xml.etree import ElementTree as ET

from local.engine.backend import Declared
from local.policy.client import Judgement
from local.report import html, junit, sarif
from local.report.found import Found
from local.usage.found import Call, Place
from local.usage.result import Usage
from tests.support.usage import allow, compared, role

URN = "urn:pulumi:dev::app::aws:lambda/function:Function::worker"
WORK = Declared(URN, "aws:lambda/function:Function", "worker", "", True, {"name": "work"})  # noqa: FBT003 -- custom
PUT = Call("dynamodb", "PutItem", Place("lambda/my work/handler.py", 7), "orders")


def found(*usages: Usage) -> Found:
    return Found("stack dev", "__main__.py", [WORK], Judgement(), usages=usages)


def mismatched() -> Found:
    """A function that calls what it may not, and may what it does not call."""
    return found(compared(role(allow("dynamodb:GetItem")), PUT))


def test_a_call_without_a_grant_refuses_and_a_grant_without_a_call_is_advice() -> None:
    told = [
        (one.rule, one.level, one.severity, one.urn, one.name)
        for one in mismatched().judged.violations
    ]

    assert told == [
        ("call-without-grant", "mandatory", "high", URN, "work"),
        ("grant-without-call", "advisory", "low", URN, "work"),
    ]


def test_code_scanning_gets_the_line_of_the_call() -> None:
    (run,) = json.loads(json.dumps(sarif.report(mismatched())))["runs"]

    (call, grant) = run["results"]
    physical = call["locations"][0]["physicalLocation"]
    assert physical == {
        "artifactLocation": {"uri": "lambda/my%20work/handler.py"},
        "region": {"startLine": 7},
    }
    assert call["level"] == "error"
    # Nothing tells where this program grants.
    assert grant["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": "__main__.py"}
    assert run["tool"]["driver"]["rules"][0] == {
        "id": "call-without-grant",
        "shortDescription": {"text": "Functions are granted what they call"},
    }


def test_a_stack_with_functions_has_a_case_for_each_of_the_two() -> None:
    def cases(given: Found) -> dict[str, list[str]]:
        suite = ET.fromstring(junit.report(given))  # noqa: S314 -- our own text
        return {
            case.attrib["name"]: [part.tag for part in case]
            for case in suite
            if case.attrib["name"] in {"call-without-grant", "grant-without-call"}
        }

    matching = compared(role(allow("dynamodb:PutItem")), PUT)
    assert cases(mismatched()) == {
        "call-without-grant": ["failure"],
        "grant-without-call": ["system-out"],
    }
    assert cases(found(matching)) == {"call-without-grant": [], "grant-without-call": []}
    assert cases(found()) == {}


def test_the_page_has_them_among_the_findings_and_is_refused() -> None:
    page = html.report(mismatched())

    assert "call-without-grant" in page
    assert "lambda/my work/handler.py:7" in page
    assert 'class="verdict refused"' in page
    assert 'class="verdict passed"' in html.report(found())
