"""What ``bulwark up`` shows: for people, and for programs."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from rich.console import Console
from rich.table import Table

from local.engine.run import Run
from local.report import text
from local.report.console import clean, styled
from local.report.data import SECRET
from local.report.styles import SEVERITIES
from local.smoke.outcome import Outcome, Smoke
from local.usage import report as usage

if TYPE_CHECKING:
    from local.emulator.emulator import Emulator
    from local.preview import Preview

_PIPE_WIDTH: Final = 1000
_COLUMNS: Final = ("account", "severity", "rule", "status", "resource")


def outputs(run: Run) -> dict[str, Any]:
    """The stack's outputs, secrets covered."""
    return {
        name: SECRET if name in run.secret_outputs else value
        for name, value in sorted(run.outputs.items())
    }


def data(outcome: Outcome) -> dict[str, Any]:
    """What a deployment adds to the report of its preview; the shape stays stable."""
    report, smoke = outcome.report, outcome.smoke
    return {
        "deployed": report.made,
        "not_emulated": [asdict(note) for note in report.not_emulated],
        "without_effect": [asdict(note) for note in report.notes if note.property],
        "outputs": outputs(outcome.run),
        "smoke": {
            "steps": [asdict(step) for step in smoke.steps] if smoke else [],
            "findings": [dict(finding) for finding in smoke.findings] if smoke else [],
            "error": outcome.error,
        },
        "recorded": usage.recorded_data(outcome.seen),
        "timings": {name: round(seconds, 3) for name, seconds in outcome.timings.items()},
    }


def show_deployment(console: Console, found: "Preview", outcome: Outcome) -> None:
    """Show what the policies said, what was made, and by name what was not."""
    text.preview(console, found)
    report, seconds = outcome.report, outcome.timings["deploy"]
    resources = "resource" if report.made == 1 else "resources"
    console.print(
        styled(
            (f"{clean(found.run.stack.name)}: ", "bold"),
            (f"{report.made} {resources} deployed in {seconds:.1f} s", "bold green"),
        )
    )
    for note in report.not_emulated:
        what = f"{clean(note.type)} {clean(note.name)}"
        console.print(
            styled(("declared, not emulated: ", "yellow"), (what, ""), (f"  {note.reason}", "dim"))
        )
    inert = {(note.type, note.property) for note in report.notes if note.property}
    if inert:
        line = f"{len(inert)} kinds of inputs have no effect here; --json lists them with reasons"
        console.print(styled((line, "dim")))


def show_smoke(console: Console, smoke: Smoke) -> None:
    """Show the calls, and the findings that came back."""
    calls = Table(box=None, pad_edge=False, show_header=False)
    for step in smoke.steps:
        calls.add_row(
            styled(("✓ ", "bold green"), (step.call, "")),
            clean(step.result),
            styled((f"{step.seconds:.1f} s", "dim")),
        )
    _print(console, calls)
    found = Table(box=None, pad_edge=False, header_style="bold")
    for column in _COLUMNS:
        found.add_column(column, overflow="fold")
    for finding in smoke.findings:
        severity = str(finding["severity"])
        found.add_row(
            clean(str(finding["account"])),
            styled((clean(severity), SEVERITIES.get(severity.lower(), ""))),
            *(clean(str(finding[column])) for column in _COLUMNS[2:]),
        )
    _print(console, found)


def _print(console: Console, table: Table) -> None:
    if not console.is_terminal:
        # A pipe gets its lines whole, whatever their length.
        console.width = _PIPE_WIDTH
    console.print(table)


def show_outputs(console: Console, run: Run) -> None:
    """Show the stack's outputs, one per line."""
    shown = outputs(run)
    width = max(map(len, shown), default=0)
    for name, value in shown.items():
        console.print(styled((f"{clean(name):<{width}}  ", "dim"), (clean(str(value)), "")))


def show_invitation(console: Console, emulator: "Emulator", run: Run) -> None:
    """Show how to go on by hand while it is up."""
    console.print(f"up at {emulator.url}, Ctrl-C takes it down")
    url = run.outputs.get("api_url")
    if isinstance(url, str):
        place = emulator.place
        console.print(
            f"curl --cacert {emulator.certificate} --user {place.account_id}:any "
            f"--aws-sigv4 aws:amz:{place.region}:execute-api {url}/findings",
            markup=False,
            highlight=False,
            soft_wrap=True,
        )
