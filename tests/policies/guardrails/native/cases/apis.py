"""REST APIs of API Gateway."""

import json
from typing import Any, Final

from tests.policies.guardrails.native.cases.model import ACCOUNT, UNKNOWN, Case, document, native

_BODY: Final[dict[str, Any]] = {
    "openapi": "3.0.1",
    "info": {"title": "shop", "version": "1"},
    "components": {
        "securitySchemes": {
            "sigv4": {
                "type": "apiKey",
                "name": "Authorization",
                "in": "header",
                "x-amazon-apigateway-authtype": "awsSigv4",
            }
        }
    },
    "paths": {
        "/orders": {"get": {"security": [{"sigv4": []}], "responses": {"200": {"description": ""}}}}
    },
}

_OPEN_BODY: Final[dict[str, Any]] = {
    "openapi": "3.0.1",
    "info": {"title": "shop", "version": "1"},
    "paths": {"/orders": {"get": {"responses": {"200": {"description": ""}}}}},
}

_INVOKE: Final = {
    "Sid": "Invoke",
    "Effect": "Allow",
    "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:role/shop"},
    "Action": "execute-api:Invoke",
    "Resource": "execute-api:/v1/GET/orders",
}

_API: Final = native(
    "apigateway:RestApi",
    "shop",
    {
        "name": "shop",
        "body": _BODY,
        "endpointConfiguration": {"types": ["REGIONAL"]},
        "securityPolicy": "SecurityPolicy_TLS13_1_2_2021_06",
        "policy": document(_INVOKE),
    },
)

_STAGE: Final[dict[str, Any]] = {
    "restApiId": UNKNOWN,
    "stageName": "v1",
    "accessLogSetting": {
        "destinationArn": UNKNOWN,
        "format": json.dumps({"id": "$context.requestId"}),
    },
    "tracingEnabled": True,
    "variables": {"table": "orders"},
    "methodSettings": [
        {
            "resourcePath": "/*",
            "httpMethod": "*",
            "loggingLevel": "ERROR",
            "dataTraceEnabled": False,
            "throttlingRateLimit": 50,
            "throttlingBurstLimit": 100,
        }
    ],
}

_V1: Final = native("apigateway:Stage", "v1", _STAGE, depends={"restApiId": [_API]})

_UNLIMITED: Final = native(
    "apigateway:Stage",
    "v1",
    {
        **_STAGE,
        "methodSettings": [{"resourcePath": "/*", "httpMethod": "*", "loggingLevel": "ERROR"}],
    },
    depends={"restApiId": [_API]},
)

_STAGES: Final = [{"apiId": UNKNOWN, "stage": "v1"}]

CASES: Final[dict[str, Case]] = {
    "apigateway:RestApi": Case(
        good=[_API],
        bad=[
            native(
                "apigateway:RestApi",
                properties={
                    "name": "it",
                    "body": _OPEN_BODY,
                    "endpointConfiguration": {"types": ["EDGE"]},
                    "policy": document({**_INVOKE, "Principal": "*"}),
                },
            )
        ],
        found=[
            ("apigw-endpoint-type", "endpointConfiguration.types[0]"),
            ("apigw-method-auth", "body.paths./orders.get"),
            ("apigw-resource-policy", "policy.Statement[0].Principal"),
        ],
    ),
    "apigateway:Stage": Case(
        good=[_API, _V1],
        bad=[
            _API,
            native(
                "apigateway:Stage",
                properties={
                    "restApiId": UNKNOWN,
                    "stageName": "v1",
                    "accessLogSetting": {"destinationArn": UNKNOWN, "format": "$context.requestId"},
                    "variables": {"db_password": "kT9x#pQ2vL8zR4mW"},
                    "methodSettings": [
                        {
                            "resourcePath": "/orders",
                            "httpMethod": "GET",
                            "cachingEnabled": True,
                            "dataTraceEnabled": True,
                        }
                    ],
                },
                depends={"restApiId": [_API]},
            ),
        ],
        found=[
            ("apigw-cache-encrypted", "methodSettings[0].cacheDataEncrypted"),
            ("apigw-exec-log", "methodSettings[0].dataTraceEnabled"),
            ("apigw-exec-log", "stageName"),
            ("apigw-stage-secret", "variables.db_password"),
            ("apigw-structured-log", "accessLogSetting.format"),
            ("apigw-throttle", "stageName"),
            ("apigw-xray", "tracingEnabled"),
        ],
    ),
    "apigateway:Method": Case(
        good=[
            native(
                "apigateway:Method",
                properties={
                    "httpMethod": "GET",
                    "authorizationType": "AWS_IAM",
                    "integration": {"type": "AWS_PROXY"},
                },
            )
        ],
        bad=[
            native(
                "apigateway:Method",
                properties={
                    "httpMethod": "POST",
                    "authorizationType": "NONE",
                    "integration": {
                        "type": "MOCK",
                        "integrationResponses": [
                            {
                                "statusCode": "200",
                                "responseParameters": {
                                    "method.response.header.Access-Control-Allow-Origin": "'*'",
                                    "method.response.header.Access-Control-Allow-Credentials": (
                                        "'true'"
                                    ),
                                },
                            }
                        ],
                    },
                },
            )
        ],
        found=[
            (
                "apigw-cors-star",
                "integration.integrationResponses[0].responseParameters.method.response.header.Access-Control-Allow-Origin",
            ),
            ("apigw-method-auth", "authorizationType"),
            ("apigw-validation", "requestValidatorId"),
        ],
    ),
    "apigateway:UsagePlan": Case(
        good=[
            _API,
            _UNLIMITED,
            native(
                "apigateway:UsagePlan",
                properties={"apiStages": _STAGES, "throttle": {"rateLimit": 50}},
                depends={"apiStages": [_V1]},
            ),
        ],
        bad=[
            _API,
            _UNLIMITED,
            native(
                "apigateway:UsagePlan",
                properties={"apiStages": _STAGES},
                depends={"apiStages": [_V1]},
            ),
        ],
        found=[
            ("apigw-throttle", "stageName"),
        ],
    ),
}
