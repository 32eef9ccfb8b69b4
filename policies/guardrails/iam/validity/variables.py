"""Variables for which AWS has nothing to fill in."""

import difflib
from collections.abc import Iterator
from typing import Final

from guardrails.iam import condition_keys, text, variable_grammar
from guardrails.iam.findings import LOW, MEDIUM, Finding, finding
from guardrails.iam.model import Document, Statement
from guardrails.iam.variable_grammar import Variable

_WITH_VARIABLES: Final = "2012-10-17"

# Only the names of AWS's own keys are all known: services fill in what is no key of a condition,
# as ``${iot:Connection.Thing.ThingName}`` and ``${transfer:HomeFolder}``.
_OF_AWS: Final = "aws:"

# A suggestion compares with every key.
_MOST_SUGGESTIONS: Final = 10
_LONGEST_SUGGESTED: Final = 64


def judge(document: Document) -> Iterator[Finding]:
    """The variables of keys that do not exist, one for each text."""
    if document.version != _WITH_VARIABLES:
        return
    suggestions = _MOST_SUGGESTIONS
    for statement in document.statements:
        for value, place in variable_grammar.values(statement):
            unknown = next(filter(_is_unknown, variable_grammar.variables(value)), None)
            if unknown is not None:
                yield _no_key(statement, place, unknown, suggest=suggestions > 0)
                suggestions -= 1


def _is_unknown(variable: Variable) -> bool:
    key = variable.key.lower()
    # What is malformed was told when the document was read.
    if not variable.closed or not key.strip() or key != key.strip():
        return False
    return ":" not in key or (key.startswith(_OF_AWS) and condition_keys.find(key) is None)


def _no_key(statement: Statement, place: str, variable: Variable, *, suggest: bool) -> Finding:
    near = _nearest(variable.key) if suggest else None
    what, severity = _consequence(statement, place, variable)
    return finding(
        "unknown-condition-key",
        place,
        f"AWS has no key {text.shown(variable.key)} to fill in for {text.shown(variable.text)}, so "
        f"it {what}.",
        f"Write ${{{near}}}."
        if near
        else "Write a key such as aws:username, or put the value in its place.",
        severity,
    )


def _consequence(statement: Statement, place: str, variable: Variable) -> tuple[str, str]:
    """What becomes of the text; what leaves open more than was meant is worse."""
    if variable.default is not None:
        return "is always its default", LOW
    condition = next((one for one in statement.conditions if one.path == place), None)
    if condition is not None:
        always = "not" in condition.operator
        return "is compared with nothing", MEDIUM if always == statement.allows else LOW
    if statement.not_resources:
        return "matches nothing and spares nothing", MEDIUM if statement.allows else LOW
    verb, severity = ("allows", LOW) if statement.allows else ("denies", MEDIUM)
    return f"matches nothing and the statement {verb} nothing by it", severity


def _nearest(key: str) -> str | None:
    if len(key) > _LONGEST_SUGGESTED:
        return None
    known = condition_keys.names("aws")
    near = difflib.get_close_matches(key.lower(), known, n=1, cutoff=0.8)
    return known[near[0]] if near else None
