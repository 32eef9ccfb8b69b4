"""The one OpenAPI 3.0 document of an API, with API Gateway's extensions.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from components.api.routes import Parameter, Route
from components.api.spec import ApiSpec, Cors
from components.core import arns, limits
from components.core.deployment import Deployment

JsonObject = dict[str, Any]

_VALIDATOR: Final = "body-and-parameters"
_SIGNED: Final = "sigv4"
_NOT_ALPHANUMERIC = re.compile(r"[^A-Za-z0-9]+")


def document(place: Deployment, title: str, spec: ApiSpec, invoking_role_arn: str) -> JsonObject:
    """The document: the same routes give the same one, in whatever order they were declared.

    Args:
        place: Where the functions live.
        title: The API's name in AWS.
        spec: What it answers.
        invoking_role_arn: The role by which API Gateway invokes the functions.
    """
    info = {"title": title, "version": "1.0", "description": spec.description}
    root: JsonObject = {
        "openapi": "3.0.1",
        "info": _without_none(info),
        "paths": _paths(place, spec, invoking_role_arn),
        "components": {
            "securitySchemes": {
                # Callers sign their requests with AWS credentials (Signature Version 4).
                _SIGNED: {
                    "type": "apiKey",
                    "name": "Authorization",
                    "in": "header",
                    "x-amazon-apigateway-authtype": "awsSigv4",
                }
            },
            "schemas": {
                model_name(route): json.loads(route.body) for route in spec.routes if route.body
            },
        },
        "x-amazon-apigateway-request-validators": {
            _VALIDATOR: {"validateRequestBody": True, "validateRequestParameters": True}
        },
        "x-amazon-apigateway-request-validator": _VALIDATOR,
    }
    if spec.cors:
        root["x-amazon-apigateway-gateway-responses"] = _marked_errors(spec.cors)
    return root


def text(root: Mapping[str, Any]) -> str:
    """The one text of a document: the same content gives the same bytes."""
    return json.dumps(root, sort_keys=True, separators=(",", ":"))


def digest(body: str) -> str:
    """The hexadecimal SHA-256 of a body: it changes exactly when the body does."""
    return hashlib.sha256(body.encode()).hexdigest()


def model_name(route: Route) -> str:
    """The name of the model of a route's body.

    API Gateway takes letters and digits only, which ``/a/b`` and ``/a/{b}`` would share; eight
    digits of a hash tell them apart.
    """
    words = _NOT_ALPHANUMERIC.split(f"{route.method.lower()} {route.path}")
    readable = "".join(word[:1].upper() + word[1:] for word in words)
    return readable[:100] + digest(f"{route.method} {route.path}")[:8]


def _paths(place: Deployment, spec: ApiSpec, invoking_role_arn: str) -> JsonObject:
    by_path: dict[str, list[Route]] = {}
    for route in spec.routes:
        by_path.setdefault(route.path, []).append(route)
    paths: JsonObject = {}
    for path, routes in by_path.items():
        paths[path] = {
            route.method.lower(): _operation(place, route, invoking_role_arn) for route in routes
        }
        if spec.cors:
            paths[path]["options"] = _preflight(spec.cors, routes)
    return paths


def _operation(place: Deployment, route: Route, invoking_role_arn: str) -> JsonObject:
    access = (
        {"security": [{_SIGNED: []}]}
        if route.public_reason is None
        else {"x-bulwark-public": route.public_reason}
    )
    operation: JsonObject = {
        "summary": route.summary,
        "parameters": [_parameter(one) for one in route.parameters] or None,
        "requestBody": _request_body(route) if route.body else None,
        "responses": {"200": {"description": "What the function answers."}},
        "x-amazon-apigateway-integration": {
            "type": "aws_proxy",
            "httpMethod": "POST",  # how API Gateway calls Lambda, whatever the route's method
            "uri": arns.function_invocation(place, route.alias_arn),
            "credentials": invoking_role_arn,
            "timeoutInMillis": limits.API_INTEGRATION_TIMEOUT_SECONDS * 1000,
        },
    }
    return _without_none(operation) | access


def _parameter(parameter: Parameter) -> JsonObject:
    schema = {"type": "string", "pattern": parameter.pattern, "enum": list(parameter.enum) or None}
    whole = {
        "name": parameter.name,
        "in": parameter.place,
        "required": parameter.required,
        "description": parameter.description,
        "schema": _without_none(schema),
    }
    return _without_none(whole)


def _request_body(route: Route) -> JsonObject:
    reference = {"$ref": f"#/components/schemas/{model_name(route)}"}
    return {"required": True, "content": {"application/json": {"schema": reference}}}


def _preflight(cors: Cors, routes: Sequence[Route]) -> JsonObject:
    """What answers ``OPTIONS`` on a path, without a function."""
    methods = sorted({"OPTIONS", *(route.method for route in routes)})
    in_path = [one for one in routes[0].parameters if one.place == "path"]
    headers = _origin_headers(cors) | {
        "Access-Control-Allow-Headers": ",".join(cors.allowed_headers),
        "Access-Control-Allow-Methods": ",".join(methods),
        "Access-Control-Max-Age": str(cors.max_age_seconds),
    }
    operation: JsonObject = {
        "summary": "CORS preflight",
        "x-bulwark-public": "browsers send a preflight request without credentials",
        "parameters": [_parameter(one) for one in in_path] or None,
        "responses": {
            "204": {
                "description": "What a web page may send.",
                "headers": {header: {"schema": {"type": "string"}} for header in headers},
            }
        },
        "x-amazon-apigateway-integration": {
            "type": "mock",
            "requestTemplates": {"application/json": '{"statusCode":204}'},
            "responses": {
                "default": {
                    "statusCode": "204",
                    "responseParameters": _fixed("method.response.header", headers),
                }
            },
        },
    }
    return _without_none(operation)


def _marked_errors(cors: Cors) -> JsonObject:
    """The gateway's own errors: without the header a page would see none of them."""
    parameters = _fixed("gatewayresponse.header", _origin_headers(cors))
    return {kind: {"responseParameters": parameters} for kind in ("DEFAULT_4XX", "DEFAULT_5XX")}


def _origin_headers(cors: Cors) -> dict[str, str]:
    headers = {"Access-Control-Allow-Origin": cors.allowed_origin}
    if cors.allow_credentials:
        headers["Access-Control-Allow-Credentials"] = "true"
    return headers


def _fixed(prefix: str, headers: Mapping[str, str]) -> dict[str, str]:
    """Headers as mappings to fixed texts, which API Gateway marks by single quotes."""
    return {f"{prefix}.{header}": f"'{value}'" for header, value in headers.items()}


def _without_none(values: Mapping[str, Any]) -> JsonObject:
    return {key: value for key, value in values.items() if value is not None}
