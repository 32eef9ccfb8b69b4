import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pulumi
import pytest

from local.emulator.backend import EmulatorBackend, ResourceError
from local.emulator.clients import Keys
from local.emulator.emulator import Emulator
from local.engine.backend import Created
from local.smoke.api import Api
from tests.support.emulated import ClientOf, Make, declared, make_in

pytestmark = pytest.mark.e2e

HANDLER = """
import json
def handler(event, context):
    shown = {key: event[key] for key in ("resource", "pathParameters", "queryStringParameters")}
    return {"statusCode": 200, "body": json.dumps(shown)}
"""


def openapi(function_arn: str) -> dict[str, Any]:
    integration = {
        "type": "aws_proxy",
        "httpMethod": "POST",
        "uri": (
            "arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/"
            f"{function_arn}/invocations"
        ),
        "credentials": "arn:aws:iam::000000000000:role/api",
        "timeoutInMillis": 29000,
    }
    signed = {"security": [{"sigv4": []}], "x-amazon-apigateway-integration": integration}
    return {
        "openapi": "3.0.1",
        "info": {"title": "orders", "version": "1.0"},
        "paths": {
            "/orders": {
                "get": {
                    **signed,
                    "parameters": [{"name": "customer", "in": "query", "required": True}],
                },
                "post": {
                    **signed,
                    "requestBody": {
                        "content": {
                            "application/json": {"schema": {"$ref": "#/components/schemas/Order"}}
                        }
                    },
                },
                "options": {
                    "responses": {
                        "204": {"headers": {"Access-Control-Allow-Origin": {"schema": {}}}}
                    },
                    "x-amazon-apigateway-integration": {
                        "type": "mock",
                        "requestTemplates": {"application/json": '{"statusCode":204}'},
                        "responses": {
                            "default": {
                                "statusCode": "204",
                                "responseParameters": {
                                    "method.response.header.Access-Control-Allow-Origin": "'*'"
                                },
                            }
                        },
                    },
                },
            },
            "/orders/{id}": {"get": {**signed, "security": []}},
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
            "schemas": {
                "Order": {
                    "type": "object",
                    "required": ["amount"],
                    "properties": {"amount": {"type": "integer"}},
                }
            },
        },
        "x-amazon-apigateway-request-validators": {
            "all": {"validateRequestBody": True, "validateRequestParameters": True}
        },
        "x-amazon-apigateway-request-validator": "all",
        "x-amazon-apigateway-gateway-responses": {
            "DEFAULT_4XX": {"responseParameters": {"gatewayresponse.header.X-Mark": "'gateway'"}}
        },
    }


@pytest.fixture(scope="module")
def api(emulator: Emulator, tmp_path_factory: pytest.TempPathFactory) -> Api:
    """An API with four methods, deployed once for this module."""
    make = make_in(EmulatorBackend(emulator))
    stage = deploy(make, tmp_path_factory.mktemp("api"))
    keys = Keys(emulator.place.account_id, "root")
    return Api(stage.outputs["invokeUrl"], emulator.place.region, emulator.certificate, keys)


def deploy(make: Make, folder: Path) -> Created:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("code.py", HANDLER)
    (folder / "code.zip").write_bytes(content.getvalue())
    trust = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": "lambda.amazonaws.com"},
                "Action": "sts:AssumeRole",
            }
        ],
    }
    role = make("aws:iam/role:Role", "api", {"name": "api", "assumeRolePolicy": json.dumps(trust)})
    function = make(
        "aws:lambda/function:Function",
        "api",
        {
            "name": "orders-api",
            "role": role.outputs["arn"],
            "handler": "code.handler",
            "runtime": "python3.13",
            "code": pulumi.FileArchive(str(folder / "code.zip")),
        },
    )
    api = make(
        "aws:apigateway/restApi:RestApi",
        "orders",
        {
            "name": "orders",
            "description": "orders",
            "body": json.dumps(openapi(function.outputs["arn"])),
            "endpointConfiguration": {"types": "REGIONAL"},
        },
    )
    deployment = make(
        "aws:apigateway/deployment:Deployment",
        "orders",
        {"restApi": api.id, "triggers": {"body": "digest"}},
    )
    stage = make(
        "aws:apigateway/stage:Stage",
        "orders",
        {
            "restApi": api.id,
            "deployment": deployment.id,
            "stageName": "v1",
            "xrayTracingEnabled": True,
            "accessLogSettings": {"destinationArn": "arn:aws:logs:…:log-group:a", "format": "{}"},
        },
    )
    make(
        "aws:apigateway/methodSettings:MethodSettings",
        "orders",
        {
            "restApi": api.id,
            "stageName": "v1",
            "methodPath": "*/*",
            "settings": {
                "metricsEnabled": True,
                "loggingLevel": "ERROR",
                "throttlingRateLimit": 100,
                "throttlingBurstLimit": 50,
            },
        },
    )
    return stage


def test_a_signed_call_reaches_the_function(api: Api) -> None:
    answer = api.call("GET", "/orders", {"customer": "7"})

    assert answer.status == 200
    assert answer.content == {
        "resource": "/orders",
        "pathParameters": None,
        "queryStringParameters": {"customer": "7"},
    }


def test_a_call_without_a_signature_is_refused_by_the_gateway(api: Api) -> None:
    answer = api.call("GET", "/orders", {"customer": "7"}, signed=False)

    assert answer.status == 403
    assert answer.content == {"message": "Missing Authentication Token"}
    assert answer.headers["x-mark"] == "gateway"


def test_a_public_route_needs_no_signature_and_gets_its_path(api: Api) -> None:
    answer = api.call("GET", "/orders/8", signed=False)

    assert answer.status == 200
    assert answer.content["pathParameters"] == {"id": "8"}


def test_a_missing_parameter_is_refused_by_the_gateway(api: Api) -> None:
    answer = api.call("GET", "/orders")

    assert answer.status == 400
    assert answer.content["message"] == "Missing required request parameters: [customer]"


@pytest.mark.parametrize(("amount", "status"), [(1, 200), ("1", 400)])
def test_a_body_is_checked_against_its_schema(api: Api, amount: object, status: int) -> None:
    assert api.call("POST", "/orders", body={"amount": amount}).status == status


def test_a_preflight_is_answered_by_the_gateway(api: Api) -> None:
    answer = api.call("OPTIONS", "/orders", signed=False)

    assert answer.status == 204
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.content == ""


@pytest.mark.usefixtures("api")
def test_a_stage_has_its_settings(client: ClientOf) -> None:
    apis = client("apigateway")
    [made] = [one for one in apis.get_rest_apis()["items"] if one["name"] == "orders"]

    stage = apis.get_stage(restApiId=made["id"], stageName="v1")

    assert stage["tracingEnabled"] is True
    assert stage["accessLogSettings"]["format"] == "{}"
    assert stage["methodSettings"]["*/*"]["throttlingBurstLimit"] == 50


def test_the_account_takes_the_role_that_writes_logs(make: Make, client: ClientOf) -> None:
    arn = "arn:aws:iam::000000000000:role/logs"

    account = make("aws:apigateway/account:Account", "account", {"cloudwatchRoleArn": arn})

    assert account.outputs["cloudwatchRoleArn"] == arn
    assert client("apigateway").get_account()["cloudwatchRoleArn"] == arn


def test_a_security_scheme_that_the_local_run_cannot_serve_is_refused_by_name(
    backend: EmulatorBackend,
) -> None:
    document = openapi("arn:aws:lambda:eu-central-1:000000000000:function:f")
    document["components"]["securitySchemes"]["sigv4"] = {"type": "oauth2"}
    body = json.dumps(document)
    with pytest.raises(ResourceError, match="the local run knows no security scheme"):
        backend.create(declared("aws:apigateway/restApi:RestApi", "refused", {"body": body}))


@pytest.mark.parametrize(
    ("mode", "body", "message"),
    [
        ("merge", "{}", "the local run has no mode but overwrite"),
        ("overwrite", "openapi: 3.0.1", "Expecting value: line 1 column 1 (char 0)"),
        ("overwrite", "[]", "Invalid OpenAPI input: AttributeError: "),
        ("overwrite", '{"paths": {"/a": {"get": 1}}}', "Invalid OpenAPI input: AttributeError: "),
        ("overwrite", "[" * 100_000, "Invalid OpenAPI input: RecursionError: "),
    ],
)
def test_a_document_that_is_no_openapi_is_refused(
    client: ClientOf, mode: str, body: str, message: str
) -> None:
    apis = client("apigateway")
    api = apis.create_rest_api(name="refused")["id"]

    with pytest.raises(apis.exceptions.BadRequestException) as caught:
        apis.put_rest_api(restApiId=api, mode=mode, body=body)

    assert caught.value.response["Error"]["Message"].startswith(message)


def test_a_document_takes_the_place_of_the_one_before(client: ClientOf) -> None:
    apis = client("apigateway")
    api = apis.create_rest_api(name="changed")["id"]

    def paths(*documented: str) -> set[str]:
        get = {"get": {"x-amazon-apigateway-integration": {"type": "mock"}}}
        body = json.dumps({"paths": dict.fromkeys(documented, get)})
        told = apis.put_rest_api(restApiId=api, mode="overwrite", body=body)
        assert (told["id"], told["name"]) == (api, "changed")
        return {one["path"] for one in apis.get_resources(restApiId=api)["items"]}

    assert paths("/orders/{id}", "/") == {"/", "/orders", "/orders/{id}"}
    assert paths("/orders") == {"/", "/orders"}
