"""A REST API from declared routes."""

import json
from typing import Final

import pulumi
from pulumi_aws import apigateway, cloudwatch

from components.api import openapi
from components.api.args import ApiArgs
from components.api.spec import ApiSpec, access_log_name
from components.core import limits
from components.core.component import BulwarkComponent
from components.iam import Role, grant

# Who asked for what and how it went. Never a header or a body: those carry credentials and data.
# https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html
_ACCESS_LOG_FIELDS: Final = {
    "requestId": "$context.requestId",
    "traceId": "$context.xrayTraceId",
    "time": "$context.requestTimeEpoch",
    "caller": "$context.identity.userArn",
    "sourceIp": "$context.identity.sourceIp",
    "method": "$context.httpMethod",
    "route": "$context.resourcePath",
    "status": "$context.status",
    "latencyMs": "$context.responseLatency",
    "integrationLatencyMs": "$context.integrationLatency",
    "integrationError": "$context.integrationErrorMessage",
}
ACCESS_LOG_FORMAT: Final = json.dumps(_ACCESS_LOG_FIELDS, separators=(",", ":"))


class Api(BulwarkComponent):
    """A regional REST API, whose number of resources does not grow with its routes.

    The routes are one OpenAPI document.
    Callers sign their requests with AWS credentials, unless a route gives a reason to be public.
    API Gateway checks required parameters and JSON bodies before a function runs, throttles every
    route, traces with X-Ray and logs every request as JSON; a new deployment, to which the stage
    moves, is made exactly when the document changes.

    Children: ``Role`` (by which API Gateway invokes the functions, and nothing else),
    ``aws.apigateway.RestApi``, ``Deployment``, ``Stage`` and ``MethodSettings``, and two
    ``aws.cloudwatch.LogGroup``: the access log and the execution log.

    Logs need the account's role: let the API depend on an ``ApiAccount`` where no other stack of
    the account and region sets one.

    There is no ``Grant`` to call the API: its ARN holds an id that AWS makes up, so the grant's
    document would be unknown at preview. Callers are given ``execute-api:Invoke`` outside of the
    stack, by the outputs ``api_id`` and ``stage``.

    Raises:
        SpecError: Routes or other arguments that API Gateway does not take.
        LimitError: A value beyond a limit of API Gateway, such as a function's timeout.

    Example:
        >>> account = ApiAccount("api-account", {})
        >>> get = {"method": "GET", "path": "/orders/{id}", "function": orders.reference}
        >>> Api(
        ...     "orders",
        ...     {"routes": [get], "encryption_key": key.reference},
        ...     ResourceOptions(depends_on=[account]),
        ... )
    """

    url: pulumi.Output[str]
    """Where the API answers, with the stage and without a slash at the end."""

    api_id: pulumi.Output[str]
    """The id that AWS gave the API."""

    stage: pulumi.Output[str]
    """The stage's name."""

    def __init__(
        self, name: str, args: ApiArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts, args)
        self._logical_name = name
        self._spec = spec = ApiSpec.parse(name, args)
        self._name = self._deployment.name(name, limits.API_NAME_LENGTH)
        self._key_arn = args["encryption_key"]["arn"]

        role = self._create_invoking_role()
        body = openapi.text(openapi.document(self._deployment, self._name, spec, role.known_arn))
        api = apigateway.RestApi(
            name,
            name=self._name,
            description=spec.description,
            body=body,
            endpoint_configuration=apigateway.RestApiEndpointConfigurationArgs(types="REGIONAL"),
            # The document names the role and the aliases in plain text.
            opts=self._child(depends_on=[role], after=_aliases(args)),
        )
        # Pulumi creates the new deployment before it deletes the old one: the stage moves over.
        deployment = apigateway.Deployment(
            name,
            rest_api=api.id,
            triggers={"body": openapi.digest(body)},
            opts=self._child(),
        )
        stage = self._create_stage(api, deployment)
        self.url = stage.invoke_url
        self.api_id = api.id
        self.stage = stage.stage_name
        self.register_outputs({"url": self.url, "api_id": self.api_id, "stage": self.stage})

    def _create_invoking_role(self) -> Role:
        # A role instead of Lambda permissions: those would name the API, whose id is unknown at
        # preview. The trust names no source: API Gateway is not documented to send aws:SourceArn
        # when it assumes the role of an integration. Nobody can pass a role across accounts, so
        # only APIs of this account can use it, by someone who may pass it (iam:PassRole).
        return Role(
            f"{self._logical_name}-invoke",
            {
                "trust": {"service": "apigateway.amazonaws.com"},
                "grants": [grant(["lambda:InvokeFunction"], self._spec.alias_arns)],
                "description": f"API Gateway invokes the functions of {self._name}",
            },
            self._child(),
        )

    def _create_stage(
        self, api: apigateway.RestApi, deployment: apigateway.Deployment
    ) -> apigateway.Stage:
        spec = self._spec
        access_log = self._create_log_group("access", access_log_name(self._name))
        # API Gateway would make this group itself, without a key and kept for ever.
        execution_log = self._create_log_group(
            "execution",
            pulumi.Output.concat("API-Gateway-Execution-Logs_", api.id, "/", spec.stage),
        )
        stage = apigateway.Stage(
            self._logical_name,
            rest_api=api.id,
            deployment=deployment.id,
            stage_name=spec.stage,
            xray_tracing_enabled=True,
            access_log_settings=apigateway.StageAccessLogSettingsArgs(
                destination_arn=access_log.arn, format=ACCESS_LOG_FORMAT
            ),
            opts=self._child(delete_before_replace=True, depends_on=[execution_log]),
        )
        apigateway.MethodSettings(
            self._logical_name,
            rest_api=api.id,
            stage_name=stage.stage_name,
            method_path="*/*",
            settings=apigateway.MethodSettingsSettingsArgs(
                metrics_enabled=True,
                logging_level="ERROR",
                data_trace_enabled=False,
                throttling_rate_limit=spec.throttle.rate,
                throttling_burst_limit=spec.throttle.burst,
            ),
            opts=self._child(),
        )
        return stage

    def _create_log_group(
        self, what: str, log_group_name: pulumi.Input[str]
    ) -> cloudwatch.LogGroup:
        return cloudwatch.LogGroup(
            f"{self._logical_name}-{what}",
            name=log_group_name,
            retention_in_days=self._spec.log_retention_days,
            kms_key_id=self._key_arn,
            opts=self._child(delete_before_replace=True),
        )


def _aliases(args: ApiArgs) -> list[pulumi.Input[str]]:
    functions = {route["function"]["alias_arn"]: route["function"] for route in args["routes"]}
    return [function["ready"] for function in functions.values() if "ready" in function]
