"""What Pulumi's engine tells in its event log."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from pulumi.runtime.proto import analyzer_pb2

from local.engine import urn as urns
from local.policy.client import Undetermined, Violation, answer

_SUMMARIES = ("policyAnalyzeSummaryEvent", "policyAnalyzeStackSummaryEvent")


@dataclass(frozen=True, slots=True)
class Events:
    """The events of one command.

    Attributes:
        findings: What the rules of every policy pack said.
        rules: The names of the rules that judged something, whatever they said.
        steps: The operations by URN, such as ``create`` or ``same``.
        changes: How many resources each operation was done to, as the engine sums it up.
    """

    findings: frozenset[Violation | Undetermined]
    rules: frozenset[str]
    steps: dict[str, str]
    changes: dict[str, int]

    @classmethod
    def read(cls, file: Path) -> Self:
        """Read a log that ``--event-log`` wrote: one event of JSON a line."""
        events = [json.loads(line) for line in file.read_text().splitlines()]
        told = [_finding(one) for one in _of(events, "policyEvent")]
        passed = [name for kind in _SUMMARIES for one in _of(events, kind) for name in _names(one)]
        return cls(
            findings=frozenset(told),
            rules=frozenset([*passed, *(one.rule for one in told)]),
            steps={
                one["metadata"]["urn"]: one["metadata"]["op"]
                for one in _of(events, "resourcePreEvent")
            },
            changes={
                operation: count
                for one in _of(events, "summaryEvent")
                for operation, count in one["resourceChanges"].items()
            },
        )

    def changed(self) -> dict[str, str]:
        """The operations on resources that did not stay the same, by type and name.

        A replacement is one operation here, ``replace``; the engine makes three steps of it.
        """
        return {
            f"{urns.type_of(urn).rpartition(':')[2]} {urns.name_of(urn)}": (
                "replace" if "replace" in operation else operation
            )
            for urn, operation in self.steps.items()
            if operation != "same"
        }


def _of(events: Iterable[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [one[kind] for one in events if kind in one]


def _names(summary: dict[str, Any]) -> list[str]:
    return [*(summary.get("passed") or ()), *(summary.get("failed") or ())]


def _finding(event: dict[str, Any]) -> Violation | Undetermined:
    diagnostic = analyzer_pb2.AnalyzeDiagnostic(
        policyName=event["policyName"],
        message=event["message"].strip(),
        urn=event.get("resourceUrn", ""),
        enforcementLevel=analyzer_pb2.EnforcementLevel.Value(event["enforcementLevel"].upper()),
        severity=analyzer_pb2.PolicySeverity.Value(
            f"POLICY_SEVERITY_{event.get('severity', 'unspecified').upper()}"
        ),
    )
    return answer(diagnostic, "", {})
