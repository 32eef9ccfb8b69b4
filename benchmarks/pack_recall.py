"""What the policy pack and Checkov find among declared resources, and what they flag wrongly.

The cases are those of ``cases/*.toml`` (``pack_cases.py`` tells their form), half of them good ones
that look like a bad one. Each is about one question, such as whether a queue is encrypted, and
names the rules of either tool that answer it. A bad case is found when one of those rules is
violated; a good case is a false alarm when one is. What a tool says beyond the question (the queue
has no dead letters either) counts for neither. The pack runs as at preview, at its default levels:
advisory and mandatory rules count, disabled ones do not, nor does what it could not determine.
Checkov runs all its checks over the plan that Terraform would make of the same resources, without
its platform and without its separate search of files for secrets. A question that names no check of
Checkov's counts as missed in its column; the last row leaves such questions out.
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from benchmarks import terraform
from benchmarks.pack_cases import Case, Declared, cases
from guardrails.model import Fail
from guardrails.pack import Pack
from guardrails.registry import RULES
from guardrails.values import UNKNOWN
from guardrails.view import Resource, View

TOOLS: Final = ("bulwark", "checkov")
WIDTH: Final = 16
_ACCOUNT: Final = "111122223333"
_REGION: Final = "eu-central-1"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one case with one tool.

    Attributes:
        told: The ids that it told, of those that the case is about.
    """

    case: Case
    told: frozenset[str]

    @property
    def is_found(self) -> bool:
        """Whether it is a bad one that the tool found."""
        return self.case.is_bad and bool(self.told)

    @property
    def is_alarm(self) -> bool:
        """Whether it is a good one that the tool flagged."""
        return not self.case.is_bad and bool(self.told)


def ours(given: Sequence[Case]) -> list[Verdict]:
    """Ask the pack about each case as a stack of its own."""
    pack = Pack(RULES)
    return [Verdict(case, _told(pack, case) & case.rules) for case in given]


def _told(pack: Pack, case: Case) -> frozenset[str]:
    resources = [_at_preview(one) for one in case.resources]
    answers = [answer for one in resources for answer in pack.judge(one)]
    answers += pack.judge_stack(resources)
    return frozenset(one.rule.id for one in answers if isinstance(one.result, Fail))


def _at_preview(one: Declared) -> Resource:
    properties, dependencies = {}, {}
    for key, value in one.inputs.items():
        properties[key], urns = _unknown(value)
        if urns:
            dependencies[key] = tuple(dict.fromkeys(urns))
    return Resource(
        urn=_urn(one.type, one.name),
        type=one.type,
        name=one.name,
        properties=View(properties),
        dependencies=tuple(urn for urns in dependencies.values() for urn in urns),
        property_dependencies=dependencies,
        account_id=_ACCOUNT,
        region=_REGION,
    )


def _unknown(value: Any) -> tuple[Any, list[str]]:  # noqa: ANN401 -- any value of a property
    """The value without what is known after the update only, and the URNs of what tells that."""
    if isinstance(value, terraform.Reference):
        known = UNKNOWN if value.known is None else value.known
        return known, [_urn(value.type, value.name)]
    if isinstance(value, dict):
        parts = {key: _unknown(inner) for key, inner in value.items()}
        return {key: one for key, (one, _) in parts.items()}, [
            urn for _, urns in parts.values() for urn in urns
        ]
    if isinstance(value, list):
        elements = [_unknown(inner) for inner in value]
        return [one for one, _ in elements], [urn for _, urns in elements for urn in urns]
    return value, []


def _urn(type_: str, name: str) -> str:
    return f"urn:pulumi:dev::bench::{type_}::{name}"


def theirs(given: Sequence[Case]) -> list[Verdict]:
    """Ask Checkov about all cases in one plan: nothing leads from one to another."""
    resources = [(one.type, one.name, one.inputs) for case in given for one in case.resources]
    failed = terraform.checkov(resources).failed
    return [
        Verdict(
            case,
            case.checkov
            & frozenset(id_ for one in case.resources for id_ in failed.get(one.name, ())),
        )
        for case in given
    ]


def show(name: str, verdicts: Sequence[Sequence[Verdict]]) -> None:
    """Print a row of the table: for each tool how many it found, and how many false alarms."""
    bad = sum(one.case.is_bad for one in verdicts[0])
    row = f"{name:24}{bad:5}{len(verdicts[0]) - bad:6}"
    for mine in verdicts:
        figures = f"{sum(one.is_found for one in mine)} /{sum(one.is_alarm for one in mine):4}"
        row += f"{figures:>{WIDTH}}"
    print(row)


def _show_missed(tool: str, verdicts: Sequence[Verdict]) -> None:
    for one in verdicts:
        if one.is_alarm or (one.case.is_bad and not one.is_found):
            what = "false alarm" if one.is_alarm else "missed"
            where = f"{one.case.category}: {one.case.question}: {one.case.name}"
            print(f"{tool:8} {what:12} {where}  {', '.join(sorted(one.told))}".rstrip())


def main(*, missed: bool) -> None:
    """Print the table."""
    given = cases()
    verdicts = (ours(given), theirs(given))
    print(f"{'found / false alarms':24}{'bad':>5}{'good':>6}", end="")
    print("".join(f"{tool:>{WIDTH}}" for tool in TOOLS))
    for category in dict.fromkeys(case.category for case in given):
        some = [[one for one in mine if one.case.category == category] for mine in verdicts]
        show(category, some)
    show("all", verdicts)
    asked = [[one for one in mine if one.case.checkov] for mine in verdicts]
    show("what both have rules on", asked)
    if missed:
        for tool, mine in zip(TOOLS, verdicts, strict=True):
            _show_missed(tool, mine)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--missed", action="store_true", help="list what each tool gets wrong")
    main(missed=parser.parse_args().missed)
