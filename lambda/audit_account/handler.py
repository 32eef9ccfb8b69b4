"""Audits the accounts that the queue names; a message that fails is delivered again.

A message runs once per account and run: its duplicates do nothing, its retries do everything anew.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.batch import (
    BatchProcessor,
    EventType,
    process_partial_response,
)
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.idempotency import (
    DynamoDBPersistenceLayer,
    IdempotencyConfig,
    idempotent_function,
)
from aws_lambda_powertools.utilities.typing import LambdaContext

from audit_account import access, checks, policies, report
from audit_account.reconcile import reconcile
from audit_account.settings import Settings
from findings import settings as shared
from findings.request import AuditRequest
from findings.store import FindingStore

if TYPE_CHECKING:
    from mypy_boto3_sts import STSClient

# The longest that a queue keeps a message, so that no copy outlives the memory of the first.
_REMEMBERED_SECONDS: Final = 14 * 24 * 3600

logger = Logger()
metrics = Metrics()
processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)


@dataclass(frozen=True)
class Services:
    """What outlives an invocation."""

    settings: Settings
    sts: "STSClient"
    store: FindingStore
    idempotency: IdempotencyConfig
    audit_once: Callable[..., Any]


@cache
def services() -> Services:
    """Return the clients, made at the first invocation."""
    settings = Settings.read()
    dynamodb = shared.client("dynamodb")
    idempotency = IdempotencyConfig(
        event_key_jmespath="[audit_id, account_id]",
        raise_on_no_idempotency_key=True,
        expires_after_seconds=_REMEMBERED_SECONDS,
        hash_function="sha256",
    )
    return Services(
        settings=settings,
        sts=shared.client("sts"),
        store=FindingStore(dynamodb, settings.findings_table),
        idempotency=idempotency,
        audit_once=idempotent_function(
            audit,
            data_keyword_argument="request",
            config=idempotency,
            key_prefix="audit_account",
            persistence_store=DynamoDBPersistenceLayer(
                settings.idempotency_table, boto3_client=dynamodb
            ),
        ),
    )


@logger.inject_lambda_context(clear_state=True)
@metrics.log_metrics
def handler(event: dict[str, Any], context: LambdaContext) -> Mapping[str, Any]:
    """Process a batch and return the messages that failed."""
    metrics.add_metric("MessagesReceived", MetricUnit.Count, len(event["Records"]))
    # It tells when an audit that hangs may be taken over: when this invocation is timed out.
    services().idempotency.register_lambda_context(context)
    answer = process_partial_response(event, _process, processor, context)
    metrics.add_metric("AuditsFailed", MetricUnit.Count, len(answer["batchItemFailures"]))
    return answer


def _process(record: SQSRecord) -> None:
    logger.set_correlation_id(record.message_id)
    try:
        request = AuditRequest.parse(record.body)
        logger.append_keys(account_id=request.account_id, audit_id=request.audit_id)
        services().audit_once(request=request)
    except report.ReportNotReadyError as error:
        metrics.add_metric("ReportsNotReady", MetricUnit.Count, 1)
        logger.info("To be delivered again", extra={"reason": str(error)})
        raise
    except Exception:
        logger.exception("The audit failed")
        raise
    finally:
        logger.remove_keys(["account_id", "audit_id"])


def audit(*, request: AuditRequest) -> Mapping[str, int]:
    """Audit one account and return how many findings went which way."""
    deployed = services()
    settings = deployed.settings
    now = datetime.now(UTC)
    account, iam = access.enter(deployed.sts, request, settings.role_name, settings.external_id)
    credentials = report.parse(report.fetch(iam), account)
    root = f"arn:{deployed.sts.meta.partition}:iam::{account}:root"
    observations = [
        *checks.check(credentials, account, root, settings.max_access_key_age_days, now),
        *policies.check(iam, account),
    ]
    outcomes = reconcile(
        deployed.store,
        account,
        observations,
        now=now,
        keep_days=settings.resolved_finding_days,
        # A row that was turned away may have been the one that shows a finding.
        undecided=checks.RULES if credentials.rejected else (),
    )
    metrics.add_metric("AuditsCompleted", MetricUnit.Count, 1)
    metrics.add_metric("RowsRejected", MetricUnit.Count, len(credentials.rejected))
    for outcome, count in outcomes.items():
        metrics.add_metric(f"Findings{outcome.capitalize()}", MetricUnit.Count, count)
    logger.info("Audited", extra={"findings": dict(outcomes)})
    return dict(outcomes)
