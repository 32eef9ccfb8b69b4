"""Stages of APIs with their settings, logs and web ACLs."""

import json

from guardrails.values import Secret
from tests.policies.guardrails.rule_cases.api_gateway import (
    DEPLOYMENT,
    HTTP_API,
    HTTP_STAGE,
    INTEGRATION,
    METHOD,
    OF_SHOP,
    REST_API,
    SHOP,
    of_shop,
)
from tests.policies.guardrails.rule_cases.model import (
    UNKNOWN,
    Cases,
    Properties,
    Resource,
    Stack,
    one,
)

STAGE = "aws:apigateway/stage:Stage"
SETTINGS = "aws:apigateway/methodSettings:MethodSettings"
PLAN = "aws:apigateway/usagePlan:UsagePlan"
ASSOCIATION = "aws:wafv2/webAclAssociation:WebAclAssociation"

LIVE = of_shop(STAGE, {"stageName": "live"}, "live")
TEST = of_shop(STAGE, {"stageName": "test"}, "test")
OF_LIVE = {**OF_SHOP, "stageName": [LIVE.urn]}


def log(form: object) -> Properties:
    return {"accessLogSettings": {"destinationArn": UNKNOWN, "format": form}}


def settings(
    values: object, path: object = "*/*", stage: object = "live", **more: object
) -> Resource:
    """Settings that name the stage by its name."""
    return of_shop(SETTINGS, {"methodPath": path, "stageName": stage, "settings": values, **more})


def others(values: object) -> Resource:
    named = {"restApi": "a1", "stageName": "live", "methodPath": "*/*", "settings": values}
    return one(SETTINGS, named)


def computed(values: Properties) -> Resource:
    """Settings whose stage's name is not known yet."""
    properties = {"restApi": UNKNOWN, "stageName": UNKNOWN, "methodPath": "*/*", "settings": values}
    return one(SETTINGS, properties, depends=OF_LIVE)


def web_socket(protocol: str, **route_settings: object) -> Stack:
    api = one(HTTP_API, {"protocolType": protocol})
    stage = {"apiId": UNKNOWN, "defaultRouteSettings": route_settings}
    return [api, one(HTTP_STAGE, stage, depends={"apiId": [api.urn]})]


def guard(stage: Resource) -> Resource:
    return one(ASSOCIATION, {"resourceArn": UNKNOWN}, depends={"resourceArn": [stage.urn]})


def stage_of(**api: object) -> Stack:
    return [one(REST_API, api, "shop"), LIVE]


def document(scheme: Properties, **operation: object) -> str:
    schemes = {"securitySchemes": {"caller": scheme}}
    return json.dumps({"components": schemes, "paths": {"/a": {"get": operation}}})


SIGNED = {"x-amazon-apigateway-authtype": "awsSigv4"}
ASKS = {"security": [{"caller": []}]}
ERRORS = {"loggingLevel": "ERROR"}
LIMIT = {"throttlingRateLimit": 50}


def method(authorization: str, verb: str = "GET") -> Resource:
    return of_shop(METHOD, {"httpMethod": verb, "authorization": authorization}, verb)


def plan(depends: list[str], **stage: object) -> Resource:
    properties = {"apiStages": [stage], "throttleSettings": {"rateLimit": 5}}
    return one(PLAN, properties, depends={"apiStages": depends})


CASES = {
    "apigw-access-log": Cases(
        STAGE,
        fails=[
            ({"stageName": "live"}, ["accessLogSettings.destinationArn"]),
            ([one(HTTP_STAGE, {"name": "live"})], ["accessLogSettings.destinationArn"]),
        ],
        passes=[log("{}")],
        near_misses=[{"accessLogSettings": [{"destinationArn": "arn:aws:logs:x"}]}],
        undetermined=[({"accessLogSettings": UNKNOWN}, "accessLogSettings")],
    ),
    "apigw-structured-log": Cases(
        STAGE,
        fails=[
            (log("$context.requestId $context.status"), ["accessLogSettings.format"]),
            (log('"$context.requestId"'), ["accessLogSettings.format"]),
            (log('{"id": $context.requestId' + " " * 10_000 + "}"), ["accessLogSettings.format"]),
        ],
        passes=[log('{"id": "$context.requestId"}')],
        near_misses=[
            log('{"status":$context.status,"who":$context.authorizer[\'claims\'].sub}'),
            # Told of by apigw-access-log.
            {"stageName": "live"},
        ],
        undetermined=[(log(UNKNOWN), "accessLogSettings.format")],
    ),
    "apigw-exec-log": Cases(
        "",
        fails=[
            ([SHOP, LIVE], ["stageName"]),
            ([SHOP, LIVE, TEST, settings(ERRORS)], ["stageName"]),
            ([SHOP, LIVE, settings({"loggingLevel": "OFF"})], ["settings.loggingLevel"]),
            ([SHOP, LIVE, settings({})], ["settings.loggingLevel"]),
            (
                [SHOP, LIVE, settings({**ERRORS, "dataTraceEnabled": True})],
                ["settings.dataTraceEnabled"],
            ),
            ([SHOP, LIVE, settings(ERRORS, "orders/GET")], ["stageName"]),
            (web_socket("WEBSOCKET"), ["defaultRouteSettings.loggingLevel"]),
            (
                web_socket("WEBSOCKET", loggingLevel="INFO", dataTraceEnabled=True),
                ["defaultRouteSettings.dataTraceEnabled"],
            ),
        ],
        passes=[
            [SHOP, LIVE, settings(ERRORS)],
            [SHOP, LIVE, computed(ERRORS)],
            web_socket("WEBSOCKET", loggingLevel="ERROR"),
        ],
        near_misses=[
            [
                one(STAGE, {"restApi": "abc", "stageName": "live"}),
                one(
                    SETTINGS,
                    {
                        "restApi": "abc",
                        "stageName": "live",
                        "methodPath": "*/*",
                        "settings": {"loggingLevel": "INFO"},
                    },
                ),
            ],
            web_socket("HTTP"),
        ],
        undetermined=[
            ([SHOP, LIVE, settings(ERRORS, stage=UNKNOWN)], "stageName"),
            ([SHOP, LIVE, settings(ERRORS, UNKNOWN)], "methodPath"),
            ([SHOP, LIVE, settings({"loggingLevel": UNKNOWN})], "settings.loggingLevel"),
            (
                [one(STAGE, {"restApi": UNKNOWN, "stageName": "live"}), settings(ERRORS)],
                "restApi",
            ),
        ],
    ),
    "apigw-xray": Cases(
        STAGE,
        fails=[
            ({}, ["xrayTracingEnabled"]),
            ({"xrayTracingEnabled": False}, ["xrayTracingEnabled"]),
        ],
        passes=[{"xrayTracingEnabled": True}],
        near_misses=[{"xrayTracingEnabled": "true"}],
        undetermined=[({"xrayTracingEnabled": UNKNOWN}, "xrayTracingEnabled")],
    ),
    "apigw-cache-encrypted": Cases(
        SETTINGS,
        fails=[({"settings": {"cachingEnabled": True}}, ["settings.cacheDataEncrypted"])],
        passes=[{"settings": {"cachingEnabled": True, "cacheDataEncrypted": True}}],
        near_misses=[{"settings": {"cachingEnabled": False}}, {"settings": {}}],
        undetermined=[
            (
                {"settings": {"cachingEnabled": True, "cacheDataEncrypted": UNKNOWN}},
                "settings.cacheDataEncrypted",
            ),
            (
                {"settings": {"cachingEnabled": UNKNOWN}},
                "settings.cachingEnabled",
            ),
        ],
    ),
    "apigw-waf": Cases(
        "",
        fails=[
            ([SHOP, LIVE], ["arn"]),
            ([SHOP, LIVE, TEST, guard(LIVE)], ["arn"]),
            (
                [SHOP, LIVE, method("AWS_IAM"), method("NONE", "POST")],
                ["arn"],
            ),
            (stage_of(body=document({"type": "http"}, **ASKS)), ["arn"]),
            (stage_of(body=document(SIGNED)), ["arn"]),
            # A stage of the same name of another API.
            (
                [
                    one(STAGE, {"arn": "arn:aws:apigateway:eu::/restapis/a/stages/v1"}),
                    one(
                        ASSOCIATION, {"resourceArn": "arn:aws:apigateway:eu::/restapis/b/stages/v1"}
                    ),
                ],
                ["arn"],
            ),
        ],
        passes=[
            [SHOP, LIVE, guard(LIVE)],
            [SHOP, of_shop(STAGE, {"webAclArn": "arn:aws:wafv2:eu:1:regional/webacl/a/b"})],
        ],
        near_misses=[
            stage_of(endpointConfiguration={"types": "PRIVATE"}),
            stage_of(body=document(SIGNED, **ASKS)),
            [SHOP, LIVE, method("AWS_IAM"), method("NONE", "OPTIONS")],
        ],
        undetermined=[([SHOP, LIVE, one(ASSOCIATION, {"resourceArn": UNKNOWN})], "resourceArn")],
    ),
    "apigw-client-cert": Cases(
        "",
        fails=[
            ([SHOP, LIVE, of_shop(INTEGRATION, {"type": "HTTP_PROXY"})], ["clientCertificateId"]),
            (
                stage_of(
                    body=document(SIGNED, **{"x-amazon-apigateway-integration": {"type": "http"}})
                ),
                ["clientCertificateId"],
            ),
        ],
        passes=[
            [
                SHOP,
                of_shop(STAGE, {"clientCertificateId": UNKNOWN}),
                of_shop(INTEGRATION, {"type": "HTTP"}),
            ]
        ],
        near_misses=[
            [SHOP, LIVE, of_shop(INTEGRATION, {"type": "AWS_PROXY"})],
            [
                SHOP,
                LIVE,
                of_shop(INTEGRATION, {"type": "HTTP_PROXY", "connectionType": "VPC_LINK"}),
            ],
        ],
        undetermined=[
            ([SHOP, LIVE, of_shop(INTEGRATION, {"type": UNKNOWN})], "type"),
            ([one(REST_API, {"body": UNKNOWN}, "shop"), LIVE], "body"),
        ],
    ),
    "apigw-throttle": Cases(
        "",
        fails=[
            ([SHOP, LIVE], ["stageName"]),
            ([SHOP, LIVE, settings({"throttlingRateLimit": -1})], ["stageName"]),
            ([SHOP, LIVE, plan([SHOP.urn], apiId=UNKNOWN, stage="test")], ["stageName"]),
            ([one(HTTP_STAGE, {})], ["defaultRouteSettings.throttlingRateLimit"]),
            # The limit is another API's, whether it is known or not.
            ([SHOP, LIVE, others(LIMIT)], ["stageName"]),
            ([SHOP, LIVE, others({"throttlingRateLimit": UNKNOWN})], ["stageName"]),
        ],
        passes=[
            [SHOP, LIVE, settings(LIMIT)],
            [SHOP, LIVE, plan([SHOP.urn, LIVE.urn], apiId=UNKNOWN, stage=UNKNOWN)],
            [one(HTTP_STAGE, {"defaultRouteSettings": LIMIT})],
        ],
        near_misses=[[SHOP, LIVE, plan([SHOP.urn], apiId=UNKNOWN, stage="live")]],
        undetermined=[
            ([SHOP, LIVE, settings(UNKNOWN)], "settings"),
            ([SHOP, LIVE, plan([], apiId=UNKNOWN, stage="live")], "apiStages[0].apiId"),
            (
                [one(HTTP_STAGE, {"defaultRouteSettings": UNKNOWN})],
                "defaultRouteSettings",
            ),
        ],
    ),
    "apigw-stage-secret": Cases(
        STAGE,
        fails=[
            ({"variables": {"url": "/a", "db_password": "hunter2"}}, ["variables.db_password"]),
            ({"variables": {"a": "/a", "b": Secret("/b")}}, ["variables.b"]),
            ({"variables": Secret({"a": "/a"})}, ["variables"]),
            ([one(DEPLOYMENT, {"variables": {"password": "hunter2"}})], ["variables.password"]),
            (
                [one(HTTP_STAGE, {"stageVariables": {"key": "AKIA" + "Q3EGRQ7KJ2SXHZ4B"}})],
                ["stageVariables.key"],
            ),
        ],
        passes=[{"variables": {"function": "orders", "alias": "live"}}, {}],
        near_misses=[{"variables": {"password_secret_name": "prod/db", "computed": UNKNOWN}}],
        undetermined=[({"variables": UNKNOWN}, "variables")],
    ),
}
