"""Conditions on tags that the principal itself may set: they bind nothing.

https://docs.aws.amazon.com/IAM/latest/UserGuide/access_tags.html
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Final, NamedTuple

from guardrails.iam import identity, reference
from guardrails.iam.bounding_keys import Bound
from guardrails.iam.escalation.paths import PATHS
from guardrails.iam.escalation.tell import privilege_escalation
from guardrails.iam.findings import Finding
from guardrails.iam.model import Condition, Document, Statement
from guardrails.iam.reach import Allowed, reach_of
from guardrails.iam.reach.statements import about

_TAG: Final = ":resourcetag/"
_TAKES_AWAY: Final = ("Untag", "Remove", "Delete")
_ASSUME: Final = "assume-star"

_GATES: Final = frozenset(path.needs[0] for path in PATHS) | {identity.ASSUME_ROLE}


class _Unbound(NamedTuple):
    """A statement without its conditions on tags.

    Attributes:
        statement: What is left of it.
        key: A tag that it asks for.
        tagger: The action that sets it.
    """

    statement: Statement
    key: str
    tagger: str


def by_own_tags(document: Document) -> list[Finding]:
    """The ways to more rights that are open once the principal has set the tags they ask for."""
    # Most documents ask for no tag, and end here.
    for statement in document.statements:
        if statement.conditions and any(map(_asks_for_tag, statement.conditions)):
            return list(_by_own_tags(document))
    return []


def _by_own_tags(document: Document) -> Iterator[Finding]:
    unbound = {one.statement.path: one for one in _unbound(document)}
    if not unbound:
        return
    left = tuple(
        unbound[one.path].statement if one.path in unbound else one for one in document.statements
    )
    tagged = replace(document, statements=left)
    told = {one.path for one in privilege_escalation(document)}
    assumed = (one for one in identity.judge(tagged) if one.rule == _ASSUME)
    for found in (*privilege_escalation(tagged), *assumed):
        by = unbound.get(found.path.partition(".")[0])
        if by is not None and found.path not in told:
            yield _retold(found, by)


def _retold(found: Finding, by: _Unbound) -> Finding:
    return replace(
        found,
        message=f"{found.message} The condition on {by.key} keeps nobody from it, for {by.tagger} "
        "sets the tag.",
        fix=f"Leave out {by.tagger}, or have it set other tags only, by a condition on "
        "aws:TagKeys.",
    )


def _unbound(document: Document) -> Iterator[_Unbound]:
    for statement in document.statements:
        asked = [one for one in statement.conditions if statement.allows and _asks_for_tag(one)]
        tagger = _tagger(statement, document) if asked else ""
        if tagger:
            others = tuple(one for one in statement.conditions if one not in asked)
            yield _Unbound(replace(statement, conditions=others), asked[0].key, tagger)


def _asks_for_tag(condition: Condition) -> bool:
    return _TAG in condition.key.lower() and "not" not in condition.operator


def _tagger(statement: Statement, document: Document) -> str:
    """What sets any tag on all that the statement reaches; empty when nothing does."""
    types = frozenset[str]().union(*map(_types_of, about(statement, _GATES)))
    for tagger in sorted(frozenset[str]().union(*map(_taggers, types))):
        if any(not one.allows and about(one, frozenset({tagger})) for one in document.statements):
            continue
        for allowed in reach_of(document).of(tagger):
            if not allowed.conditions and _covers(allowed, statement, types):
                return tagger
    return ""


def _covers(allowed: Allowed, statement: Statement, types: frozenset[str]) -> bool:
    if Bound.RESOURCE in allowed.bound:
        return False
    if allowed.scope.covers_all(types):
        return True
    return bool(statement.resources) and all(map(allowed.scope.covers, statement.resources))


def _types_of(gate: str) -> frozenset[str]:
    own = next((path.types for path in PATHS if path.needs[0] == gate), None)
    return reference.resource_types(gate) if own is None else own


@lru_cache(maxsize=256)
def _taggers(resource_type: str) -> frozenset[str]:
    """The actions that set tags on resources of a type."""
    service = resource_type.split(":")[2]
    return frozenset(
        one.name
        for one in reference.service_actions(service).values()
        if one.access_level == reference.TAGGING
        and resource_type in one.resource_types
        and not one.name.partition(":")[2].startswith(_TAKES_AWAY)
    )
