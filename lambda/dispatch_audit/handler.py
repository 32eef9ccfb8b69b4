"""One message per active account, once a day.

The event may name the run, ``{"audit_id": "2026-05-01T03:00:00Z"}``; without a name the run is that
of the day (UTC). Two dispatches of one run audit each account once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

from dispatch_audit.accounts import active_accounts
from dispatch_audit.sending import UnsentError, send
from findings import settings
from findings.request import AuditRequest, audit_id

if TYPE_CHECKING:
    from mypy_boto3_organizations import OrganizationsClient
    from mypy_boto3_sqs import SQSClient

logger = Logger()
metrics = Metrics()


@dataclass(frozen=True)
class Services:
    """What outlives an invocation."""

    organizations: "OrganizationsClient"
    sqs: "SQSClient"
    queue_url: str


@cache
def services() -> Services:
    """Return the clients, made at the first invocation."""
    return Services(
        organizations=settings.client("organizations"),
        sqs=settings.client("sqs"),
        queue_url=settings.text("AUDITS_QUEUE_URL"),
    )


@logger.inject_lambda_context(clear_state=True)
@metrics.log_metrics
def handler(event: Mapping[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Dispatch the audits of one run.

    Raises:
        UnsentError: Accounts for which no message was accepted; the schedule tries again.
        RequestError: The event names a run by something else than a date or a time.
    """
    logger.set_correlation_id(context.aws_request_id)
    metrics.add_metric("Dispatches", MetricUnit.Count, 1)
    run = audit_id(event.get("audit_id", datetime.now(UTC).date().isoformat()))
    logger.append_keys(audit_id=run)
    deployed = services()
    accounts = list(dict.fromkeys(active_accounts(deployed.organizations)))
    metrics.add_metric("ActiveAccounts", MetricUnit.Count, len(accounts))
    requests = [AuditRequest(account_id=account, audit_id=run) for account in accounts]
    sent = 0
    try:
        sent = send(deployed.sqs, deployed.queue_url, requests)
    except UnsentError as error:
        sent = len(accounts) - len(error.accounts)
        raise
    finally:
        metrics.add_metric("MessagesSent", MetricUnit.Count, sent)
    logger.info("Dispatched", extra={"accounts": len(accounts), "messages": sent})
    return {"audit_id": run, "accounts": len(accounts), "messages": sent}
