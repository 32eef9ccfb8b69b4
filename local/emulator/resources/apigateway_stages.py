"""Stages of REST APIs: https://docs.aws.amazon.com/apigateway/latest/api/API_Stage.html."""

from collections.abc import Mapping
from typing import Any, ClassVar

from local.emulator.resources.apigateway import patch
from local.emulator.resources.base import Aws, Inputs, Made, ResourceType, chosen, differing

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


class Stage(ResourceType):
    """A stage of an API; its ``invokeUrl`` is the emulator's."""

    pulumi_type = "aws:apigateway/stage:Stage"
    inert: ClassVar[Mapping[str, str]] = {
        "accessLogSettings": "they are recorded; no access log is written",
        "xrayTracingEnabled": "there is no X-Ray",
    }
    replaced_by: ClassVar[frozenset[str]] = frozenset({"restApi", "stageName"})

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
        _patch_stage(aws, api, stage, _access_log(inputs))
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

    def read(self, aws: Aws, made_id: str, state: Inputs) -> Mapping[str, Any] | None:
        stage = aws.client("apigateway").get_stage(**_stage(state))
        told = {ours: stage.get(theirs) for ours, theirs in _STAGE.items()}
        return {"deployment": stage.get("deploymentId"), **told}

    def update(self, aws: Aws, made_id: str, old: Inputs, new: Inputs) -> Mapping[str, Any]:
        changed = differing(old, new)
        values = {
            f"/{theirs}": new.get(ours, "")
            for ours, theirs in {**_STAGE, "deployment": "deploymentId"}.items()
            if ours in changed - {"variables"}
        }
        variables = differing(old.get("variables", {}), new.get("variables", {}))
        values |= {f"/variables/{name}": new.get("variables", {}).get(name) for name in variables}
        if "accessLogSettings" in changed:
            values |= _access_log(new)
        _patch_stage(aws, new["restApi"], new["stageName"], values)
        return {}

    def delete(self, aws: Aws, made_id: str, state: Inputs) -> None:
        aws.client("apigateway").delete_stage(**_stage(state))


class MethodSettings(ResourceType):
    """The settings of a stage's methods."""

    pulumi_type = "aws:apigateway/methodSettings:MethodSettings"
    inert: ClassVar[Mapping[str, str]] = {
        "settings": "throttling is served; metrics, logs and caches are recorded only"
    }
    replaced_by: ClassVar[frozenset[str]] = frozenset({"restApi", "stageName", "methodPath"})

    def create(self, aws: Aws, inputs: Inputs) -> Made:
        api, stage, path = inputs["restApi"], inputs["stageName"], inputs["methodPath"]
        escaped, settings = _escaped(path), inputs["settings"]
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

    def read(self, aws: Aws, made_id: str, state: Inputs) -> Mapping[str, Any] | None:
        stage = aws.client("apigateway").get_stage(**_stage(state))
        return {} if state["methodPath"] in stage.get("methodSettings", {}) else None

    def update(self, aws: Aws, made_id: str, old: Inputs, new: Inputs) -> Mapping[str, Any]:
        self.create(aws, new)
        return {}

    def delete(self, aws: Aws, made_id: str, state: Inputs) -> None:
        aws.client("apigateway").update_stage(
            **_stage(state),
            patchOperations=[{"op": "remove", "path": f"/{_escaped(state['methodPath'])}"}],
        )


def _stage(state: Inputs) -> dict[str, str]:
    return {"restApiId": state["restApi"], "stageName": state["stageName"]}


def _access_log(inputs: Inputs) -> dict[str, Any]:
    log = inputs.get("accessLogSettings") or {}
    return {f"/accessLogSettings/{name}": value for name, value in log.items()}


def _escaped(path: str) -> str:
    # `path/to/METHOD`: the slashes of the path are escaped, the last one is not.
    resource, _, method = path.rpartition("/")
    return f"{resource.replace('~', '~0').replace('/', '~1')}/{method}"


def _patch_stage(aws: Aws, api: str, stage: str, values: Mapping[str, Any]) -> None:
    if values:
        aws.client("apigateway").update_stage(
            restApiId=api, stageName=stage, patchOperations=patch(values)
        )


TYPES = (Stage(), MethodSettings())
