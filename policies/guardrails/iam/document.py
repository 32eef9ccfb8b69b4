"""Reads a policy document of any origin: never raises, and always comes to an end soon.

Grammar: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
"""

import json
from collections.abc import Mapping
from typing import Any, Final

from guardrails.iam import reference, text, wildcard
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

# AWS's largest policy is a key policy of 32,768 bytes:
# https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html
# Twice that in characters of content, and a generous amount of white space around it.
LARGEST_CONTENT: Final = 65_536
LARGEST_TEXT: Final = 1_000_000

# Each wildcard is compared with every action of its service, or of all services: as much work as
# some 350 wildcards for EC2, which has the most actions.
MOST_COMPARISONS: Final = 300_000
_EVERY_ACTION: Final = 25_000

VERSIONS: Final = ("2012-10-17", "2008-10-17")
_ELEMENTS: Final = ("Version", "Id", "Statement")
_UNREADABLE: Final = object()


def parse(raw: object, kind: DocumentKind) -> Parsed:
    """Read a document.

    Args:
        raw: JSON text, or what came of it: an object with ``Statement``.
        kind: What the document is for.
    """
    reader = Reader(kind)
    given = _load(raw, reader)
    document = None if given is None else _read(given, reader)
    return Parsed(document, tuple(reader.problems))


def _load(raw: object, reader: Reader) -> Mapping[object, Any] | None:
    """The document as an object, if it is one and of bearable size."""
    if isinstance(raw, str):
        raw = _from_json(raw, reader)
        if raw is _UNREADABLE:
            return None
    if not isinstance(raw, Mapping):
        reader.problem(
            "",
            f"The document is {text.shown(raw)}; AWS takes an object.",
            'Write {"Version": "2012-10-17", "Statement": [...]}.',
        )
        return None
    if _is_too_large(raw):
        reader.problem(
            "",
            f"The document has more than {LARGEST_CONTENT} characters of content, "
            "twice what AWS takes for any policy; it was not read.",
            "Split it.",
        )
        return None
    return raw


def _from_json(raw: str, reader: Reader) -> object:
    if len(raw) > LARGEST_TEXT:
        message = f"The document is a text of {len(raw)} characters; it was not read."
        reader.problem("", message, "Split it; AWS takes 32,768 characters at most.")
        return _UNREADABLE
    twice: list[str] = []

    def object_of(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for key, value in pairs:
            if key in made:
                twice.append(key)
            made[key] = value
        return made

    try:
        given: object = json.loads(raw, object_pairs_hook=object_of)
    except RecursionError:
        reader.problem("", "The document is nested too deeply to be a policy.", "Flatten it.")
        return _UNREADABLE
    except ValueError as error:
        reader.problem("", f"The document is no JSON: {error}.", "Make it valid JSON.")
        return _UNREADABLE
    for key in dict.fromkeys(twice):
        reader.problem(
            "",
            f"The key {text.shown(key)} stands twice in one object; only the last one was read.",
            "Merge the two.",
        )
    return given


def _is_too_large(raw: object) -> bool:
    """Whether there is more content than in any policy; stops as soon as that is clear."""
    left = LARGEST_CONTENT
    waiting: list[object] = [raw]
    while waiting:
        given = waiting.pop()
        left -= 1
        if isinstance(given, str):
            left -= len(given)
        elif isinstance(given, Mapping):
            left -= len(given)
            waiting.extend(given.keys())
            waiting.extend(given.values())
        elif isinstance(given, list | tuple):
            left -= len(given)
            waiting.extend(given)
        if left < 0:
            return True
    return False


def _read(given: Mapping[object, Any], reader: Reader) -> Document | None:
    reader.known_elements("", given, _ELEMENTS)
    version = _version(given, reader)
    statements = _statements(given, reader)
    if statements is None:
        return None
    _check_sids(statements, reader)
    if version != VERSIONS[0]:
        _check_variables(statements, reader)
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
    if sum(map(_comparisons, patterns)) <= MOST_COMPARISONS:
        return False
    message = f"The document has {len(patterns)} actions with wildcards, too many to follow them."
    reader.problem("Statement", message, "Name the actions, or split the document.")
    return True


def _comparisons(pattern: str) -> int:
    """With how many actions a pattern is compared to know what it covers."""
    if not pattern.strip("*:"):
        return 0
    service = pattern.partition(":")[0]
    if wildcard.has_wildcard(service):
        return _EVERY_ACTION
    return len(reference.service_actions(service))
