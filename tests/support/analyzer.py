"""What Pulumi's engine asks the pack, as a process of its own."""

import json
from pathlib import Path
from typing import Any

from google.protobuf import json_format, struct_pb2
from pulumi.runtime.proto import analyzer_pb2

POLICIES = Path(__file__).parents[2] / "policies"
TABLE = "aws:dynamodb/table:Table"
URN = f"urn:pulumi:test::bulwark::{TABLE}::orders"
QUEUE_URN = "urn:pulumi:test::bulwark::aws:sqs/queue:Queue::jobs"
UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
SIGNATURE = "4dabf18193072939515e22adb298388d"
SEALED = "1b47061264138c4ac30d75fd1eb44270"
KEY = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
PLAIN = {"name": "orders", "serverSideEncryption": {"enabled": True, "kmsKeyArn": KEY}}


def struct(properties: dict[str, Any]) -> struct_pb2.Struct:
    return json_format.ParseDict(properties, struct_pb2.Struct())


def table(properties: dict[str, Any]) -> analyzer_pb2.AnalyzeRequest:
    return analyzer_pb2.AnalyzeRequest(
        type=TABLE,
        urn=URN,
        name="orders",
        properties=struct(properties),
        options=analyzer_pb2.AnalyzerResourceOptions(protect=True),
    )


def queue(properties: dict[str, Any]) -> analyzer_pb2.AnalyzeStackRequest:
    """A queue that is right but for its policy."""
    redrive = json.dumps({"deadLetterTargetArn": "arn:aws:sqs:eu-central-1:123456789012:dead"})
    resource = analyzer_pb2.AnalyzerResource(
        type="aws:sqs/queue:Queue",
        urn=QUEUE_URN,
        name="jobs",
        properties=struct({"redrivePolicy": redrive, **properties}),
    )
    return analyzer_pb2.AnalyzeStackRequest(resources=[resource])
