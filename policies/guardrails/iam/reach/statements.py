"""The statements of a document, found by the action that is asked for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from guardrails.iam import reference, wildcard
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


class Statements:
    """The statements of one document.

    An action is looked up among the patterns without wildcards, and matched with those whose
    service fits.

    Attributes:
        denies: Whether any of them denies anything.
    """

    def __init__(self, document: Document) -> None:
        self._exact: dict[str, list[tuple[int, Mention]]] = {}
        self._wild: dict[str, list[tuple[int, Mention, str]]] = {}
        self._left_over: list[tuple[int, Statement]] = []
        self._services: set[str] = set()
        self.denies = any(not one.allows for one in document.statements)
        for at, statement in enumerate(document.statements):
            if statement.not_actions:
                self._left_over.append((at, statement))
            for index, pattern in enumerate(statement.actions):
                self._add(at, Mention(statement, pattern, index))

    def _add(self, at: int, mention: Mention) -> None:
        pattern = mention.pattern.lower()
        service = pattern.partition(":")[0]
        self._services.add(service)
        if not wildcard.has_wildcard(pattern):
            self._exact.setdefault(pattern, []).append((at, mention))
        elif not _is_too_long(pattern):
            group = "" if wildcard.has_wildcard(service) else service
            self._wild.setdefault(group, []).append((at, mention, pattern))

    def wild_services(self, known: Iterable[str]) -> frozenset[str]:
        """Those of the known services of which a wildcard, or a NotAction, may cover actions."""
        if self._left_over or "" in self._wild:
            return frozenset(known)
        return frozenset(self._wild) & frozenset(known)

    def speaks_of(self, service: str) -> bool:
        """Whether any action of a service may be covered."""
        return service in self._services or "" in self._wild or bool(self._left_over)

    def names(self) -> frozenset[str]:
        """The actions that are named without wildcards, in lower case."""
        return frozenset(self._exact)

    def mentions(self) -> Iterator[Mention]:
        """Each pattern of each statement, and each NotAction."""
        for named in self._exact.values():
            yield from (mention for _, mention in named)
        for wild in self._wild.values():
            yield from (mention for _, mention, _ in wild)
        yield from (_left_over(statement) for _, statement in self._left_over)

    def of(self, action: str) -> tuple[Mention, ...]:
        """The statements that cover an action, each once, in their order.

        Args:
            action: Its full name in lower case.
        """
        if not (self._wild or self._left_over) and action not in self._exact:
            return ()
        found: dict[int, Mention] = {}
        for at, mention in self._candidates(action):
            found.setdefault(at, mention)
        return tuple(found[at] for at in sorted(found))

    def _candidates(self, action: str) -> Iterator[tuple[int, Mention]]:
        yield from self._exact.get(action, ())
        for group in (action.partition(":")[0], ""):
            for at, mention, pattern in self._wild.get(group, ()):
                if wildcard.matches(pattern, action):
                    yield at, mention
        for at, statement in self._left_over:
            if not any(_matches(pattern, action) for pattern in statement.not_actions):
                yield at, _left_over(statement)


def _left_over(statement: Statement) -> Mention:
    return Mention(statement)


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
