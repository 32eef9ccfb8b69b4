"""Actions whose resources the statement does not name: ``s3:GetObject`` on a bucket's ARN."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from guardrails.iam import arn, reference, text, wildcard
from guardrails.iam.actions import covered
from guardrails.iam.findings import MEDIUM, Finding, finding
from guardrails.iam.model import Statement
from guardrails.iam.validity import shapes

# Characters of resources times types of resources. What people write takes some thousands.
_MOST_WORK: Final = 1_000_000


class _Works(NamedTuple):
    """What a pattern of actions works on."""

    types: frozenset[str]
    nowhere: bool
    """Whether AWS takes no resource at all for it, only ``*``."""

    asked: frozenset[str]
    """Those of its actions, then, of which it is known what AWS asks about."""


def judge(statement: Statement) -> Iterator[Finding]:
    """Actions that no resource of the statement fits."""
    # API Gateway completes those, and takes any method there.
    if any(one.startswith("execute-api:/") for one in statement.resources):
        return
    if not statement.resources or any(map(wildcard.is_star, statement.resources)):
        return
    left = _MOST_WORK
    length = sum(map(len, statement.resources))
    fitting: dict[str, bool] = {}
    missed: list[int] = []
    nowhere: list[int] = []
    for index, pattern in enumerate(statement.actions):
        works = _works(pattern)
        left -= length * len(works.types - fitting.keys())
        if left < 0:
            return
        if works.nowhere and not (works.asked and _covers_asked(works.asked, statement.resources)):
            nowhere.append(index)
        elif works.types and not _any_fits(works.types, statement.resources, fitting):
            missed.append(index)
    if missed:
        yield _mismatch(statement, missed)
    if nowhere:
        yield _only_star(statement, nowhere)


@lru_cache(maxsize=1024)
def _works(pattern: str) -> _Works:
    """Nothing for a pattern that covers a service or more, or that no action fits."""
    names = covered(pattern).actions
    types = frozenset[str]().union(*map(reference.resource_types, names))
    nowhere = bool(names) and not any(map(_has_type, names))
    return _Works(types, nowhere, _asked(names) if nowhere else _NONE)


def _asked(names: frozenset[str]) -> frozenset[str]:
    return frozenset(name for name in names if name.lower() in reference.ASKED_ABOUT)


_NONE: Final[frozenset[str]] = frozenset()


def _has_type(action: str) -> bool:
    return reference.can_be_scoped(action) or bool(reference.resource_types(action))


def _covers_asked(names: frozenset[str], resources: tuple[str, ...]) -> bool:
    """Whether a resource covers what AWS asks about, in its own partition or in any."""
    for resource in resources:
        parts = arn.split(resource)
        own = parts.partition if parts and not wildcard.has_wildcard(parts.partition) else "aws"
        asked = (reference.asked_about(name, own) for name in names)
        if any(one and wildcard.subsumes(resource, one) for one in asked):
            return True
    return False


def _any_fits(types: frozenset[str], resources: tuple[str, ...], fitting: dict[str, bool]) -> bool:
    for kind in types:
        if kind not in fitting:
            fitting[kind] = any(shapes.fits(one, kind) for one in resources)
        if fitting[kind]:
            return True
    return False


def _mismatch(statement: Statement, missed: list[int]) -> Finding:
    types = _works(statement.actions[missed[0]]).types
    example = min(types, key=lambda kind: (len(kind), kind)).replace("${Partition}", "aws")
    return finding(
        "resource-mismatch",
        statement.place("Action", missed[0]),
        f"None of the statement's resources goes with {_named(statement, missed)}, so this "
        f"{_effect(statement)}.",
        f"Name a resource such as {example}, or remove the action.",
        None if statement.allows else MEDIUM,
    )


def _only_star(statement: Statement, nowhere: list[int]) -> Finding:
    return finding(
        "resource-mismatch",
        statement.place("Action", nowhere[0]),
        f'Only "Resource": "*" goes with {_named(statement, nowhere)}, so this '
        f"{_effect(statement)}.",
        'Give it a statement of its own with "Resource": "*".',
        None if statement.allows else MEDIUM,
    )


def _named(statement: Statement, indices: list[int]) -> str:
    return text.names(statement.actions[index] for index in indices)


def _effect(statement: Statement) -> str:
    return "allows nothing" if statement.allows else "denies nothing"
