"""A table's stream whose records invoke a function."""

import pulumi
from pulumi_aws import lambda_

from components.core.component import BulwarkComponent
from components.events.args import StreamSourceArgs
from components.events.spec import StreamSourceSpec
from components.events.waits import ready


class StreamSource(BulwarkComponent):
    """Delivers a stream's records to a function; one that keeps failing does not block the rest.

    A batch that failed is tried again in halves, a limited number of times and until its records
    are too old; then the failure queue is told of it.

    Children: ``aws.lambda.EventSourceMapping``.

    Raises:
        SpecError: A function that may not read the stream or send to the failure queue, or a
            filter that is no pattern.
        LimitError: A number, or a filter, that Lambda does not take.

    Example:
        >>> StreamSource("critical", {
        ...     "stream": findings.stream_reference, "function": notify.reference,
        ...     "failure_queue": failed.reference, "filters": ['{"eventName": ["INSERT"]}'],
        ... })
    """

    mapping_id: pulumi.Output[str]
    """The id of the event source mapping."""

    def __init__(
        self, name: str, args: StreamSourceArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts, args)
        spec = StreamSourceSpec.parse(self._deployment, name, args)
        on_failure = lambda_.EventSourceMappingDestinationConfigOnFailureArgs(
            destination_arn=args["failure_queue"]["arn"]
        )
        criteria = None
        if spec.filters:
            criteria = lambda_.EventSourceMappingFilterCriteriaArgs(
                filters=[
                    lambda_.EventSourceMappingFilterCriteriaFilterArgs(pattern=pattern)
                    for pattern in spec.filters
                ]
            )

        mapping = lambda_.EventSourceMapping(
            name,
            event_source_arn=args["stream"]["arn"],
            function_name=args["function"]["alias_arn"],
            starting_position=spec.starting_position,
            batch_size=spec.batch_size,
            maximum_batching_window_in_seconds=spec.batch_window_seconds,
            bisect_batch_on_function_error=True,
            maximum_retry_attempts=spec.retries,
            maximum_record_age_in_seconds=spec.max_record_age_seconds,
            function_response_types=["ReportBatchItemFailures"],
            filter_criteria=criteria,
            destination_config=lambda_.EventSourceMappingDestinationConfigArgs(
                on_failure=on_failure
            ),
            opts=self._child(
                delete_before_replace=True, after=ready(args["failure_queue"], args["function"])
            ),
        )
        self.mapping_id = mapping.id
        self.register_outputs({"mapping_id": self.mapping_id})
