"""How rules about the principals of a stack go over them, and tell each cause once."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final, NamedTuple
from weakref import WeakKeyDictionary

from guardrails.documents import AccessDocument, documents, reported
from guardrails.entities import entities
from guardrails.entities.inherited import INHERITED, Levels, levels
from guardrails.graph import Graph
from guardrails.iam import text
from guardrails.iam.entity import Policy
from guardrails.iam.escalation.chains import Becomes
from guardrails.iam.escalation.stack import Stack
from guardrails.iam.findings import Finding
from guardrails.iam.model import DocumentKind
from guardrails.iam.reach import Allowed
from guardrails.model import Fail, Result, Severity, Undetermined

_TOGETHER: Final = (
    "What is allowed here leads to more rights together with a policy that is a secret."
)


class Told(NamedTuple):
    """What is wrong with one principal.

    Attributes:
        gate: What allows it.
        finding: What to say; it has no place yet.
        further: The other policies that it speaks of.
    """

    gate: Allowed
    finding: Finding
    further: tuple[Policy, ...] = ()


_graphs: WeakKeyDictionary[Graph, Becomes] = WeakKeyDictionary()


def becomes(graph: Graph) -> Becomes:
    """The principals of a graph, put together once for all rules."""
    found = _graphs.get(graph)
    if found is None:
        found = _graphs[graph] = Becomes(Stack(entities(graph), _over(graph)))
    return found


def _over(graph: Graph) -> Levels:
    """The service control policies over the account, of the levels that are known as a whole."""
    return tuple(
        level
        for inherited in graph.of(INHERITED)
        for level, given in zip(levels(inherited), inherited["levels"].items(), strict=False)
        if level and len(level) == len(given.items())
    )


def over_stack(graph: Graph, judge: Callable[[int, Stack], Iterator[Told]]) -> Iterator[Result]:
    """Judge every principal; a policy that several have is told of once.

    Args:
        graph: The resources of the stack.
        judge: Takes the number of a principal and the stack.
    """
    stack = becomes(graph).stack
    found: dict[tuple[str, str], tuple[Fail, list[str]]] = {}
    for at, entity in enumerate(stack.entities):
        for told in judge(at, stack):
            fail = _placed(graph, told, entity.source)
            found.setdefault((fail.urn, fail.path), (fail, []))[1].append(entity.name)
    for fail, names in found.values():
        also = f" The same holds for {text.names(names[1:])}." if names[1:] else ""
        yield replace(fail, message=fail.message + also)
    yield from unknown(stack)


def unknown(stack: Stack) -> Iterator[Result]:
    """What is not known of the principals: they may be able to do more."""
    for entity in stack.entities:
        for gap in entity.unresolved:
            yield Undetermined(gap.partition(" of ")[0], entity.source)


def _placed(graph: Graph, told: Told, principal: str) -> Fail:
    """The finding at its place; at the principal for a policy that the stack does not declare."""
    gate = told.gate
    finding = replace(told.finding, path=gate.place)
    if any(_is_secret(graph, policy) for policy in told.further):
        finding = replace(finding, message=_TOGETHER)
    document = _document(graph, gate.policy)
    if document:
        return replace(reported(document, finding), urn=gate.policy.source)
    severity = Severity(finding.severity)
    return Fail(finding.message, gate.policy.name, finding.fix, principal, severity)


def _is_secret(graph: Graph, policy: Policy) -> bool:
    document = _document(graph, policy)
    return document is not None and document.view.secret


def _document(graph: Graph, policy: Policy) -> AccessDocument | None:
    holder = graph.resource(policy.source) if policy.source else None
    if holder is None:
        return None
    found = documents(holder, DocumentKind.IDENTITY)
    return next((one for one in found if one.view.path == policy.path), None)
