"""The few words that pictures and reports have for an edge."""

from collections.abc import Collection, Iterable, Mapping
from typing import Final

from local.access.model import LEVELS, MANY, Edge, Node, Runs
from local.report.console import clean

# Calls whose names say more than their access levels; in lower case.
_VERBS: Final[Mapping[str, str]] = {
    "events:putevents": "send",
    "execute-api:invoke": "call",
    "kms:decrypt": "decrypt",
    "kms:describekey": "",
    "kms:encrypt": "encrypt",
    "kms:generatedatakey": "encrypt",
    "kms:generatedatakey*": "encrypt",
    "lambda:invokefunction": "invoke",
    "lambda:invokefunctionurl": "call",
    "sns:publish": "publish",
    "sqs:sendmessage": "send",
    "states:startexecution": "start",
    "iam:passrole": "pass on",
    "sts:assumerole": "become",
    "sts:assumerolewithsaml": "become",
    "sts:assumerolewithwebidentity": "become",
    "sts:tagsession": "",
}


def label(edge: Edge) -> str:
    """What an edge lets its origin do: ``read, write``, ``send``, ``become``."""
    if edge.how:
        return edge.how
    names = {name.lower() for actions in edge.actions.values() for name in actions}
    if names and all(name in _VERBS for name in names):
        return ", ".join(sorted({_VERBS[name] for name in names} - {""}))
    return levels(edge.actions)


def levels(given: Collection[str]) -> str:
    """Access levels in words: ``everything`` for all of them."""
    return "everything" if set(LEVELS.values()) <= set(given) else ", ".join(given)


def short(actions: Iterable[str]) -> str:
    """Actions with each service said once: ``dynamodb:GetItem, Query``."""
    said: list[str] = []
    last = ""
    for name in actions:
        service, colon, own = name.partition(":")
        said.append(own if colon and service == last else name)
        last = service if colon else ""
    return ", ".join(said)


def called(node: Node) -> str:
    """A node's kind and name, on one line."""
    if node.kind in {"everyone", "callers", "everything", MANY} or node.name.startswith(
        "every resource"
    ):
        return clean(node.name)
    return clean(f"{node.kind} {node.name}")


def running(run: Runs) -> str:
    """What acts as a role, on one line."""
    return clean(f"{run.kind} {run.name}")


def details(edge: Edge) -> list[str]:
    """All there is to say of an edge, in lines: actions, conditions, where it stands."""
    said: list[str] = [edge.how] if edge.how else []
    for grant in edge.grants:
        said += [f"{level}: {short(names)}" for level, names in grant.actions.items()]
        said += [f"if {condition}" for condition in grant.conditions]
        place = f"{grant.policy}: {grant.path}" if grant.policy else grant.path
        declared = f" of {grant.source.rpartition('::')[2]}" if grant.source else ""
        said.append(f"in {place}{declared}")
    return [clean(line) for line in said]


def plural(count: int, noun: str) -> str:
    """``1 role``, ``2 roles``."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def conditions(edge: Edge) -> str:
    """What an edge depends on, each key and operator once with the values of all statements."""
    found: dict[str, dict[str, None]] = {}
    for grant in edge.grants:
        for condition in grant.conditions:
            key, _, rest = condition.partition(" ")
            operator, _, values = rest.partition(" ")
            found.setdefault(f"{key} {operator}", {}).update(dict.fromkeys(values.split(", ")))
    return clean("; ".join(f"{what} {', '.join(values)}" for what, values in found.items()))
