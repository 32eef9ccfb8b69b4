"""What was answered, for people and for programs."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from rich.console import Console

from guardrails.iam.evaluation import Answer, Cited, Decision
from guardrails.iam.evaluation.answer import RESOURCE, RESOURCE_POLICY
from local.report.console import clean, styled
from local.simulate.asked import Asked

_STYLES: Final = {
    Answer.ALLOWED: "bold green",
    Answer.EXPLICITLY_DENIED: "bold red",
    Answer.IMPLICITLY_DENIED: "bold red",
    Answer.DEPENDS: "bold yellow",
}
_MOST_NEAR: Final = 3

_IN_WORDS: Final = {
    RESOURCE: "which resource it is",
    RESOURCE_POLICY: "the resource's own policy (--resource-policy FILE)",
}


def text(console: Console, name: str, asked: Sequence[Asked], notes: Iterable[str]) -> None:
    """Show each answer with what it rests on, and one line at the end."""
    for note in notes:
        console.print(styled((clean(note), "yellow")))
    for one in asked:
        _answer(console, one)
    counts = Counter(one.decision.answer for one in asked)
    told = ", ".join(f"{counts[answer]} {answer}" for answer in Answer if counts[answer])
    style = "bold green" if counts[Answer.ALLOWED] == len(asked) else "bold red"
    console.print(styled((f"{clean(name)}: ", "bold"), (told, style)))


def _answer(console: Console, asked: Asked) -> None:
    decision = asked.decision
    where = "" if asked.request.resource == "*" else f" on {asked.request.resource}"
    console.print(
        styled(
            (f"{decision.answer}  ", _STYLES[decision.answer]),
            (asked.request.action, "bold"),
            (clean(where), ""),
        )
    )
    if decision.depends_on:
        _line(console, "on", ", ".join(map(_in_words, decision.depends_on)))
    if decision.lacking:
        _line(console, "why", f"nothing allows it in the {_listed(decision.lacking)}")
    for cited in decision.cited:
        if not _is_plain_level(cited):
            doubt = "" if cited.certain else "?"
            _line(console, f"{cited.effect.lower()}{doubt}", _place(cited, asked))
    for cited in decision.near[:_MOST_NEAR]:
        _line(console, "near", f"{_place(cited, asked)}, but not {_part(cited)}")
    further = len(decision.near) - _MOST_NEAR
    if further > 0:
        _line(console, "", f"and {further} more")


def _is_plain_level(cited: Cited) -> bool:
    """Whether it is a level's ``FullAWSAccess``, of which nobody needs to be told."""
    statement = cited.statement
    everything = (statement.actions, statement.resources, statement.conditions)
    return cited.layer.startswith("SCP") and everything == (("*",), ("*",), ())


def _line(console: Console, label: str, told: str) -> None:
    console.print(styled((f"  {label:<6} ", "dim"), (clean(told), "")))


def _in_words(key: str) -> str:
    return _IN_WORDS.get(key, key)


def _listed(kinds: Sequence[str]) -> str:
    *first, last = kinds
    return f"{', '.join(first)} and the {last}" if first else last


def _place(cited: Cited, asked: Asked) -> str:
    """The layer, the policy, and the statement with its Sid."""
    name = cited.policy or (asked.resource_policy if cited.layer == RESOURCE_POLICY else "")
    sid = f" ({cited.statement.sid})" if cited.statement.sid else ""
    return f"{cited.layer}{f', {name}' if name else ''}: {cited.statement.path}{sid}"


def _part(cited: Cited) -> str:
    """What of a statement does not fit the request."""
    part = cited.place.removeprefix(f"{cited.statement.path}.")
    words = {
        "Resource": "this resource",
        "NotResource": "this resource",
        "Principal": "this principal",
        "NotPrincipal": "this principal",
    }
    return words.get(part, f"under its {part}")


def data(name: str, arn: str, asked: Iterable[Asked], notes: Iterable[str]) -> str:
    """The report of ``bulwark simulate --json``; its shape stays stable."""
    report = {
        "principal": name,
        "arn": arn or None,
        "notes": list(notes),
        "results": [_result(one) for one in asked],
    }
    return json.dumps(report, indent=2)


def _result(asked: Asked) -> dict[str, Any]:
    decision: Decision = asked.decision
    return {
        "action": asked.request.action,
        "resource": asked.request.resource,
        "answer": str(decision.answer),
        "depends_on": list(decision.depends_on),
        "lacking": list(decision.lacking),
        "statements": list(_statements(decision.cited, asked)),
        "near": list(_statements(decision.near, asked)),
    }


def _statements(cited: Iterable[Cited], asked: Asked) -> Iterator[dict[str, Any]]:
    for one in cited:
        yield {
            "layer": one.layer,
            "policy": one.policy or (asked.resource_policy if one.layer == RESOURCE_POLICY else ""),
            "effect": one.effect,
            "statement": one.statement.path,
            "sid": one.statement.sid,
            "certain": one.certain,
            "fails_at": one.place or None,
        }
