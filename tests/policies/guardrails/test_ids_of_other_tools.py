"""Whoever comes from another tool finds each of its checks under the id that he knows."""

from pathlib import Path

from guardrails.registry import RULES
from guardrails.runtime_rules import RUNTIME_RULES

FILE = Path(__file__).with_name("ids_of_other_tools.txt")
IDS = [line for line in FILE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
LISTED = {one for rule in (*RULES, *RUNTIME_RULES) for one in rule.equivalents}


def test_a_rule_lists_each_id_that_another_tool_has() -> None:
    assert [one for one in IDS if one not in LISTED] == []


def test_the_list_names_each_id_once() -> None:
    assert len(IDS) == len(set(IDS))
