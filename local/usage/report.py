"""What calls and grants look like in reports, for people and for programs."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from rich.console import Console

from local.report.console import clean, styled
from local.usage.found import Call, Place, Unresolved
from local.usage.result import Finding, Kind, Usage

if TYPE_CHECKING:
    from local.usage.recorded import Seen

_HEADING: Final = "calls and grants"
# A call that AWS refuses stops the function; a grant too many only waits for an intruder.
_STYLES: Final = {
    Kind.CALL_WITHOUT_GRANT: ("high ", "red"),
    Kind.GRANT_WITHOUT_CALL: ("low (advisory) ", "cyan"),
}


def data(usages: Sequence[Usage]) -> list[dict[str, Any]]:
    """The report for programs, a function each; the shape stays stable."""
    return [
        {
            "function": one.function,
            "calls": [_call(call) for call in one.calls],
            "calls_of_other_principals": [_call(call) for call in one.others],
            "grants": one.grants,
            "used": [asdict(use) for use in one.used],
            "findings": [_finding(finding) for finding in one.findings],
            "unresolved": [_unresolved(unresolved) for unresolved in one.unresolved],
            "undecided": list(one.undecided),
        }
        for one in usages
    ]


def _call(call: Call) -> dict[str, Any]:
    from local.usage import actions  # noqa: PLC0415 -- the IAM engine takes a while to import

    needed = actions.needed(call.service, call.operation)
    return {
        "service": call.service,
        "operation": call.operation,
        "actions": list(needed.all) if needed else [],
        "resource": call.name,
        "by": call.by,
        **_place(call.place),
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "kind": str(finding.kind),
        "level": "mandatory" if finding.kind is Kind.CALL_WITHOUT_GRANT else "advisory",
        "actions": list(finding.actions),
        "resources": list(finding.resources),
        **_place(finding.place),
        "path": finding.path,
        "message": finding.message,
        "fix": finding.fix,
    }


def _unresolved(one: Unresolved) -> dict[str, Any]:
    return {"text": one.text, "service": one.service, **_place(one.place)}


def _place(place: Place | None) -> dict[str, Any]:
    return {"file": place.file if place else "", "line": place.line if place else 0}


def show(console: Console, usages: Sequence[Usage]) -> None:
    """Show what does not match, the worst first; then a line for each function."""
    for kind in Kind:
        for one in usages:
            for finding in one.findings:
                if finding.kind is kind:
                    _show(console, finding)
    if not usages:
        return
    console.print(styled((_HEADING, "bold")))
    width = max(len(clean(one.function)) for one in usages)
    for one in usages:
        style = "red" if one.missing else "yellow" if one.findings or one.unresolved else "green"
        console.print(styled((f"  {clean(one.function):<{width}}  ", ""), (verdict(one), style)))
        for unresolved in one.unresolved:
            _show_unresolved(console, unresolved)


def counts(usages: Sequence[Usage]) -> list[str]:
    """What a preview's last line says, when something does not match."""
    found = [finding for one in usages for finding in one.findings]
    missing = sum(one.kind is Kind.CALL_WITHOUT_GRANT for one in found)
    unused = sum(len(one.actions) for one in found if one.kind is Kind.GRANT_WITHOUT_CALL)
    return [
        *([f"{_plural(missing, 'call')} without a grant"] if missing else []),
        *([f"{_plural(unused, 'grant')} without a call"] if unused else []),
    ]


def verdict(usage: Usage) -> str:
    """How a function's calls and grants match, in one line."""
    whole = f"{_plural(len(usage.calls), 'call')}, {_plural(usage.grants, 'grant')}"
    parts = [
        *counts([usage]),
        *([f"{len(usage.unresolved)} not resolved"] if usage.unresolved else []),
        *([f"{_plural(len(usage.undecided), 'grant')} undecided"] if usage.undecided else []),
    ]
    return f"{whole}: {', '.join(parts) or 'all match'}"


def recorded_data(seen: Sequence["Seen"]) -> list[dict[str, Any]]:
    """The report for programs on what was recorded, a function each; the shape stays stable."""
    return [
        {
            "function": one.function,
            "calls": [{"action": action, "resource": resource} for action, resource in one.calls],
            "not_found_in_code": list(one.not_found),
            "refused": list(one.refused),
            "not_called": list(one.not_called),
        }
        for one in seen
    ]


def show_recorded(console: Console, seen: Sequence["Seen"]) -> None:
    """Show what functions called while they ran, a line each."""
    if not seen:
        return
    console.print(styled(("calls recorded", "bold")))
    width = max(len(clean(one.function)) for one in seen)
    for one in seen:
        called = {action for action, _ in one.calls}
        known = len(called - set(one.not_found))
        said = (
            f"{known} of the {_plural(known + len(one.not_called), 'action')} that its code calls"
        )
        notes = [
            f", not found in its code: {', '.join(one.not_found)}" if one.not_found else "",
            f", refused: {', '.join(one.refused)}" if one.refused else "",
        ]
        style = "yellow" if any(notes) else "green"
        line = clean(said + "".join(notes))
        console.print(styled((f"  {clean(one.function):<{width}}  ", ""), (line, style)))


def _show(console: Console, finding: Finding) -> None:
    label, style = _STYLES[finding.kind]
    console.print(
        styled((label, style), (str(finding.kind), "bold"), (f"  {clean(finding.function)}", ""))
    )
    console.print(styled((f"  {clean(finding.message)}", "")))
    places = [str(finding.place) if finding.place else "", finding.path]
    where = ", ".join(filter(None, places))
    console.print(styled(("  where  ", "dim"), (clean(where), "")))
    console.print(styled(("  fix    ", "dim"), (clean(finding.fix), "green")))


def _show_unresolved(console: Console, one: Unresolved) -> None:
    where = f"{clean(str(one.place))}  " if one.place.line else ""
    console.print(styled(("    not resolved: ", "yellow"), (where, ""), (clean(one.text), "dim")))


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
