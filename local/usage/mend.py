"""How to mend what does not match, and where the program says so."""

import ast
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

from guardrails.iam import wildcard
from local.usage import actions
from local.usage.found import Place, Unresolved

# The components' own grants.
_METHODS: Final[Mapping[str, str]] = {
    "dynamodb:BatchGetItem": "batch_get",
    "dynamodb:DeleteItem": "delete",
    "dynamodb:GetItem": "get",
    "dynamodb:GetRecords": "read_stream",
    "dynamodb:PutItem": "put",
    "dynamodb:Query": "query",
    "dynamodb:UpdateItem": "update",
    "lambda:InvokeFunction": "invoke",
    "sns:Publish": "publish",
    "sqs:ReceiveMessage": "consume",
    "sqs:SendMessage": "send",
    "sqs:StartMessageMoveTask": "redrive",
}
_HOLDERS: Final[Mapping[str, str]] = {
    "dynamodb": "table",
    "lambda": "function",
    "sns": "topic",
    "sqs": "queue",
}
_MOST_SHOWN: Final = 3


def grant_for(action: str, function: str) -> str:
    """How to grant an action to a function."""
    method = _METHODS.get(action)
    how = f'grant(["{action}"], [<the ARN>])'
    if method:
        how = f"{_HOLDERS[action.partition(':')[0]]}.{method}()"
    return f"Add {how} to the grants of {function}, or do without the call."


def granted_by(names: Sequence[str]) -> str:
    """What grants these actions, as the program writes it."""
    for name in names:
        if name in _METHODS:
            return f"{_HOLDERS[name.partition(':')[0]]}.{_METHODS[name]}()"
    return ", ".join(names)


def listed(resources: Sequence[str]) -> str:
    """Some of the resources, for a message."""
    shown = ", ".join(resources[:_MOST_SHOWN]) or "all but some resources"
    further = len(resources) - _MOST_SHOWN
    return f"{shown} and {further} more" if further > 0 else shown


def may_need(one: Unresolved, action: str) -> bool:
    """Whether something unresolved may be a call that needs an action."""
    if not one.service and not one.method.strip("."):
        return True
    prefix, _, name = action.lower().partition(":")
    if one.service and not wildcard.matches(prefix, actions.prefix(one.service) or ""):
        return False
    method = one.method.strip(".")
    if not method:
        return True
    if one.service:
        needed = actions.needed(one.service, method)
        return needed is None or any(
            wildcard.matches(action.lower(), each.lower()) for each in needed.all
        )
    return wildcard.matches(name, method.replace("_", "").lower())


def granted_at(names: Sequence[str], stack: Sequence[Place], folder: Path) -> Place | None:
    """The line of the program that grants actions, or at least that of the function's grants.

    Args:
        names: The actions.
        stack: Where the program was when it declared the policy, the innermost place first.
        folder: The project's, to which places are relative.
    """
    wanted = {name for name in names if ":" in name}
    methods = {_METHODS[name] for name in names if name in _METHODS}
    first: Place | None = None
    for place in stack:
        if place.file.startswith("components/"):
            continue
        first = first or place
        lines = _granting(folder / place.file, place.line)
        for line, said in lines:
            if said in wanted or said in methods:
                return Place(place.file, line)
    return first


@lru_cache(maxsize=256)
def _granting(file: Path, line: int) -> tuple[tuple[int, str], ...]:
    """The texts and the methods in the statement around a line, each with its own line."""
    try:
        tree = ast.parse(file.read_bytes())
    except (OSError, SyntaxError, ValueError, RecursionError):
        return ()
    statement = _statement(tree, line)
    found: list[tuple[int, str]] = []
    for node in ast.walk(statement) if statement else ():
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.append((node.lineno, node.value))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            found.append((node.func.end_lineno or node.lineno, node.func.attr))
    return tuple(found)


def _statement(tree: ast.AST, line: int) -> ast.stmt | None:
    """The innermost statement around a line."""
    found: ast.stmt | None = None
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt) and node.lineno <= line <= (node.end_lineno or node.lineno):
            inner = found is None or node.lineno >= found.lineno
            found = node if inner else found
    return found
