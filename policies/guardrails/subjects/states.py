"""State machines' definitions: the Amazon States Language, read so far that rules can judge it.

https://states-language.net/spec.html
"""

from collections.abc import Iterator
from typing import Final

from guardrails.view import Resource, View

# https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
_LARGEST: Final = 1024 * 1024
_DEEPEST: Final = 20
_MOST_STATES: Final = 10_000


def definition(machine: Resource) -> View:
    """The definition of a state machine; a view of ``None`` for what cannot be one."""
    given = machine["definition"]
    if given.unknown:
        return given
    document = given.json() if len(given.text) <= _LARGEST else View(None, given.path)
    whole = isinstance(document.value, dict) and isinstance(document["States"].value, dict)
    return document if whole else View(None, given.path, given.secret)


def machines(document: View) -> Iterator[View]:
    """The machine itself, and those within its states: branches and iterations."""
    waiting, count = [(document, 0)], 0
    while waiting and count < _MOST_STATES:
        machine, depth = waiting.pop()
        yield machine
        for _, state in machine["States"].entries():
            count += 1
            inner = [state["Iterator"], state["ItemProcessor"], *state["Branches"].items()]
            if depth < _DEEPEST:
                waiting += [(one, depth + 1) for one in inner if isinstance(one.value, dict)]


def tasks(document: View) -> Iterator[tuple[str, View]]:
    """The states of the type ``Task``, with their names."""
    for machine in machines(document):
        for name, state in machine["States"].entries():
            if state["Type"].text == "Task":
                yield name, state


def broken_references(document: View) -> Iterator[tuple[View, str]]:
    """Where a state is named that does not exist, and the name."""
    for machine in machines(document):
        known = {name for name, _ in machine["States"].entries()}
        for view in _references(machine):
            if view.text not in known:
                yield view, view.text


def _references(machine: View) -> Iterator[View]:
    yield machine["StartAt"]
    for _, state in machine["States"].entries():
        followers = [state["Next"], state["Default"]]
        followers += [one["Next"] for one in (*state["Catch"].items(), *state["Choices"].items())]
        yield from (one for one in followers if not one.missing)
