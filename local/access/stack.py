"""What the map needs to know of a stack's resources besides who has which policies."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from guardrails.documents import all_documents
from guardrails.entities.place import Place
from guardrails.graph import Graph
from guardrails.resource_types import (
    BUCKETS,
    FUNCTION,
    HTTP_API,
    KEY,
    LOG_GROUP,
    QUEUE,
    REST_API,
    ROLE,
    STREAM,
    TABLE,
    TOPIC,
)
from guardrails.subjects import openapi
from guardrails.view import Resource, View
from local.access.model import Node, Side
from local.access.targets import Target

_ALIAS: Final = "aws:kms/alias:Alias"
_EVENT_SOURCE: Final = "aws:lambda/eventSourceMapping:EventSourceMapping"


class _Kind(NamedTuple):
    """A type of resource that statements name.

    Attributes:
        noun: What people call it.
        named: The property with its name.
        arn: Made of its place and name; empty where that takes more.
    """

    noun: str
    named: str
    arn: str = ""


_REGIONAL: Final = "arn:{partition}:%s:{region}:{account}:%s"
_BUCKET: Final = _Kind("bucket", "bucket", "arn:{partition}:s3:::{name}")
_KINDS: Final[Mapping[str, _Kind]] = {
    **dict.fromkeys(BUCKETS, _BUCKET),
    FUNCTION: _Kind("function", "name", _REGIONAL % ("lambda", "function:{name}")),
    HTTP_API: _Kind("api", "name"),
    KEY: _Kind("key", "description"),
    LOG_GROUP: _Kind("log group", "name", _REGIONAL % ("logs", "log-group:{name}")),
    QUEUE: _Kind("queue", "name", _REGIONAL % ("sqs", "{name}")),
    REST_API: _Kind("api", "name"),
    STREAM: _Kind("stream", "name", _REGIONAL % ("kinesis", "stream/{name}")),
    TABLE: _Kind("table", "name", _REGIONAL % ("dynamodb", "table/{name}")),
    TOPIC: _Kind("topic", "name", _REGIONAL % ("sns", "{name}")),
    "aws:cloudwatch/eventBus:EventBus": _Kind(
        "event bus", "name", _REGIONAL % ("events", "event-bus/{name}")
    ),
    "aws:ecr/repository:Repository": _Kind(
        "repository", "name", _REGIONAL % ("ecr", "repository/{name}")
    ),
    "aws:secretsmanager/secret:Secret": _Kind(
        "secret", "name", _REGIONAL % ("secretsmanager", "secret:{name}")
    ),
    "aws:sfn/stateMachine:StateMachine": _Kind(
        "state machine", "name", _REGIONAL % ("states", "stateMachine:{name}")
    ),
    "aws:ssm/parameter:Parameter": _Kind(
        "parameter", "name", _REGIONAL % ("ssm", "parameter/{name}")
    ),
}


@dataclass(frozen=True, slots=True)
class Door:
    """An API, as its callers see it.

    Attributes:
        operations: How many it has.
        open: How many of them ask for no authorization.
        private: Whether it answers within a network of the account only.
    """

    operations: int
    open: int
    private: bool


@dataclass(frozen=True, slots=True)
class Stack:
    """What there is in a stack.

    Attributes:
        targets: Its resources.
        aliases: Its keys by their aliases.
        triggers: The ids of what triggers functions, with the function's.
        doors: Its APIs, by their URNs.
        hidden: The places of documents that are secrets, as (URN, path).
        account: The only account that it is in, where its providers say so.
    """

    targets: tuple[Target, ...]
    aliases: Mapping[str, Node]
    triggers: tuple[tuple[str, str], ...]
    doors: Mapping[str, Door]
    hidden: frozenset[tuple[str, str]]
    account: str | None


def read(graph: Graph) -> Stack:
    """Read a stack's resources."""
    aliases = dict(_aliases(graph))
    return Stack(
        targets=tuple(_targets(graph, aliases)),
        aliases={name: _node(key, graph, name) for name, key in aliases.items()},
        triggers=tuple(_triggers(graph)),
        doors=dict(_doors(graph)),
        hidden=frozenset(_hidden(graph)),
        account=_account(graph),
    )


def _targets(graph: Graph, aliases: Mapping[str, Resource]) -> Iterator[Target]:
    by_key = {key.urn: alias for alias, key in aliases.items()}
    for resource in graph.of(*_KINDS):
        node = _node(resource, graph, by_key.get(resource.urn, ""))
        yield Target(node, node.arn)


def _node(resource: Resource, graph: Graph, alias: str = "") -> Node:
    kind = _KINDS[resource.type]
    name = resource[kind.named].text
    role = graph.target(resource, resource["role"], [ROLE]) if resource.type == FUNCTION else None
    return Node(
        id=resource.urn,
        side=Side.RESOURCE,
        kind=kind.noun,
        name=alias or name or resource.name,
        arn=resource["arn"].text or _arn(resource, kind, name),
        source=resource.urn,
        acts_as=role.urn if role else "",
    )


def _arn(resource: Resource, kind: _Kind, name: str) -> str:
    if not kind.arn or not name:
        return ""
    if kind.noun == "parameter":
        # Its name may begin with a slash, which its ARN has once.
        name = name.removeprefix("/")
    return kind.arn.format(**Place.of(resource)._asdict(), name=name)


def _aliases(graph: Graph) -> Iterator[tuple[str, Resource]]:
    for alias in graph.of(_ALIAS):
        key = graph.target(alias, alias["targetKeyId"], [KEY])
        if key and alias["name"].text:
            yield alias["name"].text, key


def _triggers(graph: Graph) -> Iterator[tuple[str, str]]:
    for mapping in graph.of(_EVENT_SOURCE):
        source = _source(graph, mapping)
        function = _function(graph, mapping)
        if source and function:
            yield source.urn, function.urn


def _source(graph: Graph, mapping: Resource) -> Resource | None:
    view = mapping["eventSourceArn"]
    if view.text:
        # A table's stream ends with the time of its creation.
        view = View(view.text.partition("/stream/")[0], view.path)
    return graph.target(mapping, view, (QUEUE, TABLE, STREAM))


def _function(graph: Graph, mapping: Resource) -> Resource | None:
    view = mapping["functionName"]
    if ":function:" in view.text:
        # The qualifier is the last part of the ARN of an alias or a version.
        view = View(view.text.partition(":function:")[2].partition(":")[0], view.path)
    return graph.target(mapping, view, (FUNCTION,))


def _doors(graph: Graph) -> Iterator[tuple[str, Door]]:
    for api in graph.of(REST_API, HTTP_API):
        document = openapi.read(api["body"])
        operations = tuple(openapi.operations(document))
        unguarded = {one.path for one in openapi.open_operations(document)}
        unguarded |= {one.path for one in operations if one[openapi.PUBLIC].text.strip()}
        types = [one.text for one in api["endpointConfiguration"]["types"].items()]
        yield api.urn, Door(len(operations), len(unguarded), types == ["PRIVATE"])


def _hidden(graph: Graph) -> Iterator[tuple[str, str]]:
    for resource in graph.resources:
        for document in all_documents(resource):
            if document.view.secret:
                yield resource.urn, document.view.path


def _account(graph: Graph) -> str | None:
    accounts = {one.account_id for one in graph.resources if one.account_id}
    return accounts.pop() if len(accounts) == 1 else None
