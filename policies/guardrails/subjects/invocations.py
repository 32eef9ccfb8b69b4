"""What invokes the functions of a stack: which function, and which version of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from weakref import WeakKeyDictionary

from guardrails.demands import values_at
from guardrails.graph import Graph
from guardrails.resource_types import ALIAS, EVENT_SOURCE, FUNCTION, HTTP_API, REST_API
from guardrails.subjects.openapi import operations, read
from guardrails.view import Resource, View

_REST_INTEGRATION: Final = "aws:apigateway/integration:Integration"
_HTTP_INTEGRATION: Final = "aws:apigatewayv2/integration:Integration"

# Also within the address that API Gateway takes: `…:lambda:path/2015-03-31/functions/arn:…:live/…`.
_ARN: Final = re.compile(r"arn:[^:]*:lambda:[^:/]*:\d*:function:([\w-]+)(?::([\w$-]+))?")
_NAME: Final = re.compile(r"(?:\d{12}:function:)?([\w-]+)(?::([\w$-]+))?")
_LATEST: Final = "$LATEST"

# API Gateway waits that long, unless an integration says otherwise:
# https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
_REST_WAIT_SECONDS: Final = 29
_HTTP_WAIT_SECONDS: Final = 30


class Way(StrEnum):
    """How a function is invoked."""

    ASYNCHRONOUS = "asynchronous"
    """Lambda takes the event over, and nobody waits."""

    POLLED = "polled"
    """Lambda reads batches from a queue or a stream."""

    API = "api"
    """API Gateway waits for the answer."""


@dataclass(frozen=True, slots=True)
class Invocation:
    """A place where a stack declares that a function is invoked.

    Attributes:
        way: How.
        holder: The resource that declares it.
        view: What names the function there.
        function: The function, of the same stack.
        qualifier: The alias or the version; empty for ``$LATEST``, ``None`` where unknown.
        wait: For an API, how long it waits at most, in milliseconds: the integration's own limit.
    """

    way: Way
    holder: Resource
    view: View
    function: Resource
    qualifier: str | None
    wait: View | None = None

    @property
    def wait_seconds(self) -> float:
        """How long an API waits: its integration's limit, where it is known, else AWS's."""
        if self.wait is not None and self.wait.number:
            return self.wait.number / 1000
        is_http = self.holder.type in (HTTP_API, _HTTP_INTEGRATION)
        return _HTTP_WAIT_SECONDS if is_http else _REST_WAIT_SECONDS


_ASYNCHRONOUS: Final = (
    ("aws:sns/topicSubscription:TopicSubscription", "endpoint"),
    ("aws:s3/bucketNotification:BucketNotification", "lambdaFunctions[].lambdaFunctionArn"),
    ("aws:cloudwatch/eventTarget:EventTarget", "arn"),
    ("aws:scheduler/schedule:Schedule", "target.arn"),
    ("aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter", "destinationArn"),
    ("aws:iot/topicRule:TopicRule", "lambdas[].functionArn"),
)
_INTEGRATIONS: Final = ((_REST_INTEGRATION, "uri"), (_HTTP_INTEGRATION, "integrationUri"))
_INVOCATION_TYPE: Final = "integration.request.header.x-amz-invocation-type"

INVOKERS: Final = (
    *(type_ for type_, _ in (*_ASYNCHRONOUS, *_INTEGRATIONS)),
    EVENT_SOURCE,
    REST_API,
    HTTP_API,
)
"""The types that invoke functions."""

_graphs: WeakKeyDictionary[Graph, tuple[Invocation, ...]] = WeakKeyDictionary()


def invocations(graph: Graph) -> tuple[Invocation, ...]:
    """All invocations of the stack's functions, found once for all rules."""
    found = _graphs.get(graph)
    if found is None:
        found = _graphs[graph] = tuple(_found(graph)) if graph.of(FUNCTION) else ()
    return found


def leads_to(graph: Graph, holder: Resource, view: View) -> tuple[Resource, str | None] | None:
    """The function that a reference leads to, and the qualifier.

    Args:
        graph: The stack.
        holder: What refers.
        view: The reference: an ARN, a name, or what API Gateway takes.

    Returns:
        ``None`` for what is no function of the stack. The qualifier is empty for ``$LATEST`` and
        ``None`` where it is not known.
    """
    if view.text:
        form = _ARN.search(view.text) if ":lambda:" in view.text else _NAME.fullmatch(view.text)
        # A name may carry its account and alias; an ARN knows its place.
        meant = (form[0] if form[0].startswith("arn:") else form[1]) if form else ""
        function = graph.named(meant, [FUNCTION], holder)
        if form is None or function is None:
            return None
        return function, "" if form[2] == _LATEST else form[2] or ""
    return _computed(graph, holder, view) if view.unknown else None


def _computed(graph: Graph, holder: Resource, view: View) -> tuple[Resource, str | None] | None:
    """What an unknown reference was computed from: an alias, or a function's ARN or version."""
    aliases = graph.sources(holder, view, [ALIAS])
    if len(aliases) == 1:
        named = leads_to(graph, aliases[0], aliases[0]["functionName"])
        name = aliases[0]["name"]
        return (named[0], (not name.secret and name.text) or None) if named else None
    functions = graph.sources(holder, view, [FUNCTION])
    return (functions[0], None) if len(functions) == 1 and not aliases else None


def _found(graph: Graph) -> Iterator[Invocation]:
    for type_, path in _ASYNCHRONOUS:
        yield from _references(graph, type_, path, Way.ASYNCHRONOUS)
    yield from _references(graph, EVENT_SOURCE, "functionName", Way.POLLED)
    for type_, path in _INTEGRATIONS:
        yield from _references(graph, type_, path, Way.API)
    for api in graph.of(REST_API, HTTP_API):
        yield from _in_body(graph, api)


def _references(graph: Graph, type_: str, path: str, way: Way) -> Iterator[Invocation]:
    for holder in graph.of(type_):
        for view in values_at(holder.properties, path):
            # A plain name is a function's only where nothing else may stand.
            if way is not Way.POLLED and not view.unknown and ":lambda:" not in view.text:
                continue
            found = leads_to(graph, holder, view)
            if found is None:
                continue
            if way is Way.API:
                yield _by_api(holder, view, found, holder.properties, "timeoutMilliseconds")
            else:
                yield Invocation(way, holder, view, *found)


def _in_body(graph: Graph, api: Resource) -> Iterator[Invocation]:
    if not api["body"].text:
        return
    for operation in operations(read(api["body"])):
        integration = operation["x-amazon-apigateway-integration"]
        found = leads_to(graph, api, integration["uri"])
        if found and ":lambda:" in integration["uri"].text:
            yield _by_api(api, integration["uri"], found, integration, "timeoutInMillis")


def _by_api(
    holder: Resource,
    view: View,
    found: tuple[Resource, str | None],
    integration: View,
    timeout: str,
) -> Invocation:
    """An API's invocation, which is asynchronous where it sends the header that says so."""
    parameters = {name.lower(): value for name, value in integration["requestParameters"].entries()}
    asked = parameters.get(_INVOCATION_TYPE)
    if asked is not None and asked.text.strip("'").lower() == "event":
        return Invocation(Way.ASYNCHRONOUS, holder, view, *found)
    return Invocation(Way.API, holder, view, *found, integration[timeout])
