"""Says what is wrong with documents, to people and to programs."""

import sys
from collections.abc import Collection, Sequence
from typing import Any, Final

from rich.console import Console

from guardrails.iam.findings import Finding
from guardrails.iam.model import DocumentKind
from local.lint.judging import Judged
from local.report.console import clean, out, styled
from local.report.data import rendered
from local.report.rules_page import LINT_SECTION
from local.report.styles import SEVERITIES

_ORDER: Final = tuple(SEVERITIES)


def text(judged: Sequence[Judged], severe: Collection[str]) -> None:
    """Show every finding, the worst of each document first, and one line at the end.

    Args:
        judged: The documents.
        severe: The severities for which the command fails.
    """
    console = out()
    for one in judged:
        for found, line in sorted(one.findings, key=_rank):
            _finding(console, one, found, line)
    counts = {
        severity: sum(found.severity == severity for one in judged for found, _ in one.findings)
        for severity in _ORDER
    }
    told = [f"{count} {severity}" for severity, count in counts.items() if count]
    malformed = sum(one.malformed for one in judged)
    if malformed:
        told.append(f"{malformed} malformed")
    _say_where_to_look(judged)
    documents = f"{len(judged)} document{'' if len(judged) == 1 else 's'}: "
    failed = malformed or any(counts[severity] for severity in severe)
    style = "bold red" if failed else "bold green"
    console.print(styled((documents, "bold"), (", ".join(told) or "nothing found", style)))


def _say_where_to_look(judged: Sequence[Judged]) -> None:
    """Where the rules are that tell the same of a stack, beside the report."""
    of_resources = [one for one in judged if one.kind is DocumentKind.RESOURCE and one.findings]
    if not of_resources:
        return
    from guardrails.rules.resource_policies import TOLD_AS  # noqa: PLC0415 -- slow to import

    found = {one.rule for document in of_resources for one, _ in document.findings}
    names = ", ".join(sorted(found & TOLD_AS.keys()))
    if names:
        sys.stderr.write(
            f"{names}: in a stack each type of resource has its own rule for it, see "
            f"docs/rules.md, {LINT_SECTION}.\n"
        )


def _rank(entry: tuple[Finding, int | None]) -> tuple[int, int]:
    found, line = entry
    return _ORDER.index(found.severity), line or 0


def _finding(console: Console, one: Judged, found: Finding, line: int | None) -> None:
    name = clean(one.entry.file.name) + (f":{line}" if line else "")
    console.print(
        styled(
            (f"{found.severity} ", SEVERITIES[found.severity]),
            (found.rule, "bold"),
            (f"  {name}", ""),
            (f"  {one.kind}", "dim"),
        )
    )
    console.print(styled((f"  {clean(found.message)}", "")))
    place = ".".join(filter(None, (one.entry.place, found.path)))
    if place:
        console.print(styled(("  where  ", "dim"), (clean(place), "")))
    console.print(styled(("  fix    ", "dim"), (clean(found.fix), "green")))


def data(judged: Sequence[Judged], fail_on: str) -> str:
    """The report of ``bulwark lint --json``, whose shape stays stable."""
    return rendered(
        {
            "documents": [_document(one) for one in judged],
            "findings": [
                _described(one, found, line) for one in judged for found, line in one.findings
            ],
            "fail_on": fail_on,
        }
    )


def _document(one: Judged) -> dict[str, Any]:
    return {
        "file": one.entry.file.name,
        "place": one.entry.place,
        "kind": str(one.kind),
        "malformed": one.malformed,
    }


def _described(one: Judged, found: Finding, line: int | None) -> dict[str, Any]:
    return {
        "file": one.entry.file.name,
        "line": line,
        "place": one.entry.place,
        "path": found.path,
        "rule": found.rule,
        "severity": found.severity,
        "message": found.message,
        "fix": found.fix,
    }
