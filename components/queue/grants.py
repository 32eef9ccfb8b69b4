"""Which actions each kind of access to a queue takes."""

from collections.abc import Mapping, Sequence
from typing import Final

from components.core.deployment import Deployment
from components.iam import Grant, grant
from components.iam.grant import combine
from components.key import use_key
from components.queue.args import QueueReference

# https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html
SEND: Final = ("sqs:SendMessage",)
# What Lambda's poller takes: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
CONSUME: Final = ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes")
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html
REDRIVE: Final = (
    "sqs:StartMessageMoveTask",
    "sqs:CancelMessageMoveTask",
    "sqs:ListMessageMoveTasks",
    *CONSUME,
)

# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
SEND_KEY_USE: Final = ("kms:Decrypt", "kms:GenerateDataKey")
CONSUME_KEY_USE: Final = ("kms:Decrypt",)


def access(
    place: Deployment,
    queue: QueueReference,
    actions: Sequence[str],
    key_use: Sequence[str],
    environment: Mapping[str, str] | None = None,
) -> Grant:
    """Allow ``actions`` on one queue, with the use of its key that they take."""
    allowed = grant(actions, [queue["arn"]], environment=environment)
    alias = queue.get("encryption_alias")
    if alias is None:
        return allowed
    return combine(allowed, use_key(place, alias, key_use, service="sqs"))


def send_to(place: Deployment, queue: QueueReference) -> Grant:
    """Send messages to a queue that its holder does not look up: a destination for failures."""
    return access(place, queue, SEND, SEND_KEY_USE)
