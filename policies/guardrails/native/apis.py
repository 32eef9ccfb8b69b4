"""REST APIs of API Gateway."""

from typing import Final

from guardrails.native.model import ITSELF, At, Lacking, Made, NativeType, Part
from guardrails.native.shapes import Each, as_json, tags, unread
from guardrails.resource_types import REST_API, REST_STAGE
from guardrails.subjects.stages import METHOD_SETTINGS, USAGE_PLAN
from guardrails.view import View


def _method_path(settings: View) -> Made:
    """Of which methods settings are: `/orders` and `GET` are `orders/GET` to the classic type."""
    path, verb = settings["resourcePath"], settings["httpMethod"]
    if path.unknown or verb.unknown:
        return unread(path if path.unknown else verb)
    return Made(f"{path.text.removeprefix('/')}/{verb.text}", {"": path.path})


_API: Final = NativeType(
    "aws-native:apigateway:RestApi",
    REST_API,
    {
        "id": "restApiId",
        "name": "name",
        "body": (At("body", as_json), At("bodyS3Location", unread)),
        "policy": At("policy", as_json),
        "disableExecuteApiEndpoint": "disableExecuteApiEndpoint",
        "endpointConfiguration.types": "endpointConfiguration.types",
        "securityPolicy": "securityPolicy",
        "tags": At("tags", tags),
    },
    documents=("policy",),
)

_STAGE: Final = NativeType(
    "aws-native:apigateway:Stage",
    REST_STAGE,
    {
        "stageName": "stageName",
        "restApi": "restApiId",
        "accessLogSettings.destinationArn": "accessLogSetting.destinationArn",
        "accessLogSettings.format": "accessLogSetting.format",
        "clientCertificateId": "clientCertificateId",
        "variables": "variables",
        "xrayTracingEnabled": "tracingEnabled",
        "webAclArn": Lacking("stageName"),
        "arn": Lacking("stageName"),
        "tags": At("tags", tags),
    },
    parts=(
        Part(
            METHOD_SETTINGS,
            "methodSettings",
            {
                "restApi": Lacking(ITSELF),
                "methodPath": At(ITSELF, _method_path),
                "settings.cacheDataEncrypted": "cacheDataEncrypted",
                "settings.cachingEnabled": "cachingEnabled",
                "settings.dataTraceEnabled": "dataTraceEnabled",
                "settings.loggingLevel": "loggingLevel",
                "settings.throttlingRateLimit": "throttlingRateLimit",
            },
            whole="stageName",
            each=True,
        ),
    ),
)

_METHOD: Final = NativeType(
    "aws-native:apigateway:Method",
    "aws:apigateway/method:Method",
    {
        "restApi": "restApiId",
        "httpMethod": "httpMethod",
        "authorization": "authorizationType",
        "apiKeyRequired": "apiKeyRequired",
        "requestValidatorId": "requestValidatorId",
        "requestModels": "requestModels",
        "requestParameters": "requestParameters",
    },
    parts=(
        Part(
            "aws:apigateway/integration:Integration",
            "integration",
            {
                "restApi": "restApiId",
                "type": "integration.type",
                "uri": "integration.uri",
                "connectionType": "integration.connectionType",
                "requestParameters": "integration.requestParameters",
                "timeoutMilliseconds": "integration.timeoutInMillis",
            },
        ),
        Part(
            "aws:apigateway/integrationResponse:IntegrationResponse",
            "integration.integrationResponses",
            {"responseParameters": "responseParameters"},
            each=True,
        ),
    ),
)

_PLAN: Final = NativeType(
    "aws-native:apigateway:UsagePlan",
    USAGE_PLAN,
    {
        "name": "usagePlanName",
        "apiStages": At("apiStages", Each({"apiId": "apiId", "stage": "stage"})),
        "throttleSettings": "throttle",
    },
)

TYPES: Final = (_API, _STAGE, _METHOD, _PLAN)
