"""Condition keys that do not exist, or that no action of the statement knows."""

import difflib
from collections.abc import Iterator
from typing import Final

from guardrails.iam import condition_keys, text
from guardrails.iam.actions import Covered, all_covered
from guardrails.iam.condition_keys import Key
from guardrails.iam.findings import Finding, finding
from guardrails.iam.model import Condition, Document, Statement
from guardrails.iam.validity import operators
from guardrails.iam.validity.outcome import consequence, severity

# Across so many actions of many services, some knows the key.
_MANY_ACTIONS: Final = 2_000

# A suggestion compares with every key of the service.
_MOST_SUGGESTIONS: Final = 10
_LONGEST_SUGGESTED: Final = 64


def judge(document: Document) -> Iterator[Finding]:
    """What is wrong with the conditions of a document, condition by condition."""
    suggestions = _MOST_SUGGESTIONS
    for statement in document.statements:
        if not statement.conditions:
            continue
        reach = all_covered(statement.actions)
        services = _services(reach)
        for condition in statement.conditions:
            found = condition_keys.find(condition.key, services)
            if found is None:
                if not condition_keys.is_of_provider(condition.key):
                    yield _no_key(statement, condition, suggest=suggestions > 0)
                    suggestions -= 1
            elif _goes_with(statement, reach, found):
                yield from operators.judge(statement, condition, found)
            else:
                yield _foreign_key(statement, condition, found)


def _services(reach: Covered) -> list[str]:
    if len(reach.actions) > _MANY_ACTIONS:
        return []
    return sorted(reach.services | {name.partition(":")[0] for name in reach.actions})


def _goes_with(statement: Statement, reach: Covered, key: Key) -> bool:
    """Whether a request that the statement is about can have the key."""
    if statement.not_actions or reach.everything or not (reach.services or reach.actions):
        return True
    if condition_keys.is_global(key.name) or len(reach.actions) > _MANY_ACTIONS:
        return True
    if any(condition_keys.has(service, key) for service in reach.services):
        return True
    return key.name.lower() in condition_keys.known_by(reach.actions)


def _no_key(statement: Statement, condition: Condition, *, suggest: bool) -> Finding:
    near = _nearest(condition.key) if suggest else None
    return finding(
        "unknown-condition-key",
        condition.path,
        f"AWS has no condition key {text.shown(condition.key)}, so "
        f"{consequence(statement, condition)}.",
        f"Write {near}." if near else "Correct the key, or remove the condition.",
        severity(statement, condition),
    )


def _foreign_key(statement: Statement, condition: Condition, key: Key) -> Finding:
    return finding(
        "unknown-condition-key",
        condition.path,
        f"No request for {text.names(statement.actions)} has the key {key.name}, so "
        f"{consequence(statement, condition)}.",
        "Give the actions that know the key a statement of their own, or remove the condition.",
        severity(statement, condition),
    )


def _nearest(key: str) -> str | None:
    if len(key) > _LONGEST_SUGGESTED:
        return None
    known = condition_keys.names(key.partition(":")[0].lower())
    near = difflib.get_close_matches(key.lower(), known, n=1, cutoff=0.8)
    return known[near[0]] if near else None
