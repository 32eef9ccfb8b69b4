"""API Gateway: REST, HTTP and WebSocket APIs."""

from collections.abc import Iterator

from guardrails.model import Fail, Result, Severity, Undetermined, rule
from guardrails.openapi import PUBLIC, open_operations, read
from guardrails.resource_types import HTTP_API, REST_API
from guardrails.view import Resource, View

_METHOD = "aws:apigateway/method:Method"
_ROUTE = "aws:apigatewayv2/route:Route"


@rule(
    "apigw-method-auth",
    "Every method of an API asks who calls, or says why it does not",
    category="public-exposure",
    severity=Severity.HIGH,
    applies_to=[_METHOD, _ROUTE, REST_API, HTTP_API],
    why="A method without authorization answers the whole internet.",
    remediation="Set authorization='AWS_IAM' or an authorizer. In an OpenAPI body give the "
    "operation a security requirement, or declare it public with "
    f'"{PUBLIC}": "<reason>".',
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
def method_auth(resource: Resource) -> Iterator[Result]:
    """Methods and routes of their own, or those within an API's OpenAPI body."""
    if resource.type == _METHOD:
        yield from _method(resource)
    elif resource.type == _ROUTE:
        yield from _route(resource)
    else:
        yield from _body(resource["body"])


def _method(method: Resource) -> Iterator[Result]:
    verb = method["httpMethod"]
    if verb.text.upper() == "OPTIONS":
        return
    for result in _authorization(method, method["authorization"], "authorization='AWS_IAM'"):
        yield Undetermined(verb.path) if verb.unknown else result


def _route(route: Resource) -> Iterator[Result]:
    key = route["routeKey"]
    # Of a WebSocket's routes, whose keys are single words, only $connect can be authorized.
    verb, separator, _ = key.text.partition(" ")
    unauthorizable = not separator and key.text not in ("", "$connect", "$default")
    if verb == "OPTIONS" or unauthorizable:
        return
    for result in _authorization(
        route, route["authorizationType"], "authorization_type='AWS_IAM' (or 'JWT', 'CUSTOM')"
    ):
        yield Undetermined(key.path) if key.unknown else result


def _authorization(resource: Resource, authorization: View, fix: str) -> Iterator[Result]:
    if authorization.text not in ("", "NONE"):
        return
    api_key = resource["apiKeyRequired"]
    if api_key.flag is True:
        return
    for view in (authorization, api_key):
        if view.unknown:
            yield Undetermined(view.path)
            return
    yield Fail("Anyone on the internet may call this without credentials.", authorization.path, fix)


def _body(body: View) -> Iterator[Result]:
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
            "Anyone on the internet may call this operation: it has no security requirement of "
            "its own with a scheme that the document defines.",
            operation.path,
            f'"security": [{{"sigv4": []}}], or "{PUBLIC}": "<reason>"',
        )


RULES = (method_auth,)
