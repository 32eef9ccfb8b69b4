"""For which actions resource control policies hold.

https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html#rcp-supported-services,
as of 26 September 2026. AWS adds services to it.
"""

from typing import Final

from guardrails.iam import reference

SERVICES: Final = frozenset(
    {
        *("aoss", "appconfig", "appstream", "autoscaling", "autoscaling-plans", "budgets"),
        *("clouddirectory", "cloudfront", "cloudsearch", "cloudtrail-data", "codeartifact"),
        *("codebuild", "codecommit", "codepipeline", "cognito-identity", "cognito-idp"),
        *("comprehend", "comprehendmedical", "compute-optimizer", "cost-optimization-hub", "dax"),
        *("dsql", "dynamodb", "ecr", "ecr-public", "events", "firehose", "fis", "fms", "gamelift"),
        *("health", "inspector-scan", "kendra", "kinesisvideo", "kms", "logs", "memorydb"),
        *("networkmonitor", "notifications", "opensearch", "pca-connector-ad", "personalize"),
        *("polly", "pricing", "resource-groups", "rolesanywhere", "s3", "secretsmanager"),
        *("servicediscovery", "signin", "sqs", "sts", "support", "swf", "textract"),
        *("timestream-influxdb", "transcribe", "transfer", "translate", "wafv2", "workspaces"),
        "xray",
    }
)
"""The prefixes of their actions."""

# #actions-not-restricted-by-rcps of the same page.
_NEVER: Final = "kms:retiregrant"


def holds_for(action: str) -> bool:
    """Whether resource control policies have a say in an action, given in lower case."""
    if action.partition(":")[0] not in SERVICES or action == _NEVER:
        return False
    known = reference.action(action)
    # They are the owner's of what is authorized: what names no resource has none.
    return known is None or bool(known.resource_types)
