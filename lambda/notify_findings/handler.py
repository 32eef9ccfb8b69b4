"""Publishes new critical findings from the table's stream.

The event source filters; what arrives is checked again all the same. A record that fails ends the
batch: the stream delivers it and what follows again, and what came before it is not repeated.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.batch import (
    BatchProcessor,
    EventType,
    process_partial_response,
)
from aws_lambda_powertools.utilities.data_classes.dynamo_db_stream_event import (
    DynamoDBRecord,
    DynamoDBRecordEventName,
)
from aws_lambda_powertools.utilities.typing import LambdaContext

from findings import settings
from findings.model import CorruptFindingError, Finding, Severity
from notify_findings import message

if TYPE_CHECKING:
    from mypy_boto3_sns import SNSClient

logger = Logger()
metrics = Metrics()


class StreamProcessor(BatchProcessor):
    """Stops at the first failure, from where the stream delivers everything again."""

    def process(self) -> list[tuple[Any, ...]]:
        """Process records in order until one fails."""
        results: list[tuple[Any, ...]] = []
        for record in self.records:
            results.append(self._process_record(record))
            if self.fail_messages:
                break
        return results


processor = StreamProcessor(EventType.DynamoDBStreams, raise_on_entire_batch_failure=False)


@dataclass(frozen=True)
class Services:
    """What outlives an invocation."""

    sns: "SNSClient"
    topic_arn: str


@cache
def services() -> Services:
    """Return the client, made at the first invocation."""
    return Services(settings.client("sns"), settings.text("ALERTS_TOPIC_ARN"))


@logger.inject_lambda_context(clear_state=True)
@metrics.log_metrics
def handler(event: dict[str, Any], context: LambdaContext) -> Mapping[str, Any]:
    """Process a batch and return the record to begin with again, if any."""
    answer = process_partial_response(event, _process, processor, context)
    metrics.add_metric("RecordsFailed", MetricUnit.Count, len(answer["batchItemFailures"]))
    return answer


def _process(record: DynamoDBRecord) -> None:
    logger.set_correlation_id(record.event_id)
    try:
        finding = _announced(record)
        if finding is None:
            return
        deployed = services()
        deployed.sns.publish(
            TopicArn=deployed.topic_arn,
            Subject=message.subject(finding),
            Message=message.body(finding),
            MessageStructure="json",
            MessageAttributes=message.attributes(finding),
        )
    except Exception:
        logger.exception("The record failed")
        raise
    metrics.add_metric("FindingsAnnounced", MetricUnit.Count, 1)
    logger.info("Announced", extra={"finding": finding.finding, "version": finding.version})


def _announced(record: DynamoDBRecord) -> Finding | None:
    """Return the finding that people have to hear of, or ``None``.

    Raises:
        CorruptFindingError: A write to the table without the image of a finding.
    """
    if record.event_name is DynamoDBRecordEventName.REMOVE:
        return None
    image = record.dynamodb.new_image if record.dynamodb else None
    if not image:
        raise CorruptFindingError("A stream record without an image")
    finding = Finding.from_item(image)
    return finding if finding.severity is Severity.CRITICAL and finding.newly_opened else None
