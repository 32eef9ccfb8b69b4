"""What the two kinds of queue have in common."""

from collections.abc import Sequence

import pulumi
from pulumi_aws import sqs

from components.core import arns
from components.core.component import BulwarkComponent
from components.core.deployment import Deployment
from components.iam import Grant
from components.iam.grant import environment_name
from components.key import EncryptionKey
from components.queue import grants
from components.queue.args import QueueReference
from components.queue.spec import (
    DEAD_LETTER_RETENTION_SECONDS,
    physical_name,
    queue_policy,
    redrive_allow_policy,
)

# A message that failed is looked at by hand; the time to do so, as AWS sets it by default.
DEAD_LETTER_VISIBILITY_SECONDS = 30


class BaseQueue(BulwarkComponent):
    """A component that others send to and consume from."""

    _logical_name: str
    _reference: QueueReference

    def send(self) -> Grant:
        """Send messages."""
        return self._grant(grants.SEND, grants.SEND_KEY_USE)

    def consume(self) -> Grant:
        """Receive and delete messages, as an event source does."""
        return self._grant(grants.CONSUME, grants.CONSUME_KEY_USE)

    @property
    def reference(self) -> QueueReference:
        """The queue as other components take it."""
        return self._reference

    def _grant(self, actions: Sequence[str], key_use: Sequence[str]) -> Grant:
        environment = {environment_name(self._logical_name, "queue_url"): self._reference["url"]}
        return grants.access(self._deployment, self._reference, actions, key_use, environment)


def reference_to(
    place: Deployment,
    logical_name: str,
    visibility_timeout_seconds: int,
    key: EncryptionKey | None,
    *,
    fifo: bool = False,
) -> QueueReference:
    """All that is known of a queue before it exists."""
    name = physical_name(place, logical_name, fifo=fifo)
    reference = QueueReference(
        name=name,
        arn=arns.queue(place, name),
        url=arns.queue_url(place, name),
        visibility_timeout_seconds=visibility_timeout_seconds,
        fifo=fifo,
    )
    if key is not None:
        reference["encryption_alias"] = key["alias"]
    return reference


def dead_letter_queue(
    place: Deployment,
    logical_name: str,
    reference: QueueReference,
    source_arn: str | None,
    opts: pulumi.ResourceOptions,
) -> sqs.Queue:
    """Register a queue for what failed; only ``source_arn`` may name it in its redrive policy."""
    alias = reference.get("encryption_alias")
    queue = sqs.Queue(
        logical_name,
        name=reference["name"],
        fifo_queue=reference["fifo"] or None,
        visibility_timeout_seconds=reference["visibility_timeout_seconds"],
        message_retention_seconds=DEAD_LETTER_RETENTION_SECONDS,
        redrive_allow_policy=redrive_allow_policy(source_arn),
        policy=queue_policy(place, reference["arn"]),
        kms_master_key_id=alias,
        sqs_managed_sse_enabled=None if alias else True,
        opts=opts,
    )
    reference["ready"] = queue.arn
    return queue
