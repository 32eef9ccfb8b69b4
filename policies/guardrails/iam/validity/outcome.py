"""What becomes of a statement when a request lacks the key of one of its conditions."""

from guardrails.iam.findings import LOW, MEDIUM
from guardrails.iam.model import Condition, Statement


def holds_without(condition: Condition) -> bool:
    """Whether the condition holds for a request that lacks the key."""
    if condition.operator == "null":
        return "true" in map(str.lower, condition.values)
    if condition.if_exists or condition.qualifier == "forallvalues":
        return True
    return "not" in condition.operator and condition.qualifier != "foranyvalue"


def consequence(statement: Statement, condition: Condition) -> str:
    """The same in words: what the statement does then."""
    if holds_without(condition):
        what = "limits nothing" if statement.allows else "does not narrow what is denied"
        return f"the condition always holds and {what}"
    what = "allows" if statement.allows else "denies"
    return f"the condition never holds and the statement {what} nothing"


def severity(statement: Statement, condition: Condition) -> str:
    """What leaves open more than was meant is worse than what gets in the way."""
    return MEDIUM if holds_without(condition) == statement.allows else LOW
