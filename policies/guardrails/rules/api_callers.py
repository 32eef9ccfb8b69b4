"""Who may call the methods and routes of APIs."""

from collections.abc import Iterator
from typing import Final

from guardrails.answers import placed
from guardrails.graph import Graph
from guardrails.model import Fail, Result, Scope, Severity, Undetermined, rule
from guardrails.resource_types import HTTP_API, REST_API
from guardrails.subjects.openapi import PUBLIC, open_operations, read
from guardrails.view import Resource, View

_METHOD: Final = "aws:apigateway/method:Method"
_ROUTE: Final = "aws:apigatewayv2/route:Route"
_ANYONE: Final = "Anyone on the internet"


@rule(
    "apigw-method-auth",
    "Every method of an API asks who calls, or says why it does not",
    category="public-exposure",
    severity=Severity.HIGH,
    scope=Scope.STACK,
    applies_to=[_METHOD, _ROUTE, REST_API, HTTP_API],
    why="A method without authorization answers the whole internet.",
    remediation="Set authorization='AWS_IAM' or an authorizer. In an OpenAPI body give the "
    "operation a security requirement, or declare it public with "
    f'"{PUBLIC}": "<reason>".',
    snippet="aws.apigateway.Method(..., authorization='AWS_IAM')",
    equivalents=[
        "CKV_AWS_59",
        "CKV_AWS_309",
        "CKV2_AWS_70",
        "FSBP:APIGateway.8",
        "cdk-nag:APIG4",
        "trivy:AWS-0004",
        "guard:api-gw-method-authorization-type-rule",
        "cfn_nag:W59",
    ],
)
def method_auth(graph: Graph) -> Iterator[Result]:
    """Methods and routes of their own, those within an API's OpenAPI body, and that of a target."""
    for method in graph.of(_METHOD):
        api = graph.target(method, method["restApi"], [REST_API])
        yield from placed(method, _method(method, _callers(api)))
    for route in graph.of(_ROUTE):
        api = graph.target(route, route["apiId"], [HTTP_API])
        yield from placed(route, _route(route, api))
    for api in graph.of(REST_API, HTTP_API):
        yield from placed(api, _body(api["body"], _callers(api)))
        yield from placed(api, _quick_route(api))


def _callers(api: Resource | None) -> str:
    """Who reaches an API that asks nobody who they are."""
    types = api["endpointConfiguration"]["types"].items() if api else ()
    private = any(one.text == "PRIVATE" for one in types)
    return "Whoever reaches the API's VPC endpoints" if private else _ANYONE


def _method(method: Resource, callers: str) -> Iterator[Result]:
    verb, key = method["httpMethod"], method["apiKeyRequired"]
    if verb.text.upper() == "OPTIONS":
        return
    for result in _authorization(method["authorization"], key, "authorization='AWS_IAM'", callers):
        yield Undetermined(verb.path) if verb.unknown else result


def _route(route: Resource, api: Resource | None) -> Iterator[Result]:
    key = route["routeKey"]
    verb, separator, _ = key.text.partition(" ")
    protocol = api["protocolType"].text.upper() if api else ""
    is_http = protocol == "HTTP" or bool(separator)
    is_socket = protocol == "WEBSOCKET" or (not is_http and key.text not in ("", "$default"))
    # Of a WebSocket's routes only $connect can be authorized:
    # https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-control-access-iam.html
    if verb == "OPTIONS" or (is_socket and key.text not in ("", "$connect")):
        return
    api_key = View(None) if is_http else _socket_key(route, api)
    fix = "authorization_type='AWS_IAM' (or 'JWT', 'CUSTOM')"
    for result in _authorization(route["authorizationType"], api_key, fix, _ANYONE):
        yield Undetermined(key.path) if key.unknown else result


def _socket_key(route: Resource, api: Resource | None) -> View:
    """Whether callers need a key, or what keeps from telling whether the route takes one.

    An HTTP API knows no keys, and does not refuse the property:
    https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vs-rest.html
    """
    required, protocol = route["apiKeyRequired"], api["protocolType"] if api else route["routeKey"]
    return protocol if required.flag is True and protocol.unknown else required


def _authorization(authorization: View, api_key: View, fix: str, callers: str) -> Iterator[Result]:
    if authorization.text not in ("", "NONE") or api_key.flag is True:
        return
    for view in (authorization, api_key):
        if view.unknown:
            yield Undetermined(view.path)
            return
    yield Fail(f"{callers} may call this without credentials.", authorization.path, fix)


def _quick_route(api: Resource) -> Iterator[Result]:
    """The route that comes with a target has no authorization, and cannot be given one here."""
    key, target = api["routeKey"], api["target"]
    if api.type == HTTP_API and not target.missing and not key.text.startswith("OPTIONS "):
        yield Fail(
            f"{_ANYONE} may call the route that comes with the target, without credentials.",
            target.path,
            "an apigatewayv2.Integration and a Route with authorization_type, and no target",
        )


def _body(body: View, callers: str) -> Iterator[Result]:
    if body.missing:
        return
    if body.unknown:
        yield Undetermined(body.path)
        return
    document = read(body)
    if document.value is None:
        yield Fail(
            "The body is not OpenAPI in JSON or plain YAML of a size that API Gateway takes, so "
            "nobody can tell which operations are open.",
            body.path,
            "give an OpenAPI document of at most 6 MB; in YAML with few aliases",
        )
    for operation in open_operations(document):
        yield Fail(
            f"{callers} may call this operation: it has no security requirement of its own with a "
            "scheme that the document defines.",
            operation.path,
            f'"security": [{{"sigv4": []}}], or "{PUBLIC}": "<reason>"',
        )


RULES = (method_auth,)
