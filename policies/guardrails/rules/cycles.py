"""Functions that set themselves off, and functions that wait for functions."""

from collections.abc import Iterator
from typing import Final, NamedTuple
from weakref import WeakKeyDictionary

from guardrails.graph import Graph
from guardrails.iam import text
from guardrails.model import Fail, Level, Result, Scope, Severity, Undetermined, rule
from guardrails.resource_types import FUNCTION
from guardrails.rules.over_stack import becomes
from guardrails.subjects.loops import loops
from guardrails.subjects.triggers import Edge, declared
from guardrails.subjects.writes import Runners, granted


class _Web(NamedTuple):
    """What sets off what.

    Attributes:
        edges: All that is sure.
        runners: The functions with their roles.
        loops: The ways round without any filter.
        filtered: Those that only a filter breaks.
    """

    edges: tuple[Edge, ...]
    runners: Runners
    loops: tuple[tuple[Edge, ...], ...]
    filtered: tuple[tuple[Edge, ...], ...]


_graphs: WeakKeyDictionary[Graph, _Web] = WeakKeyDictionary()


def _web(graph: Graph) -> _Web:
    found = _graphs.get(graph)
    if found is None:
        found = _graphs[graph] = _build(graph)
    return found


def _build(graph: Graph) -> _Web:
    runners = Runners(becomes(graph).stack)
    listening = tuple(declared(graph))
    edges = (*listening, *granted(graph, runners, listening))
    functions = [function.urn for function in graph.of(FUNCTION)]
    certain = tuple(loops((edge for edge in edges if not edge.filtered), functions))
    looping = {edge.source.urn for way in certain for edge in way}
    others = (function for function in functions if function not in looping)
    return _Web(edges, runners, certain, tuple(loops(edges, others)))


_SHOWN: Final = 12
_EXCEPT: Final = "send to another queue, topic, table or bucket, and take the grant away"


@rule(
    "lambda-cycle",
    "No function can trigger itself",
    category="serverless",
    severity=Severity.HIGH,
    scope=Scope.STACK,
    applies_to=[FUNCTION],
    why="One event becomes endless invocations, which take the account's concurrency and cost "
    "until someone notices; AWS stops some of these loops, not all.",
    remediation="Let the function write elsewhere than to what triggers it, and grant no more.",
    snippet="""orders = aws.sqs.Queue("orders")  # triggers the function
shipped = aws.sqs.Queue("shipped")  # takes what it sends: grant this ARN alone
grant = {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": shipped.arn}""",
    own="No tool of the catalogue follows grants and triggers from one resource to the next.",
    notes="Lambda",
)
def cycle(graph: Graph) -> Iterator[Result]:
    """Directly, or through queues, topics, buckets, tables, streams, buses, logs and functions."""
    web = _web(graph)
    for way in web.loops:
        yield _told(way, f"{_name(way)} can trigger itself: {_way(way)}.")
    looping = {edge.source.urn for way in web.loops for edge in way}
    yield from _unread(graph, web, looping)


@rule(
    "lambda-cycle-filtered",
    "No filter alone keeps a function from triggering itself",
    category="serverless",
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    scope=Scope.STACK,
    applies_to=[FUNCTION],
    why="A change of the filter, or of what the function writes, makes one event endless "
    "invocations.",
    remediation="Let the function write elsewhere, or waive the rule with what keeps the "
    "filter and the writes apart.",
    snippet="""aws.s3.BucketNotification("in", bucket=incoming.id)  # triggers the function
grant = {"Effect": "Allow", "Action": "s3:PutObject", "Resource": f"{results_arn}/*"}""",
    own="No tool of the catalogue follows grants and triggers from one resource to the next.",
    notes="Lambda",
)
def filtered_cycle(graph: Graph) -> Iterator[Result]:
    """As ``lambda-cycle``, where a mapping, subscription, notification or rule has a filter."""
    for way in _web(graph).filtered:
        yield _told(way, f"Only a filter keeps {_name(way)} from triggering itself: {_way(way)}.")


def _name(way: tuple[Edge, ...]) -> str:
    return repr(way[0].source.label)


def _way(way: tuple[Edge, ...]) -> str:
    labels = [edge.source.label for edge in way]
    if len(labels) > _SHOWN:
        labels[_SHOWN:] = [f"{len(labels) - _SHOWN} more"]
    return " → ".join([*labels, labels[0]])


def _told(way: tuple[Edge, ...], message: str) -> Fail:
    first = way[0]
    return Fail(message, first.path, _EXCEPT, first.holder, statement=first.statement)


def _unread(graph: Graph, web: _Web, looping: set[str]) -> Iterator[Result]:
    """Functions that something sets off and whose grants are not all known."""
    triggered = {edge.target.urn for edge in web.edges} - looping
    for function in graph.of(FUNCTION):
        if function.urn not in triggered:
            continue
        entity = web.runners.entity(function.urn)
        if entity is None and function["role"].unknown:
            yield Undetermined("role", function.urn)
        for gap in entity.unresolved if entity else ():
            path = gap.partition(" of ")[0]
            if path not in ("assumeRolePolicy", "permissionsBoundary"):
                yield Undetermined(path, entity.source if entity else "")


@rule(
    "lambda-chained",
    "No function waits for another function",
    category="serverless",
    severity=Severity.LOW,
    level=Level.ADVISORY,
    scope=Scope.STACK,
    applies_to=[FUNCTION],
    why="Both are paid for while one waits, the timeouts and retries of one add to those of the "
    "other, and a failure in between is nobody's.",
    remediation="Let Step Functions call one after the other, or put a queue between them; a "
    "function that invokes with InvocationType='Event' may be waived.",
    snippet="""aws.sfn.StateMachine("orders", definition=json.dumps(definition))
aws.sqs.Queue("shipping")  # or: the first sends, the second is triggered""",
    own="No tool of the catalogue looks for functions among what a role may invoke.",
    notes="Lambda",
)
def chained(graph: Graph) -> Iterator[Result]:
    """What ``lambda-cycle`` tells of is left to it."""
    web = _web(graph)
    in_loops = {edge for way in web.loops for edge in way}
    functions = {function.urn for function in graph.of(FUNCTION)}
    invoking: dict[str, list[Edge]] = {}
    for edge in web.edges:
        both = edge.source.urn in functions and edge.target.urn in functions
        # A destination is delivered to asynchronously.
        if both and edge not in in_loops and not edge.path.startswith("destinationConfig"):
            invoking.setdefault(edge.source.urn, []).append(edge)
    for edges in invoking.values():
        first = edges[0]
        invoked = text.names({edge.target.label for edge in edges})
        yield Fail(
            f"{first.source.label!r} may invoke {invoked} and wait for the answer.",
            first.path,
            "a state machine of Step Functions, or a queue between them",
            first.holder,
            statement=first.statement,
        )


RULES = (cycle, filtered_cycle, chained)
