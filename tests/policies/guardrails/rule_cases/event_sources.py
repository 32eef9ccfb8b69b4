"""What feeds functions, and where queues put what nobody could process."""

import json

from guardrails.view import Resource
from tests.policies.guardrails.rule_cases.model import UNKNOWN, Cases, Properties, one, urn

EVENT_SOURCE = "aws:lambda/eventSourceMapping:EventSourceMapping"
FUNCTION = "aws:lambda/function:Function"
QUEUE = "aws:sqs/queue:Queue"
REDRIVE = "aws:sqs/redrivePolicy:RedrivePolicy"

SQS = "arn:aws:sqs:eu-central-1:123456789012:jobs"
TABLE_STREAM = "arn:aws:dynamodb:eu-central-1:123456789012:table/orders/stream/2026-11-21T06:00:00"
KINESIS = "arn:aws:kinesis:eu-central-1:123456789012:stream/clicks"
KAFKA = "arn:aws:kafka:eu-central-1:123456789012:cluster/events/1"
MQ = "arn:aws:mq:eu-central-1:123456789012:broker:jobs:b-1"
IN_PART = {"functionResponseTypes": ["ReportBatchItemFailures"]}
FAILURES = {"onFailure": {"destinationArn": "arn:aws:sqs:eu-central-1:123456789012:failures"}}
LIMITED = {
    "maximumRetryAttempts": 5.0,
    "maximumRecordAgeInSeconds": 86400.0,
    "bisectBatchOnFunctionError": True,
}
FILTERED = {"filterCriteria": {"filters": [{"pattern": "{}"}]}}


def reads(arn: object, **more: object) -> Properties:
    return {"eventSourceArn": arn, "functionName": "work", **more}


def but(**other: object) -> dict[str, object]:
    """The limits of a stream's source, with others in their place."""
    return {**LIMITED, **other}


def consumed(
    visible: object, timeout: object, arn: object = SQS, **mapping: object
) -> list[Resource]:
    depends = {"eventSourceArn": [urn(QUEUE, "jobs")]} if arn is UNKNOWN else None
    return [
        one(QUEUE, {"name": "jobs", "visibilityTimeoutSeconds": visible}, "jobs"),
        one(FUNCTION, {"name": "work", "timeout": timeout}, "work"),
        one(EVENT_SOURCE, reads(arn, **mapping), depends=depends),
    ]


def redrive(arn: str) -> str:
    return json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": 5})


def queues(source: Properties, dead: Properties) -> list[Resource]:
    suffix = ".fifo" if dead.get("fifoQueue") else ""
    policy = redrive(f"arn:aws:sqs:eu-central-1:123456789012:dead{suffix}")
    return [
        one(QUEUE, {"redrivePolicy": policy, **source}, "jobs"),
        one(QUEUE, {"name": f"dead{suffix}", **dead}, "dead"),
    ]


def unknown_redrive(source: Properties, dead: Properties) -> list[Resource]:
    depends = {"redrivePolicy": [urn(QUEUE, "dead")]}
    return [
        one(QUEUE, {"redrivePolicy": UNKNOWN, **source}, "jobs", depends=depends),
        one(QUEUE, dead, "dead"),
    ]


CASES = {
    "esm-failure-destination": Cases(
        EVENT_SOURCE,
        fails=[
            (reads(TABLE_STREAM), ["destinationConfig.onFailure.destinationArn"]),
            (reads(KINESIS), ["destinationConfig.onFailure.destinationArn"]),
            (reads(KAFKA, topics=["a"]), ["destinationConfig.onFailure.destinationArn"]),
            (
                reads(UNKNOWN, startingPosition="LATEST"),
                ["destinationConfig.onFailure.destinationArn"],
            ),
            (
                {"selfManagedEventSource": {}, "topics": ["a"]},
                ["destinationConfig.onFailure.destinationArn"],
            ),
        ],
        passes=[reads(KINESIS, destinationConfig=FAILURES)],
        near_misses=[
            reads(SQS),
            reads(MQ),
            reads(UNKNOWN),
            reads(KINESIS, destinationConfig={"onFailure": {"destinationArn": UNKNOWN}}),
        ],
        undetermined=[(reads(KINESIS, destinationConfig=UNKNOWN), "destinationConfig")],
    ),
    "esm-batch-failure": Cases(
        EVENT_SOURCE,
        fails=[
            (reads(SQS), ["functionResponseTypes"]),
            (reads(UNKNOWN), ["functionResponseTypes"]),
            (reads(KINESIS, functionResponseTypes=["Other"]), ["functionResponseTypes"]),
        ],
        passes=[reads(SQS, **IN_PART)],
        near_misses=[reads(SQS, batchSize=1.0), reads(MQ), reads(KAFKA)],
        undetermined=[
            (reads(SQS, functionResponseTypes=UNKNOWN), "functionResponseTypes"),
            (reads(SQS, functionResponseTypes=[UNKNOWN]), "functionResponseTypes[0]"),
        ],
    ),
    "esm-stream-limits": Cases(
        EVENT_SOURCE,
        fails=[
            (reads(KINESIS), list(LIMITED)),
            (reads(TABLE_STREAM, **but(maximumRetryAttempts=-1.0)), [*LIMITED][:1]),
            (
                reads(UNKNOWN, startingPosition="LATEST", **but(bisectBatchOnFunctionError=False)),
                ["bisectBatchOnFunctionError"],
            ),
        ],
        passes=[reads(KINESIS, **LIMITED)],
        near_misses=[
            reads(SQS),
            reads(KINESIS, **but(maximumRetryAttempts=0.0)),
            reads(KINESIS, **but(bisectBatchOnFunctionError=None, batchSize=1.0)),
        ],
        undetermined=[(reads(KINESIS, **but(**{name: UNKNOWN})), name) for name in LIMITED],
    ),
    "esm-filter": Cases(
        EVENT_SOURCE,
        fails=[(reads(TABLE_STREAM), ["filterCriteria.filters"])],
        passes=[reads(TABLE_STREAM, **FILTERED)],
        near_misses=[reads(SQS), reads(KAFKA)],
        undetermined=[(reads(KINESIS, filterCriteria=UNKNOWN), "filterCriteria")],
    ),
    "esm-sqs-visibility": Cases(
        "",
        fails=[
            (consumed(59.0, 10.0), ["visibilityTimeoutSeconds"]),
            (
                consumed(64.0, 10.0, maximumBatchingWindowInSeconds=5.0),
                ["visibilityTimeoutSeconds"],
            ),
            # The defaults of SQS, 30 seconds, and of Lambda, 3.
            (consumed(None, 6.0), ["visibilityTimeoutSeconds"]),
            (consumed(17.0, None), ["visibilityTimeoutSeconds"]),
            (consumed(5.0, 10.0, UNKNOWN), ["visibilityTimeoutSeconds"]),
        ],
        passes=[
            consumed(60.0, 10.0),
            consumed(65.0, 10.0, maximumBatchingWindowInSeconds=5.0),
            consumed(None, 5.0),
        ],
        near_misses=[
            consumed(1.0, 10.0, SQS.replace("jobs", "others")),
            consumed(1.0, 10.0, KINESIS),
            consumed(1.0, 10.0)[1:],
        ],
        undetermined=[
            (consumed(UNKNOWN, 10.0), "visibilityTimeoutSeconds"),
            (consumed(60.0, UNKNOWN), "timeout"),
            (
                consumed(60.0, 10.0, maximumBatchingWindowInSeconds=UNKNOWN),
                "maximumBatchingWindowInSeconds",
            ),
        ],
    ),
    "sqs-dlq-fifo": Cases(
        "",
        fails=[
            (queues({"fifoQueue": True}, {}), ["redrivePolicy"]),
            (queues({}, {"fifoQueue": True}), ["redrivePolicy"]),
            (unknown_redrive({"fifoQueue": True}, {}), ["redrivePolicy"]),
            # The queue for dead letters is elsewhere.
            (
                [one(QUEUE, {"fifoQueue": True, "redrivePolicy": redrive(SQS)})],
                ["redrivePolicy"],
            ),
            (
                [
                    one(QUEUE, {"name": "jobs.fifo", "fifoQueue": True}),
                    one(REDRIVE, {"queueUrl": "jobs.fifo", "redrivePolicy": redrive(SQS)}),
                ],
                ["redrivePolicy"],
            ),
        ],
        passes=[queues({"fifoQueue": True}, {"fifoQueue": True}), queues({}, {}), [one(QUEUE, {})]],
        near_misses=[
            [one(QUEUE, {"fifoQueue": True, "redrivePolicy": redrive(f"{SQS}.fifo")})],
            [one(QUEUE, {"redrivePolicy": "{"})],
        ],
        undetermined=[
            ([one(QUEUE, {"redrivePolicy": UNKNOWN})], "redrivePolicy"),
            (queues({"fifoQueue": UNKNOWN}, {}), "fifoQueue"),
        ],
    ),
    "sqs-dlq-retention": Cases(
        "",
        fails=[
            (queues({}, {}), ["messageRetentionSeconds"]),
            (
                queues({"messageRetentionSeconds": 600.0}, {"messageRetentionSeconds": 600.0}),
                ["messageRetentionSeconds"],
            ),
            (unknown_redrive({}, {}), ["messageRetentionSeconds"]),
        ],
        passes=[
            queues({}, {"messageRetentionSeconds": 1209600.0}),
            queues({"messageRetentionSeconds": 60.0}, {}),
        ],
        near_misses=[
            queues({"messageRetentionSeconds": 1209600.0}, {"messageRetentionSeconds": 1209600.0}),
            queues({"fifoQueue": True}, {"fifoQueue": True}),
            [one(QUEUE, {"redrivePolicy": redrive(SQS)}, "elsewhere")],
        ],
        undetermined=[
            ([one(QUEUE, {"redrivePolicy": UNKNOWN})], "redrivePolicy"),
            (queues({}, {"messageRetentionSeconds": UNKNOWN}), "messageRetentionSeconds"),
        ],
    ),
}
