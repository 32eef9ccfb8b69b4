"""What a function may do without being asked, and what its callers may."""

from typing import Final

from components.core import arns
from components.core.deployment import Deployment
from components.iam import Grant, grant

# https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html
INVOKE: Final = ("lambda:InvokeFunction",)

# https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-view.html
WRITE_LOGS: Final = ("logs:CreateLogStream", "logs:PutLogEvents")
# https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html
WRITE_TRACES: Final = ("xray:PutTraceSegments", "xray:PutTelemetryRecords")


def own_grants(place: Deployment, log_group: str) -> list[Grant]:
    """Write to the function's own log group (not create one), and send traces."""
    return [grant(WRITE_LOGS, [arns.log_streams(place, log_group)]), grant(WRITE_TRACES, ["*"])]
