"""What Lambda and its event sources do with a function's role."""

import pytest

from tests.support.declared import declared, urn
from tests.support.usage import JOBS, ORDERS, allow, arn, compared, role, said

SERVED = {
    "logs": ({}, [], ["logs:CreateLogStream", "logs:PutLogEvents"]),
    "traces": (
        {"tracingConfig": {"mode": "Active"}},
        [],
        ["xray:PutTelemetryRecords", "xray:PutTraceSegments"],
    ),
    "a network": (
        {"vpcConfig": {"subnetIds": ["s"]}},
        [],
        ["ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces"],
    ),
    "dead letters": ({"deadLetterConfig": {"targetArn": JOBS}}, [], ["sqs:SendMessage"]),
    "an outcome": (
        {},
        [
            declared(
                "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
                {
                    "functionName": "work",
                    "destinationConfig": {"onFailure": {"destination": arn("sns", "failed")}},
                },
            )
        ],
        ["sns:Publish"],
    ),
    "a queue": (
        {},
        [
            declared(
                "aws:lambda/eventSourceMapping:EventSourceMapping",
                {"functionName": arn("lambda", "function:work:live"), "eventSourceArn": JOBS},
            )
        ],
        ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"],
    ),
    "a stream, and where its failures go": (
        {},
        [
            declared(
                "aws:lambda/eventSourceMapping:EventSourceMapping",
                {
                    "functionName": "work",
                    "eventSourceArn": f"{ORDERS}/stream/2026",
                    "destinationConfig": {"onFailure": {"destinationArn": JOBS}},
                },
            )
        ],
        ["dynamodb:GetRecords", "dynamodb:ListStreams", "sqs:SendMessage"],
    ),
}


@pytest.mark.parametrize(("properties", "others", "granted"), SERVED.values(), ids=SERVED)
def test_what_others_do_with_the_role_is_used(
    properties: dict[str, object], others: list[object], granted: list[str]
) -> None:
    entity = role(allow([*granted, "sns:ListTopics"]))
    usage = compared(entity, properties=properties, others=others)  # pyright: ignore[reportArgumentType] -- resources

    assert said(usage) == ["grant-without-call sns:ListTopics"]
    assert [use.action for use in usage.used] == granted


@pytest.mark.parametrize(("properties", "others", "granted"), list(SERVED.values())[1:])
def test_without_them_it_is_not(
    properties: dict[str, object], others: list[object], granted: list[str]
) -> None:
    assert said(compared(role(allow(granted)))) == [f"grant-without-call {', '.join(granted)}"]


def test_a_source_that_is_known_only_by_what_it_is_computed_from_is_of_that_service() -> None:
    queue = declared("aws:sqs/queue:Queue", {"name": "jobs"}, "jobs")
    mapping = declared(
        "aws:lambda/eventSourceMapping:EventSourceMapping",
        {},
        "source",
        depends={
            "eventSourceArn": [queue.urn],
            "functionName": [urn("aws:lambda/function:Function", "work")],
        },
    )
    entity = role(allow(["sqs:ReceiveMessage", "dynamodb:GetRecords"]))

    assert said(compared(entity, others=[queue, mapping])) == [
        "grant-without-call dynamodb:GetRecords"
    ]
