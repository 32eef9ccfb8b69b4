"""What the functions of a stack may set off by their roles: the grants that say so for sure."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from guardrails.entities.place import Place
from guardrails.graph import Graph
from guardrails.iam.entity import Entity
from guardrails.iam.escalation.named import Named
from guardrails.iam.escalation.stack import Stack
from guardrails.iam.reach import Allowed, Reach
from guardrails.resource_types import ALIAS, BUCKETS, FUNCTION, QUEUE, STREAM, TABLE, TOPIC
from guardrails.subjects.invocations import leads_to
from guardrails.subjects.triggers import BUS, Edge, Node, node
from guardrails.view import Resource

_LAMBDA: Final = "lambda.amazonaws.com"


class _Written(NamedTuple):
    """How a type is written to so that whatever listens is set off."""

    arn: str
    actions: tuple[str, ...]


_WRITES: Final = {
    QUEUE: _Written("arn:{partition}:sqs:{region}:{account}:{name}", ("sqs:SendMessage",)),
    TOPIC: _Written("arn:{partition}:sns:{region}:{account}:{name}", ("sns:Publish",)),
    TABLE: _Written(
        "arn:{partition}:dynamodb:{region}:{account}:table/{name}",
        tuple(f"dynamodb:{verb}Item" for verb in ("Put", "Update", "Delete", "BatchWrite")),
    ),
    STREAM: _Written(
        "arn:{partition}:kinesis:{region}:{account}:stream/{name}",
        ("kinesis:PutRecord", "kinesis:PutRecords"),
    ),
    BUS: _Written(
        "arn:{partition}:events:{region}:{account}:event-bus/{name}", ("events:PutEvents",)
    ),
    **dict.fromkeys(BUCKETS, _Written("arn:{partition}:s3:::{name}/{part}", ("s3:PutObject",))),
}
_FUNCTION_ARN: Final = "arn:{partition}:lambda:{region}:{account}:function:{name}"
_INVOKE: Final = "lambda:InvokeFunction"

# A grant of everything reaches everything: a hundred ways from it tell as much as a thousand.
_MOST_OF_ONE_GRANT: Final = 100

_Thing = tuple[str, Node]
"""A node under one of its ARNs."""


class Runners:
    """The functions of a stack, with what their roles allow."""

    def __init__(self, stack: Stack) -> None:
        self._running = {
            runner.source: (number, entity)
            for number, entity in enumerate(stack.entities)
            for runner in entity.runners
            if runner.service == _LAMBDA
        }
        self._stack = stack

    def entity(self, function: str) -> Entity | None:
        """The role that a function runs as, if the stack has it."""
        return self._running[function][1] if function in self._running else None

    def reach(self, function: str) -> Reach | None:
        """What a function may do."""
        return self._stack.reach(self._running[function][0]) if function in self._running else None


def granted(graph: Graph, runners: Runners, listening: Sequence[Edge]) -> Iterator[Edge]:
    """What functions may write to of what sets others off, and which functions they may invoke.

    Only what is sure: a statement without conditions that names the resource or covers it.

    Args:
        graph: The stack.
        runners: Its functions.
        listening: What sets something off; of a function's wide grants, those that set off that
            function are looked at first.
    """
    sources = dict.fromkeys(edge.source for edge in listening)
    own: dict[str, set[str]] = {function.urn: {function.urn} for function in graph.of(FUNCTION)}
    for edge in listening:
        own.setdefault(edge.target.urn, set()).add(edge.source.urn)
    things: dict[str, list[tuple[str, _Thing]]] = {}
    for action, shape, one in (*_written(graph, sources), *_invoked(graph)):
        things.setdefault(action, []).append((shape, (shape, one)))
    by_action = {action: Named(named) for action, named in things.items()}
    for function in graph.of(FUNCTION):
        reach = runners.reach(function.urn)
        if reach is not None:
            yield from _of(function, reach, by_action, own[function.urn])


def _written(graph: Graph, sources: Iterable[Node]) -> Iterator[tuple[str, str, Node]]:
    """The actions that write to what sets something off, on which ARN."""
    for one in sources:
        resource = graph.resource(one.urn)
        written = _WRITES.get(resource.type) if resource else None
        if resource is not None and written is not None:
            for action in written.actions:
                yield action, _shape(resource, written.arn, one.part), one


def _invoked(graph: Graph) -> Iterator[tuple[str, str, Node]]:
    """How each function is invoked: by its ARN, and by those of its aliases."""
    for function in graph.of(FUNCTION):
        yield _INVOKE, _shape(function, _FUNCTION_ARN), node(function)
    for alias in graph.of(ALIAS):
        found = leads_to(graph, alias, alias["functionName"])
        if found and alias["name"].text:
            shape = _shape(found[0], _FUNCTION_ARN)
            yield _INVOKE, f"{shape}:{alias['name'].text}", node(found[0])


def _shape(resource: Resource, arn: str, part: str = "") -> str:
    """The ARN of a resource, or of what is in it; ``*`` for what its provider does not say."""
    place = {name: value or "*" for name, value in Place.of(resource)._asdict().items()}
    name = resource["name"].text or resource["bucket"].text or resource.name
    return arn.format(**place, name=name, part=part)


def _of(
    function: Resource, reach: Reach, by_action: Mapping[str, Named[_Thing]], own: Collection[str]
) -> Iterator[Edge]:
    told: set[Node] = set()
    for action, named in by_action.items():
        for allowed in reach.of(action):
            if allowed.conditions:
                continue
            met = frozenset[_Thing]().union(*map(named.meeting, allowed.resources))
            near_first = sorted(met, key=lambda thing: (thing[1].urn not in own, thing))
            for shape, one in near_first[:_MOST_OF_ONE_GRANT]:
                if one not in told and allowed.scope.meets(shape):
                    told.add(one)
                    yield _edge(function, one, allowed)


def _edge(function: Resource, target: Node, allowed: Allowed) -> Edge:
    policy, sid = allowed.policy, allowed.statement.sid or ""
    path = f"{policy.path}.{allowed.place}" if policy.source else "role"
    holder = policy.source or function.urn
    return Edge(node(function), target, filtered=False, holder=holder, path=path, statement=sid)
