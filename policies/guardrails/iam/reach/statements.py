"""The statements of a document, found by the action that is asked for."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from guardrails.iam import reference, wildcard
from guardrails.iam.actions import all_covered, among
from guardrails.iam.model import Document, Statement


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a statement covers an action.

    Attributes:
        statement: What covers it.
        pattern: As written; empty when NotAction leaves the action over.
        index: Which of the statement's actions that is.
    """

    statement: Statement
    pattern: str = ""
    index: int | None = None

    @property
    def place(self) -> str:
        """The place of the pattern: ``Statement[2].Action[0]``, ``Statement[2].NotAction``."""
        element = "NotAction" if self.index is None else "Action"
        return self.statement.place(element, self.index)


_Spot = tuple[int, int]
"""Which statement, and which of its actions."""


class Statements:
    """The statements of one document.

    An action is looked up among the patterns without wildcards, and matched with those whose
    service fits.

    Attributes:
        denies: Whether any of them denies anything.
    """

    def __init__(self, document: Document) -> None:
        self._statements = document.statements
        self._exact: dict[str, list[_Spot]] = {}
        self._wild: dict[str, list[tuple[_Spot, str]]] = {}
        self._left_over: list[tuple[int, Statement]] = []
        self.denies = any(not one.allows for one in document.statements)
        for at, statement in enumerate(document.statements):
            if statement.not_actions:
                self._left_over.append((at, statement))
            for index, pattern in enumerate(statement.actions):
                self._add((at, index), pattern.lower())

    def _add(self, spot: _Spot, pattern: str) -> None:
        if not wildcard.has_wildcard(pattern):
            self._exact.setdefault(pattern, []).append(spot)
        elif not _is_too_long(pattern):
            service = pattern.partition(":")[0]
            group = "" if wildcard.has_wildcard(service) else service
            self._wild.setdefault(group, []).append((spot, pattern))

    def names(self) -> frozenset[str]:
        """The actions that are named without wildcards, in lower case."""
        return frozenset(self._exact)

    def of(self, action: str) -> tuple[Mention, ...]:
        """The statements that cover an action, each once, in their order.

        Args:
            action: Its full name in lower case.
        """
        if not (self._wild or self._left_over) and action not in self._exact:
            return ()
        found: dict[int, int | None] = {}
        for at, index in self._candidates(action):
            found.setdefault(at, index)
        return tuple(_mention(self._statements[at], found[at]) for at in sorted(found))

    def _candidates(self, action: str) -> Iterator[tuple[int, int | None]]:
        yield from self._exact.get(action, ())
        for group in (action.partition(":")[0], ""):
            for spot, pattern in self._wild.get(group, ()):
                if wildcard.matches(pattern, action):
                    yield spot
        for at, statement in self._left_over:
            if not any(_matches(pattern, action) for pattern in statement.not_actions):
                yield at, None


def about(statement: Statement, names: frozenset[str]) -> frozenset[str]:
    """Those of some actions, given by their full names, that a statement is about."""
    if statement.not_actions:
        return names - among(names, (all_covered(statement.not_actions),))
    return among(names, (all_covered(statement.actions),))


def _mention(statement: Statement, index: int | None) -> Mention:
    if index is None:
        return Mention(statement)
    return Mention(statement, statement.actions[index], index)


def _matches(pattern: str, action: str) -> bool:
    """As ``actions.fits``, for an action in lower case."""
    return not _is_too_long(pattern) and wildcard.matches(pattern.lower(), action)


def _is_too_long(pattern: str) -> bool:
    """Whether a pattern is longer than every action, stars apart: nobody waits for it."""
    return len(pattern) - pattern.count("*") > _LONGEST


_LONGEST: Final = reference.LONGEST_NAME


@lru_cache(maxsize=4096)
def statements(document: Document) -> Statements:
    """The statements of a document; the same document is sorted once."""
    return Statements(document)
