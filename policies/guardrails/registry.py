"""Every rule of the pack, in the order in which they are listed."""

from typing import Final

from guardrails.model import Rule
from guardrails.rules import dynamodb

RULES: Final[tuple[Rule, ...]] = (*dynamodb.RULES,)


def by_id(rule_id: str) -> Rule:
    """The rule of that id.

    Raises:
        KeyError: There is none.
    """
    return _BY_ID[rule_id]


_BY_ID: Final = {rule.id: rule for rule in RULES}
