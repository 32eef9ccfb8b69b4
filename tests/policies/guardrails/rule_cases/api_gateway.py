"""APIs, their methods, deployments and domains."""

import json

from tests.policies.guardrails.rule_cases.model import (
    UNKNOWN,
    Cases,
    Properties,
    Resource,
    Stack,
    one,
)

REST_API = "aws:apigateway/restApi:RestApi"
HTTP_API = "aws:apigatewayv2/api:Api"
METHOD = "aws:apigateway/method:Method"
INTEGRATION = "aws:apigateway/integration:Integration"
INTEGRATION_RESPONSE = "aws:apigateway/integrationResponse:IntegrationResponse"
GATEWAY_RESPONSE = "aws:apigateway/response:Response"
VALIDATOR = "aws:apigateway/requestValidator:RequestValidator"
DEPLOYMENT = "aws:apigateway/deployment:Deployment"
HTTP_DEPLOYMENT = "aws:apigatewayv2/deployment:Deployment"
HTTP_STAGE = "aws:apigatewayv2/stage:Stage"
DOMAIN = "aws:apigateway/domainName:DomainName"
HTTP_DOMAIN = "aws:apigatewayv2/domainName:DomainName"
MAPPING = "aws:apigateway/basePathMapping:BasePathMapping"
HTTP_MAPPING = "aws:apigatewayv2/apiMapping:ApiMapping"

SHOP = one(REST_API, {"name": "shop"}, "shop")
OF_SHOP = {"restApi": [SHOP.urn]}
TRIGGERED = {"restApi": UNKNOWN, "triggers": {"body": "5f2b"}}


def body(operation: Properties, root: Properties | None = None) -> Properties:
    """An OpenAPI document with one operation."""
    return {"body": json.dumps({"paths": {"/a": {"post": operation}}, **(root or {})})}


def validators(**switches: bool) -> Properties:
    return {"x-amazon-apigateway-request-validators": {"all": switches}}


NAMED = {"x-amazon-apigateway-request-validator": "all"}
AT_ROOT = {**validators(validateRequestBody=True), **NAMED}
TAKES = {"requestBody": {"content": {}}}


def http_cors(origins: object, *, credentials: object) -> Resource:
    configuration = {"allowOrigins": origins, "allowCredentials": credentials}
    return one(HTTP_API, {"corsConfiguration": configuration})


def headers(kind: str, origin: object, credentials: object) -> Properties:
    prefix = f"{kind}.header.Access-Control-Allow"
    return {f"{prefix}-Origin": origin, f"{prefix}-Credentials": credentials}


def answered(origin: object, credentials: object = "'true'") -> Resource:
    parameters = headers("method.response", origin, credentials)
    return one(INTEGRATION_RESPONSE, {"responseParameters": parameters})


def answered_in_body(origin: str) -> Properties:
    parameters = headers("method.response", origin, "'true'")
    responses = {"default": {"responseParameters": parameters}}
    return body({"x-amazon-apigateway-integration": {"responses": responses}})


IN_BODY = (
    "body.paths./a.post.x-amazon-apigateway-integration.responses.default."
    "responseParameters.method.response.header.Access-Control-Allow-Origin"
)


def of_shop(type_: str, properties: Properties, name: str = "it") -> Resource:
    return one(type_, {"restApi": UNKNOWN, **properties}, name, depends=OF_SHOP)


GET = of_shop(METHOD, {"httpMethod": "GET"}, "get")
CALL = of_shop(INTEGRATION, {"httpMethod": "GET"}, "call")


def deployed(*waits_for: Resource) -> Stack:
    urns = [SHOP.urn, *(one.urn for one in waits_for)]
    return [SHOP, GET, CALL, one(DEPLOYMENT, TRIGGERED, depends=OF_SHOP, waits_for=urns)]


def mapped(api: Resource, type_: str = MAPPING, reference: str = "restApi") -> Stack:
    return [api, one(type_, {reference: UNKNOWN}, depends={reference: [api.urn]})]


CLOSED = one(REST_API, {"disableExecuteApiEndpoint": True})

CASES = {
    "apigw-validation": Cases(
        METHOD,
        fails=[
            ({"httpMethod": "POST"}, ["requestValidatorId"]),
            (
                {"httpMethod": "GET", "requestParameters": {"method.request.querystring.a": True}},
                ["requestValidatorId"],
            ),
            ([one(VALIDATOR, {"validateRequestBody": False})], ["validateRequestBody"]),
            ([one(REST_API, body(TAKES))], ["body.paths./a.post"]),
            # The document does not define the validator that the operation names.
            ([one(REST_API, body({**TAKES, **NAMED}))], ["body.paths./a.post"]),
            (
                [one(REST_API, body(TAKES, {**validators(validateRequestBody=False), **NAMED}))],
                ["body.paths./a.post"],
            ),
        ],
        passes=[
            {"httpMethod": "POST", "requestValidatorId": UNKNOWN},
            [one(REST_API, body(TAKES, AT_ROOT))],
            [one(VALIDATOR, {"validateRequestParameters": True})],
        ],
        near_misses=[
            {"httpMethod": "GET"},
            {"httpMethod": "OPTIONS"},
            [one(REST_API, body({}))],
            [one(REST_API, {"name": "shop"})],
        ],
        undetermined=[
            ({"httpMethod": UNKNOWN}, "httpMethod"),
            ([one(REST_API, {"body": UNKNOWN})], "body"),
            ([one(VALIDATOR, {"validateRequestBody": UNKNOWN})], "validateRequestBody"),
        ],
    ),
    "apigw-cors-star": Cases(
        "",
        fails=[
            ([http_cors(["*"], credentials=True)], ["corsConfiguration.allowOrigins[0]"]),
            (
                [http_cors(["https://a.example", "https://*"], credentials=True)],
                ["corsConfiguration.allowOrigins[1]"],
            ),
            (
                [answered("'*'")],
                ["responseParameters.method.response.header.Access-Control-Allow-Origin"],
            ),
            # Whatever page asks is told that it may.
            (
                [answered("method.request.header.Origin")],
                ["responseParameters.method.response.header.Access-Control-Allow-Origin"],
            ),
            (
                [
                    one(
                        GATEWAY_RESPONSE,
                        {"responseParameters": headers("gatewayresponse", "'*'", "'true'")},
                    )
                ],
                ["responseParameters.gatewayresponse.header.Access-Control-Allow-Origin"],
            ),
            (
                [one(REST_API, answered_in_body("'*'"))],
                [IN_BODY],
            ),
            (
                [
                    one(
                        HTTP_API,
                        body(
                            {},
                            {
                                "x-amazon-apigateway-cors": {
                                    "allowOrigins": "*",
                                    "allowCredentials": True,
                                }
                            },
                        ),
                    )
                ],
                ["body.x-amazon-apigateway-cors.allowOrigins"],
            ),
        ],
        passes=[
            [http_cors(["https://a.example"], credentials=True)],
            [answered("'https://a.example'")],
            [one(REST_API, answered_in_body("'https://a.example'"))],
        ],
        near_misses=[
            [http_cors(["*"], credentials=None)],
            [answered("'*'", "'false'")],
            [one(HTTP_API, {"protocolType": "HTTP"})],
        ],
        undetermined=[
            ([http_cors(UNKNOWN, credentials=True)], "corsConfiguration.allowOrigins"),
            ([http_cors(["*"], credentials=UNKNOWN)], "corsConfiguration.allowCredentials"),
            ([one(INTEGRATION_RESPONSE, {"responseParameters": UNKNOWN})], "responseParameters"),
            ([one(REST_API, {"body": UNKNOWN})], "body"),
        ],
    ),
    "apigw-deployment-stale": Cases(
        "",
        fails=[
            ([SHOP, of_shop(DEPLOYMENT, {})], ["triggers"]),
            ([one(HTTP_DEPLOYMENT, {"apiId": UNKNOWN})], ["triggers"]),
            (deployed(), ["restApi"]),
            (deployed(CALL), ["restApi"]),
            ([one(HTTP_STAGE, {"apiId": UNKNOWN})], ["autoDeploy"]),
        ],
        passes=[
            deployed(GET, CALL),
            [SHOP, of_shop(DEPLOYMENT, {"triggers": UNKNOWN})],
            [one(HTTP_STAGE, {"autoDeploy": True})],
        ],
        near_misses=[
            # The integration waits for the method.
            [
                SHOP,
                GET,
                one(INTEGRATION, TRIGGERED, "call", depends=OF_SHOP, waits_for=[GET.urn]),
                one(DEPLOYMENT, TRIGGERED, depends=OF_SHOP, waits_for=[CALL.urn]),
            ],
            # Of another API.
            [SHOP, GET, one(DEPLOYMENT, {**TRIGGERED, "restApi": "other"}, waits_for=["urn"])],
            [one(HTTP_STAGE, {"deploymentId": UNKNOWN})],
        ],
        undetermined=[([one(HTTP_STAGE, {"autoDeploy": UNKNOWN})], "autoDeploy")],
    ),
    "apigw-tls": Cases(
        DOMAIN,
        fails=[
            ({"securityPolicy": "TLS_1_0"}, ["securityPolicy"]),
            ({}, ["securityPolicy"]),
            (
                [one(HTTP_DOMAIN, {"domainNameConfiguration": {"endpointType": "REGIONAL"}})],
                ["domainNameConfiguration.securityPolicy"],
            ),
            ([one(REST_API, {"securityPolicy": "TLS_1_0"})], ["securityPolicy"]),
        ],
        passes=[
            {"securityPolicy": "TLS_1_2"},
            [one(HTTP_DOMAIN, {"domainNameConfiguration": {"securityPolicy": "TLS_1_2"}})],
        ],
        near_misses=[{"securityPolicy": "SecurityPolicy_TLS13_1_3_2025_09"}, [one(REST_API, {})]],
        undetermined=[({"securityPolicy": UNKNOWN}, "securityPolicy")],
    ),
    "apigw-endpoint-type": Cases(
        REST_API,
        fails=[
            ({}, ["endpointConfiguration.types"]),
            ({"endpointConfiguration": {"types": "EDGE"}}, ["endpointConfiguration.types"]),
        ],
        passes=[{"endpointConfiguration": {"types": "REGIONAL"}}],
        near_misses=[{"endpointConfiguration": [{"types": ["PRIVATE"]}]}],
        undetermined=[({"endpointConfiguration": UNKNOWN}, "endpointConfiguration")],
    ),
    "apigw-default-endpoint": Cases(
        "",
        fails=[
            (mapped(SHOP), ["disableExecuteApiEndpoint"]),
            (mapped(one(HTTP_API, {}), HTTP_MAPPING, "apiId"), ["disableExecuteApiEndpoint"]),
        ],
        passes=[mapped(CLOSED)],
        near_misses=[[SHOP], [CLOSED, one(MAPPING, {"restApi": UNKNOWN})]],
        undetermined=[
            ([SHOP, one(MAPPING, {"restApi": UNKNOWN})], "restApi"),
            (
                mapped(one(REST_API, {"disableExecuteApiEndpoint": UNKNOWN})),
                "disableExecuteApiEndpoint",
            ),
        ],
    ),
}
