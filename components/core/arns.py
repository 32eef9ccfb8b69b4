"""ARNs computed from names: known before anything exists, so at preview too.

Formats: https://docs.aws.amazon.com/service-authorization/latest/reference/
"""

from components.core.deployment import Deployment


def _regional(place: Deployment, service: str, resource: str) -> str:
    return f"arn:{place.partition}:{service}:{place.region}:{place.account_id}:{resource}"


def account_root(place: Deployment, account_id: str | None = None) -> str:
    """The account as a principal: whom its own IAM policies allow."""
    return f"arn:{place.partition}:iam::{account_id or place.account_id}:root"


def role(place: Deployment, name: str, account_id: str | None = None) -> str:
    """A role at path ``/``; ``account_id`` may be ``*`` in an SCP."""
    return f"arn:{place.partition}:iam::{account_id or place.account_id}:role/{name}"


def table(place: Deployment, name: str) -> str:
    """A DynamoDB table."""
    return _regional(place, "dynamodb", f"table/{name}")


def table_index(place: Deployment, name: str, index: str) -> str:
    """One index of a DynamoDB table."""
    return f"{table(place, name)}/index/{index}"


def table_streams(place: Deployment, name: str) -> str:
    """The streams of one table: AWS puts the time of creation into a stream's ARN."""
    return f"{table(place, name)}/stream/*"


def queue(place: Deployment, name: str) -> str:
    """An SQS queue."""
    return _regional(place, "sqs", name)


def queue_url(place: Deployment, name: str) -> str:
    """An SQS queue's URL, as clients send it."""
    suffix = "amazonaws.com.cn" if place.partition == "aws-cn" else "amazonaws.com"
    return f"https://sqs.{place.region}.{suffix}/{place.account_id}/{name}"


def topic(place: Deployment, name: str) -> str:
    """An SNS topic."""
    return _regional(place, "sns", name)


def function(place: Deployment, name: str) -> str:
    """A Lambda function without a qualifier."""
    return _regional(place, "lambda", f"function:{name}")


def function_alias(place: Deployment, name: str, alias: str) -> str:
    """An alias of a Lambda function."""
    return f"{function(place, name)}:{alias}"


def function_invocation(place: Deployment, function_arn: str) -> str:
    """The URI by which API Gateway invokes a function."""
    path = f"path/2015-03-31/functions/{function_arn}/invocations"
    return f"arn:{place.partition}:apigateway:{place.region}:lambda:{path}"


def log_group(place: Deployment, name: str) -> str:
    """A CloudWatch log group, without the ``:*`` of its streams."""
    return _regional(place, "logs", f"log-group:{name}")


def log_streams(place: Deployment, name: str) -> str:
    """The streams of one log group."""
    return f"{log_group(place, name)}:*"


def keys(place: Deployment) -> str:
    """Every KMS key of the account and region: only ever with ``kms:ResourceAliases``."""
    return _regional(place, "kms", "key/*")


def schedule_group(place: Deployment, group: str) -> str:
    """A group of schedules: on whose behalf EventBridge Scheduler assumes a role."""
    return _regional(place, "scheduler", f"schedule-group/{group}")
