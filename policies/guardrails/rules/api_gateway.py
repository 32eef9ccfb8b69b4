"""API Gateway: REST, HTTP and WebSocket APIs."""

from collections.abc import Iterator
from typing import Final

from guardrails.graph import Graph
from guardrails.model import Fail, Level, Result, Scope, Severity, Undetermined, rule
from guardrails.origin import declared_urn
from guardrails.resource_types import HTTP_API, HTTP_STAGE, REST_API
from guardrails.subjects.cors import star_in_mapping, star_with_credentials
from guardrails.subjects.openapi import (
    integrations,
    read,
    unvalidated_operations,
)
from guardrails.view import Resource

_METHOD: Final = "aws:apigateway/method:Method"
_ROUTE: Final = "aws:apigatewayv2/route:Route"
_INTEGRATION: Final = "aws:apigateway/integration:Integration"
_VALIDATOR: Final = "aws:apigateway/requestValidator:RequestValidator"
_DEPLOYMENT: Final = "aws:apigateway/deployment:Deployment"
_HTTP_DEPLOYMENT: Final = "aws:apigatewayv2/deployment:Deployment"
_ANSWERS: Final = (
    "aws:apigateway/integrationResponse:IntegrationResponse",
    "aws:apigateway/response:Response",
)
_ANYONE: Final = "Anyone on the internet"
_WITH_BODY: Final = ("POST", "PUT", "PATCH", "ANY")


@rule(
    "apigw-validation",
    "APIs check what they are sent before anything runs",
    category="serverless",
    severity=Severity.LOW,
    level=Level.ADVISORY,
    applies_to=[_METHOD, _VALIDATOR, REST_API],
    why="A request that cannot be right costs an invocation, and finds what a function forgets.",
    remediation="Declare a RequestValidator and name it in request_validator_id, or in the body's "
    "x-amazon-apigateway-request-validator.",
    snippet="aws.apigateway.Method(..., request_validator_id=validator.id,\n"
    "    request_models={'application/json': model.name})",
    notes="API Gateway",
    equivalents=["CKV2_AWS_53", "cdk-nag:APIG2"],
)
def validation(resource: Resource) -> Iterator[Result]:
    """REST APIs, for what they declare to take; HTTP APIs cannot validate."""
    if resource.type == _METHOD:
        yield from _validated(resource)
    elif resource.type == _VALIDATOR:
        yield from _validates(resource)
    elif resource["body"].unknown:
        yield Undetermined(resource["body"].path)
    else:
        for operation in unvalidated_operations(read(resource["body"])):
            yield Fail(
                "The operation declares a body or parameters, and nothing checks them.",
                operation.path,
                '"x-amazon-apigateway-request-validator": "<a validator of the document>"',
            )


def _validated(method: Resource) -> Iterator[Result]:
    validator, verb = method["requestValidatorId"], method["httpMethod"]
    declared = (method["requestModels"], method["requestParameters"])
    takes = verb.text.upper() in _WITH_BODY or any(not view.missing for view in declared)
    if not validator.missing or not (takes or verb.unknown):
        return
    if verb.unknown and not takes:
        yield Undetermined(verb.path)
        return
    yield Fail(
        "Nothing checks the body and the parameters before the integration runs.",
        validator.path,
        "request_validator_id=validator.id",
    )


def _validates(validator: Resource) -> Iterator[Result]:
    switches = [validator["validateRequestBody"], validator["validateRequestParameters"]]
    if any(view.flag is True for view in switches):
        return
    unknown = next((view for view in switches if view.unknown), None)
    if unknown:
        yield Undetermined(unknown.path)
        return
    yield Fail("The validator checks nothing.", switches[0].path, "validate_request_body=True")


@rule(
    "apigw-cors-star",
    "No API lets the pages of every site read with the visitor's credentials",
    category="public-exposure",
    severity=Severity.HIGH,
    applies_to=[HTTP_API, REST_API, *_ANSWERS],
    why="A page of any site then reads what the visitor's cookies and tokens give access to.",
    remediation="Name the origins, or leave credentials out; never send the request's Origin back.",
    snippet="aws.apigatewayv2.Api(..., cors_configuration={'allow_credentials': True,\n"
    "    'allow_origins': ['https://example.com']})",
    own="Other tools look at the CORS of function URLs only.",
)
def cors(resource: Resource) -> Iterator[Result]:
    """The settings of an HTTP API, the headers that a REST API adds, and those of a body."""
    if resource.type in _ANSWERS:
        yield from star_in_mapping(resource["responseParameters"])
        return
    configured = resource["corsConfiguration"]
    yield from star_with_credentials(configured["allowOrigins"], configured["allowCredentials"])
    body = resource["body"]
    if body.unknown:
        yield Undetermined(body.path)
    document = read(body)
    in_body = document["x-amazon-apigateway-cors"]
    yield from star_with_credentials(in_body["allowOrigins"], in_body["allowCredentials"])
    for _, response in document["x-amazon-apigateway-gateway-responses"].entries():
        yield from star_in_mapping(response["responseParameters"])
    for integration in integrations(document):
        for _, response in integration["responses"].entries():
            yield from star_in_mapping(response["responseParameters"])


@rule(
    "apigw-deployment-stale",
    "A deployment follows its API",
    category="validity",
    severity=Severity.MEDIUM,
    scope=Scope.STACK,
    applies_to=[_DEPLOYMENT, _HTTP_DEPLOYMENT, HTTP_STAGE],
    why="A deployment is a copy: changed methods and routes answer as before until there is a new "
    "one.",
    remediation="Give the deployment triggers with a hash of what it deploys, and let it depend on "
    "the methods and integrations; or set auto_deploy=True on the stage of an HTTP API.",
    snippet="aws.apigateway.Deployment(..., triggers={'body': hashlib.sha256(body).hexdigest()},\n"
    "    opts=ResourceOptions(depends_on=[method, integration]))",
    notes="API Gateway",
    own="Other tools look at one resource at a time, and not at when it changes.",
)
def deployment_follows(graph: Graph) -> Iterator[Result]:
    """Triggers tell that something has changed; the dependencies, when it is there."""
    for deployment in graph.of(_DEPLOYMENT, _HTTP_DEPLOYMENT):
        if deployment["triggers"].missing:
            yield Fail(
                "Nothing makes a new deployment when the API changes.",
                "triggers",
                "triggers={'body': <a hash of the OpenAPI body, or of methods and integrations>}",
                deployment.urn,
            )
        elif deployment.type == _DEPLOYMENT:
            yield from _too_early(graph, deployment)
    for stage in graph.of(HTTP_STAGE):
        automatic = stage["autoDeploy"]
        if automatic.flag is True or not stage["deploymentId"].missing:
            continue
        if automatic.unknown:
            yield Undetermined(automatic.path, stage.urn)
            continue
        yield Fail(
            "The stage has no deployment and makes none by itself: changes reach nobody.",
            automatic.path,
            "auto_deploy=True",
            stage.urn,
        )


def _too_early(graph: Graph, deployment: Resource) -> Iterator[Result]:
    api = graph.target(deployment, deployment["restApi"], [REST_API])
    waits_for = _before(graph, deployment)
    if api is None or not waits_for:
        return
    parts = graph.attached(api, [_METHOD, _INTEGRATION], "restApi", [REST_API]).found
    late = [part for part in parts if declared_urn(part.urn) not in waits_for]
    if late:
        kind = "integration" if late[0].type == _INTEGRATION else "method"
        more = f" and {len(late) - 1} more" if late[1:] else ""
        yield Fail(
            f"The deployment may be made before the {kind} {late[0].name!r}{more}, and then lacks "
            "it.",
            "restApi",
            "opts=ResourceOptions(depends_on=[<every method and integration>])",
            deployment.urn,
        )


def _before(graph: Graph, resource: Resource) -> set[str]:
    """Whatever is made before the resource."""
    found: set[str] = set()
    waiting = [resource]
    while waiting:
        new = [urn for urn in waiting.pop().dependencies if urn not in found]
        found.update(new)
        waiting += [one for one in map(graph.resource, new) if one]
    return found


RULES = (validation, cors, deployment_follows)
