"""REST APIs: https://docs.aws.amazon.com/apigateway/latest/api/."""

from collections.abc import Mapping
from typing import Any, ClassVar

from local.emulator.resources.base import (
    Aws,
    Inputs,
    Made,
    ResourceType,
    chosen,
    differing,
    text,
)

_API = {
    "description": "description",
    "binaryMediaTypes": "binaryMediaTypes",
    "minimumCompressionSize": "minimumCompressionSize",
    "apiKeySource": "apiKeySource",
    "policy": "policy",
    "disableExecuteApiEndpoint": "disableExecuteApiEndpoint",
}


class RestApi(ResourceType):
    """A REST API, from its OpenAPI document where it has one."""

    pulumi_type = "aws:apigateway/restApi:RestApi"
    replaced_by: ClassVar[frozenset[str]] = frozenset({"endpointConfiguration"})

    def create(self, aws: Aws, inputs: Inputs) -> Made:
        apis = aws.client("apigateway")
        api_name = aws.name(inputs)
        api = apis.create_rest_api(
            name=api_name,
            tags=aws.tags(inputs),
            **_endpoint(inputs.get("endpointConfiguration")),
            **chosen(inputs, _API),
        )
        if "body" in inputs:
            apis.put_rest_api(restApiId=api["id"], mode="overwrite", body=inputs["body"])
        root = apis.get_resources(restApiId=api["id"])["items"]
        return Made(
            api["id"],
            {
                "name": api_name,
                "arn": f"arn:aws:apigateway:{aws.place.region}::/restapis/{api['id']}",
                "executionArn": aws.arn("execute-api", api["id"]),
                "rootResourceId": next(one["id"] for one in root if one["path"] == "/"),
                "createdDate": api["createdDate"].isoformat(),
            },
        )

    def read(self, aws: Aws, made_id: str, state: Inputs) -> Mapping[str, Any] | None:
        api = aws.client("apigateway").get_rest_api(restApiId=made_id)
        return {"name": api["name"], **{ours: api.get(name) for ours, name in _API.items()}}

    def update(self, aws: Aws, made_id: str, old: Inputs, new: Inputs) -> Mapping[str, Any]:
        apis = aws.client("apigateway")
        changed = differing(old, new)
        if "body" in changed:
            apis.put_rest_api(restApiId=made_id, mode="overwrite", body=new.get("body", "{}"))
        values = {f"/{name}": new.get(name, "") for name in ("name", *_API) if name in changed}
        if values:
            apis.update_rest_api(restApiId=made_id, patchOperations=patch(values))
        return {}

    def delete(self, aws: Aws, made_id: str, state: Inputs) -> None:
        aws.client("apigateway").delete_rest_api(restApiId=made_id)


class Deployment(ResourceType):
    """A deployment of an API."""

    pulumi_type = "aws:apigateway/deployment:Deployment"
    inert: ClassVar[Mapping[str, str]] = {
        "restApi": "a stage serves the API as it is, not as it was when it was deployed"
    }
    later: ClassVar[frozenset[str]] = frozenset({"triggers"})
    replaced_by: ClassVar[frozenset[str]] = frozenset({"restApi", "triggers", "variables"})

    def create(self, aws: Aws, inputs: Inputs) -> Made:
        made = aws.client("apigateway").create_deployment(
            restApiId=inputs["restApi"],
            **chosen(inputs, {"description": "description", "variables": "variables"}),
        )
        return Made(made["id"], {"createdDate": made["createdDate"].isoformat()})

    def read(self, aws: Aws, made_id: str, state: Inputs) -> Mapping[str, Any] | None:
        found = aws.client("apigateway").get_deployment(
            restApiId=state["restApi"], deploymentId=made_id
        )
        return {"description": found.get("description")}

    def update(self, aws: Aws, made_id: str, old: Inputs, new: Inputs) -> Mapping[str, Any]:
        aws.client("apigateway").update_deployment(
            restApiId=new["restApi"],
            deploymentId=made_id,
            patchOperations=patch({"/description": new.get("description", "")}),
        )
        return {}

    def delete(self, aws: Aws, made_id: str, state: Inputs) -> None:
        aws.client("apigateway").delete_deployment(restApiId=state["restApi"], deploymentId=made_id)


class Account(ResourceType):
    """The account's settings for API Gateway."""

    pulumi_type = "aws:apigateway/account:Account"
    inert: ClassVar[Mapping[str, str]] = {"cloudwatchRoleArn": "API Gateway writes no logs here"}
    replaced_by: ClassVar[frozenset[str]] = frozenset()

    def create(self, aws: Aws, inputs: Inputs) -> Made:
        role = inputs.get("cloudwatchRoleArn", "")
        account = aws.client("apigateway").update_account(
            patchOperations=[{"op": "replace", "path": "/cloudwatchRoleArn", "value": role}]
        )
        throttle = account.get("throttleSettings", {})
        return Made(
            "api-gateway-account",
            {
                "cloudwatchRoleArn": role,
                "apiKeyVersion": account.get("apiKeyVersion", ""),
                "features": account.get("features", []),
                "throttleSettings": [throttle] if throttle else [],
            },
        )

    def read(self, aws: Aws, made_id: str, state: Inputs) -> Mapping[str, Any] | None:
        account = aws.client("apigateway").get_account()
        return {"cloudwatchRoleArn": account.get("cloudwatchRoleArn", "")}

    def update(self, aws: Aws, made_id: str, old: Inputs, new: Inputs) -> Mapping[str, Any]:
        return self.create(aws, new).outputs

    def delete(self, aws: Aws, made_id: str, state: Inputs) -> None:
        self.create(aws, Inputs({}))  # the account stays; its role for logs goes


def _endpoint(given: Mapping[str, Any] | None) -> dict[str, Any]:
    if not given:
        return {}
    types = given.get("types", "EDGE")
    configuration = {"types": types if isinstance(types, list) else [types]}
    if given.get("vpcEndpointIds"):
        configuration["vpcEndpointIds"] = given["vpcEndpointIds"]
    return {"endpointConfiguration": configuration}


def patch(values: Mapping[str, Any]) -> list[dict[str, str]]:
    """The operations that give the paths these values; ``None`` takes one away."""
    return [
        {"op": "remove", "path": path}
        if value is None
        else {"op": "replace", "path": path, "value": text(value)}
        for path, value in values.items()
    ]


TYPES = (RestApi(), Deployment(), Account())
