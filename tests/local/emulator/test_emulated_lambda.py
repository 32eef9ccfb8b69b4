import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pulumi
import pytest

from local.emulator.waiting import until
from tests.support.emulated import ClientOf, Make

pytestmark = pytest.mark.e2e

TRUST = {
    "Effect": "Allow",
    "Principal": {"Service": "lambda.amazonaws.com"},
    "Action": "sts:AssumeRole",
}
ECHO = "import os\ndef handler(event, context):\n    return [event, os.environ.get('my_name')]\n"
WRITE = """
import boto3
queues = boto3.client("sqs")
def handler(event, context):
    for record in event["Records"]:
        body = record.get("body") or record["dynamodb"]["NewImage"]["id"]["S"]
        queues.send_message(
            QueueUrl="https://sqs.eu-central-1.amazonaws.com/000000000000/written",
            MessageBody=body,
        )
"""


def zipped(folder: Path, source: str) -> pulumi.FileArchive:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("code.py", source)
    path = folder / "code.zip"
    path.write_bytes(content.getvalue())
    return pulumi.FileArchive(str(path))


def document(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def make_function(
    make: Make, folder: Path, name: str, source: str, allowed: dict[str, str], **further: Any
) -> None:
    role = make("aws:iam/role:Role", name, {"name": name, "assumeRolePolicy": document(TRUST)})
    statements = [
        {"Effect": "Allow", "Action": action, "Resource": resource}
        for action, resource in allowed.items()
    ]
    if statements:
        make(
            "aws:iam/rolePolicy:RolePolicy",
            name,
            {"name": "grants", "role": name, "policy": document(*statements)},
        )
    inputs = {
        "name": name,
        "role": role.outputs["arn"],
        "handler": "code.handler",
        "runtime": "python3.13",
        "code": zipped(folder, source),
        "timeout": 10,
        "publish": True,
        **further,
    }
    function = make("aws:lambda/function:Function", name, inputs)
    assert function.id == name
    assert function.outputs["version"] == "1"
    make(
        "aws:lambda/alias:Alias",
        name,
        {"name": "live", "functionName": name, "functionVersion": function.outputs["version"]},
    )


def written(make: Make, client: ClientOf) -> tuple[str, str]:
    """The queue that WRITE writes to: its URL and its ARN."""
    queue = make("aws:sqs/queue:Queue", "written", {"name": "written"})
    client("sqs").purge_queue(QueueUrl=queue.id)
    return str(queue.id), queue.outputs["arn"]


def received(client: ClientOf, url: str) -> str:
    def look() -> str | None:
        found = client("sqs").receive_message(QueueUrl=url).get("Messages", [])
        return found[0]["Body"] if found else None

    return until("a message", look, seconds=20)


def test_a_function_is_called_by_its_alias_and_knows_its_environment(
    make: Make, client: ClientOf, tmp_path: Path
) -> None:
    further = {
        "environment": {"variables": {"my_name": "echo"}},
        "reservedConcurrentExecutions": 5,
        "tags": {"owner": "platform"},
    }
    make_function(make, tmp_path, "echo", ECHO, {}, **further)
    make(
        "aws:lambda/permission:Permission",
        "echo",
        {
            "action": "lambda:InvokeFunction",
            "function": "echo",
            "principal": "events.amazonaws.com",
            "qualifier": "live",
            "sourceArn": "arn:aws:events:eu-central-1:000000000000:rule/r",
        },
    )

    functions = client("lambda")
    answer = functions.invoke(FunctionName="echo", Qualifier="live", Payload=b'{"a": 1}')
    assert json.load(answer["Payload"]) == [{"a": 1}, "echo"]
    policy = json.loads(functions.get_policy(FunctionName="echo", Qualifier="live")["Policy"])
    assert policy["Statement"][0]["Principal"] == {"Service": "events.amazonaws.com"}
    concurrency = functions.get_function_concurrency(FunctionName="echo")
    assert concurrency["ReservedConcurrentExecutions"] == 5


def test_a_function_has_nothing_of_the_callers_environment(
    make: Make, client: ClientOf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = "import os\ndef handler(event, context):\n    return dict(os.environ)\n"
    make_function(make, tmp_path, "curious", names, {})

    answer = client("lambda").invoke(FunctionName="curious")

    environment: dict[str, str] = json.load(answer["Payload"])
    assert environment["AWS_REGION"] == "eu-central-1"
    assert environment["AWS_ACCESS_KEY_ID"].startswith("ASIA")
    assert environment["AWS_ENDPOINT_URL_ORGANIZATIONS"].startswith("http://127.0.0.1:")
    # The fixtures of every test set these for the process that runs the tests.
    assert "testing" not in environment.values()
    assert not {"PYTEST_CURRENT_TEST", "AWS_PROFILE", "HTTPS_PROXY"} & set(environment)


def test_a_function_may_do_what_its_role_allows_and_nothing_else(
    make: Make, client: ClientOf, tmp_path: Path
) -> None:
    make_function(make, tmp_path, "unprivileged", WRITE, {"sqs:ReceiveMessage": "*"})

    answer = client("lambda").invoke(
        FunctionName="unprivileged", Payload=b'{"Records": [{"body": "x"}]}'
    )

    assert answer["FunctionError"]
    assert (
        "not authorized to perform: sqs:SendMessage" in json.load(answer["Payload"])["errorMessage"]
    )


def test_a_queue_and_a_stream_invoke_a_function(
    make: Make, client: ClientOf, tmp_path: Path
) -> None:
    url, arn = written(make, client)
    source = make("aws:sqs/queue:Queue", "source", {"name": "source"})
    table = make(
        "aws:dynamodb/table:Table",
        "streamed",
        {
            "name": "streamed",
            "billingMode": "PAY_PER_REQUEST",
            "attributes": [{"name": "id", "type": "S"}],
            "hashKey": "id",
            "streamEnabled": True,
            "streamViewType": "NEW_IMAGE",
        },
    )
    make_function(make, tmp_path, "writer", WRITE, {"sqs:*": "*", "dynamodb:*": "*"})
    queued = make(
        "aws:lambda/eventSourceMapping:EventSourceMapping",
        "queued",
        {
            "functionName": "writer:live",
            "eventSourceArn": source.outputs["arn"],
            "batchSize": 10,
            "maximumBatchingWindowInSeconds": 0,
            "functionResponseTypes": ["ReportBatchItemFailures"],
            "scalingConfig": {"maximumConcurrency": 2},
        },
    )
    assert queued.id == queued.outputs["uuid"]
    make(
        "aws:lambda/eventSourceMapping:EventSourceMapping",
        "streamed",
        {
            "functionName": "writer:live",
            "eventSourceArn": table.outputs["streamArn"],
            "startingPosition": "TRIM_HORIZON",
            "bisectBatchOnFunctionError": True,
            "maximumRetryAttempts": 2,
            "maximumRecordAgeInSeconds": 3600,
            "destinationConfig": {"onFailure": {"destinationArn": arn}},
            "filterCriteria": {
                "filters": [
                    {"pattern": json.dumps({"dynamodb": {"NewImage": {"hot": {"S": ["y"]}}}})}
                ]
            },
        },
    )

    client("sqs").send_message(QueueUrl=source.id, MessageBody="from the queue")
    assert received(client, url) == "from the queue"
    for key, hot in (("cold", "n"), ("hot", "y")):
        item = {"id": {"S": key}, "hot": {"S": hot}}
        client("dynamodb").put_item(TableName="streamed", Item=item)
    assert received(client, url) == "hot"


def test_what_becomes_of_asynchronous_calls_is_configured(
    make: Make, client: ClientOf, tmp_path: Path
) -> None:
    make_function(make, tmp_path, "failing", ECHO, {})
    arn = "arn:aws:sqs:eu-central-1:000000000000:failed"
    make("aws:sqs/queue:Queue", "failed", {"name": "failed"})

    config = make(
        "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
        "failing",
        {
            "functionName": "failing",
            "qualifier": "live",
            "maximumRetryAttempts": 0,
            "maximumEventAgeInSeconds": 60,
            "destinationConfig": {"onFailure": {"destination": arn}},
        },
    )

    assert config.id == "failing:live"
    found = client("lambda").get_function_event_invoke_config(
        FunctionName="failing", Qualifier="live"
    )
    assert found["DestinationConfig"]["OnFailure"] == {"Destination": arn}
    assert found["MaximumRetryAttempts"] == 0


def test_a_schedule_invokes_its_target(make: Make, client: ClientOf) -> None:
    queue = make("aws:sqs/queue:Queue", "ticks", {"name": "ticks"})
    trust = {**TRUST, "Principal": {"Service": "scheduler.amazonaws.com"}}
    role = make("aws:iam/role:Role", "t", {"name": "ticker", "assumeRolePolicy": document(trust)})
    group = make("aws:scheduler/scheduleGroup:ScheduleGroup", "g", {"name": "nights"})
    assert group.outputs["state"] == "ACTIVE"

    schedule = make(
        "aws:scheduler/schedule:Schedule",
        "s",
        {
            "name": "nightly",
            "groupName": "nights",
            "scheduleExpression": "cron(0 3 * * ? *)",
            "scheduleExpressionTimezone": "Europe/Berlin",
            "flexibleTimeWindow": {"mode": "FLEXIBLE", "maximumWindowInMinutes": 15},
            "target": {
                "arn": queue.outputs["arn"],
                "roleArn": role.outputs["arn"],
                "input": '{"camelCase": 1}',
                "retryPolicy": {"maximumRetryAttempts": 2, "maximumEventAgeInSeconds": 3600},
                "deadLetterConfig": {"arn": queue.outputs["arn"]},
            },
        },
    )

    assert schedule.id == "nights/nightly"
    found = client("scheduler").get_schedule(Name="nightly", GroupName="nights")
    assert found["Target"]["Input"] == '{"camelCase": 1}'
    assert found["Target"]["RetryPolicy"]["MaximumRetryAttempts"] == 2
    assert found["FlexibleTimeWindow"]["MaximumWindowInMinutes"] == 15


def test_log_groups_and_alarms_are_made(make: Make, client: ClientOf) -> None:
    group = make(
        "aws:cloudwatch/logGroup:LogGroup",
        "g",
        {"name": "/aws/lambda/x", "retentionInDays": 365, "kmsKeyId": "arn:aws:kms:…:key/k"},
    )
    alarm = make(
        "aws:cloudwatch/metricAlarm:MetricAlarm",
        "a",
        {
            "name": "dead-letters",
            "comparisonOperator": "GreaterThanThreshold",
            "evaluationPeriods": 1,
            "metricName": "ApproximateNumberOfMessagesVisible",
            "namespace": "AWS/SQS",
            "period": 60,
            "statistic": "Maximum",
            "threshold": 0,
            "dimensions": {"QueueName": "dead"},
            "alarmActions": ["arn:aws:sns:eu-central-1:000000000000:news"],
            "treatMissingData": "notBreaching",
        },
    )

    arn = "arn:aws:logs:eu-central-1:000000000000:log-group:/aws/lambda/x"
    assert group.outputs["arn"] == arn
    [found] = client("logs").describe_log_groups(logGroupNamePrefix="/aws/lambda/x")["logGroups"]
    assert found["retentionInDays"] == 365
    [made] = client("cloudwatch").describe_alarms(AlarmNames=[alarm.id])["MetricAlarms"]
    assert made["Dimensions"] == [{"Name": "QueueName", "Value": "dead"}]
