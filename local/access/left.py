"""What denials and boundaries leave of what a principal's statements allow."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from guardrails.iam import arn, wildcard
from guardrails.iam.actions import covered
from guardrails.iam.entity import Entity
from guardrails.iam.model import Document, Statement
from guardrails.iam.reach import Reach
from local.access import actions

_ANYTHING: Final = "*"

# Of a principal with more wildcards under more denials, what is left is not listed by action.
_MOST_ASKED: Final = 10_000


class Left:
    """What is left of the statements of one principal.

    Args:
        entity: The principal.
        reach: What it can do.
    """

    def __init__(self, entity: Entity, reach: Reach) -> None:
        self._reach = reach
        self._boundary = entity.boundary
        documents = [one.document for one in entity.policies]
        documents += [entity.boundary] if entity.boundary else []
        self._asked = 0
        self._found: dict[tuple[str, str], dict[str, tuple[str, ...]]] = {}
        self._denying = [
            statement
            for document in documents
            for statement in document.statements
            if not statement.allows
        ]

    @property
    def everything(self) -> bool:
        """Whether nothing is taken away."""
        return not self._denying and self._boundary is None

    def of(self, action: str, resource: str) -> dict[str, tuple[str, ...]]:
        """What is left of an allowed action on a resource.

        Only what is denied whatever the request is goes away. A boundary's resources count for
        actions that are named, not for wildcards.

        Returns:
            The action, or in words what is left of a wildcard, with its access levels; nothing
            when it is denied.
        """
        if self.everything:
            return {action: actions.levels(action)}
        if resource.startswith(actions.ALL_BUT):
            resource = _ANYTHING
        if actions.is_everything(action):
            return self._of_everything(action)
        if wildcard.has_wildcard(action):
            key = (action, resource)
            if key not in self._found:
                self._found[key] = self._of_pattern(action, resource)
            return self._found[key]
        reached = any(one.scope.meets(resource) for one in self._reach.of(action))
        return {action: actions.levels(action)} if reached else {}

    def _of_everything(self, action: str) -> dict[str, tuple[str, ...]]:
        if any(map(_denies_everything, self._denying)):
            return {}
        if self._boundary is not None:
            within = _allowed(self._boundary)
            found = actions.levels_of(within) if within is not None else actions.levels(action)
            return {f"{action} within the boundary": found} if found else {}
        return {f"{action} less what is denied": actions.levels(action)}

    def _of_pattern(self, action: str, resource: str) -> dict[str, tuple[str, ...]]:
        names = actions.expanded(action)
        within = _allowed(self._boundary) if self._boundary is not None else None
        left = names if within is None else names & within
        candidates = _covered(self._denying)
        suspects = left if candidates is None else left & candidates
        self._asked += len(suspects)
        if self._asked > _MOST_ASKED:
            return {f"{action} less what is denied": actions.levels(action)}
        left -= {name for name in suspects if self._reach.denies(name, resource)}
        if left == names:
            return {action: actions.levels(action)}
        count = len(names) - len(left)
        text = f"{action} less {count} of {len(names)} actions"
        return {text: actions.levels_of(left)} if left else {}


def _denies_everything(statement: Statement) -> bool:
    return (
        not statement.conditions
        and any(covered(action).everything for action in statement.actions)
        and any(map(arn.is_everything, statement.resources))
    )


@lru_cache(maxsize=1024)
def _allowed(boundary: Document) -> frozenset[str] | None:
    """The actions that a boundary leaves; ``None`` for all."""
    return _covered([one for one in boundary.statements if one.allows])


def _covered(statements: Iterable[Statement]) -> frozenset[str] | None:
    """The actions that statements are about; ``None`` when they are too many to list."""
    found: set[str] = set()
    for statement in statements:
        for action in actions.of(statement):
            if actions.is_everything(action):
                return None
            found |= actions.expanded(action)
    return frozenset(found)
