from audit_account import checks
from guardrails.registry import RULES
from guardrails.runtime_rules import RUNTIME_RULES
from tests.policies.guardrails.rule_cases.model import by_id


def test_the_rules_of_the_audit_are_those_that_the_auditor_reports() -> None:
    assert {rule.id for rule in RUNTIME_RULES} == checks.RULES
    assert len(RUNTIME_RULES) == len(checks.RULES)


def test_a_rule_of_both_moments_is_as_severe_at_both() -> None:
    both = {rule.id for rule in RUNTIME_RULES} & {rule.id for rule in RULES}

    assert both == {"console-access"}
    for rule in RUNTIME_RULES:
        if rule.id in both:
            assert rule.severity is by_id(rule.id).severity


def test_every_rule_of_the_audit_says_all_that_a_reader_needs() -> None:
    for rule in RUNTIME_RULES:
        assert not rule.title.endswith(".")
        assert rule.why.endswith(".")
        assert rule.remediation.endswith(".")
