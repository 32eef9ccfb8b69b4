"""An OpenAPI document, rendered call by call: ministack has no ``PutRestApi``.

It reads what API Gateway reads of OpenAPI 3.0 and its extensions, as far as the components write
it: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html
"""

import json
from collections.abc import Mapping
from typing import Any, cast

from local.emulator.clients import Client

JsonObject = dict[str, Any]

_METHODS = ("get", "put", "post", "delete", "options", "head", "patch")
_PLACES = {"path": "path", "query": "querystring", "header": "header"}
_SCHEMAS = "#/components/schemas/"


def render(apis: Client, api_id: str, document: Mapping[str, Any]) -> None:
    """Give an API its resources, methods, integrations, models, validators and responses.

    Args:
        apis: The client of API Gateway.
        api_id: An API with nothing but its root.
        document: The parsed OpenAPI document.
    """
    _Rendering(apis, api_id, document).run()


def clear(apis: Client, api_id: str) -> None:
    """Take from an API what ``render`` gave it: after that it has nothing but its root.

    Args:
        apis: The client of API Gateway.
        api_id: The API.
    """
    api = {"restApiId": api_id}
    resources = apis.get_resources(**api, limit=500)["items"]
    for resource in sorted(resources, key=lambda one: len(one["path"]), reverse=True):
        if resource["path"] != "/":
            apis.delete_resource(**api, resourceId=resource["id"])
            continue
        for method in resource.get("resourceMethods", {}):
            apis.delete_method(**api, resourceId=resource["id"], httpMethod=method)
    for model in apis.get_models(**api, limit=500)["items"]:
        apis.delete_model(**api, modelName=model["name"])
    for validator in apis.get_request_validators(**api, limit=500)["items"]:
        apis.delete_request_validator(**api, requestValidatorId=validator["id"])
    for response in apis.get_gateway_responses(**api, limit=500)["items"]:
        if not response.get("defaultResponse"):
            apis.delete_gateway_response(**api, responseType=response["responseType"])


class _Rendering:
    def __init__(self, apis: Client, api_id: str, document: Mapping[str, Any]) -> None:
        self._apis = apis
        self._api = {"restApiId": api_id}
        self._document = document
        self._validators: dict[str, str] = {}
        self._resources: dict[str, str] = {}

    def run(self) -> None:
        document = self._document
        for name, schema in document.get("components", {}).get("schemas", {}).items():
            self._apis.create_model(
                **self._api, name=name, contentType="application/json", schema=json.dumps(schema)
            )
        for name, validator in document.get("x-amazon-apigateway-request-validators", {}).items():
            made = self._apis.create_request_validator(**self._api, name=name, **validator)
            self._validators[name] = made["id"]
        for kind, response in document.get("x-amazon-apigateway-gateway-responses", {}).items():
            self._apis.put_gateway_response(**self._api, responseType=kind, **response)
        for resource in self._apis.get_resources(**self._api)["items"]:
            self._resources[resource["path"]] = resource["id"]
        for path, operations in sorted(document.get("paths", {}).items()):
            for method in _METHODS:
                if method in operations:
                    self._method(path, method.upper(), operations[method])
            if "x-amazon-apigateway-any-method" in operations:
                self._method(path, "ANY", operations["x-amazon-apigateway-any-method"])

    def _resource(self, path: str) -> str:
        if path not in self._resources:
            parent, _, part = path.rpartition("/")
            self._resources[path] = self._apis.create_resource(
                **self._api, parentId=self._resource(parent or "/"), pathPart=part
            )["id"]
        return self._resources[path]

    def _method(self, path: str, method: str, operation: JsonObject) -> None:
        where = {**self._api, "resourceId": self._resource(path), "httpMethod": method}
        validator = operation.get(
            "x-amazon-apigateway-request-validator",
            self._document.get("x-amazon-apigateway-request-validator"),
        )
        self._apis.put_method(
            **where,
            authorizationType=self._authorization(operation),
            requestParameters={
                f"method.request.{_PLACES[one['in']]}.{one['name']}": one.get("required", False)
                for one in operation.get("parameters", [])
            },
            requestModels=self._body_models(operation),
            **({"requestValidatorId": self._validators[validator]} if validator else {}),
        )
        for status, response in operation.get("responses", {}).items():
            headers = response.get("headers", {})
            self._apis.put_method_response(
                **where,
                statusCode=status,
                responseParameters={f"method.response.header.{name}": False for name in headers},
            )
        integration = operation.get("x-amazon-apigateway-integration")
        if integration:
            self._integration(where, integration)

    def _authorization(self, operation: JsonObject) -> str:
        schemes: JsonObject = self._document.get("components", {}).get("securitySchemes", {})
        required: list[JsonObject] = operation.get("security", self._document.get("security", []))
        for name in (name for alternative in required for name in alternative):
            if schemes.get(name, {}).get("x-amazon-apigateway-authtype") != "awsSigv4":
                message = f"the local run knows no security scheme but awsSigv4; {name!r} is other"
                raise ValueError(message)
            return "AWS_IAM"
        return "NONE"

    def _body_models(self, operation: JsonObject) -> dict[str, str]:
        content: JsonObject = operation.get("requestBody", {}).get("content", {})
        references = {kind: one.get("schema", {}).get("$ref", "") for kind, one in content.items()}
        return {kind: ref.removeprefix(_SCHEMAS) for kind, ref in references.items() if ref}

    def _integration(self, where: JsonObject, integration: JsonObject) -> None:
        given = dict(integration)
        responses = cast("dict[str, JsonObject]", given.pop("responses", {}))
        self._apis.put_integration(
            **where,
            type=str(given.pop("type")).upper(),
            **{
                # The call has another `httpMethod`: the one of the route.
                {"httpMethod": "integrationHttpMethod"}.get(name, name): value
                for name, value in given.items()
            },
        )
        for pattern, response in responses.items():
            self._apis.put_integration_response(
                **where,
                selectionPattern="" if pattern == "default" else pattern,
                **response,
            )
