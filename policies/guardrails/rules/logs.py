"""CloudWatch log groups."""

from collections.abc import Iterator, Mapping

from guardrails.model import Fail, Level, Result, Severity, Undetermined, rule
from guardrails.resource_types import LOG_GROUP
from guardrails.settings import whole_number
from guardrails.view import Resource

_RETENTIONS = (
    *(1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557),
    *(2922, 3288, 3653),
)


def _long_enough(_: Resource, minimum_days: int) -> Mapping[str, object]:
    # CloudWatch takes these numbers only:
    # https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
    return {"retentionInDays": next(days for days in _RETENTIONS if days >= minimum_days)}


@rule(
    "log-retention",
    "Log groups keep their events for a year, and not for ever by accident",
    category="logging",
    severity=Severity.MEDIUM,
    applies_to=[LOG_GROUP],
    why="Shorter logs miss what is found late; without a retention they are kept and paid for "
    "for ever.",
    remediation="Set retention_in_days=365.",
    snippet="aws.cloudwatch.LogGroup(..., retention_in_days=365)",
    equivalents=[
        "CKV_AWS_66",
        "CKV_AWS_338",
        "cdk-nag:CloudWatchLogGroupRetentionPeriod",
        "serverless-rules:WS1004",
        "cfn_nag:W86",
        "guard:cw-loggroup-retention-period-check",
    ],
    settings={
        "minimum_days": whole_number(365, 1, 3653, "The shortest retention, in days."),
    },
    remedy=_long_enough,
)
def retention(group: Resource, minimum_days: int) -> Iterator[Result]:
    """Zero is AWS's word for never, as is leaving it out; groups of the class DELIVERY have 1."""
    if group["logGroupClass"].text == "DELIVERY":
        return
    days = group["retentionInDays"]
    if days.unknown:
        yield Undetermined(days.path)
    elif not days.number:
        yield Fail(
            "The log group has no retention, so its events are kept and paid for for ever.",
            days.path,
            f"retention_in_days={minimum_days}",
        )
    elif days.number < minimum_days:
        yield Fail(
            f"Events are deleted after {days.shown()} days; incidents are often found later.",
            days.path,
            f"retention_in_days={minimum_days}",
        )


@rule(
    "log-cmk",
    "Log groups are encrypted with a KMS key of the account",
    category="encryption-at-rest",
    severity=Severity.MEDIUM,
    level=Level.MANDATORY,
    applies_to=[LOG_GROUP],
    why="Logs hold what requests held; AWS's own key (the default) shows no use and cannot be "
    "taken away.",
    remediation="Set kms_key_id=key.arn; the key policy has to allow logs.<region>.amazonaws.com.",
    snippet="aws.cloudwatch.LogGroup(..., kms_key_id=key.arn)",
    equivalents=[
        "CKV_AWS_158",
        "cdk-nag:CloudWatchLogGroupEncrypted",
        "trivy:AWS-0017",
        "cfn_nag:W84",
    ],
)
def customer_key(group: Resource) -> Iterator[Result]:
    """A key that is given but not known yet is a key."""
    key = group["kmsKeyId"]
    if key.missing:
        yield Fail(
            "The log group is encrypted with a key that AWS owns: its use is not logged and it "
            "cannot be taken away.",
            key.path,
            "kms_key_id=key.arn",
        )


RULES = (retention, customer_key)
