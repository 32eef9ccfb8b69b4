import json
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openapi_spec_validator import OpenAPIV30SpecValidator, validate

from components.api import ApiArgs, CorsArgs, RouteArgs, openapi
from components.api.routes import METHODS, METHODS_WITH_BODY
from components.api.spec import ApiSpec
from components.function import FunctionReference
from components.key import EncryptionKey
from tests.conftest import PLACE

pytestmark = pytest.mark.thorough

KEY: EncryptionKey = {"arn": "arn:aws:kms:…", "alias": "alias/bulwark-test-data"}
ALIAS = "arn:aws:lambda:eu-central-1:123456789012:function:bulwark-test-findings:live"
ROLE = "arn:aws:iam::123456789012:role/bulwark-test-findings-invoke"
FINDINGS: FunctionReference = {
    "name": "bulwark-test-findings",
    "alias_arn": ALIAS,
    "timeout_seconds": 29,
    "grants": [],
}
# A busy machine is no reason to fail.
UNHURRIED = settings(deadline=None)
CORS: CorsArgs = {"allowed_origin": "https://console.example.com"}
INTEGRATION = {
    "type": "aws_proxy",
    "httpMethod": "POST",
    "uri": (
        f"arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/{ALIAS}/invocations"
    ),
    "credentials": ROLE,
    "timeoutInMillis": 29000,
}


def document(args: ApiArgs) -> dict[str, Any]:
    return openapi.document(PLACE, "bulwark-test-findings", ApiSpec.parse("findings", args), ROLE)


def of(*routes: RouteArgs) -> ApiArgs:
    return {"routes": list(routes), "encryption_key": KEY}


def route(method: str, path: str) -> RouteArgs:
    return {"method": method, "path": path, "function": FINDINGS}


@st.composite
def apis(draw: st.DrawFn) -> ApiArgs:
    """APIs whose routes stand beside each other: a path parameter is named by its depth."""
    words = st.sampled_from(["a", "b-c", "D.e", "variable"])
    paths = draw(st.lists(st.lists(words, max_size=4), min_size=1, max_size=6))
    routes: dict[tuple[str, str], RouteArgs] = {}
    for words_of_path in paths:
        parts = [f"{{p{n}}}" if w == "variable" else w for n, w in enumerate(words_of_path)]
        path = "/" + "/".join(parts)
        for method in draw(st.sets(st.sampled_from(sorted(METHODS - {"OPTIONS"})), min_size=1)):
            one = route(method, path)
            if draw(st.booleans()):
                one["query"] = {"limit": {"required": draw(st.booleans()), "pattern": "[0-9]+"}}
            if method in METHODS_WITH_BODY and draw(st.booleans()):
                one["body"] = {"type": "object", "required": ["version"]}
            if draw(st.booleans()):
                names = [part.strip("{}") for part in parts if part.startswith("{")]
                one["path_parameters"] = {name: {"description": method} for name in names}
            if draw(st.booleans()):
                one["authorization"] = "none"
                one["public_reason"] = "a health check"
            routes[method, path] = one
    args = of(*routes.values())
    if draw(st.booleans()):
        args["cors"] = CORS
    return args


@UNHURRIED
@given(apis(), st.randoms())
def test_the_order_of_the_routes_does_not_show(args: ApiArgs, random: Random) -> None:
    shuffled = [*args["routes"]]
    random.shuffle(shuffled)

    assert openapi.text(document(args)) == openapi.text(document({**args, "routes": shuffled}))


@settings(UNHURRIED, max_examples=50)  # the validator takes 20 ms
@given(apis())
def test_every_document_is_valid_openapi_3_0(args: ApiArgs) -> None:
    validate(document(args), cls=OpenAPIV30SpecValidator)


@UNHURRIED
@given(apis())
def test_every_route_appears_once_signed_or_with_the_reason_why_not(args: ApiArgs) -> None:
    routes = args["routes"]
    paths = document(args)["paths"]
    operations = {
        (method.upper(), path): operation
        for path, methods in paths.items()
        for method, operation in methods.items()
    }
    preflights = {("OPTIONS", one["path"]) for one in routes} if "cors" in args else set()

    assert set(operations) == {(one["method"], one["path"]) for one in routes} | preflights
    for one in routes:
        operation = operations[one["method"], one["path"]]
        assert operation["x-amazon-apigateway-integration"] == INTEGRATION
        if "public_reason" in one:
            assert "security" not in operation
            assert operation["x-bulwark-public"] == one["public_reason"]
        else:
            assert operation["security"] == [{"sigv4": []}]
            assert "x-bulwark-public" not in operation


@UNHURRIED
@given(apis(), st.data())
def test_the_digest_changes_when_a_route_does(args: ApiArgs, data: st.DataObject) -> None:
    before = openapi.text(document(args))
    data.draw(st.sampled_from(args["routes"]))["summary"] = "changed"
    after = openapi.text(document(args))

    assert openapi.digest(before) != openapi.digest(after)


def test_models_of_different_routes_have_different_names() -> None:
    body = {"type": "object"}
    paths = ["/a/b", "/a/{b}", "/ab", "/a-b", "/a.b/{c}"]
    routes = [route(method, path) for path in paths for method in ("POST", "PUT")]
    for one in routes:
        one["body"] = body

    names = document(of(*routes))["components"]["schemas"]

    assert len(names) == 10
    assert all(name.isalnum() for name in names)


def test_a_route_shows_its_parameters_and_the_model_of_its_body() -> None:
    acknowledge: RouteArgs = {
        "method": "POST",
        "path": "/findings/{account}/acknowledge",
        "function": FINDINGS,
        "summary": "Acknowledge a finding",
        "path_parameters": {"account": {"pattern": "[0-9]{12}", "description": "Whose"}},
        "query": {"status": {"enum": ["OPEN", "RESOLVED"]}, "reason": {"required": True}},
        "body": {"type": "object", "properties": {"version": {"type": "integer"}}},
    }

    root = document(of(acknowledge))

    model = openapi.model_name(ApiSpec.parse("findings", of(acknowledge)).routes[0])
    assert model.startswith("PostFindingsAccountAcknowledge")
    assert root == {
        "openapi": "3.0.1",
        "info": {"title": "bulwark-test-findings", "version": "1.0"},
        "paths": {
            "/findings/{account}/acknowledge": {
                "post": {
                    "summary": "Acknowledge a finding",
                    "parameters": [
                        {
                            "name": "account",
                            "in": "path",
                            "required": True,
                            "description": "Whose",
                            "schema": {"type": "string", "pattern": "[0-9]{12}"},
                        },
                        {
                            "name": "reason",
                            "in": "query",
                            "required": True,
                            "schema": {"type": "string"},
                        },
                        {
                            "name": "status",
                            "in": "query",
                            "required": False,
                            "schema": {"type": "string", "enum": ["OPEN", "RESOLVED"]},
                        },
                    ],
                    "requestBody": {
                        "required": True,
                        "content": {
                            "application/json": {
                                "schema": {"$ref": f"#/components/schemas/{model}"}
                            }
                        },
                    },
                    "responses": {"200": {"description": "What the function answers."}},
                    "security": [{"sigv4": []}],
                    "x-amazon-apigateway-integration": INTEGRATION,
                }
            }
        },
        "components": {
            "securitySchemes": {
                "sigv4": {
                    "type": "apiKey",
                    "name": "Authorization",
                    "in": "header",
                    "x-amazon-apigateway-authtype": "awsSigv4",
                }
            },
            "schemas": {model: acknowledge.get("body")},
        },
        "x-amazon-apigateway-request-validators": {
            "body-and-parameters": {"validateRequestBody": True, "validateRequestParameters": True}
        },
        "x-amazon-apigateway-request-validator": "body-and-parameters",
    }


def test_a_greedy_parameter_is_named_without_its_plus() -> None:
    operation = document(of(route("GET", "/files/{rest+}")))["paths"]["/files/{rest+}"]["get"]

    assert operation["parameters"] == [
        {"name": "rest", "in": "path", "required": True, "schema": {"type": "string"}}
    ]


def test_without_cors_nothing_answers_options() -> None:
    assert '"options"' not in json.dumps(document(of(route("GET", "/"))))


def test_cors_is_answered_by_the_gateway_for_every_path() -> None:
    args = of(route("GET", "/a/{id}"), route("DELETE", "/a/{id}"))
    args["cors"] = {
        "allowed_origin": "https://console.example.com",
        "allowed_headers": ["X-Trace", "Authorization", "X-Trace"],
        "allow_credentials": True,
        "max_age_seconds": 60,
    }

    root = document(args)

    preflight = root["paths"]["/a/{id}"]["options"]
    assert "security" not in preflight
    assert preflight["x-bulwark-public"] == "browsers send a preflight request without credentials"
    assert preflight["x-amazon-apigateway-integration"] == {
        "type": "mock",
        "requestTemplates": {"application/json": '{"statusCode":204}'},
        "responses": {
            "default": {
                "statusCode": "204",
                "responseParameters": {
                    "method.response.header.Access-Control-Allow-Origin": (
                        "'https://console.example.com'"
                    ),
                    "method.response.header.Access-Control-Allow-Credentials": "'true'",
                    "method.response.header.Access-Control-Allow-Headers": (
                        "'Authorization,X-Trace'"
                    ),
                    "method.response.header.Access-Control-Allow-Methods": "'DELETE,GET,OPTIONS'",
                    "method.response.header.Access-Control-Max-Age": "'60'",
                },
            }
        },
    }
    marked = {
        "gatewayresponse.header.Access-Control-Allow-Origin": "'https://console.example.com'",
        "gatewayresponse.header.Access-Control-Allow-Credentials": "'true'",
    }
    assert root["x-amazon-apigateway-gateway-responses"] == {
        "DEFAULT_4XX": {"responseParameters": marked},
        "DEFAULT_5XX": {"responseParameters": marked},
    }


@pytest.mark.parametrize("method", sorted(METHODS))
def test_every_method_is_passed_to_the_function(method: str) -> None:
    operations = document(of(route(method, "/")))["paths"]["/"]

    assert list(operations) == [method.lower()]
