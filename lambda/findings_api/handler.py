"""Reads findings and acknowledges them.

Answers are JSON; an error is ``{"error": {"code", "message", …}}``. Who acknowledges is whom the
gateway authenticated, whatever the body says.
"""

import json
from collections.abc import Mapping
from functools import cache
from http import HTTPStatus
from typing import Any, Final

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.event_handler import APIGatewayRestResolver, Response
from aws_lambda_powertools.event_handler.exceptions import NotFoundError
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

from findings import settings
from findings.store import FindingStore
from findings_api import acknowledging, cursor, parameters
from findings_api.errors import ApiError, bad_request, forbidden, not_found
from findings_api.search import search, summary

_HEADERS: Final = {
    "Cache-Control": ["no-store"],
    "Strict-Transport-Security": ["max-age=31536000"],
    "X-Content-Type-Options": ["nosniff"],
}

logger = Logger()
metrics = Metrics()
app = APIGatewayRestResolver()


@cache
def store() -> FindingStore:
    """Return the table, its client made at the first invocation."""
    return FindingStore(settings.client("dynamodb"), settings.text("FINDINGS_TABLE_NAME"))


@logger.inject_lambda_context(clear_state=True)
@metrics.log_metrics
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answer one request of API Gateway."""
    request_context: Mapping[str, Any] = event.get("requestContext") or {}
    logger.set_correlation_id(request_context.get("requestId") or context.aws_request_id)
    metrics.add_metric("Requests", MetricUnit.Count, 1)
    answer = app.resolve(event, context)
    answer["multiValueHeaders"] = {**answer.get("multiValueHeaders", {}), **_HEADERS}
    return answer


@app.get("/findings")
def list_findings() -> Response[str]:
    """``?account=&severity=&status=&limit=&next=``."""
    asked = parameters.listing(app.current_event.raw_event)
    after = cursor.decode(asked.cursor, asked.filters) if asked.cursor is not None else None
    page = search(store(), asked.filters, asked.limit, after)
    content: dict[str, Any] = {"findings": [finding.attributes() for finding in page.findings]}
    if page.next is not None:
        content["next"] = cursor.encode(asked.filters, page.next)
    return _json(HTTPStatus.OK, content)


@app.get("/findings/<account>/<finding>")
def get_finding(account: str, finding: str) -> Response[str]:
    """One finding."""
    found = store().get(parameters.account_id(account), parameters.finding_id(finding))
    if found is None:
        raise not_found(f"There is no finding {finding} in the account {account}")
    return _json(HTTPStatus.OK, found.attributes())


@app.post("/findings/<account>/<finding>/acknowledge")
def acknowledge_finding(account: str, finding: str) -> Response[str]:
    """``{"version": n, "note"?: "…"}``."""
    event: Mapping[str, Any] = app.current_event.raw_event
    key = parameters.account_id(account), parameters.finding_id(finding)
    asked = parameters.acknowledgement(_body(event))
    identity = (event.get("requestContext") or {}).get("identity") or {}
    caller = identity.get("userArn")
    if not isinstance(caller, str) or not caller:
        raise forbidden("The gateway names no caller: acknowledging takes an IAM-signed request")
    written = acknowledging.acknowledge(store(), key, asked, caller)
    metrics.add_metric("Acknowledged", MetricUnit.Count, 1)
    return _json(HTTPStatus.OK, written.attributes())


@app.get("/accounts/<account>/summary")
def get_summary(account: str) -> Response[str]:
    """Counts by severity and status."""
    counts = summary(store(), parameters.account_id(account))
    total = sum(sum(by_status.values()) for by_status in counts.values())
    return _json(HTTPStatus.OK, {"account": account, "total": total, "counts": counts})


@app.exception_handler(ApiError)
def answer_refusal(error: ApiError) -> Response[str]:
    """Answer what the caller can mend."""
    logger.info("Refused", extra={"status": error.status, "reason": str(error)})
    return _json(error.status, error.body)


@app.not_found
def answer_unknown_route(_: NotFoundError) -> Response[str]:
    """Answer a path, or a method on it, that no route takes."""
    error = not_found("There is no such route")
    return _json(error.status, error.body)


@app.exception_handler(Exception)
def answer_failure(error: Exception) -> Response[str]:
    """Answer what the caller cannot mend; the log has the details."""
    logger.error("The request failed", exc_info=error)
    metrics.add_metric("Failures", MetricUnit.Count, 1)
    content = {"error": {"code": "internal", "message": "The request failed on our side"}}
    return _json(HTTPStatus.INTERNAL_SERVER_ERROR, content)


def _body(event: Mapping[str, Any]) -> str | None:
    body = event.get("body")
    if body is not None and event.get("isBase64Encoded"):
        raise bad_request("body", "binary", "a JSON object")
    return body


def _json(status: HTTPStatus, content: Mapping[str, Any]) -> Response[str]:
    return Response(status_code=status, content_type="application/json", body=json.dumps(content))
