"""The domains of APIs and the endpoints that they answer at."""

from collections.abc import Iterator, Sequence
from typing import Final

from guardrails.demands import Demand, demand_rule, none_of
from guardrails.graph import Graph
from guardrails.model import Fail, Level, Result, Scope, Severity, Undetermined, rule
from guardrails.resource_types import HTTP_API, REST_API
from guardrails.settings import texts
from guardrails.view import Resource, View

_DOMAIN: Final = "aws:apigateway/domainName:DomainName"
_HTTP_DOMAIN: Final = "aws:apigatewayv2/domainName:DomainName"
_MAPPING: Final = "aws:apigateway/basePathMapping:BasePathMapping"
_HTTP_MAPPING: Final = "aws:apigatewayv2/apiMapping:ApiMapping"


def _is_current(view: View) -> bool:
    # The newer ones, such as SecurityPolicy_TLS13_1_3_2025_09, start at TLS 1.2 or 1.3.
    # https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-security-policies.html
    return view.text == "TLS_1_2" or view.text.startswith("SecurityPolicy_")


_OLD: Final = "Callers may use TLS 1.0, which others can read and change."

tls = demand_rule(
    "apigw-tls",
    "Domains of APIs take TLS 1.2 or later",
    Demand((_DOMAIN,), "securityPolicy", _is_current, _OLD, "security_policy='TLS_1_2'", "TLS_1_2"),
    Demand(
        (_HTTP_DOMAIN,),
        "domainNameConfiguration.securityPolicy",
        _is_current,
        _OLD,
        "security_policy='TLS_1_2'",
        "TLS_1_2",
    ),
    Demand((REST_API,), "securityPolicy", none_of("TLS_1_0"), _OLD, "leave security_policy out"),
    category="encryption-in-transit",
    severity=Severity.HIGH,
    why="TLS before 1.2 is broken, and callers that still use it can be listened to.",
    remediation="Set security_policy='TLS_1_2'.",
    snippet="aws.apigateway.DomainName(..., security_policy='TLS_1_2')",
    equivalents=[
        "CKV_AWS_206",
        "trivy:AWS-0005",
        "pulumi-compliance:aws-apigateway-domainname-configure-security-policy",
        "cfn_nag:W62",
        "guard:api-gw-domain-deny-non-tls-traffic",
    ],
)


@rule(
    "apigw-endpoint-type",
    "REST APIs have an endpoint of an allowed type",
    category="public-exposure",
    severity=Severity.LOW,
    level=Level.ADVISORY,
    applies_to=[REST_API],
    why="An edge-optimized API, the default, is behind a distribution that nobody can configure.",
    remediation="Set endpoint_configuration={'types': 'REGIONAL'}, or 'PRIVATE'.",
    snippet="aws.apigateway.RestApi(..., endpoint_configuration={'types': 'REGIONAL'})",
    equivalents=["AWSGuard:apiGatewayEndpointType", "guard:api-gw-endpoint-type-check"],
    settings={
        "allowed_types": texts(
            ("REGIONAL", "PRIVATE"), "^(EDGE|REGIONAL|PRIVATE)$", "The types that APIs may have."
        )
    },
)
def endpoint_type(api: Resource, allowed_types: Sequence[str]) -> Iterator[Result]:
    """Without a type it is ``EDGE``."""
    types = api["endpointConfiguration"]["types"]
    for one in types.items() or (types,):
        kind = one.text or "EDGE"
        if one.unknown:
            yield Undetermined(one.path)
        elif kind not in allowed_types:
            allowed = " or ".join(allowed_types)
            yield Fail(
                f"The endpoint is of the type {kind}; allowed: {allowed}.",
                one.path,
                f"endpoint_configuration={{'types': '{allowed_types[0]}'}}"
                if allowed_types
                else "allow a type in the setting allowed_types",
            )


@rule(
    "apigw-default-endpoint",
    "An API with a domain of its own answers nowhere else",
    category="public-exposure",
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    scope=Scope.STACK,
    applies_to=[REST_API, HTTP_API],
    why="At execute-api the API is reached without the domain's TLS policy, mutual TLS and WAF.",
    remediation="Set disable_execute_api_endpoint=True.",
    snippet="aws.apigatewayv2.Api(..., disable_execute_api_endpoint=True)",
    own="Other tools do not join an API with its domain.",
)
def default_endpoint(graph: Graph) -> Iterator[Result]:
    """APIs that a base path or a mapping of a domain leads to."""
    for api in graph.of(REST_API, HTTP_API):
        disabled = api["disableExecuteApiEndpoint"]
        if disabled.flag is True:
            continue
        paths = graph.attached(api, [_MAPPING], "restApi", [REST_API, HTTP_API])
        mappings = graph.attached(api, [_HTTP_MAPPING], "apiId", [REST_API, HTTP_API])
        maybe = (*paths.maybe, *mappings.maybe)
        if paths.found or mappings.found:
            if disabled.unknown:
                yield Undetermined(disabled.path, api.urn)
                continue
            yield Fail(
                "The API has a domain of its own, and answers at execute-api all the same.",
                disabled.path,
                "disable_execute_api_endpoint=True",
                api.urn,
            )
        elif maybe:
            yield Undetermined(maybe[0][1], maybe[0][0].urn)


RULES = (tls, endpoint_type, default_endpoint)
