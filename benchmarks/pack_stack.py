"""Stacks for the pack's benchmarks: mixed resources of any number, as the engine sends them."""

import json
from collections.abc import Iterator
from typing import Any, Final

from google.protobuf import struct_pb2
from pulumi.runtime.proto import analyzer_pb2

ACCOUNT: Final = "111122223333"
REGION: Final = "eu-central-1"
_KEY: Final = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/11111111-2222-3333-4444-555555555555"
_ASSUMED: Final = {"Service": "lambda.amazonaws.com"}


def _document(**statement: Any) -> str:  # noqa: ANN401 -- IAM's own grammar
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **statement}]})


def group(n: int) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """The type, the name and the inputs of each of a workload's resources; some break rules."""
    name = f"app-{n}"
    queue = f"arn:aws:sqs:{REGION}:{ACCOUNT}:{name}"
    role = f"arn:aws:iam::{ACCOUNT}:role/{name}"
    trust = _document(Principal=_ASSUMED, Action="sts:AssumeRole")
    yield "aws:iam/role:Role", name, {"name": name, "assumeRolePolicy": trust}
    grants = _document(Action=["sqs:SendMessage", "sqs:ReceiveMessage"], Resource=queue)
    yield "aws:iam/rolePolicy:RolePolicy", name, {"role": name, "policy": grants}
    function = {
        "name": name,
        "role": role,
        "runtime": "python3.13",
        "handler": "a.b",
        "timeout": 30,
    }
    yield "aws:lambda/function:Function", name, {**function, "memorySize": 256}
    yield (
        "aws:cloudwatch/logGroup:LogGroup",
        name,
        {"name": f"/aws/lambda/{name}", "retentionInDays": 365, "kmsKeyId": _KEY},
    )
    yield "aws:sqs/queue:Queue", name, {"name": name, "kmsMasterKeyId": _KEY}
    tls = _document(
        Effect="Deny",
        Principal="*",
        Action="sqs:*",
        Resource=queue,
        Condition={"Bool": {"aws:SecureTransport": "false"}},
    )
    url = f"https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/{name}"
    yield "aws:sqs/queuePolicy:QueuePolicy", name, {"queueUrl": url, "policy": tls}
    yield (
        "aws:dynamodb/table:Table",
        name,
        {
            "name": name,
            "billingMode": "PAY_PER_REQUEST",
            "hashKey": "pk",
            "attributes": [{"name": "pk", "type": "S"}],
            "pointInTimeRecovery": {"enabled": True},
            "serverSideEncryption": {"enabled": True, "kmsKeyArn": _KEY},
        },
    )
    yield "aws:s3/bucket:Bucket", name, {"bucket": name}
    block = {"blockPublicAcls": True, "blockPublicPolicy": True, "ignorePublicAcls": True}
    yield (
        "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
        name,
        {"bucket": name, **block, "restrictPublicBuckets": True},
    )
    yield (
        "aws:ec2/securityGroup:SecurityGroup",
        name,
        {
            "name": name,
            "ingress": [
                {"fromPort": 443, "toPort": 443, "protocol": "tcp", "cidrBlocks": ["0.0.0.0/0"]}
            ],
        },
    )


GROUP: Final = len(list(group(0)))


def declared(size: int) -> list[tuple[str, str, dict[str, Any]]]:
    """That many resources."""
    groups = -(-size // GROUP)
    return [one for n in range(groups) for one in group(n)][:size]


def stack(size: int) -> analyzer_pb2.AnalyzeStackRequest:
    """That many resources as one request."""
    provider = analyzer_pb2.AnalyzerProviderResource(
        type="pulumi:providers:aws",
        properties=_struct({"region": REGION, "allowedAccountIds": json.dumps([ACCOUNT])}),
    )
    request = analyzer_pb2.AnalyzeStackRequest()
    for type_, name, inputs in declared(size):
        request.resources.add(
            urn=f"urn:pulumi:dev::bench::{type_}::{name}",
            type=type_,
            name=name,
            properties=_struct(inputs),
            provider=provider,
        )
    return request


def one_by_one(request: analyzer_pb2.AnalyzeStackRequest) -> list[analyzer_pb2.AnalyzeRequest]:
    """The same resources, each as a request of its own."""
    return [
        analyzer_pb2.AnalyzeRequest(
            urn=one.urn,
            type=one.type,
            name=one.name,
            properties=one.properties,
            provider=one.provider,
        )
        for one in request.resources
    ]


def _struct(inputs: dict[str, Any]) -> struct_pb2.Struct:
    made = struct_pb2.Struct()
    made.update(inputs)
    return made
