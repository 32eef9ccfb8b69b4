"""Functions with what is around them: what invokes them, and what they log to."""

import json

from guardrails.view import Resource
from tests.policies.guardrails.rule_cases.functions import FUNCTION, work
from tests.policies.guardrails.rule_cases.model import UNKNOWN, Cases, one, urn

ALIAS = "aws:lambda/alias:Alias"
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


def invoked(arn: str) -> str:
    """The address by which API Gateway invokes a function."""
    return f"arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/{arn}/invocations"


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
            # The group is of another region than the function.
            (
                [
                    work(region="eu-west-1"),
                    one(LOG_GROUP, {"name": "/aws/lambda/work", "region": "eu-central-1"}),
                ],
                ["name"],
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
