"""The findings as SARIF and JUnit."""

import argparse
import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from local.engine.backend import Declared
from local.errors import InputError
from local.policy.client import Judgement, Undetermined, Violation
from local.report import files, junit, sarif
from local.report.found import Found

TABLE = "aws:dynamodb/table:Table"
URN = f"urn:pulumi:dev::app::{TABLE}::orders"


def violation(rule: str, **further: str) -> Violation:
    about = {"urn": URN, "type": TABLE, "name": "orders", "level": "mandatory", "severity": "high"}
    says = {"message": "It is off.", "path": "pointInTimeRecovery.enabled", "fix": "turn it on"}
    return Violation(rule=rule, **{**about, **says, **further})


def found(*violations: Violation, undetermined: tuple[Undetermined, ...] = ()) -> Found:
    table = Declared(URN, TABLE, "orders", "", True, {})  # noqa: FBT003 -- custom
    return Found("stack dev", "__main__.py", [table], Judgement(violations, undetermined))


UNKNOWN = Undetermined("ddb-cmk", "medium", URN, TABLE, "orders", "serverSideEncryption")
WAIVED = "until 2027-01-31 by ops: a copy"


def run(given: Found) -> dict[str, Any]:
    (only,) = json.loads(json.dumps(sarif.report(given)))["runs"]
    return only


def test_a_violation_is_a_result_of_its_rule() -> None:
    only = run(found(violation("ddb-pitr"), violation("foreign-rule", severity="low")))

    rules = only["tool"]["driver"]["rules"]
    assert [one["id"] for one in rules] == ["ddb-pitr", "foreign-rule"]
    assert rules[0]["properties"]["security-severity"] == "8.0"
    assert "CKV_AWS_28" in rules[0]["properties"]["tags"]
    first, second = only["results"]
    assert (first["ruleId"], first["ruleIndex"], first["level"]) == ("ddb-pitr", 0, "error")
    assert (second["ruleId"], second["ruleIndex"], second["level"]) == ("foreign-rule", 1, "note")
    assert first["message"]["text"] == (
        "orders: It is off.\nWhere: pointInTimeRecovery.enabled\nFix: turn it on"
    )
    assert first["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "__main__.py"},
                "region": {"startLine": 1},
            },
            "logicalLocations": [
                {
                    "fullyQualifiedName": f"{URN}#pointInTimeRecovery.enabled",
                    "kind": "resource",
                }
            ],
        }
    ]
    assert "suppressions" not in first


def test_what_is_about_no_single_resource_says_so() -> None:
    unused = violation("ddb-pitr", urn="", type="", name="")

    (result,) = run(found(unused))["results"]
    failure = cases(found(unused))["ddb-pitr"].find("failure")

    assert result["message"]["text"].startswith("the stack as a whole: It is off.")
    assert failure is not None
    assert failure.attrib["message"] == "the stack as a whole: It is off."


def test_a_finding_keeps_its_fingerprint_and_another_has_its_own() -> None:
    prints = [
        one["partialFingerprints"]["bulwark/v1"]
        for given in (
            violation("ddb-pitr"),
            violation("ddb-pitr", message="Said otherwise."),
            violation("ddb-pitr", path="replicas[0]"),
        )
        for one in run(found(given))["results"]
    ]

    assert prints[0] == prints[1]
    assert prints[0] != prints[2]


def test_a_waived_violation_is_suppressed_and_an_expired_waiver_suppresses_nothing() -> None:
    waived = violation("ddb-pitr", level="advisory", waiver=WAIVED)
    expired = violation("ddb-cmk", waiver="expired on 2026-01-31 by ops: a copy")

    first, second = run(found(waived, expired))["results"]

    assert first["suppressions"] == [{"kind": "external", "justification": WAIVED}]
    assert (first["level"], second["level"]) == ("note", "error")
    assert "suppressions" not in second


def test_what_was_not_judged_is_told() -> None:
    (invocation,) = run(found(undetermined=(UNKNOWN,)))["invocations"]

    (told,) = invocation["toolExecutionNotifications"]
    assert (
        told["message"]["text"] == f"ddb-cmk did not judge {URN}: serverSideEncryption is unknown"
    )


def cases(given: Found) -> dict[str, ET.Element]:
    suite = ET.fromstring(junit.report(given))  # noqa: S314 -- our own text
    return {case.attrib["name"]: case for case in suite}


def test_every_rule_that_applies_is_a_case_and_only_mandatory_violations_fail() -> None:
    given = found(
        violation("ddb-pitr"),
        violation("ddb-deletion-protection", level="advisory", waiver=WAIVED),
        undetermined=(UNKNOWN,),
    )
    suite = ET.fromstring(junit.report(given))  # noqa: S314 -- our own text

    told = cases(given)
    assert (suite.attrib["failures"], suite.attrib["skipped"]) == ("1", "1")
    assert int(suite.attrib["tests"]) == len(told)
    failure = told["ddb-pitr"].find("failure")
    assert failure is not None
    assert failure.attrib == {"type": "high", "message": "orders: It is off."}
    assert failure.text is not None
    assert "Fix: turn it on" in failure.text
    skipped = told["ddb-cmk"].find("skipped")
    assert skipped is not None
    assert skipped.attrib["message"] == "not known at preview: serverSideEncryption of orders"
    output = told["ddb-deletion-protection"].findtext("system-out")
    assert output is not None
    assert f"Waiver: {WAIVED}" in output
    assert "sqs-tls" not in told


def test_several_violations_of_a_rule_are_one_failure() -> None:
    told = cases(found(violation("ddb-pitr"), violation("ddb-pitr", path="replicas[0]")))

    failure = told["ddb-pitr"].find("failure")
    assert failure is not None
    assert failure.attrib["message"] == "orders: It is off. (and 1 more)"


@pytest.mark.parametrize("name", ["a\x00b", "<x>&\"'", "\ud800", "\uffff", "]]>"])
def test_a_hostile_name_leaves_the_files_readable(name: str, tmp_path: Path) -> None:
    given = found(violation("ddb-pitr", name=name, message=name, urn=name))
    args = argparse.Namespace(
        sarif=str(tmp_path / "a.sarif"), junit=str(tmp_path / "a.xml"), html=None
    )

    files.write(args, given)

    json.loads((tmp_path / "a.sarif").read_text())
    ET.parse(tmp_path / "a.xml")  # noqa: S314 -- our own file


def test_a_file_that_cannot_be_written_is_told_and_nothing_is_left(tmp_path: Path) -> None:
    target = tmp_path / "missing" / "a.sarif"

    with pytest.raises(InputError) as caught:
        files.write(argparse.Namespace(sarif=str(target), junit=None, html=None), found())

    assert str(caught.value) == f"{target}: No such file or directory."
    assert list(tmp_path.iterdir()) == []
