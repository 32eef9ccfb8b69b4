"""Whether one principal can do something that another cannot."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from guardrails.iam import reference
from guardrails.iam.actions import covered
from guardrails.iam.model import Statement
from guardrails.iam.reach import Allowed, Reach, Resources

# What everything that runs may do for its own logs and traces: nobody gains by it.
_OF_NO_USE: Final = frozenset(
    {
        "logs:CreateLogGroup",
        "logs:CreateLogStream",
        "logs:PutLogEvents",
        "xray:PutTraceSegments",
        "xray:PutTelemetryRecords",
        "cloudwatch:PutMetricData",
    }
)


def surplus(strong: Reach, weak: Reach) -> str:
    """Something that ``strong`` can do and ``weak`` cannot, as ``dynamodb:PutItem on '...'``.

    Returns:
        Empty when there is nothing of use. Where it cannot be told, it counts as something.
    """
    for allowed in _allowing(strong):
        for pattern in allowed.actions:
            if _is_wide(pattern) and not _has_wide(weak, strong, pattern, allowed):
                return f"{pattern} on {_first(allowed.resources)}"
        if allowed.not_actions and not _has_wide(weak, strong, "*", allowed):
            return f"everything but {', '.join(sorted(allowed.not_actions)[:3])}"
    for name in _names(strong):
        for one in strong.of(name):
            left = _left(one, weak)
            if left:
                return f"{one.action} on {left}"
    return ""


def _allowing(reach: Reach) -> Iterator[Statement]:
    for policy in reach.policies:
        yield from (one for one in policy.document.statements if one.allows)


def _names(reach: Reach) -> list[str]:
    """The actions that narrower patterns cover, in an order that never changes."""
    found: set[str] = set()
    for statement in _allowing(reach):
        for pattern in statement.actions:
            found |= _narrow(pattern)
    return sorted(found - _OF_NO_USE)


def _is_wide(pattern: str) -> bool:
    reached = covered(pattern)
    return reached.everything or bool(reached.services)


@lru_cache(maxsize=4096)
def _narrow(pattern: str) -> frozenset[str]:
    return frozenset[str]() if _is_wide(pattern) else reference.expand(pattern)


def _has_wide(weak: Reach, strong: Reach, pattern: str, wanted: Statement) -> bool:
    """Whether one statement of the weaker one allows all that a wide pattern does."""
    if not _denials(weak) <= _denials(strong):
        return False
    theirs = covered(pattern)
    for mine in _allowing(weak):
        if mine.not_actions or mine.not_resources or mine.conditions not in {(), wanted.conditions}:
            continue
        own = [covered(one) for one in mine.actions]
        services = frozenset[str]().union(*(one.services for one in own))
        enough = any(one.everything for one in own) or (
            not theirs.everything and theirs.services <= services
        )
        scope = Resources(mine.resources)
        if enough and all(map(scope.covers, wanted.resources or ("*",))):
            return True
    return False


def _denials(reach: Reach) -> frozenset[tuple[object, ...]]:
    return frozenset(
        (one.actions, one.not_actions, one.resources, one.not_resources)
        for policy in reach.policies
        for one in policy.document.statements
        if not one.allows
    )


def _left(wanted: Allowed, weak: Reach) -> str:
    """The first resource of ``wanted`` on which the weaker one may not do the same."""
    same = [one for one in weak.of(wanted.action) if one.conditions in {(), wanted.conditions}]
    for resource in wanted.resources:
        if not any(one.scope.covers(resource) for one in same):
            return resource
    return ""


def _first(resources: tuple[str, ...]) -> str:
    return resources[0] if resources else "*"
