"""The reference of the rules is what the rules say of themselves."""

from pathlib import Path

from guardrails.registry import RULES
from guardrails.runtime_rules import RUNTIME_RULES
from local.report.rules_page import page

PAGE = Path(__file__).parents[3] / "docs" / "rules.md"


def test_the_page_is_not_stale() -> None:
    assert PAGE.read_text() == page(RULES, RUNTIME_RULES), (
        "docs/rules.md is stale: run `bulwark rules --markdown > docs/rules.md`"
    )


def test_every_rule_has_its_section() -> None:
    lines = set(page(RULES, RUNTIME_RULES).splitlines())

    assert {f"### {rule.id}" for rule in RULES} <= lines
    assert {f"### audit: {rule.id}" for rule in RUNTIME_RULES} <= lines
