"""Functions: by themselves, and with what is around them."""

import json

from guardrails.view import Resource
from tests.policies.guardrails.rule_cases.model import UNKNOWN, Cases, Properties, one, urn

FUNCTION = "aws:lambda/function:Function"
PERMISSION = "aws:lambda/permission:Permission"
ALIAS = "aws:lambda/alias:Alias"
URL = "aws:lambda/functionUrl:FunctionUrl"
INVOKE_CONFIG = "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig"
LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"
EVENT_SOURCE = "aws:lambda/eventSourceMapping:EventSourceMapping"
SCHEDULE = "aws:scheduler/schedule:Schedule"
TARGET = "aws:cloudwatch/eventTarget:EventTarget"
SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription"
NOTIFICATION = "aws:s3/bucketNotification:BucketNotification"
INTEGRATION = "aws:apigateway/integration:Integration"
HTTP_INTEGRATION = "aws:apigatewayv2/integration:Integration"
REST_API = "aws:apigateway/restApi:RestApi"

ARN = "arn:aws:lambda:eu-central-1:123456789012:function:work"
LIVE = f"{ARN}:live"
FAILURES = "arn:aws:sqs:eu-central-1:123456789012:failures"
LAYER = "arn:aws:lambda:eu-central-1:123456789012:layer:libraries:3"
# Put together here, so that no scanner takes this file for a leak.
ACCESS_KEY = "AKIA" + "IOSFODNN7EXAMPLE"


def invoked(arn: str) -> str:
    """The address by which API Gateway invokes a function."""
    return f"arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/{arn}/invocations"


def work(**more: object) -> Resource:
    return one(FUNCTION, {"name": "work", **more}, "work")


def variables(**given: object) -> Properties:
    return {"environment": {"variables": given}}


def schedule(arn: object) -> Resource:
    depends = {"target": [urn(FUNCTION, "work")]} if arn is UNKNOWN else None
    return one(SCHEDULE, {"target": {"arn": arn}}, "nightly", depends=depends)


def destination(qualifier: object = None) -> Resource:
    failure = {"onFailure": {"destination": FAILURES}}
    given = {"functionName": "work", "destinationConfig": failure, "qualifier": qualifier}
    return one(INVOKE_CONFIG, given, "work")


def mapping(function: object, depends: str = "") -> Resource:
    computed = {"functionName": [depends]} if depends else None
    return one(EVENT_SOURCE, {"functionName": function}, "mapping", depends=computed)


def api(arn: str, **integration: object) -> Resource:
    given = {"type": "aws_proxy", "uri": invoked(arn), **integration}
    operation = {"x-amazon-apigateway-integration": given}
    return one(REST_API, {"body": json.dumps({"paths": {"/work": {"post": operation}}})}, "front")


BODY_URI = "body.paths./work.post.x-amazon-apigateway-integration.uri"


CASES = {
    "lambda-permission-action": Cases(
        PERMISSION,
        fails=[
            ({"action": "lambda:*"}, ["action"]),
            ({"action": "lambda:GetFunction"}, ["action"]),
        ],
        passes=[{"action": "lambda:InvokeFunction"}],
        near_misses=[{"action": "lambda:InvokeFunctionUrl"}, {"action": "lambda:invokeFunction"}],
        undetermined=[({"action": UNKNOWN}, "action")],
    ),
    "lambda-url-cors": Cases(
        URL,
        fails=[
            ({"cors": {"allowOrigins": ["*"]}}, ["cors.allowOrigins[0]"]),
            ({"cors": [{"allowOrigins": ["https://a.org", "*"]}]}, ["cors[0].allowOrigins[1]"]),
        ],
        passes=[{}, {"cors": {"allowOrigins": ["https://shop.example.com"]}}],
        near_misses=[
            {"cors": {"allowMethods": ["*"]}},
            {"cors": {"allowOrigins": ["https://*.example.com"]}},
        ],
        undetermined=[
            ({"cors": UNKNOWN}, "cors"),
            ({"cors": {"allowOrigins": [UNKNOWN]}}, "cors.allowOrigins[0]"),
        ],
    ),
    "lambda-env-cmk": Cases(
        FUNCTION,
        fails=[(variables(STAGE="prod"), ["kmsKeyArn"])],
        passes=[{**variables(STAGE="prod"), "kmsKeyArn": UNKNOWN}],
        near_misses=[{}, variables(), {"environment": {}}],
        undetermined=[({"environment": UNKNOWN}, "environment")],
    ),
    "lambda-env-secret": Cases(
        FUNCTION,
        fails=[
            (variables(NAME=ACCESS_KEY), ["environment.variables.NAME"]),
            (
                {"environment": {"variables": {"DB_PASSWORD": "hunter2"}}},
                ["environment.variables.DB_PASSWORD"],
            ),
        ],
        passes=[{}, variables(TABLE_NAME="orders")],
        near_misses=[
            variables(DB_PASSWORD=UNKNOWN),
            {
                "environment": {
                    "variables": {
                        "DB_SECRET_ARN": "arn:aws:secretsmanager:eu-central-1:1:secret:db"
                    }
                }
            },
            {"description": ACCESS_KEY},
        ],
        always_known="what is computed is no literal",
    ),
    "lambda-vpc": Cases(
        FUNCTION,
        fails=[
            ({}, ["vpcConfig.subnetIds"]),
            ({"vpcConfig": {"subnetIds": ["subnet-1"]}}, ["vpcConfig.subnetIds"]),
        ],
        passes=[{"vpcConfig": {"subnetIds": ["subnet-1", "subnet-2"]}}],
        near_misses=[{"vpcConfig": {"subnetIds": [UNKNOWN, UNKNOWN]}}],
        undetermined=[({"vpcConfig": UNKNOWN}, "vpcConfig")],
    ),
    "lambda-code-signing": Cases(
        FUNCTION,
        fails=[({}, ["codeSigningConfigArn"])],
        passes=[
            {"codeSigningConfigArn": "arn:aws:lambda:eu-central-1:1:code-signing-config:csc-1"}
        ],
        near_misses=[
            {"packageType": "Image"},
            {"imageUri": UNKNOWN},
            {"codeSigningConfigArn": UNKNOWN},
        ],
        always_known="a configuration that is given has an ARN, known or not",
    ),
    "lambda-concurrency": Cases(
        FUNCTION,
        fails=[
            ({}, ["reservedConcurrentExecutions"]),
            ({"reservedConcurrentExecutions": -1.0}, ["reservedConcurrentExecutions"]),
            ({"reservedConcurrentExecutions": 0.0}, ["reservedConcurrentExecutions"]),
        ],
        passes=[{"reservedConcurrentExecutions": 20.0}],
        near_misses=[{"reservedConcurrentExecutions": 1.0}],
        undetermined=[({"reservedConcurrentExecutions": UNKNOWN}, "reservedConcurrentExecutions")],
    ),
    "lambda-limits": Cases(
        FUNCTION,
        fails=[
            ({"timeout": 901.0, "memorySize": 10241.0}, ["timeout", "memorySize"]),
            ({"timeout": 0.0, "memorySize": 127.0}, ["timeout", "memorySize"]),
            ({"ephemeralStorage": {"size": 511.0}}, ["ephemeralStorage.size"]),
            ({"layers": [LAYER] * 6}, ["layers"]),
            # 4096 bytes with the quotes: one more than fits.
            (variables(A="x" * 4089), ["environment.variables"]),
            (variables(A="\ud800" * 5000), ["environment.variables"]),
        ],
        passes=[{}, {"timeout": 900.0, "memorySize": 10240.0, "layers": [LAYER] * 5}],
        near_misses=[
            {"timeout": 1.0, "memorySize": 128.0, "ephemeralStorage": {"size": 512.0}},
            variables(A="x" * 4088),
            variables(A="x" * 3000, B=UNKNOWN),
            {"memorySize": 32768.0, "capacityProviderConfig": {"x": 1}},
        ],
        undetermined=[
            ({"timeout": UNKNOWN}, "timeout"),
            ({"layers": UNKNOWN}, "layers"),
            ({"environment": {"variables": UNKNOWN}}, "environment.variables"),
            (variables(A="x" * 4000, B=UNKNOWN), "environment.variables"),
        ],
    ),
    "lambda-runtime": Cases(
        FUNCTION,
        fails=[({"runtime": "python3.8"}, ["runtime"]), ({"runtime": "go1.x"}, ["runtime"])],
        passes=[{"runtime": "python9.99"}],
        near_misses=[
            {"packageType": "Image", "runtime": "python3.8"},
            {"imageUri": UNKNOWN, "runtime": UNKNOWN},
            {},
        ],
        undetermined=[({"runtime": UNKNOWN}, "runtime")],
    ),
    "lambda-layer-foreign": Cases(
        "",
        fails=[
            (
                [one(FUNCTION, {"layers": [LAYER, UNKNOWN]}, account_id="999999999999")],
                ["layers[0]"],
            )
        ],
        passes=[
            [one(FUNCTION, {"layers": [LAYER]}, account_id="123456789012")],
            [one(FUNCTION, {})],
        ],
        near_misses=[
            [
                one(
                    FUNCTION,
                    {"layers": [LAYER.replace("123456789012", "017000801446"), "no ARN"]},
                    account_id="123456789012",
                )
            ],
            [one(FUNCTION, {"layers": [UNKNOWN]}, account_id="123456789012")],
        ],
        undetermined=[([one(FUNCTION, {"layers": [LAYER]})], "layers[0]")],
    ),
    "lambda-dlq": Cases(
        "",
        fails=[
            ([work(), schedule(ARN)], ["deadLetterConfig.targetArn"]),
            ([work(), schedule(LIVE), destination()], ["deadLetterConfig.targetArn"]),
            ([work(), schedule(ARN), destination("live")], ["deadLetterConfig.targetArn"]),
            ([work(), schedule(UNKNOWN)], ["deadLetterConfig.targetArn"]),
            (
                [work(), one(SUBSCRIPTION, {"protocol": "lambda", "endpoint": ARN})],
                ["deadLetterConfig.targetArn"],
            ),
            (
                [work(), one(NOTIFICATION, {"lambdaFunctions": [{"lambdaFunctionArn": ARN}]})],
                ["deadLetterConfig.targetArn"],
            ),
            # One cause, though two invoke it.
            ([work(), schedule(ARN), one(TARGET, {"arn": ARN})], ["deadLetterConfig.targetArn"]),
        ],
        passes=[
            [work(), schedule(LIVE), destination("live")],
            [work(), schedule(ARN), destination("$LATEST")],
            [work(deadLetterConfig={"targetArn": UNKNOWN}), schedule(ARN)],
        ],
        near_misses=[
            [work()],
            [work(), mapping(ARN)],
            [work(), one(TARGET, {"arn": FAILURES})],
            [work(), one(SUBSCRIPTION, {"protocol": "email", "endpoint": "work"})],
            [work(), schedule(ARN.replace("work", "other"))],
        ],
        undetermined=[
            ([work(), schedule(UNKNOWN), destination("live")], "target.arn"),
            (
                [work(), schedule(ARN), one(INVOKE_CONFIG, {"functionName": UNKNOWN})],
                "functionName",
            ),
        ],
    ),
    "lambda-log-retention": Cases(
        "",
        fails=[
            ([work()], ["name"]),
            ([work(), one(LOG_GROUP, {"name": "/aws/lambda/other"})], ["name"]),
            (
                [
                    work(loggingConfig={"logGroup": "/work"}),
                    one(LOG_GROUP, {"name": "/aws/lambda/work"}),
                ],
                ["loggingConfig.logGroup"],
            ),
        ],
        passes=[
            [work(), one(LOG_GROUP, {"name": "/aws/lambda/work"})],
            [work(loggingConfig={"logGroup": "/work"}), one(LOG_GROUP, {"name": "/work"})],
        ],
        near_misses=[
            [
                work(name=UNKNOWN),
                one(LOG_GROUP, {"name": UNKNOWN}, depends={"name": [urn(FUNCTION, "work")]}),
            ],
            [
                one(
                    FUNCTION,
                    {"loggingConfig": {"logGroup": UNKNOWN}},
                    depends={"loggingConfig": [urn(LOG_GROUP, "it")]},
                ),
                one(LOG_GROUP, {}),
            ],
        ],
        undetermined=[
            ([work(), one(LOG_GROUP, {"name": UNKNOWN})], "name"),
            ([work(name=UNKNOWN)], "name"),
            ([work(loggingConfig=UNKNOWN)], "loggingConfig"),
        ],
    ),
    "lambda-alias": Cases(
        "",
        fails=[
            ([work(), mapping("work")], ["functionName"]),
            ([work(), mapping(ARN)], ["functionName"]),
            ([work(), schedule(f"{ARN}:$LATEST")], ["target.arn"]),
            ([work(), one(INTEGRATION, {"uri": invoked(ARN)})], ["uri"]),
            ([work(), one(HTTP_INTEGRATION, {"integrationUri": ARN})], ["integrationUri"]),
            ([work(), api(ARN)], [BODY_URI]),
        ],
        passes=[
            [work(), mapping(LIVE)],
            [work(), mapping("work:live")],
            [work(), mapping(f"{ARN}:7")],
            [work(), api(LIVE)],
            [
                work(),
                one(ALIAS, {"functionName": "work", "name": "live"}, "live"),
                mapping(UNKNOWN, depends=urn(ALIAS, "live")),
            ],
        ],
        near_misses=[
            [work(), mapping("another")],
            [work(), one(HTTP_INTEGRATION, {"integrationUri": "https://work.example.com"})],
            [work(), one(REST_API, {"body": "{"})],
        ],
        undetermined=[
            ([work(), mapping(UNKNOWN, depends=urn(FUNCTION, "work"))], "functionName"),
        ],
    ),
    "lambda-api-timeout": Cases(
        "",
        fails=[
            ([work(timeout=30.0), api(LIVE)], ["timeout"]),
            ([work(timeout=20.0), api(LIVE, timeoutInMillis=10000)], ["timeout"]),
            ([work(timeout=31.0), one(HTTP_INTEGRATION, {"integrationUri": ARN})], ["timeout"]),
            # Of two APIs the one that waits shorter decides.
            (
                [
                    work(timeout=25.0),
                    api(LIVE),
                    one(INTEGRATION, {"uri": invoked(ARN), "timeoutMilliseconds": 5000.0}),
                ],
                ["timeout"],
            ),
        ],
        passes=[[work(timeout=29.0), api(LIVE)], [work(), api(LIVE)]],
        near_misses=[
            [work(timeout=900.0)],
            [work(timeout=60.0), api(LIVE, timeoutInMillis=60000)],
            [work(timeout=30.0), one(HTTP_INTEGRATION, {"integrationUri": ARN})],
            [
                work(timeout=900.0),
                api(
                    LIVE,
                    requestParameters={
                        "integration.request.header.X-Amz-Invocation-Type": "'Event'"
                    },
                ),
            ],
        ],
        undetermined=[([work(timeout=UNKNOWN), api(LIVE)], "timeout")],
    ),
}
