"""The account's settings for API Gateway."""

import pulumi
from pulumi_aws import apigateway

from components.api.args import ApiAccountArgs
from components.api.spec import access_log_name
from components.core import arns, limits
from components.core.component import BulwarkComponent
from components.core.errors import SpecError
from components.iam import Role, grant


class ApiAccount(BulwarkComponent):
    """The role by which API Gateway writes the logs of REST APIs.

    It is one setting per account and region: a second stack there would overwrite it, and a stack
    that is destroyed takes it away. Give it to one stack of the account and region.

    The role may write to the access logs of this project and stack and to API Gateway's execution
    logs, and may read none. AWS's own managed policy for this
    (``AmazonAPIGatewayPushToCloudWatchLogs``) allows reading and writing every log group. API
    Gateway tests the role when the setting is made, by a test that AWS does not document; whether
    it accepts this narrower role has not been tried against AWS. If it answers "The role ARN does
    not have required permissions configured", this is the place to widen.

    Children: ``Role`` and ``aws.apigateway.Account``.

    Raises:
        SpecError: Any argument.

    Example:
        >>> account = ApiAccount("api-account", {})
        >>> Api("orders", {...}, ResourceOptions(depends_on=[account]))
    """

    role_arn: pulumi.Output[str]
    """The ARN of the role that writes the logs."""

    def __init__(
        self, name: str, args: ApiAccountArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts, args)
        if args:
            raise SpecError(f"ApiAccount {name!r}", dict(args), "no arguments")
        place = self._deployment
        groups = [
            access_log_name(place.name("*", limits.API_NAME_LENGTH)),
            "API-Gateway-Execution-Logs_*",
        ]
        role = Role(
            f"{name}-logs",
            {
                "trust": {"service": "apigateway.amazonaws.com"},
                "grants": [
                    grant(
                        ["logs:CreateLogGroup", "logs:DescribeLogStreams"],
                        [arns.log_group(place, group) for group in groups],
                    ),
                    grant(
                        ["logs:CreateLogStream", "logs:PutLogEvents"],
                        [arns.log_streams(place, group) for group in groups],
                    ),
                ],
                "description": "API Gateway writes the logs of REST APIs",
            },
            self._child(),
        )
        account = apigateway.Account(name, cloudwatch_role_arn=role.arn, opts=self._child())
        self.role_arn = account.cloudwatch_role_arn.apply(lambda arn: arn or "")
        self.register_outputs({"role_arn": self.role_arn})
