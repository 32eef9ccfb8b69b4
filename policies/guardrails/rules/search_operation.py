"""The logs and the nodes of search domains."""

from collections.abc import Iterator
from typing import Final

from guardrails.demands import Demand, at_least, demand_rule, on
from guardrails.model import Fail, Level, Result, Severity, Undetermined, rule
from guardrails.view import Resource

_OPENSEARCH: Final = "aws:opensearch/domain:Domain"
_ELASTICSEARCH: Final = "aws:elasticsearch/domain:Domain"
_DOMAINS: Final = (_OPENSEARCH, _ELASTICSEARCH)


@rule(
    "opensearch-logs",
    "Search domains publish their error log, and their audit log where they know users",
    category="logging",
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    applies_to=_DOMAINS,
    why="Without the logs nobody sees why a request failed, nor who read what.",
    remediation="Publish ES_APPLICATION_LOGS and AUDIT_LOGS with log_publishing_options.",
    snippet="""aws.opensearch.Domain(
    ...,
    log_publishing_options=[
        {"log_type": "ES_APPLICATION_LOGS", "cloudwatch_log_group_arn": errors.arn},
        {"log_type": "AUDIT_LOGS", "cloudwatch_log_group_arn": audit.arn},
    ],
)""",
    equivalents=[
        "CKV_AWS_84",
        "CKV_AWS_317",
        "FSBP:OpenSearch.4",
        "FSBP:OpenSearch.5",
        "FSBP:ES.4",
        "FSBP:ES.5",
        "trivy:AWS-0042",
    ],
)
def logs(domain: Resource) -> Iterator[Result]:
    """Audit logs are those of fine-grained access control: without it there are none."""
    options = domain["logPublishingOptions"]
    published = [option for option in options.items() if option["enabled"].flag is not False]
    asked = [one[name] for one in published for name in ("logType", "enabled")]
    unknown = [view for view in asked if view.unknown]
    if unknown:
        yield Undetermined(unknown[0].path)
        return
    wanted = ["ES_APPLICATION_LOGS"]
    if domain["advancedSecurityOptions"]["enabled"].flag is True:
        wanted.append("AUDIT_LOGS")
    missing = [log for log in wanted if log not in {one["logType"].text for one in published}]
    if missing:
        yield Fail(
            f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} not published.",
            options.path,
            ", ".join(
                f"{{'log_type': '{log}', 'cloudwatch_log_group_arn': group.arn}}" for log in missing
            ),
        )


def _has_no_standby(domain: Resource) -> bool:
    return domain["clusterConfig"]["multiAzWithStandbyEnabled"].flag is not True


_NODES = demand_rule(
    "opensearch-nodes",
    "Search domains outlive a node and a zone",
    Demand(
        _DOMAINS,
        "clusterConfig.instanceCount",
        at_least(3),
        "With fewer than three data nodes the domain stops when one of them does.",
        "cluster_config={'instance_count': 3}",
    ),
    Demand(
        _DOMAINS,
        "clusterConfig.zoneAwarenessEnabled",
        on,
        "All nodes are in one zone, and so are the copies of the indices.",
        "cluster_config={'zone_awareness_enabled': True, "
        "'zone_awareness_config': {'availability_zone_count': 3}}",
        when=_has_no_standby,
    ),
    category="resilience",
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    why="A domain has one node in one zone by default, and its indices have no copy.",
    remediation="Set instance_count to 3 or more and spread the nodes over zones.",
    snippet="""aws.opensearch.Domain(
    ...,
    cluster_config={
        "instance_count": 3,
        "zone_awareness_enabled": True,
        "zone_awareness_config": {"availability_zone_count": 3},
    },
)""",
    equivalents=["FSBP:OpenSearch.6", "FSBP:ES.6", "cdk-nag:OS7"],
)

RULES = (logs, _NODES)
