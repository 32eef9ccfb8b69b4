"""``bulwark rules``: the catalogue of rules."""

import argparse
import json
import sys
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from guardrails.model import Rule
    from guardrails.runtime_rules import RuntimeRule

PROFILES: Final = ("baseline", "local", "strict")


def add_parser(subparsers: Any) -> None:  # noqa: ANN401 -- argparse has no public type for it
    """Add the command."""
    parser: argparse.ArgumentParser = subparsers.add_parser("rules", help="list the policy rules")
    shape = parser.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help="report for programs")
    shape.add_argument("--markdown", action="store_true", help="the page docs/rules.md")
    shape.add_argument(
        "--profile", choices=PROFILES, help="the file policies/profiles/PROFILE.json"
    )
    parser.set_defaults(execute=execute)


def execute(args: argparse.Namespace) -> int:
    """List the rules."""
    from local.policy.catalogue import RULES  # noqa: PLC0415 -- kept out of --help

    if args.json:
        listed = [described(rule) for rule in RULES]
        sys.stdout.write(json.dumps(listed, indent=2) + "\n")
    elif args.markdown:
        from guardrails.runtime_rules import RUNTIME_RULES  # noqa: PLC0415 -- only for this
        from local.report.rules_page import page  # noqa: PLC0415

        sys.stdout.write(page(RULES, RUNTIME_RULES))
    elif args.profile:
        from local.policy.profiles import rendered  # noqa: PLC0415 -- only for this

        sys.stdout.write(rendered(args.profile, RULES))
    else:
        _show(RULES)
    return 0


def described(rule: "Rule") -> dict[str, Any]:
    """A rule for programs."""
    return {
        "id": rule.id,
        "title": rule.title,
        "category": rule.category,
        "severity": str(rule.severity),
        "level": str(rule.level),
        "applies_to": list(rule.applies_to),
        "equivalents": list(rule.equivalents),
        "controls": list(rule.controls),
        "why": rule.why,
        "remediation": rule.remediation,
        "snippet": rule.snippet,
        "remedy": rule.remedy is not None,
        "settings": {name: dict(setting.schema) for name, setting in rule.settings.items()},
    }


def _show(rules: "Sequence[Rule]") -> None:
    from guardrails.runtime_rules import RUNTIME_RULES  # noqa: PLC0415 -- kept out of --json
    from local.report.console import out, styled  # noqa: PLC0415

    console = out()
    widest = max(len(rule.id) for rule in (*rules, *RUNTIME_RULES))
    for category in sorted({rule.category for rule in rules}):
        console.print(styled((category, "bold")))
        for rule in (one for one in rules if one.category == category):
            level = "" if rule.level == "mandatory" else f" ({rule.level})"
            _line(console, rule, widest, level)
    console.print(styled(("in the accounts, by the nightly audit", "bold")))
    for one in RUNTIME_RULES:
        _line(console, one, widest)
    console.print(styled((f"{len(rules)} rules, {len(RUNTIME_RULES)} of the audit", "bold")))


def _line(console: "Console", rule: "Rule | RuntimeRule", widest: int, level: str = "") -> None:
    from local.report.console import clean, styled  # noqa: PLC0415
    from local.report.styles import SEVERITIES  # noqa: PLC0415

    console.print(
        styled(
            (f"  {rule.severity:<9}", SEVERITIES[str(rule.severity)]),
            (f"{rule.id:<{widest}}  ", "bold"),
            (clean(rule.title), ""),
            (level, "dim"),
        )
    )
