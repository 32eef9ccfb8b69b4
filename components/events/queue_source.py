"""A queue whose messages invoke a function."""

import pulumi
from pulumi_aws import lambda_

from components.core.component import BulwarkComponent
from components.events.args import QueueSourceArgs
from components.events.spec import QueueSourceSpec
from components.events.waits import ready


class QueueSource(BulwarkComponent):
    """Delivers a queue's messages to a function, in batches that may fail in part.

    Children: ``aws.lambda.EventSourceMapping``.

    Raises:
        SpecError: A function that may not consume the queue.
        LimitError: A number that Lambda does not take, or a visibility timeout too short.

    Example:
        >>> QueueSource("audits", {"queue": audits.reference, "function": audit.reference})
    """

    mapping_id: pulumi.Output[str]
    """The id of the event source mapping."""

    def __init__(
        self, name: str, args: QueueSourceArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts, args)
        spec = QueueSourceSpec.parse(name, args)
        scaling = None
        if spec.max_concurrency is not None:
            scaling = lambda_.EventSourceMappingScalingConfigArgs(
                maximum_concurrency=spec.max_concurrency
            )

        mapping = lambda_.EventSourceMapping(
            name,
            event_source_arn=args["queue"]["arn"],
            function_name=args["function"]["alias_arn"],
            batch_size=spec.batch_size,
            maximum_batching_window_in_seconds=spec.batch_window_seconds,
            function_response_types=["ReportBatchItemFailures"],
            scaling_config=scaling,
            opts=self._child(
                delete_before_replace=True, after=ready(args["queue"], args["function"])
            ),
        )
        self.mapping_id = mapping.id
        self.register_outputs({"mapping_id": self.mapping_id})
