"""What Bulwark and other tools find in the corpus of policy documents, and what they flag wrongly.

A bad case counts as found by another tool when it says anything at all about it, and by Bulwark
only when one of the rules named in the corpus does. Any finding on a good case is a false alarm. A
crash finds nothing. A dash stands where a tool is not for documents of that kind.
"""

import argparse
import time
from collections.abc import Iterable
from dataclasses import dataclass

from benchmarks import iam_peers
from benchmarks.iam_corpus import Case, cases, found

OURS = "bulwark"
TOOLS = (OURS, *iam_peers.JUDGES)
WIDTH = 17
HEADINGS = {"parliament-community": "with community"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one case with one tool."""

    case: Case
    is_found: bool
    is_alarm: bool
    crash: str
    seconds: float


def ours(given: Iterable[Case]) -> list[Verdict]:
    """Ask the engine."""
    verdicts: list[Verdict] = []
    for case in given:
        begin = time.perf_counter()
        rules = found(case)
        seconds = time.perf_counter() - begin
        is_found, is_alarm = (
            case.is_bad and bool(rules & case.rules),
            not case.is_bad and bool(rules),
        )
        verdicts.append(Verdict(case, is_found, is_alarm, "", seconds))
    return verdicts


def theirs(tool: str, given: Iterable[Case]) -> list[Verdict]:
    """Ask another tool, about what it is for."""
    meant = [case for case in given if case.kind in iam_peers.JUDGES[tool]]
    return [
        Verdict(
            case,
            case.is_bad and bool(answer.found),
            not case.is_bad and bool(answer.found),
            answer.crash,
            answer.seconds,
        )
        for case, answer in zip(meant, iam_peers.ask(tool, meant), strict=True)
    ]


def show(name: str, given: list[Case], verdicts: dict[str, list[Verdict]]) -> None:
    """Print a row of the table: for each tool how many it found, and how many false alarms."""
    bad = sum(case.is_bad for case in given)
    row = f"{name:20}{bad:5}{len(given) - bad:6}"
    for tool in TOOLS:
        mine = [one for one in verdicts[tool] if one.case in given]
        figures = f"{sum(one.is_found for one in mine)} /{sum(one.is_alarm for one in mine):4}"
        row += f"{figures if mine else '-':>{WIDTH}}"
    print(row)


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--misses", action="store_true", help="list what Bulwark gets wrong")
    arguments = parser.parse_args()
    everything = cases()
    verdicts = {OURS: ours(everything)}
    verdicts |= {tool: theirs(tool, everything) for tool in TOOLS[1:]}
    print(
        "found / false alarms"
        + " " * 11
        + "".join(f"{HEADINGS.get(tool, tool):>{WIDTH}}" for tool in TOOLS)
    )
    print(f"{'':20}{'bad':>5}{'good':>6}")
    by_kind: dict[str, list[Case]] = {}
    by_category: dict[str, list[Case]] = {}
    for case in everything:
        by_category.setdefault(case.category, []).append(case)
        by_kind.setdefault(case.kind.value, []).append(case)
    for name, some in (*by_category.items(), ("", []), *by_kind.items()):
        show(name, some, verdicts) if some else print()
    crashes = "".join(f"{sum(bool(v.crash) for v in verdicts[tool]):>{WIDTH}}" for tool in TOOLS)
    print(f"{'crashes':31}{crashes}")
    taken = "".join(f"{sum(v.seconds for v in verdicts[tool]):>{WIDTH - 2}.2f} s" for tool in TOOLS)
    print(f"{'time without start':31}{taken}")
    if arguments.misses:
        _show_misses(verdicts[OURS])


def _show_misses(verdicts: list[Verdict]) -> None:
    for one in verdicts:
        if one.is_alarm or (one.case.is_bad and not one.is_found):
            what = "false alarm" if one.is_alarm else "missed"
            rules = ", ".join(sorted(found(one.case)))
            print(f"{what:12} {one.case.category}: {one.case.name}: {rules or 'nothing'}")


if __name__ == "__main__":
    main()
