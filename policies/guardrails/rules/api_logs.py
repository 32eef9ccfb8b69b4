"""What stages of APIs log and trace."""

import re
from collections.abc import Iterator
from typing import Final

from guardrails.answers import demand, placed
from guardrails.demands import Demand, demand_rule, given, on
from guardrails.graph import Graph
from guardrails.model import Level, Result, Scope, Severity, rule
from guardrails.resource_types import HTTP_API, HTTP_STAGE, REST_STAGE
from guardrails.subjects.stages import EVERY_METHOD, METHOD_SETTINGS, Stages, uncovered
from guardrails.view import View

_LOG_LEVELS: Final = ("ERROR", "INFO")
# $context.identity.sourceIp, $context.authorizer['claim']
_VARIABLE: Final = re.compile(r"\$context(?:\.[\w-]+|\[[^\]]{1,200}\])+")
_LONGEST_FORMAT: Final = 10_000

access_log = demand_rule(
    "apigw-access-log",
    "Every stage of an API keeps an access log",
    Demand(
        (REST_STAGE, HTTP_STAGE),
        "accessLogSettings.destinationArn",
        given,
        "There is no access log: nobody can tell later who called what.",
        "access_log_settings={'destination_arn': log_group.arn, 'format': <JSON of $context>}",
    ),
    category="logging",
    severity=Severity.MEDIUM,
    why="Without an access log nobody can tell who called what and how it went.",
    remediation="Set access_log_settings with the ARN of a log group.",
    snippet="aws.apigateway.Stage(..., access_log_settings={'destination_arn': log_group.arn,\n"
    "    'format': json.dumps({'requestId': '$context.requestId'})})",
    notes="API Gateway",
    equivalents=[
        "CKV_AWS_76",
        "FSBP:APIGateway.9",
        "cdk-nag:APIG1",
        "trivy:AWS-0001",
        "guard:api-gw-stage-access-logging-rule",
        "serverless-rules:ES2000",
        "pulumi-compliance:aws-apigatewayv2-stage-enable-access-logging",
        "cfn_nag:W46",
        "cfn_nag:W69",
    ],
)


def _is_json(view: View) -> bool:
    """Whether it is a JSON object when each variable stands for a number."""
    if len(view.text) > _LONGEST_FORMAT:
        return False
    found = View(_VARIABLE.sub("0", view.text), view.path).json()
    return isinstance(found.value, dict)


structured_log = demand_rule(
    "apigw-structured-log",
    "Access logs are JSON",
    Demand(
        (REST_STAGE, HTTP_STAGE),
        "accessLogSettings.format",
        _is_json,
        "The access log is no JSON: queries have to take lines apart.",
        "format=json.dumps({'requestId': '$context.requestId', ...})",
        when=lambda stage: not stage["accessLogSettings"].missing,
    ),
    category="logging",
    severity=Severity.LOW,
    level=Level.ADVISORY,
    why="CloudWatch Logs Insights finds the fields of JSON by itself.",
    remediation="Give the format as one JSON object of $context variables.",
    snippet="aws.apigateway.Stage(..., access_log_settings={'destination_arn': log_group.arn,\n"
    "    'format': json.dumps({'status': '$context.status'})})",
    notes="API Gateway",
    equivalents=["cdk-nag:APIGWStructuredLogging", "serverless-rules:WS2001"],
)


@rule(
    "apigw-exec-log",
    "Stages log failed executions, and no requests or answers",
    category="logging",
    severity=Severity.MEDIUM,
    scope=Scope.STACK,
    applies_to=[REST_STAGE, METHOD_SETTINGS, HTTP_STAGE],
    why="An error of an integration is seen nowhere else; a full trace holds credentials and data.",
    remediation="Give the stage MethodSettings for */* with logging_level='ERROR' and "
    "data_trace_enabled=False.",
    snippet="aws.apigateway.MethodSettings(..., method_path='*/*',\n"
    "    settings={'logging_level': 'ERROR', 'data_trace_enabled': False})",
    equivalents=[
        "CKV2_AWS_4",
        "CKV_AWS_276",
        "FSBP:APIGateway.1",
        "cdk-nag:APIG6",
        "guard:api-gw-execution-logging-enabled",
    ],
)
def execution_log(graph: Graph) -> Iterator[Result]:
    """REST and WebSocket APIs; HTTP APIs have access logs only."""
    stages = Stages(graph)
    for one in graph.of(METHOD_SETTINGS):
        level = one["settings"]["loggingLevel"]
        everything = one["methodPath"].text == EVERY_METHOD
        yield from placed(one, _logged(level) if everything or level.text == "OFF" else ())
        yield from placed(one, _traced_data(one["settings"]["dataTraceEnabled"]))
    yield from uncovered(
        stages,
        [*stages.settings_of_every_method()],
        "Failed executions are not logged: nothing tells why a call failed.",
        "apigateway.MethodSettings(rest_api=..., stage_name=..., method_path='*/*', "
        "settings={'logging_level': 'ERROR'})",
    )
    for stage in graph.of(HTTP_STAGE):
        api = graph.target(stage, stage["apiId"], [HTTP_API])
        settings = stage["defaultRouteSettings"]
        yield from placed(stage, _traced_data(settings["dataTraceEnabled"]))
        if api and api["protocolType"].text == "WEBSOCKET":
            yield from placed(stage, _logged(settings["loggingLevel"]))


def _logged(level: View) -> Iterator[Result]:
    message = "Failed executions are not logged: nothing tells why a call failed."
    yield from demand(level, level.text in _LOG_LEVELS, message, "logging_level='ERROR'")


def _traced_data(switch: View) -> Iterator[Result]:
    message = "Whole requests and answers are logged, with the credentials and data in them."
    yield from demand(switch, switch.flag is not True, message, "data_trace_enabled=False")


tracing = demand_rule(
    "apigw-xray",
    "Stages of REST APIs trace with X-Ray",
    Demand(
        (REST_STAGE,),
        "xrayTracingEnabled",
        on,
        "Requests are not traced: nobody sees where time is lost.",
        "xray_tracing_enabled=True",
        mended=True,
    ),
    category="logging",
    severity=Severity.LOW,
    why="A trace shows which service behind the API is slow or fails.",
    remediation="Set xray_tracing_enabled=True.",
    snippet="aws.apigateway.Stage(..., xray_tracing_enabled=True)",
    notes="API Gateway",
    equivalents=[
        "CKV_AWS_73",
        "FSBP:APIGateway.3",
        "cdk-nag:APIGWXrayEnabled",
        "trivy:AWS-0003",
        "serverless-rules:WS2002",
    ],
)


RULES = (access_log, structured_log, execution_log, tracing)
