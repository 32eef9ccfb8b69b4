"""What sets off what in a stack: functions write to resources, and those set off functions."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from guardrails.graph import Graph
from guardrails.resource_types import (
    BUCKETS,
    EVENT_SOURCE,
    FUNCTION,
    LOG_GROUP,
    QUEUE,
    STREAM,
    TABLE,
    TOPIC,
)
from guardrails.subjects.invocations import Way, invocations, leads_to
from guardrails.view import Resource, View

BUS: Final = "aws:cloudwatch/eventBus:EventBus"
_EVENT_RULE: Final = "aws:cloudwatch/eventRule:EventRule"
_EVENT_TARGET: Final = "aws:cloudwatch/eventTarget:EventTarget"
_SUBSCRIPTION: Final = "aws:sns/topicSubscription:TopicSubscription"
_NOTIFICATION: Final = "aws:s3/bucketNotification:BucketNotification"
_LOG_FILTER: Final = "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter"
_INVOKE_CONFIG: Final = "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig"
_RECEIVERS: Final = (QUEUE, TOPIC, BUS)

_NOUNS: Final = {
    QUEUE: "queue",
    TOPIC: "topic",
    TABLE: "table",
    STREAM: "stream",
    BUS: "event bus",
    LOG_GROUP: "log group",
    **dict.fromkeys(BUCKETS, "bucket"),
}
# A pattern with no other key takes the events of everyone.
_WIDE_KEYS: Final = frozenset({"account", "region", "version"})


class Node(NamedTuple):
    """A function, or something that sets functions off.

    Attributes:
        urn: The resource's.
        part: What is after a bucket's name in the ARNs of the objects that count: ``in/*``.
        label: How a message calls it.
    """

    urn: str
    part: str
    label: str


class Edge(NamedTuple):
    """One thing sets off the other.

    Attributes:
        source: What does.
        target: What is set off.
        filtered: Whether a filter decides which messages do.
        holder: The URN of what declares it.
        path: Where.
        statement: The Sid of the statement that allows it, where one does.
    """

    source: Node
    target: Node
    filtered: bool
    holder: str
    path: str
    statement: str = ""


def node(resource: Resource, part: str = "") -> Node:
    """A resource as a node."""
    noun = _NOUNS.get(resource.type)
    return Node(resource.urn, part, f"{noun} {resource.name}" if noun else resource.name)


def declared(graph: Graph) -> Iterator[Edge]:
    """What resources set off by themselves, as the stack declares it.

    Event sources, subscriptions, notifications, rules on buses, filters on logs, destinations.
    What cannot be resolved at preview is left out.
    """
    yield from _event_sources(graph)
    yield from _subscriptions(graph)
    yield from _notifications(graph)
    yield from _rules(graph)
    yield from _logs(graph)
    yield from _destinations(graph)


def _target(graph: Graph, holder: Resource, view: View) -> Node | None:
    """The function, queue, topic or bus of the stack that a reference leads to."""
    if ":lambda:" in view.text or view.unknown:
        found = leads_to(graph, holder, view)
        if found:
            return node(found[0])
    # An ARN names its service: a queue and a topic may have the same name.
    service = view.text.split(":")[2] if view.text.startswith("arn:") else ""
    kinds = {"sqs": QUEUE, "sns": TOPIC, "events": BUS}
    types = [kinds[service]] if service in kinds else [] if service else list(_RECEIVERS)
    receiver = graph.target(holder, view, types) if types else None
    return node(receiver) if receiver else None


def _event_sources(graph: Graph) -> Iterator[Edge]:
    for one in invocations(graph):
        if one.way is not Way.POLLED or one.holder.type != EVENT_SOURCE:
            continue
        source = graph.target(one.holder, one.holder["eventSourceArn"], [QUEUE, STREAM, TABLE])
        if source is not None and one.holder["enabled"].flag is not False:
            filtered = not one.holder["filterCriteria"]["filters"].missing
            yield Edge(node(source), node(one.function), filtered, one.holder.urn, "eventSourceArn")


def _subscriptions(graph: Graph) -> Iterator[Edge]:
    for one in graph.of(_SUBSCRIPTION):
        topic = graph.target(one, one["topic"], [TOPIC])
        if topic is None or one["protocol"].text not in ("lambda", "sqs"):
            continue
        target = _target(graph, one, one["endpoint"])
        if target:
            filtered = not one["filterPolicy"].missing
            yield Edge(node(topic), target, filtered, one.urn, "endpoint")


def _notifications(graph: Graph) -> Iterator[Edge]:
    for one in graph.of(_NOTIFICATION):
        bucket = graph.target(one, one["bucket"], BUCKETS)
        for each, reference in (
            ("lambdaFunctions", "lambdaFunctionArn"),
            ("queues", "queueArn"),
            ("topics", "topicArn"),
        ):
            for notice in one[each].items() if bucket else ():
                target = _target(graph, one, notice[reference])
                created = any(map(_creates, notice["events"].items()))
                if bucket and target and created:
                    prefix, suffix = notice["filterPrefix"], notice["filterSuffix"]
                    filtered = not (prefix.missing and suffix.missing)
                    part = f"{prefix.text}*{suffix.text}"
                    path = notice[reference].path
                    yield Edge(node(bucket, part), target, filtered, one.urn, path)


def _creates(event: View) -> bool:
    return event.unknown or "ObjectCreated" in event.text


def _rules(graph: Graph) -> Iterator[Edge]:
    for one in graph.of(_EVENT_TARGET):
        rule = graph.target(one, one["rule"], [_EVENT_RULE])
        target = _target(graph, one, one["arn"]) if rule else None
        if rule is None or target is None or rule["eventPattern"].missing:
            continue
        bus = graph.target(rule, rule["eventBusName"], [BUS])
        if bus is not None:
            yield Edge(node(bus), target, not _takes_all(rule), one.urn, "arn")


def _takes_all(rule: Resource) -> bool:
    pattern = rule["eventPattern"].json()
    return isinstance(pattern.value, dict) and all(
        name in _WIDE_KEYS for name, _ in pattern.entries()
    )


def _logs(graph: Graph) -> Iterator[Edge]:
    """A function always writes to its log group."""
    functions: dict[str, list[Resource]] = {}
    filters = graph.of(_LOG_FILTER)
    for function in graph.of(FUNCTION) if filters else ():
        group = function["loggingConfig"]["logGroup"].text
        functions.setdefault(group or f"/aws/lambda/{function['name'].text}", []).append(function)
    for one in filters:
        group = graph.target(one, one["logGroup"], [LOG_GROUP])
        target = _target(graph, one, one["destinationArn"])
        name = group["name"].text if group else one["logGroup"].text
        if not target or not name:
            continue
        logs = node(group) if group else Node(f"log group {name}", "", "its log group")
        yield Edge(logs, target, not one["filterPattern"].missing, one.urn, "destinationArn")
        for function in functions.get(name, ()):
            yield Edge(node(function), logs, filtered=False, holder=one.urn, path="logGroup")


def _destinations(graph: Graph) -> Iterator[Edge]:
    for one in graph.of(_INVOKE_CONFIG):
        found = leads_to(graph, one, one["functionName"])
        for outcome in ("onSuccess", "onFailure"):
            view = one["destinationConfig"][outcome]["destination"]
            target = _target(graph, one, view) if found else None
            if found and target:
                yield Edge(node(found[0]), target, filtered=False, holder=one.urn, path=view.path)
