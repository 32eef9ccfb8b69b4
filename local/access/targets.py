"""The resources of a stack by their ARNs, and what the resources of a statement lead to."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from guardrails.iam import arn as arns
from guardrails.iam import wildcard
from local.access.model import Node, Side

EVERY: Final = "every:"
"""The id of a node that stands for all resources of a service, or with ``*`` for everything."""

_SECRETS: Final = "secretsmanager"
# Secrets Manager ends the ARN of a secret with a hyphen and six characters of its own.
_SECRET_ENDS: Final = ("-??????", "-*")

# What people call a resource by its service and the beginning of the last part of its ARN.
_NOUNS: Final[Mapping[tuple[str, str], str]] = {
    ("cloudwatch", "alarm"): "alarm",
    ("codebuild", "project"): "build project",
    ("dynamodb", "table"): "table",
    ("ec2", "instance"): "instance",
    ("ecr", "repository"): "repository",
    ("ecs", "cluster"): "cluster",
    ("events", "event-bus"): "event bus",
    ("execute-api", ""): "api",
    ("iam", "group"): "group",
    ("iam", "policy"): "policy",
    ("iam", "role"): "role",
    ("iam", "user"): "user",
    ("kinesis", "stream"): "stream",
    ("kms", "alias"): "key",
    ("kms", "key"): "key",
    ("lambda", "function"): "function",
    ("logs", "log-group"): "log group",
    ("s3", ""): "bucket",
    ("secretsmanager", "secret"): "secret",
    ("sns", ""): "topic",
    ("sqs", ""): "queue",
    ("ssm", "parameter"): "parameter",
    ("states", "stateMachine"): "state machine",
}
_SEPARATORS: Final = ":/"

# The streams of a log group, which statements name besides or instead of the group itself.
_STREAMS: Final = (":*", ":log-stream:*")


class _Key(NamedTuple):
    """A resource within a stack: an account and a region hardly tell two of them apart."""

    service: str
    resource: str


@dataclass(frozen=True, slots=True)
class Target:
    """A resource of the stack, or a principal of it, as statements name it.

    Attributes:
        node: As the map shows it.
        arn: Its ARN, parts of which may be empty; empty when it is unknown.
    """

    node: Node
    arn: str


class Targets:
    """Finds what the resources of statements lead to; every pattern is looked up once."""

    def __init__(self, targets: Iterable[Target], aliases: Mapping[str, Node]) -> None:
        self._exact: dict[_Key, tuple[Node, arns.Arn]] = {}
        self._aliases = aliases
        for one in targets:
            parts = arns.split(one.arn)
            if parts is not None:
                self._exact[_Key(parts.service, parts.resource)] = (one.node, parts)
        self._sorted = sorted(self._exact)
        self._found: dict[str, Node] = {}

    def key(self, alias: str) -> Node:
        """The key that an alias leads to."""
        if alias in self._aliases:
            return self._aliases[alias]
        return Node(id=alias, side=Side.RESOURCE, kind="key", name=alias)

    def of(self, pattern: str) -> Node:
        """What a statement's resource leads to, other than everything.

        A resource of the stack, also when the statement names a part of it (an index of a table,
        the objects of a bucket) or leaves the account or the region open; else a node for the
        pattern itself, which knows the stack's resources that it covers.
        """
        if pattern not in self._found:
            whole = _without_streams(pattern)
            self._found[pattern] = self._own(whole) or self._pattern(whole)
        return self._found[pattern]

    def every(self, service: str) -> Node:
        """All resources of a service; of every service with ``*``."""
        id_ = EVERY + service
        if id_ not in self._found:
            everything = service == "*"
            self._found[id_] = Node(
                id=id_,
                side=Side.RESOURCE,
                kind="everything" if everything else service,
                name="every resource" if everything else f"every resource of {service}",
                covers=tuple(
                    self._exact[key][0].id
                    for key in self._sorted
                    if everything or key.service == service
                ),
            )
        return self._found[id_]

    def _own(self, pattern: str) -> Node | None:
        parts = arns.split(pattern)
        if parts is None:
            return None
        for resource in _wholes(parts):
            node, own = self._exact.get(_Key(parts.service, resource), (None, parts))
            if node and _agree(parts.account, own.account) and _agree(parts.region, own.region):
                return node
        return None

    def _pattern(self, pattern: str) -> Node:
        parts = arns.split(pattern)
        node = Node(id=pattern, side=Side.RESOURCE, kind="resource", name=pattern, arn=pattern)
        if parts is None:
            return node
        return replace(
            node, kind=noun(parts), name=_name(parts), covers=tuple(self._covered(parts))
        )

    def _covered(self, parts: arns.Arn) -> Iterator[str]:
        if wildcard.has_wildcard(parts.service):
            return
        filled = arns.fill_in(parts.resource)
        literal = filled.partition("*")[0].partition("?")[0]
        matches = wildcard.compiled(filled).matches
        at = bisect_left(self._sorted, (parts.service, literal))
        while at < len(self._sorted):
            key = self._sorted[at]
            if key.service != parts.service or not key.resource.startswith(literal):
                return
            node, own = self._exact[key]
            if matches(key.resource) and _agree(parts.account, own.account):
                yield node.id
            at += 1


def noun(parts: arns.Arn) -> str:
    """What people call the resource of an ARN."""
    first = parts.resource
    for separator in _SEPARATORS:
        first = first.partition(separator)[0]
    known = _NOUNS.get((parts.service, first)) or _NOUNS.get((parts.service, ""))
    return known or parts.service


def _name(parts: arns.Arn) -> str:
    """The last part of an ARN without the word for its kind, with a foreign account."""
    resource = parts.resource
    first = resource[: min(map(len, (resource.partition(one)[0] for one in _SEPARATORS)))]
    if (parts.service, first) in _NOUNS:
        resource = resource[len(first) + 1 :] or resource
    if wildcard.is_star(parts.account or "-"):
        return f"{resource} of any account"
    return resource


def _without_streams(pattern: str) -> str:
    parts = arns.split(pattern)
    if parts is None or parts.service != "logs":
        return pattern
    for streams in _STREAMS:
        if pattern.endswith(streams) and parts.resource.count(":") > 1:
            return pattern.removesuffix(streams)
    return pattern


def _wholes(parts: arns.Arn) -> Iterator[str]:
    """The resource and what it may be a part of, the longest first."""
    resource = parts.resource
    if parts.service == _SECRETS:
        for end in _SECRET_ENDS:
            resource = resource.removesuffix(end)
    yield resource
    for at in range(len(resource) - 1, 0, -1):
        if resource[at] in _SEPARATORS:
            yield resource[:at]


def _agree(pattern: str, own: str) -> bool:
    """Whether a statement's account or region may be the resource's."""
    return not own or not pattern or wildcard.matches(pattern, own)
