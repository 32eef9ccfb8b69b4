"""REST APIs: https://docs.aws.amazon.com/apigateway/latest/api/."""

import json
from collections.abc import Mapping
from typing import Any, ClassVar

from local.emulator.resources import openapi
from local.emulator.resources.base import Aws, Inputs, Made, ResourceType, chosen, text

_API = {
    "description": "description",
    "binaryMediaTypes": "binaryMediaTypes",
    "minimumCompressionSize": "minimumCompressionSize",
    "apiKeySource": "apiKeySource",
    "policy": "policy",
    "disableExecuteApiEndpoint": "disableExecuteApiEndpoint",
}
_STAGE = {
    "description": "description",
    "variables": "variables",
    "cacheClusterEnabled": "cacheClusterEnabled",
    "cacheClusterSize": "cacheClusterSize",
    "documentationVersion": "documentationVersion",
    "xrayTracingEnabled": "tracingEnabled",
}
# https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html
_METHOD_SETTINGS = {
    "metricsEnabled": "metrics/enabled",
    "loggingLevel": "logging/loglevel",
    "dataTraceEnabled": "logging/dataTrace",
    "throttlingBurstLimit": "throttling/burstLimit",
    "throttlingRateLimit": "throttling/rateLimit",
    "cachingEnabled": "caching/enabled",
    "cacheTtlInSeconds": "caching/ttlInSeconds",
    "cacheDataEncrypted": "caching/dataEncrypted",
    "requireAuthorizationForCacheControl": "caching/requireAuthorizationForCacheControl",
    "unauthorizedCacheControlHeaderStrategy": "caching/unauthorizedCacheControlHeaderStrategy",
}


class RestApi(ResourceType):
    """A REST API, from its OpenAPI document where it has one."""

    pulumi_type = "aws:apigateway/restApi:RestApi"

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
            openapi.render(apis, api["id"], json.loads(inputs["body"]))
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


class Deployment(ResourceType):
    """A deployment of an API."""

    pulumi_type = "aws:apigateway/deployment:Deployment"
    inert: ClassVar[Mapping[str, str]] = {
        "restApi": "a stage serves the API as it is, not as it was when it was deployed"
    }
    later: ClassVar[frozenset[str]] = frozenset({"triggers"})

    def create(self, aws: Aws, inputs: Inputs) -> Made:
        made = aws.client("apigateway").create_deployment(
            restApiId=inputs["restApi"],
            **chosen(inputs, {"description": "description", "variables": "variables"}),
        )
        return Made(made["id"], {"createdDate": made["createdDate"].isoformat()})


class Stage(ResourceType):
    """A stage of an API; its ``invokeUrl`` is the emulator's."""

    pulumi_type = "aws:apigateway/stage:Stage"
    inert: ClassVar[Mapping[str, str]] = {
        "accessLogSettings": "they are recorded; no access log is written",
        "xrayTracingEnabled": "there is no X-Ray",
    }

    def create(self, aws: Aws, inputs: Inputs) -> Made:
        apis = aws.client("apigateway")
        api, stage = inputs["restApi"], inputs["stageName"]
        apis.create_stage(
            restApiId=api,
            stageName=stage,
            deploymentId=inputs["deployment"],
            tags=aws.tags(inputs),
            **chosen(inputs, _STAGE),
        )
        log = inputs.get("accessLogSettings")
        if log:
            _patch_stage(
                aws,
                api,
                stage,
                {
                    "/accessLogSettings/destinationArn": log["destinationArn"],
                    "/accessLogSettings/format": log["format"],
                },
            )
        path = f"restapis/{api}/stages/{stage}"
        return Made(
            f"ags-{api}-{stage}",
            {
                "arn": f"arn:aws:apigateway:{aws.place.region}::/{path}",
                "executionArn": f"{aws.arn('execute-api', api)}/{stage}",
                "invokeUrl": f"{aws.url}/_aws/execute-api/{api}/{stage}",
                "webAclArn": "",
            },
        )


class MethodSettings(ResourceType):
    """The settings of a stage's methods."""

    pulumi_type = "aws:apigateway/methodSettings:MethodSettings"
    inert: ClassVar[Mapping[str, str]] = {
        "settings": "throttling is served; metrics, logs and caches are recorded only"
    }

    def create(self, aws: Aws, inputs: Inputs) -> Made:
        api, stage, path = inputs["restApi"], inputs["stageName"], inputs["methodPath"]
        # `path/to/METHOD`: the slashes of the path are escaped, the last one is not.
        resource, _, method = path.rpartition("/")
        escaped = f"{resource.replace('~', '~0').replace('/', '~1')}/{method}"
        settings = inputs["settings"]
        _patch_stage(
            aws,
            api,
            stage,
            {
                f"/{escaped}/{theirs}": settings[ours]
                for ours, theirs in _METHOD_SETTINGS.items()
                if ours in settings
            },
        )
        return Made(f"{api}-{stage}-{path}")


class Account(ResourceType):
    """The account's settings for API Gateway."""

    pulumi_type = "aws:apigateway/account:Account"
    inert: ClassVar[Mapping[str, str]] = {"cloudwatchRoleArn": "API Gateway writes no logs here"}

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


def _endpoint(given: Mapping[str, Any] | None) -> dict[str, Any]:
    if not given:
        return {}
    types = given.get("types", "EDGE")
    configuration = {"types": types if isinstance(types, list) else [types]}
    if given.get("vpcEndpointIds"):
        configuration["vpcEndpointIds"] = given["vpcEndpointIds"]
    return {"endpointConfiguration": configuration}


def _patch_stage(aws: Aws, api: str, stage: str, values: Mapping[str, Any]) -> None:
    aws.client("apigateway").update_stage(
        restApiId=api,
        stageName=stage,
        patchOperations=[
            {"op": "replace", "path": path, "value": text(value)} for path, value in values.items()
        ],
    )


TYPES = (RestApi(), Deployment(), Stage(), MethodSettings(), Account())
