"""EventBridge: targets, buses, archives, schedules and pipes."""

from guardrails.demands import Demand, demand_rule, given, own_key
from guardrails.model import Level, Severity

_TARGET = "aws:cloudwatch/eventTarget:EventTarget"
_SCHEDULE = "aws:scheduler/schedule:Schedule"
_BUS = "aws:cloudwatch/eventBus:EventBus"
_ARCHIVE = "aws:cloudwatch/eventArchive:EventArchive"
_PIPE = "aws:pipes/pipe:Pipe"

target_dead_letters = demand_rule(
    "event-target-dlq",
    "Events and schedules that could not be delivered are put aside",
    Demand(
        (_TARGET,),
        "deadLetterConfig.arn",
        given,
        "An event that EventBridge cannot deliver within a day is lost.",
        "dead_letter_config={'arn': dead.arn}",
    ),
    Demand(
        (_SCHEDULE,),
        "target.deadLetterConfig.arn",
        given,
        "A start that the scheduler cannot deliver within its retries is lost.",
        "target={..., 'dead_letter_config': {'arn': dead.arn}}",
    ),
    category="resilience",
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    why="A permission that is missing for a while loses the events of that while, without a word.",
    remediation="Set dead_letter_config to the ARN of a queue that EventBridge may send to.",
    snippet="aws.cloudwatch.EventTarget(..., dead_letter_config={'arn': dead.arn})",
    equivalents=["cdk-nag:EventBusDLQ", "serverless-rules:ES4000"],
    notes="SQS/SNS",
)

customer_key = demand_rule(
    "event-bus-cmk",
    "Event buses, archives and pipes are encrypted with a KMS key of the account",
    Demand(
        (_BUS, _ARCHIVE, _PIPE),
        "kmsKeyIdentifier",
        own_key,
        "Events are encrypted with a key that AWS owns: its use is not logged and it cannot be "
        "taken away.",
        "kms_key_identifier=key.arn",
    ),
    category="encryption-at-rest",
    severity=Severity.LOW,
    level=Level.ADVISORY,
    why="The use of AWS's own key (the default) is not logged and cannot be taken away.",
    remediation="Set kms_key_identifier=key.arn.",
    snippet="aws.cloudwatch.EventBus(..., kms_key_identifier=key.arn)",
    own="The other tools of the catalogue look at schedules only.",
)

schedule_customer_key = demand_rule(
    "scheduler-cmk",
    "Schedules are encrypted with a KMS key of the account",
    Demand(
        (_SCHEDULE,),
        "kmsKeyArn",
        own_key,
        "The schedule's input is encrypted with a key that AWS owns: its use is not logged and it "
        "cannot be taken away.",
        "kms_key_arn=key.arn",
        when=lambda schedule: not schedule["target"]["input"].missing,
    ),
    category="encryption-at-rest",
    severity=Severity.LOW,
    level=Level.DISABLED,
    why="The use of AWS's own key (the default) is not logged and cannot be taken away.",
    remediation="Set kms_key_arn=key.arn, and let the schedule's role decrypt with the key.",
    snippet="aws.scheduler.Schedule(..., kms_key_arn=key.arn)",
    equivalents=["CKV_AWS_297"],
)

RULES = (target_dead_letters, customer_key, schedule_customer_key)
