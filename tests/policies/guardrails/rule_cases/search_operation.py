"""The logs and the nodes of search domains."""

from tests.policies.guardrails.rule_cases.model import UNKNOWN, Cases, Properties, one

DOMAIN = "aws:opensearch/domain:Domain"
OLDER = "aws:elasticsearch/domain:Domain"
APPLICATION = {"logType": "ES_APPLICATION_LOGS", "cloudwatchLogGroupArn": UNKNOWN}
AUDIT = {"logType": "AUDIT_LOGS", "cloudwatchLogGroupArn": UNKNOWN}
WITH_USERS = {"advancedSecurityOptions": {"enabled": True}}
ZONES = {"zoneAwarenessEnabled": True}


def nodes(count: object, **settings: object) -> Properties:
    return {"clusterConfig": {"instanceCount": count, **settings}}


CASES = {
    "opensearch-logs": Cases(
        DOMAIN,
        fails=[
            ({}, ["logPublishingOptions"]),
            ({**WITH_USERS, "logPublishingOptions": [APPLICATION]}, ["logPublishingOptions"]),
            (
                {"logPublishingOptions": [{**APPLICATION, "enabled": False}]},
                ["logPublishingOptions"],
            ),
        ],
        passes=[{**WITH_USERS, "logPublishingOptions": [APPLICATION, AUDIT]}],
        # There is no audit log without users.
        near_misses=[{"logPublishingOptions": [APPLICATION]}],
        undetermined=[({"logPublishingOptions": UNKNOWN}, "logPublishingOptions")],
    ),
    "opensearch-nodes": Cases(
        DOMAIN,
        fails=[
            ({}, ["clusterConfig.instanceCount", "clusterConfig.zoneAwarenessEnabled"]),
            (nodes(2, **ZONES), ["clusterConfig.instanceCount"]),
            ([one(OLDER, nodes(3))], ["clusterConfig.zoneAwarenessEnabled"]),
        ],
        passes=[nodes(3, **ZONES), nodes(6, **ZONES)],
        near_misses=[nodes(3, multiAzWithStandbyEnabled=True)],
        undetermined=[(nodes(UNKNOWN, **ZONES), "clusterConfig.instanceCount")],
    ),
}
