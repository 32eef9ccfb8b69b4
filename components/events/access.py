"""Whether a function may do what its event source does with its role."""

from collections.abc import Iterable, Sequence

from components.core.errors import SpecError
from components.function import FunctionReference
from components.iam import Grant


def require(
    where: str, function: FunctionReference, actions: Sequence[str], resource: str, mend: str
) -> None:
    """Refuse a function whose grants do not allow ``actions`` on ``resource``.

    AWS tests the role when it makes the event source: by then half of the stack is deployed.

    Raises:
        SpecError: Names the actions that are missing.
    """
    missing = missing_actions(function["grants"], actions, resource)
    if missing:
        allowed = f"a function whose grants hold {', '.join(missing)} on {resource}"
        raise SpecError(where, function["name"], allowed, mend)


def missing_actions(
    grants: Iterable[Grant], actions: Sequence[str], resource: str
) -> tuple[str, ...]:
    """Those of ``actions`` that no statement allows without a condition."""
    allowed = {
        action
        for part in grants
        for statement in part["statements"]
        if not {resource, "*"}.isdisjoint(statement["resources"])
        and not statement.get("conditions")
        for action in statement["actions"]
    }
    return tuple(action for action in actions if action not in allowed)
