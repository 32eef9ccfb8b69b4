"""Which context keys a document reads: in its conditions, and in the variables of its texts."""

from collections.abc import Iterator, Mapping

from guardrails.iam.evaluation import conditions, statements
from guardrails.iam.model import Document, Statement


def read_by(document: Document) -> Mapping[str, tuple[str, ...]]:
    """The keys as they are first spelt, each with the places that read it."""
    spelt: dict[str, str] = {}
    places: dict[str, dict[str, None]] = {}
    for statement in document.statements:
        for key, place in _read(statement, document.version):
            name = spelt.setdefault(key.lower(), key)
            places.setdefault(name, {})[place] = None
    return {key: tuple(found) for key, found in places.items()}


def _read(statement: Statement, version: str) -> Iterator[tuple[str, str]]:
    """Each key with its place, in the order of the statement's elements."""
    for element, values in (
        ("Resource", statement.resources),
        ("NotResource", statement.not_resources),
    ):
        for at, value in enumerate(values):
            for key in statements.variables_of(value, version):
                yield key, statement.place(element, at)
    for condition in statement.conditions:
        for key in conditions.keys(condition, version):
            yield key, condition.path
