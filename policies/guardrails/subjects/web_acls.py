"""Which resources a web application firewall (WAF) stands in front of."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from weakref import WeakKeyDictionary

from guardrails.graph import Graph
from guardrails.model import Fail, Result, Undetermined
from guardrails.resource_types import GRAPHQL_API, LOAD_BALANCERS, REST_STAGE, USER_POOL
from guardrails.view import Resource

_ASSOCIATIONS: Final = (
    "aws:wafv2/webAclAssociation:WebAclAssociation",
    "aws:wafregional/webAclAssociation:WebAclAssociation",
)

# https://docs.aws.amazon.com/waf/latest/developerguide/how-aws-waf-works-resources.html
_GUARDED: Final = (
    *LOAD_BALANCERS,
    REST_STAGE,
    GRAPHQL_API,
    USER_POOL,
    "aws:apprunner/service:Service",
    "aws:verifiedaccess/instance:Instance",
)


@dataclass
class _Guards:
    """What the associations of a stack name.

    Attributes:
        urns: Resources of the stack.
        by_arn: Associations by the ARNs that they give.
        unresolved: Associations that may mean any resource.
    """

    urns: set[str] = field(default_factory=set[str])
    by_arn: dict[str, Resource] = field(default_factory=dict[str, Resource])
    unresolved: list[Resource] = field(default_factory=list[Resource])


_guards: WeakKeyDictionary[Graph, _Guards] = WeakKeyDictionary()


def unguarded(graph: Graph, target: Resource, message: str) -> Iterator[Result]:
    """Fail where no web ACL is associated with ``target``, which is one of the guarded types."""
    guards, arn = _of(graph), target["arn"].text
    if target.urn in guards.urns or arn in guards.by_arn:
        return
    # As long as its ARN is not known, any ARN may be the target's.
    maybe = guards.unresolved or ([] if arn else [*guards.by_arn.values()])
    if maybe:
        yield Undetermined("resourceArn", maybe[0].urn)
        return
    fix = "wafv2.WebAclAssociation(resource_arn=<this>.arn, web_acl_arn=acl.arn)"
    yield Fail(message, "arn", fix, target.urn)


def _of(graph: Graph) -> _Guards:
    if graph not in _guards:
        _guards[graph] = _found(graph)
    return _guards[graph]


def _found(graph: Graph) -> _Guards:
    # Not by the names that end the ARNs: every second stage is called v1.
    guards = _Guards()
    for association in graph.of(*_ASSOCIATIONS):
        reference = association["resourceArn"]
        computed_from = association.property_dependencies.get("resourceArn", ())
        sources = [one for one in map(graph.resource, computed_from) if one]
        targets = [one for one in sources if one.type in _GUARDED]
        if reference.unknown and not targets:
            target = graph.target(association, reference, _GUARDED)
            targets = [target] if target else []
        guards.urns.update(one.urn for one in targets)
        if reference.text and not targets:
            guards.by_arn[reference.text] = association
        elif reference.unknown and not targets:
            guards.unresolved.append(association)
    return guards
