"""A program with the SDK of the native provider, from its first line to the rules."""

from pathlib import Path

import pytest

from guardrails.pack import Pack
from guardrails.registry import RULES
from guardrails.resource_types import FUNCTION, QUEUE, QUEUE_POLICY, ROLE
from local.stack_graph import graph_of
from tests.support import projects

PROGRAM = """
import pulumi_aws_native as aws

orders = aws.sqs.Queue("orders", sqs_managed_sse_enabled=False)
aws.sqs.QueueInlinePolicy(
    "orders",
    queue=orders.queue_url,
    policy_document={
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Deny",
                "Principal": "*",
                "Action": "sqs:*",
                "Resource": "arn:aws:sqs:eu-central-1:123456789012:orders",
                "Condition": {"Bool": {"aws:SecureTransport": "false"}},
            }
        ],
    },
)
role = aws.iam.Role(
    "work",
    assume_role_policy_document={"Version": "2012-10-17", "Statement": []},
    policies=[{"policy_name": "all", "policy_document": {"Statement": [{"Sid": orders.arn}]}}],
)
aws.lambda_.Function("work", role=role.arn, code={"image_uri": "x"}, memory_size=64)
"""


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_native_program_is_judged_as_it_is_written(tmp_path: Path) -> None:
    graph = graph_of(projects.run(tmp_path, PROGRAM))
    (queue,), (policy,), (role,), (function,) = map(graph.of, (QUEUE, QUEUE_POLICY, ROLE, FUNCTION))

    found = {
        (answer.rule.id, answer.result.path)
        for one in (queue, policy, role, function)
        for answer in Pack(RULES).judge(one)
    }
    whole = {(one.rule.id, one.result.urn) for one in Pack(RULES).judge_stack(graph.resources)}

    assert {("sqs-sse", "sqsManagedSseEnabled"), ("lambda-limits", "memorySize")} <= found
    assert graph.target(function, function["role"], [ROLE]) == role
    assert ("sqs-dlq", queue.urn) in whole
    assert ("sqs-tls", queue.urn) not in whole
