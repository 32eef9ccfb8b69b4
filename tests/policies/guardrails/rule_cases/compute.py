"""Functions, their permissions and APIs."""

import json

from guardrails.view import Resource
from tests.policies.guardrails.rule_cases.model import UNKNOWN, Cases, Properties, one, urn

FUNCTION = "aws:lambda/function:Function"
URL = "aws:lambda/functionUrl:FunctionUrl"
PERMISSION = "aws:lambda/permission:Permission"
METHOD = "aws:apigateway/method:Method"
ROUTE = "aws:apigatewayv2/route:Route"
REST_API = "aws:apigateway/restApi:RestApi"
HTTP_API = "aws:apigatewayv2/api:Api"
ROLE = "aws:iam/role:Role"
RULE_ARN = "arn:aws:events:eu-central-1:123456789012:rule/nightly"
SIGNED = {"security": [{"sigv4": []}]}


def may(principal: object, **more: object) -> Properties:
    return {"principal": principal, "action": "lambda:InvokeFunction", "function": "f", **more}


ANY_RULE = "arn:aws:events:eu-central-1:*:rule/*"
BY_URL = may("*", action="lambda:InvokeFunctionUrl", functionUrlAuthType="NONE")


def url(authorization: str, function: str = "f") -> Resource:
    return one(URL, {"functionName": function, "authorizationType": authorization}, "url")


def body(operation: Properties, method: str = "get", **more: object) -> Properties:
    document = {
        "openapi": "3.0.1",
        "components": {"securitySchemes": {"sigv4": {"type": "apiKey"}}},
        "paths": {"/findings": {method: operation}},
        **more,
    }
    return {"body": json.dumps(document)}


HTTP = one(HTTP_API, {"protocolType": "HTTP"}, "http")
SOCKET = one(HTTP_API, {"protocolType": "WEBSOCKET"}, "socket")
ANY_API = one(HTTP_API, {"protocolType": UNKNOWN}, "any")


def of(api: Resource, **route: object) -> Resource:
    return one(ROUTE, {"apiId": UNKNOWN, **route}, depends={"apiId": [api.urn]})


YAML_BODY = """
openapi: 3.0.1
paths:
  /findings:
    get: {responses: {}}
"""
OPEN_PATH = "body.paths./findings.get"


CASES = {
    "lambda-permission-source": Cases(
        PERMISSION,
        fails=[
            (may("events.amazonaws.com"), ["sourceArn"]),
            (may("events.amazonaws.com", sourceArn="*"), ["sourceArn"]),
            (may("s3.amazonaws.com", sourceArn="arn:aws:s3:::logs"), ["sourceAccount"]),
            (may("*", sourceArn="arn:aws:s3:::logs"), ["sourceAccount"]),
            (may("events.amazonaws.com", sourceArn=ANY_RULE), ["sourceArn"]),
            (may("sns.amazonaws.com", sourceArn="arn:aws:sns:*:*:*"), ["sourceArn"]),
            (may("sns.amazonaws.com", sourceArn="arn:aws:sns*"), ["sourceArn"]),
            (may("s3.amazonaws.com", sourceArn="arn:aws:s3:::*"), ["sourceArn"]),
        ],
        passes=[may("events.amazonaws.com", sourceArn=RULE_ARN)],
        near_misses=[
            may("events.amazonaws.com", sourceArn=UNKNOWN),
            may("s3.amazonaws.com", sourceArn="arn:aws:s3:::logs", sourceAccount="123456789012"),
            may("123456789012"),
            may("*", sourceArn="arn:aws:s3:::*"),  # which lambda-public-permission tells
            may("sns.amazonaws.com", sourceArn="arn:aws:sns:*:123456789012:*"),
            may("events.amazonaws.com", sourceArn=ANY_RULE, sourceAccount="123456789012"),
            may("s3.amazonaws.com", sourceArn="arn:aws:s3:::logs", sourceAccount=UNKNOWN),
            may("alexa-appkit.amazon.com", eventSourceToken="amzn1.ask.skill.1"),
        ],
        undetermined=[(may(UNKNOWN), "principal")],
    ),
    "lambda-public-permission": Cases(
        PERMISSION,
        fails=[
            (may("*"), ["principal"]),
            (may("*", sourceArn="*"), ["principal"]),
            (may("*", sourceArn=ANY_RULE), ["principal"]),
            (may("*", sourceArn="arn:aws:s3:::*"), ["principal"]),
            # The URL asks for IAM, or is of another function.
            ([url("AWS_IAM"), one(PERMISSION, BY_URL)], ["principal"]),
            ([url("NONE", "g"), one(PERMISSION, BY_URL)], ["principal"]),
            ([url("NONE"), one(PERMISSION, may("*"))], ["principal"]),
        ],
        passes=[may("events.amazonaws.com", sourceArn=RULE_ARN)],
        near_misses=[
            may("*", principalOrgId="o-1234567890"),
            may("*", sourceArn=RULE_ARN),
            may("*", sourceAccount="123456789012"),
            may("*", sourceAccount="123456789012", sourceArn=ANY_RULE),
            [url("NONE"), one(PERMISSION, BY_URL)],
            [url("NONE"), one(PERMISSION, may("*", invokedViaFunctionUrl=True))],
        ],
        undetermined=[(may(UNKNOWN), "principal"), (may("*", sourceArn=UNKNOWN), "sourceArn")],
    ),
    "lambda-url-auth": Cases(
        URL,
        fails=[({"authorizationType": "NONE"}, ["authorizationType"])],
        passes=[{"authorizationType": "AWS_IAM"}],
        near_misses=[{"authorizationType": "AWS_IAM", "cors": UNKNOWN}],
        undetermined=[({"authorizationType": UNKNOWN}, "authorizationType")],
    ),
    "lambda-role-shared": Cases(
        "",
        fails=[
            (
                [
                    one(FUNCTION, {"role": "arn:aws:iam::123456789012:role/r"}, "a"),
                    one(FUNCTION, {"role": "arn:aws:iam::123456789012:role/r"}, "b"),
                ],
                ["role"],
            ),
            # By dependency, while the role's ARN is unknown.
            (
                [
                    one(ROLE, {"name": "r"}, "r"),
                    one(FUNCTION, {"role": UNKNOWN}, "a", depends={"role": [urn(ROLE, "r")]}),
                    one(FUNCTION, {"role": UNKNOWN}, "b", depends={"role": [urn(ROLE, "r")]}),
                ],
                ["role"],
            ),
            # One by dependency, the other by the role's name.
            (
                [
                    one(ROLE, {"name": "r"}, "r"),
                    one(FUNCTION, {"role": UNKNOWN}, "a", depends={"role": [urn(ROLE, "r")]}),
                    one(FUNCTION, {"role": "arn:aws:iam::123456789012:role/r"}, "b"),
                ],
                ["role"],
            ),
        ],
        passes=[
            [
                one(FUNCTION, {"role": "arn:aws:iam::123456789012:role/a"}, "a"),
                one(FUNCTION, {"role": "arn:aws:iam::123456789012:role/b"}, "b"),
            ]
        ],
        near_misses=[
            [
                one(ROLE, {}, "r"),
                one(ROLE, {}, "s"),
                one(FUNCTION, {"role": UNKNOWN}, "a", depends={"role": [urn(ROLE, "r")]}),
                one(FUNCTION, {"role": UNKNOWN}, "b", depends={"role": [urn(ROLE, "s")]}),
            ],
            [one(FUNCTION, {"role": "arn:aws:iam::123456789012:role/a"}, "a")],
        ],
        undetermined=[([one(FUNCTION, {"role": UNKNOWN}, "a")], "role")],
    ),
    "lambda-tracing": Cases(
        FUNCTION,
        fails=[
            ({}, ["tracingConfig.mode"]),
            ({"tracingConfig": {"mode": "PassThrough"}}, ["tracingConfig.mode"]),
        ],
        passes=[{"tracingConfig": {"mode": "Active"}}],
        near_misses=[{"tracingConfig": [{"mode": "Active"}]}],
        undetermined=[({"tracingConfig": UNKNOWN}, "tracingConfig")],
    ),
    "lambda-timeout-memory": Cases(
        FUNCTION,
        fails=[
            ({}, ["timeout", "memorySize"]),
            (
                {"timeout": 3.0, "memorySize": 512.0, "__defaults": ["timeout"]},
                ["timeout"],
            ),
        ],
        passes=[{"timeout": 20.0, "memorySize": 512.0}],
        near_misses=[{"timeout": 3.0, "memorySize": 128.0, "__defaults": []}],
        undetermined=[({"timeout": UNKNOWN, "memorySize": 128.0}, "timeout")],
    ),
    "apigw-method-auth": Cases(
        REST_API,
        fails=[
            ([one(METHOD, {"httpMethod": "GET", "authorization": "NONE"})], ["authorization"]),
            ([one(ROUTE, {"routeKey": "GET /x"})], ["authorizationType"]),
            ([one(ROUTE, {"routeKey": "$connect"})], ["authorizationType"]),
            ([one(HTTP_API, body({}))], [OPEN_PATH]),
            # HTTP APIs know no keys; WebSockets ask who connects.
            ([one(ROUTE, {"routeKey": "GET /x", "apiKeyRequired": True})], ["authorizationType"]),
            ([HTTP, of(HTTP, routeKey="$default", apiKeyRequired=True)], ["authorizationType"]),
            ([HTTP, of(HTTP, routeKey="$default")], ["authorizationType"]),
            ([SOCKET, of(SOCKET, routeKey="$connect")], ["authorizationType"]),
            # The route that comes with a target.
            ([one(HTTP_API, {"protocolType": "HTTP", "target": "arn:aws:lambda:…"})], ["target"]),
            ([one(HTTP_API, {"target": UNKNOWN, "routeKey": "ANY /x"})], ["target"]),
            (body({}), [OPEN_PATH]),
            (body({"security": []}), [OPEN_PATH]),
            (body({"security": [{"sigv4": []}, {}]}), [OPEN_PATH]),
            (body({"security": [{"nowhere defined": []}]}), [OPEN_PATH]),
            (body({"x-bulwark-public": " "}), [OPEN_PATH]),
            (body({}, security=[{"sigv4": []}]), [OPEN_PATH]),
            (
                body({}, method="x-amazon-apigateway-any-method"),
                ["body.paths./findings.x-amazon-apigateway-any-method"],
            ),
            ({"body": YAML_BODY}, [OPEN_PATH]),
            ({"body": "{"}, ["body"]),
        ],
        passes=[
            {},
            body(SIGNED),
            [one(METHOD, {"httpMethod": "GET", "authorization": "AWS_IAM"})],
            [one(ROUTE, {"routeKey": "GET /x", "authorizationType": "JWT"})],
        ],
        near_misses=[
            body({"x-bulwark-public": "health checks carry no credentials"}),
            body({"x-amazon-apigateway-auth": {"type": "AWS_IAM"}}),
            body({}, method="options"),
            body({}, method="parameters"),
            [one(METHOD, {"httpMethod": "OPTIONS", "authorization": "NONE"})],
            [one(METHOD, {"httpMethod": "GET", "authorization": "NONE", "apiKeyRequired": True})],
            [
                one(
                    METHOD,
                    {"httpMethod": "GET", "authorization": "CUSTOM", "authorizerId": UNKNOWN},
                )
            ],
            [one(ROUTE, {"routeKey": "$disconnect"})],
            [one(ROUTE, {"routeKey": "OPTIONS /x"})],
            [SOCKET, of(SOCKET, routeKey="$default")],
            [SOCKET, of(SOCKET, routeKey="send")],
            [SOCKET, of(SOCKET, routeKey="$connect", apiKeyRequired=True)],
            [one(HTTP_API, {"protocolType": "HTTP", "target": "", "routeKey": "ANY /x"})],
            [one(HTTP_API, {"target": UNKNOWN, "routeKey": "OPTIONS /x"})],
        ],
        undetermined=[
            ({"body": UNKNOWN}, "body"),
            ([one(METHOD, {"httpMethod": UNKNOWN, "authorization": "NONE"})], "httpMethod"),
            ([one(METHOD, {"httpMethod": "GET", "authorization": UNKNOWN})], "authorization"),
            ([one(ROUTE, {"routeKey": UNKNOWN, "apiKeyRequired": True})], "routeKey"),
            ([ANY_API, of(ANY_API, routeKey="$default", apiKeyRequired=True)], "protocolType"),
        ],
    ),
}
