"""The findings as SARIF 2.1.0, which code-scanning views read.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html and, for what GitHub makes of it,
https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
"""

import hashlib
from collections.abc import Mapping
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from local.policy.client import Violation
from local.report.console import clean
from local.report.found import Found
from local.usage.found import Place
from local.usage.violations import TITLES

if TYPE_CHECKING:
    from guardrails.model import Rule

_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: Final = {"critical": "error", "high": "error", "medium": "warning", "low": "note"}
# GitHub orders by it: over 9 is critical, 7 to 8.9 high, 4 to 6.9 medium.
_SCORES: Final = {"critical": "9.5", "high": "8.0", "medium": "5.0", "low": "2.0"}


def report(found: Found) -> dict[str, Any]:
    """The log of one run, as an object for JSON."""
    violations = found.judged.violations
    ids = sorted({violation.rule for violation in violations})
    at = {rule: index for index, rule in enumerate(ids)}
    driver = {
        "name": "Bulwark",
        "version": version("bulwark"),
        "rules": [_rule(rule_id, found.rules.get(rule_id)) for rule_id in ids],
    }
    results = [_result(one, at[one.rule], found) for one in violations]
    undetermined = [
        {
            "level": "note",
            "message": {
                "text": clean(f"{one.rule} did not judge {one.urn}: {one.path} is unknown")
            },
        }
        for one in found.judged.undetermined
    ]
    run = {
        "tool": {"driver": driver},
        "automationDetails": {"id": f"bulwark/{found.about}/"},
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": undetermined}],
        "results": results,
    }
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(rule_id: str, rule: "Rule | None") -> Mapping[str, Any]:
    if rule is None:
        title = TITLES.get(rule_id)
        return {"id": rule_id, **({"shortDescription": {"text": title}} if title else {})}
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.why},
        "help": {"text": rule.remediation},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {
            "tags": [rule.category, *rule.equivalents],
            "security-severity": _SCORES[rule.severity],
        },
    }


def _result(violation: Violation, rule_index: int, found: Found) -> dict[str, Any]:
    place = f"{violation.urn}#{violation.path}"
    # A declaration has no line; code-scanning views ask for a file all the same.
    at = found.places.get(violation) or Place(found.source, 1)
    said = f"{violation.about}: {violation.message}\nWhere: {violation.path}\nFix: {violation.fix}"
    result: dict[str, Any] = {
        "ruleId": violation.rule,
        "ruleIndex": rule_index,
        "level": _LEVELS[violation.severity] if violation.level == "mandatory" else "note",
        "message": {"text": clean(said, lines=True)},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": quote(clean(at.file))},
                    "region": {"startLine": at.line},
                },
                "logicalLocations": [{"fullyQualifiedName": clean(place), "kind": "resource"}],
            }
        ],
        "partialFingerprints": {"bulwark/v1": _fingerprint(violation)},
    }
    if violation.waived:
        result["suppressions"] = [{"kind": "external", "justification": clean(violation.waiver)}]
    return result


def _fingerprint(violation: Violation) -> str:
    """The same finding of another day has the same."""
    text = f"{violation.rule}\n{violation.urn}\n{violation.path}"
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()[:32]
