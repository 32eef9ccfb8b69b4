"""Services that act for many customers, and by which keys a role can tell for whom.

A service that assumes a role says on whose behalf in ``aws:SourceArn`` and ``aws:SourceAccount``,
where AWS documents it for roles (pages named "Cross-service confused deputy prevention").
https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html

EC2, API Gateway and Lambda are left out: a role is passed to them within its account only, and what
they say of themselves when they take it is not documented for certain.
"""

import re
from typing import Final

_TELLING: Final = frozenset(
    {
        "appsync",
        "autoscaling",
        "batch",
        "bedrock",
        "bedrock-agentcore",
        "cloudformation",
        "codebuild",
        "cognito-idp",
        "comprehend",
        "databrew",
        "datasync",
        "dms",
        "ecs-tasks",
        "elasticmapreduce",
        "events",
        "firehose",
        "forecast",
        "gamelift",
        "glue",
        "grafana",
        "iot",
        "kafkaconnect",
        "kendra",
        "kinesisanalytics",
        "lexv2",
        "logs",
        "monitoring.rds",
        "personalize",
        "pipes",
        "rekognition",
        "sagemaker",
        "scheduler",
        "ssm",
        "states",
        "transcribe",
        "transfer",
        "translate",
        "vpc-flow-logs",
    }
)
_PRINCIPAL: Final = re.compile(
    r"(?P<service>[a-z0-9.-]+?)(\.[a-z]{2}(-[a-z]+)+-[0-9])?\.amazonaws\.com(\.cn)?"
)


def says_for_whom(principal: str) -> bool:
    """Whether AWS documents that the service tells a role for whom it acts.

    Args:
        principal: As a trust policy names it: ``scheduler.amazonaws.com``.
    """
    match = _PRINCIPAL.fullmatch(principal.lower())
    return match is not None and match["service"] in _TELLING
