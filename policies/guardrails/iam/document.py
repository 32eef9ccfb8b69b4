"""Reads a policy document of any origin: never raises, and always comes to an end soon.

Grammar: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
"""

from collections.abc import Mapping
from typing import Any, Final

from guardrails.iam import loading, reference, text, variable_grammar, wildcard
from guardrails.iam.elements import read_statement
from guardrails.iam.model import (
    Condition,
    Document,
    DocumentKind,
    Parsed,
    Principal,
    Problem,
    Statement,
)
from guardrails.iam.reader import Reader

__all__ = [
    "Condition",
    "Document",
    "DocumentKind",
    "Parsed",
    "Principal",
    "Problem",
    "Statement",
    "parse",
]

# Each wildcard is compared with every action of its service, or of all services: as much work as
# some 350 wildcards for EC2, which has the most actions.
MOST_COMPARISONS: Final = 300_000
_EVERY_ACTION: Final = 25_000

VERSIONS: Final = ("2012-10-17", "2008-10-17")
_ELEMENTS: Final = ("Version", "Id", "Statement")


def parse(raw: object, kind: DocumentKind) -> Parsed:
    """Read a document.

    Args:
        raw: JSON text, or what came of it: an object with ``Statement``.
        kind: What the document is for.
    """
    reader = Reader(kind)
    given = loading.load(raw, reader)
    document = None if given is None else _read(given, reader)
    return Parsed(document, tuple(reader.problems))


def _read(given: Mapping[object, Any], reader: Reader) -> Document | None:
    reader.known_elements("", given, _ELEMENTS)
    version = _version(given, reader)
    statements = _statements(given, reader)
    if statements is None:
        return None
    _check_sids(statements, reader)
    if variable_grammar.any_in(statements):
        check = variable_grammar.check if version == VERSIONS[0] else _check_variables
        check(statements, reader)
    if _costs_too_much(statements, reader):
        return None
    return Document(reader.kind, version, statements)


def _version(given: Mapping[object, Any], reader: Reader) -> str:
    version = given.get("Version", VERSIONS[1])
    if version in VERSIONS:
        return version
    message = f"Version is {text.shown(version)}; AWS takes {VERSIONS[0]} or {VERSIONS[1]}."
    reader.problem("Version", message, f'Write "Version": "{VERSIONS[0]}".')
    return VERSIONS[0]


def _statements(given: Mapping[object, Any], reader: Reader) -> tuple[Statement, ...] | None:
    raw: object = given.get("Statement")
    if isinstance(raw, Mapping):
        raw = [raw]
    if not isinstance(raw, list | tuple) or not raw:
        what = "missing" if "Statement" not in given else text.shown(raw)
        reader.problem(
            "Statement",
            f"Statement is {what if raw != [] else 'empty'}; AWS takes one or more statements.",
            'Write "Statement": [{"Effect": ..., ...}].',
        )
        return None
    read = (read_statement(one, f"Statement[{at}]", reader) for at, one in enumerate(raw))
    return tuple(statement for statement in read if statement is not None)


def _check_sids(statements: tuple[Statement, ...], reader: Reader) -> None:
    first: dict[str, str] = {}
    for statement in statements:
        if statement.sid is None:
            continue
        known = first.setdefault(statement.sid, statement.path)
        if known != statement.path:
            message = f"The Sid {text.shown(statement.sid)} is that of {known} already."
            reader.problem(statement.place("Sid"), message, "Give each statement its own Sid.")


def _check_variables(statements: tuple[Statement, ...], reader: Reader) -> None:
    for statement in statements:
        values = [*statement.resources, *statement.not_resources]
        values += [value for condition in statement.conditions for value in condition.values]
        variable = next((value for value in values if "${" in value), None)
        if variable is not None:
            reader.problem(
                statement.path,
                f"{text.shown(variable)} holds a policy variable, which AWS takes for plain text "
                f"in a document of version {VERSIONS[1]}, the one it assumes without a Version.",
                f'Write "Version": "{VERSIONS[0]}".',
            )


def _costs_too_much(statements: tuple[Statement, ...], reader: Reader) -> bool:
    """Whether judging the document would take long; no policy that people write does."""
    patterns = {
        action
        for statement in statements
        for action in (*statement.actions, *statement.not_actions)
        if wildcard.has_wildcard(action)
    }
    # Most documents have too few patterns to look at each.
    if len(patterns) * _EVERY_ACTION <= MOST_COMPARISONS:
        return False
    if sum(map(_comparisons, patterns)) <= MOST_COMPARISONS:
        return False
    message = f"The document has {len(patterns)} actions with wildcards, too many to follow them."
    reader.problem("Statement", message, "Name the actions, or split the document.")
    return True


def _comparisons(pattern: str) -> int:
    """With how many actions a pattern is compared to know what it covers."""
    service, _, name = pattern.partition(":")
    if service in reference.services():
        return len(reference.action_names(service))
    if not pattern.strip("*:"):
        return 0
    if wildcard.has_wildcard(service):
        # All actions of a service need no comparison.
        return len(reference.services()) if wildcard.is_star(name) else _EVERY_ACTION
    return len(reference.service_actions(service))
