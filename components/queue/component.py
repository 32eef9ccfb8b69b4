"""SQS queues."""

import pulumi
from pulumi_aws import sns, sqs

from components.core.checks import known_keys
from components.iam import Grant
from components.iam.grant import combine, environment_name
from components.queue import grants
from components.queue.args import DeadLetterQueueArgs, QueueArgs, QueueReference
from components.queue.base import (
    DEAD_LETTER_VISIBILITY_SECONDS,
    BaseQueue,
    dead_letter_queue,
    reference_to,
)
from components.queue.spec import QueueSpec, queue_policy, redrive_policy
from components.topic.args import TopicReference


class Queue(BaseQueue):
    """An encrypted queue and its dead-letter queue, both reached by TLS only.

    Children: two ``aws.sqs.Queue``, and one ``aws.sns.TopicSubscription`` for each of ``topics``.

    Raises:
        SpecError: Arguments that do not go together.
        LimitError: A number, or a name, that SQS does not take.

    Example:
        >>> orders = Queue("orders", {"visibility_timeout_seconds": 180})
        >>> Function("checkout", {..., "grants": [orders.send()]})
    """

    url: pulumi.Output[str]
    """The queue's URL."""

    arn: pulumi.Output[str]
    """The queue's ARN."""

    dead_letter_url: pulumi.Output[str]
    """The URL of the dead-letter queue."""

    def __init__(
        self, name: str, args: QueueArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts, args)
        spec = QueueSpec.parse(name, args)
        place = self._deployment
        key = args.get("encryption_key")
        topics = args.get("topics", [])
        after_key = [key["arn"]] if key else []
        self._logical_name = name
        self._reference = reference_to(
            place, name, spec.visibility_timeout_seconds, key, fifo=spec.fifo
        )
        self._dead_letter_name = f"{name}-dead"
        self._dead_letters = reference_to(
            place, self._dead_letter_name, DEAD_LETTER_VISIBILITY_SECONDS, key, fifo=spec.fifo
        )

        dead_letters = dead_letter_queue(
            place,
            self._dead_letter_name,
            self._dead_letters,
            self._reference["arn"],
            self._child(delete_before_replace=True, after=after_key),
        )
        queue = sqs.Queue(
            name,
            name=self._reference["name"],
            fifo_queue=spec.fifo or None,
            visibility_timeout_seconds=spec.visibility_timeout_seconds,
            message_retention_seconds=spec.retention_seconds,
            redrive_policy=redrive_policy(self._dead_letters["arn"], spec.max_receive_count),
            policy=queue_policy(place, self._reference["arn"], [topic["arn"] for topic in topics]),
            kms_master_key_id=key["alias"] if key else None,
            sqs_managed_sse_enabled=None if key else True,
            opts=self._child(
                delete_before_replace=True, depends_on=[dead_letters], after=after_key
            ),
        )
        self._reference["ready"] = queue.arn
        for topic in topics:
            self._subscribe(queue, topic)
        self.url = queue.url
        self.arn = queue.arn
        self.dead_letter_url = dead_letters.url
        self.register_outputs(
            {"url": self.url, "arn": self.arn, "dead_letter_url": self.dead_letter_url}
        )

    def redrive(self) -> Grant:
        """Look at the dead letters, and move them back to the queue."""
        url = {environment_name(self._dead_letter_name, "queue_url"): self._dead_letters["url"]}
        from_dead_letters = grants.access(
            self._deployment, self._dead_letters, grants.REDRIVE, grants.CONSUME_KEY_USE, url
        )
        return combine(from_dead_letters, self.send())

    @property
    def dead_letter_reference(self) -> QueueReference:
        """The dead-letter queue as other components take it."""
        return self._dead_letters

    def _subscribe(self, queue: sqs.Queue, topic: TopicReference) -> None:
        sns.TopicSubscription(
            f"{self._logical_name}-{topic['name']}",
            topic=topic["arn"],
            protocol="sqs",
            endpoint=self._reference["arn"],
            raw_message_delivery=True,
            opts=self._child(
                delete_before_replace=True,
                depends_on=[queue],
                after=[topic["ready"]] if "ready" in topic else [],
            ),
        )


class DeadLetterQueue(BaseQueue):
    """A queue for what failed elsewhere: invocations, stream records, schedules.

    It is encrypted, reached by TLS only and keeps its messages for 14 days. No other queue may
    name it as its dead-letter queue: ``Queue`` brings one.

    Children: ``aws.sqs.Queue``.

    Example:
        >>> failed = DeadLetterQueue("failed", {})
        >>> Function("checkout", {..., "failure_queue": failed.reference})
    """

    url: pulumi.Output[str]
    """The queue's URL."""

    arn: pulumi.Output[str]
    """The queue's ARN."""

    def __init__(
        self, name: str, args: DeadLetterQueueArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts, args)
        known_keys(f"DeadLetterQueue {name!r}", args, DeadLetterQueueArgs.__annotations__)
        key = args.get("encryption_key")
        self._logical_name = name
        self._reference = reference_to(self._deployment, name, DEAD_LETTER_VISIBILITY_SECONDS, key)

        queue = dead_letter_queue(
            self._deployment,
            name,
            self._reference,
            None,
            self._child(delete_before_replace=True, after=[key["arn"]] if key else []),
        )
        self.url = queue.url
        self.arn = queue.arn
        self.register_outputs({"url": self.url, "arn": self.arn})
