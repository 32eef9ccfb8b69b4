"""The resource policies of a stack, each with the ARN of what it guards."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from guardrails.documents import documents, parse
from guardrails.entities import permissions
from guardrails.entities.place import Place
from guardrails.graph import Graph, short_name
from guardrails.iam.entity import ResourcePolicy
from guardrails.iam.model import DocumentKind
from guardrails.resource_types import (
    BUCKET_POLICY,
    BUCKETS,
    KEY,
    KEY_POLICY,
    PERMISSION,
    QUEUE,
    QUEUE_POLICY,
    REST_API,
    STREAM,
    TABLE,
    TOPIC,
    TOPIC_POLICY,
)
from guardrails.view import Resource

_SECRET: Final = "aws:secretsmanager/secret:Secret"  # noqa: S105 -- a type, no password
_REPOSITORY: Final = "aws:ecr/repository:Repository"
_BUS: Final = "aws:cloudwatch/eventBus:EventBus"


class _Guarded(NamedTuple):
    """How to find what a policy guards.

    Attributes:
        reference: The property that names it.
        types: What it may be.
        arn: Its ARN, made of its place and its name; empty where that takes more.
    """

    reference: str
    types: tuple[str, ...]
    arn: str = ""


_QUEUE = _Guarded("name", (QUEUE,), "arn:{partition}:sqs:{region}:{account}:{name}")
_TOPIC = _Guarded("name", (TOPIC,), "arn:{partition}:sns:{region}:{account}:{name}")
_BUCKET = _Guarded("bucket", BUCKETS, "arn:{partition}:s3:::{name}")
_GUARDED: Final = {
    QUEUE: _QUEUE,
    QUEUE_POLICY: _QUEUE._replace(reference="queueUrl"),
    TOPIC: _TOPIC,
    TOPIC_POLICY: _TOPIC._replace(reference="arn"),
    **dict.fromkeys((*BUCKETS, BUCKET_POLICY), _BUCKET),
    KEY_POLICY: _Guarded("keyId", (KEY,)),
    REST_API: _Guarded("name", (REST_API,)),
    "aws:apigateway/restApiPolicy:RestApiPolicy": _Guarded("restApiId", (REST_API,)),
    "aws:cloudwatch/eventBusPolicy:EventBusPolicy": _Guarded(
        "eventBusName", (_BUS,), "arn:{partition}:events:{region}:{account}:event-bus/{name}"
    ),
    "aws:dynamodb/resourcePolicy:ResourcePolicy": _Guarded(
        "resourceArn", (TABLE,), "arn:{partition}:dynamodb:{region}:{account}:table/{name}"
    ),
    "aws:ecr/repositoryPolicy:RepositoryPolicy": _Guarded(
        "repository", (_REPOSITORY,), "arn:{partition}:ecr:{region}:{account}:repository/{name}"
    ),
    "aws:kinesis/resourcePolicy:ResourcePolicy": _Guarded(
        "resourceArn", (STREAM,), "arn:{partition}:kinesis:{region}:{account}:stream/{name}"
    ),
    "aws:secretsmanager/secretPolicy:SecretPolicy": _Guarded("secretArn", (_SECRET,)),
}


def resource_policies(graph: Graph) -> tuple[ResourcePolicy, ...]:
    """The policies of resources that are known, in the order of their URNs.

    A function's permissions count, each as a policy of one statement.
    """
    return tuple(policy for resource in graph.resources for policy in _of(resource, graph))


def _of(resource: Resource, graph: Graph) -> Iterator[ResourcePolicy]:
    if resource.type == PERMISSION:
        yield from permissions.policies(resource, graph)
        return
    for one in documents(resource, DocumentKind.RESOURCE):
        document = None if one.unknown else parse(one.text, one.kind).document
        if document is not None:
            arn, name = _guarded(resource, graph)
            path = one.view.path
            yield ResourcePolicy(arn, name, resource.type, document, resource.urn, path)


def _guarded(holder: Resource, graph: Graph) -> tuple[str, str]:
    """The ARN and the name of what a policy guards."""
    known = _GUARDED.get(holder.type)
    if known is None:
        return holder["arn"].text, holder["name"].text or holder.name
    view = holder[known.reference]
    if view.text.startswith("arn:"):
        return view.text, short_name(view.text)
    guarded = holder if holder.type in known.types else graph.target(holder, view, known.types)
    name = _own_name(guarded) if guarded else short_name(view.text) or holder.name
    arn = guarded["arn"].text if guarded else ""
    if not arn and known.arn:
        arn = known.arn.format(**Place.of(guarded or holder)._asdict(), name=name)
    return arn, name


def _own_name(resource: Resource) -> str:
    for property_ in ("name", "bucket"):
        if resource[property_].text:
            return resource[property_].text
    return resource.name
