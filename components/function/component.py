"""A Lambda function."""

import pulumi
from pulumi_aws import cloudwatch, lambda_

from components.core import arns, limits
from components.core.component import BulwarkComponent
from components.function import grants, package
from components.function.args import FunctionArgs, FunctionReference
from components.function.spec import FunctionSpec
from components.iam import Grant, Role, grant
from components.iam.grant import environment_name
from components.queue import QueueReference, send_to

ALIAS = "live"

# AWS's defaults, made explicit:
# https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionEventInvokeConfig.html
_ASYNCHRONOUS_RETRIES = 2
_ASYNCHRONOUS_AGE_SECONDS = 21_600


class Function(BulwarkComponent):
    """A Python function with its own role and its own log group, reached by its alias ``live``.

    The zip has the same bytes on every machine and is written to ``build/`` below the working
    directory. Each change publishes a version, and the alias moves to it.

    Children: ``Role`` (two resources), ``aws.cloudwatch.LogGroup``, ``aws.lambda.Function``,
    ``aws.lambda.Alias``, and ``aws.lambda.FunctionEventInvokeConfig`` with a ``failure_queue``.

    Raises:
        SpecError: Arguments that do not go together, or a folder, a module or a distribution
            that is not there.
        LimitError: A number, an environment, a policy or a package beyond AWS's limit.

    Example:
        >>> checkout = Function("checkout", {
        ...     "source": "lambda/checkout", "timeout_seconds": 10, "memory_mb": 256,
        ...     "grants": [orders.put()], "encryption_key": key.reference,
        ... })
    """

    name: pulumi.Output[str]
    """The function's name in AWS."""

    alias_arn: pulumi.Output[str]
    """The ARN of the alias ``live``."""

    log_group_name: pulumi.Output[str]
    """The name of the function's log group."""

    def __init__(
        self, name: str, args: FunctionArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts, args)
        place = self._deployment
        spec = FunctionSpec.parse(name, args)
        self._logical_name = name
        self._name = place.name(name, limits.LAMBDA_NAME_LENGTH)
        self._alias_arn = arns.function_alias(place, self._name, ALIAS)
        self._timeout_seconds = spec.timeout_seconds
        key = args["encryption_key"]
        failures = args.get("failure_queue")
        log_group_name = f"/aws/lambda/{self._name}"
        self._grants = [*args["grants"], *grants.own_grants(place, log_group_name)]
        if failures is not None:
            self._grants.append(send_to(place, failures))
        zipped = package.write(f"Function {name!r}", self._name, spec)

        log_group = cloudwatch.LogGroup(
            name,
            name=log_group_name,
            retention_in_days=spec.log_retention_days,
            kms_key_id=key["arn"],
            opts=self._child(delete_before_replace=True),
        )
        role = Role(
            name,
            {"trust": {"service": "lambda.amazonaws.com"}, "grants": self._grants},
            opts=self._child(),
        )
        function = lambda_.Function(
            name,
            name=self._name,
            description=spec.description,
            role=role.arn,
            runtime=spec.runtime,
            architectures=["arm64"],
            handler=spec.handler,
            code=pulumi.FileArchive(zipped.path),
            source_code_hash=zipped.hash,
            timeout=spec.timeout_seconds,
            memory_size=spec.memory_mb,
            reserved_concurrent_executions=spec.reserved_concurrency,
            environment=(
                lambda_.FunctionEnvironmentArgs(variables=spec.environment)
                if spec.environment
                else None
            ),
            # Lambda forgets the key of an empty environment: each update would set it again.
            kms_key_arn=key["arn"] if spec.environment else None,
            tracing_config=lambda_.FunctionTracingConfigArgs(mode="Active"),
            logging_config=lambda_.FunctionLoggingConfigArgs(
                log_format="JSON", log_group=log_group_name
            ),
            publish=True,
            opts=self._child(delete_before_replace=True, depends_on=[log_group]),
        )
        alias = lambda_.Alias(
            name,
            name=ALIAS,
            function_name=function.name,
            function_version=function.version,
            opts=self._child(delete_before_replace=True),
        )
        if failures is not None:
            self._send_failures(alias, failures)
        self._ready = alias.arn
        self.name = function.name
        self.alias_arn = alias.arn
        self.log_group_name = log_group.name
        self.register_outputs(
            {
                "name": self.name,
                "alias_arn": self.alias_arn,
                "log_group_name": self.log_group_name,
            }
        )

    def _send_failures(self, alias: lambda_.Alias, queue: QueueReference) -> None:
        destination = lambda_.FunctionEventInvokeConfigDestinationConfigOnFailureArgs(
            destination=queue["arn"]
        )
        lambda_.FunctionEventInvokeConfig(
            self._logical_name,
            function_name=self._name,
            qualifier=ALIAS,
            maximum_retry_attempts=_ASYNCHRONOUS_RETRIES,
            maximum_event_age_in_seconds=_ASYNCHRONOUS_AGE_SECONDS,
            destination_config=lambda_.FunctionEventInvokeConfigDestinationConfigArgs(
                on_failure=destination
            ),
            opts=self._child(
                delete_before_replace=True,
                depends_on=[alias],
                after=[queue["ready"]] if "ready" in queue else [],
            ),
        )

    def invoke(self) -> Grant:
        """Invoke the function by its alias."""
        environment = {environment_name(self._logical_name, "function_arn"): self._alias_arn}
        return grant(grants.INVOKE, [self._alias_arn], environment=environment)

    @property
    def reference(self) -> FunctionReference:
        """The function as other components take it."""
        return FunctionReference(
            name=self._name,
            alias_arn=self._alias_arn,
            timeout_seconds=self._timeout_seconds,
            grants=self._grants,
            ready=self._ready,
        )
