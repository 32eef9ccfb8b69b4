"""Which resources a web application firewall (WAF) stands in front of."""

from collections.abc import Iterator
from typing import Final

from guardrails.graph import Graph
from guardrails.model import Fail, Result, Severity, Undetermined
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


def unguarded(
    graph: Graph, target: Resource, message: str, severity: Severity | None = None
) -> Iterator[Result]:
    """Fail where no web ACL is associated with ``target``, which is one of the guarded types."""
    attached = graph.attached(target, _ASSOCIATIONS, "resourceArn", _GUARDED)
    if any(_means(association, target) for association in attached.found):
        return
    if attached.maybe:
        association, path = attached.maybe[0]
        yield Undetermined(path, association.urn)
        return
    fix = "wafv2.WebAclAssociation(resource_arn=<this>.arn, web_acl_arn=acl.arn)"
    yield Fail(message, "arn", fix, target.urn, severity)


def _means(association: Resource, target: Resource) -> bool:
    # The ARNs of stages and load balancers end alike: /stages/v1.
    reference, arn = association["resourceArn"].text, target["arn"].text
    return not reference or not arn or reference == arn
