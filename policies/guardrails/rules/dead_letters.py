"""Where queues put what nobody could process."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from guardrails.graph import Graph
from guardrails.model import Fail, Result, Scope, Severity, Undetermined, rule
from guardrails.resource_types import QUEUE
from guardrails.view import Resource, View

_REDRIVE: Final = "aws:sqs/redrivePolicy:RedrivePolicy"
_RETENTION_SECONDS: Final = 345_600  # AWS's default, four days
_LONGEST_RETENTION: Final = 1_209_600  # and most, two weeks


class _Redrive(NamedTuple):
    """What a queue gives up on goes elsewhere.

    Attributes:
        source: The queue.
        holder: What declares it, the queue or a resource of its own.
        view: Where it is declared.
        target: The queue for dead letters, if it is of the stack.
        arn: Its ARN, where that is known.
    """

    source: Resource
    holder: Resource
    view: View
    target: Resource | None
    arn: str


def _redrives(graph: Graph) -> Iterator[_Redrive]:
    for queue in graph.of(QUEUE):
        if not queue["redrivePolicy"].missing:
            yield _redrive(graph, queue, queue)
    for holder in graph.of(_REDRIVE):
        source = graph.target(holder, holder["queueUrl"], [QUEUE])
        if source is not None:
            yield _redrive(graph, source, holder)


def _redrive(graph: Graph, source: Resource, holder: Resource) -> _Redrive:
    view = holder["redrivePolicy"]
    arn = view.json()["deadLetterTargetArn"]
    if not view.unknown:
        return _Redrive(source, holder, view, graph.target(holder, arn, [QUEUE]), arn.text)
    others = [one for one in graph.sources(holder, view, [QUEUE]) if one.urn != source.urn]
    return _Redrive(source, holder, view, others[0] if len(others) == 1 else None, "")


@rule(
    "sqs-dlq-fifo",
    "A queue and the queue of its dead letters are both FIFO, or neither is",
    category="validity",
    severity=Severity.HIGH,
    scope=Scope.STACK,
    applies_to=[QUEUE, _REDRIVE],
    why="SQS refuses a redrive policy between queues of different kinds.",
    remediation="Give both queues the same fifo_queue; the name of a FIFO queue ends in .fifo.",
    snippet="""dead = aws.sqs.Queue("dead", name="orders-dead.fifo", fifo_queue=True)
aws.sqs.Queue(
    "orders",
    name="orders.fifo",
    fifo_queue=True,
    redrive_policy=pulumi.Output.json_dumps(
        {"deadLetterTargetArn": dead.arn, "maxReceiveCount": 5}
    ),
)""",
    own="No tool of the catalogue compares a queue with its dead-letter queue.",
    notes="SQS/SNS",
)
def same_kind(graph: Graph) -> Iterator[Result]:
    """The kind of a queue elsewhere is told by its name."""
    for one in _redrives(graph):
        dead = _is_fifo(one.target) if one.target else None
        if dead is None and one.arn:
            dead = one.arn.endswith(".fifo")
        mine = _is_fifo(one.source)
        if dead is None or mine is None:
            if one.view.unknown or mine is None:
                yield Undetermined(one.view.path if dead is None else "fifoQueue", one.holder.urn)
        elif dead is not mine:
            kind, other = ("FIFO", "standard") if mine else ("standard", "FIFO")
            yield Fail(
                f"The dead letters of a {kind} queue go to a {other} queue, which SQS refuses.",
                one.view.path,
                f"a {kind} queue for the dead letters",
                one.holder.urn,
            )


def _is_fifo(queue: Resource) -> bool | None:
    fifo = queue["fifoQueue"]
    return None if fifo.unknown else fifo.flag is True


@rule(
    "sqs-dlq-retention",
    "Dead letters are kept longer than the messages of their queue",
    category="resilience",
    severity=Severity.MEDIUM,
    scope=Scope.STACK,
    applies_to=[QUEUE, _REDRIVE],
    why="A dead letter's age counts from when it was first sent: one that was tried for days is "
    "deleted before anyone looks.",
    remediation=f"Set message_retention_seconds={_LONGEST_RETENTION} on the dead-letter queue.",
    snippet="""aws.sqs.Queue("orders-dead", message_retention_seconds=1209600)""",
    own="No tool of the catalogue compares a queue with its dead-letter queue.",
    notes="SQS/SNS",
)
def kept_longer(graph: Graph) -> Iterator[Result]:
    """Two weeks are the most, so they are enough for a source of two weeks.

    In FIFO queues the age counts anew:
    https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
    """
    told: set[str] = set()
    for one in _redrives(graph):
        if one.view.unknown and one.target is None:
            yield Undetermined(one.view.path, one.holder.urn)
        if one.target is None or one.target.urn in told or _is_fifo(one.source):
            continue
        result = _retained(one.source, one.target)
        if result is not None:
            told.add(one.target.urn)
            yield result


def _retained(source: Resource, target: Resource) -> Result | None:
    kept, dead = source["messageRetentionSeconds"], target["messageRetentionSeconds"]
    for queue, view in ((target, dead), (source, kept)):
        if view.unknown:
            return Undetermined(view.path, queue.urn)
    mine = _RETENTION_SECONDS if kept.number is None else kept.number
    theirs = _RETENTION_SECONDS if dead.number is None else dead.number
    if theirs > mine or theirs >= _LONGEST_RETENTION:
        return None
    return Fail(
        f"Dead letters of {source.name!r} are deleted {theirs:g} seconds after they were first "
        f"sent, and may have been tried for {mine:g} of them.",
        dead.path,
        f"message_retention_seconds={_LONGEST_RETENTION}",
        target.urn,
    )


RULES = (same_kind, kept_longer)
