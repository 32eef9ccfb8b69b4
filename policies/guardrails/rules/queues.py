"""SQS queues; who may use them is in ``resource_policies``."""

from collections.abc import Iterator

from guardrails.answers import demand, sets
from guardrails.demands import values_at
from guardrails.graph import Graph
from guardrails.model import Fail, Level, Result, Scope, Severity, Undetermined, rule
from guardrails.resource_types import FUNCTION, QUEUE, QUEUE_REDRIVE
from guardrails.view import Resource, View

_REDRIVE_ALLOW = "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy"
# What names a queue for what it could not deliver: as text of JSON, or by its ARN.
_REDRIVES = (
    (QUEUE, "redrivePolicy"),
    (QUEUE_REDRIVE, "redrivePolicy"),
    ("aws:sns/topicSubscription:TopicSubscription", "redrivePolicy"),
)
_DEAD_LETTERS = (
    (FUNCTION, "deadLetterConfig.targetArn"),
    (
        "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
        "destinationConfig.onFailure.destination",
    ),
    (
        "aws:lambda/eventSourceMapping:EventSourceMapping",
        "destinationConfig.onFailure.destinationArn",
    ),
    ("aws:cloudwatch/eventTarget:EventTarget", "deadLetterConfig.arn"),
    ("aws:cloudwatch/eventBus:EventBus", "deadLetterConfig.arn"),
    ("aws:scheduler/schedule:Schedule", "target.deadLetterConfig.arn"),
    ("aws:pipes/pipe:Pipe", "sourceParameters.kinesisStreamParameters.deadLetterConfig.arn"),
    ("aws:pipes/pipe:Pipe", "sourceParameters.dynamodbStreamParameters.deadLetterConfig.arn"),
)


@rule(
    "sqs-sse",
    "Queues are encrypted",
    category="encryption-at-rest",
    severity=Severity.HIGH,
    applies_to=[QUEUE],
    why="Messages hold what the services tell each other; AWS encrypts them unless told not to.",
    remediation="Leave sqs_managed_sse_enabled out, or set kms_master_key_id.",
    snippet="aws.sqs.Queue(..., sqs_managed_sse_enabled=True)",
    equivalents=[
        "CKV_AWS_27",
        "FSBP:SQS.1",
        "cdk-nag:SQS2",
        "trivy:AWS-0096",
        "guard:sqs-queue-kms-master-key-id-rule",
        "cfn_nag:W48",
    ],
    remedy=sets({"sqsManagedSseEnabled": True}),
)
def queue_encrypted(queue: Resource) -> Iterator[Result]:
    """New queues have SSE-SQS by default, so only turning it off without a key fails."""
    managed = queue["sqsManagedSseEnabled"]
    if not queue["kmsMasterKeyId"].missing:
        return
    yield from demand(
        managed,
        managed.flag is not False,
        "Encryption is turned off: messages are stored in the clear.",
        "sqs_managed_sse_enabled=True",
    )


@rule(
    "sqs-cmk",
    "Queues are encrypted with a KMS key of the account",
    category="encryption-at-rest",
    severity=Severity.LOW,
    level=Level.ADVISORY,
    applies_to=[QUEUE],
    why="The use of SQS's own key (the default) is not logged and cannot be taken away.",
    remediation="Set kms_master_key_id=key.arn.",
    snippet="aws.sqs.Queue(..., kms_master_key_id=key.arn)",
    equivalents=["CKV2_AWS_73", "trivy:AWS-0135"],
)
def queue_customer_key(queue: Resource) -> Iterator[Result]:
    """``alias/aws/sqs`` is a key of AWS's too."""
    key = queue["kmsMasterKeyId"]
    if key.missing and queue["sqsManagedSseEnabled"].flag is False:
        return  # `sqs-sse` tells that it is not encrypted at all.
    if key.missing or key.text.rsplit(":", 1)[-1] == "alias/aws/sqs":
        yield Fail(
            "The queue is encrypted with a key of AWS's: its use is not logged and it cannot be "
            "taken away.",
            key.path,
            "kms_master_key_id=key.arn",
        )


@rule(
    "sqs-dlq",
    "Queues put aside what nobody can process",
    category="resilience",
    severity=Severity.MEDIUM,
    scope=Scope.STACK,
    applies_to=[QUEUE],
    why="A message that always fails comes back until its retention ends, holds up the others, and "
    "is lost then.",
    remediation="Give the queue a redrive policy to a second queue; give that one a redrive allow "
    "policy, which also tells that it needs none itself.",
    snippet="""aws.sqs.Queue(
    ...,
    redrive_policy=pulumi.Output.json_dumps(
        {"deadLetterTargetArn": dead.arn, "maxReceiveCount": 5}
    ),
)""",
    equivalents=["cdk-nag:SQS3", "cdk-nag:SQSRedrivePolicy", "serverless-rules:ES6000"],
    notes="SQS/SNS",
)
def dead_letters(graph: Graph) -> Iterator[Result]:
    """A queue for dead letters, of whatever service, needs no other one."""
    named, unresolved = _named(graph)
    for queue in graph.of(QUEUE):
        redrive, allow = queue["redrivePolicy"], queue["redriveAllowPolicy"]
        attached = graph.attached(queue, [QUEUE_REDRIVE, _REDRIVE_ALLOW], "queueUrl", [QUEUE])
        allows = [allow, *(one["redriveAllowPolicy"] for one in attached.found)]
        if _redrives(redrive) or queue.urn in named or any(map(_takes_dead_letters, allows)):
            continue
        if any(_redrives(one["redrivePolicy"]) for one in attached.found):
            continue
        unknown = [Undetermined(path, holder.urn) for holder, path in attached.maybe]
        unknown += [Undetermined(allow.path, queue.urn)] if allow.unknown else unresolved
        if unknown:
            yield unknown[0]
        else:
            yield Fail(
                "A message that always fails comes back until it is too old, and is lost.",
                redrive.path,
                "redrive_policy={'deadLetterTargetArn': dead.arn, 'maxReceiveCount': 5}, as JSON",
                queue.urn,
            )


def _redrives(redrive: View) -> bool:
    """Whether it names a queue, as far as it is known: a policy that is computed names one."""
    return redrive.unknown or not redrive.json()["deadLetterTargetArn"].missing


def _takes_dead_letters(allow: View) -> bool:
    permission = allow.json()["redrivePermission"].text
    return permission in ("allowAll", "byQueue")


def _named(graph: Graph) -> tuple[set[str], list[Undetermined]]:
    """The URNs of the queues that something names for dead letters, and what cannot be told."""
    named: set[str] = set()
    unresolved: list[Undetermined] = []
    for holder, reference in _references(graph):
        if reference.unknown:
            # A redrive policy of its own is computed from both queues.
            own = graph.target(holder, holder["queueUrl"], [QUEUE])
            sources = graph.sources(holder, reference, [QUEUE])
            named.update(one.urn for one in sources if own is None or one.urn != own.urn)
            unresolved += [] if sources else [Undetermined(reference.path, holder.urn)]
        elif reference.text:
            queue = graph.target(holder, reference, [QUEUE])
            named.update([queue.urn] if queue else [])
    return named, unresolved


def _references(graph: Graph) -> Iterator[tuple[Resource, View]]:
    for type_, name in _REDRIVES:
        for holder in graph.of(type_):
            policy = holder[name]
            yield holder, policy if policy.unknown else policy.json()["deadLetterTargetArn"]
    for type_, path in _DEAD_LETTERS:
        for holder in graph.of(type_):
            yield from ((holder, view) for view in values_at(holder.properties, path))


RULES = (queue_encrypted, queue_customer_key, dead_letters)
