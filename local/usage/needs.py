"""What Lambda and other services do with a function's role without the function's asking."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from guardrails.graph import Graph, short_name
from guardrails.resource_types import FUNCTION
from guardrails.view import Resource

_MAPPING: Final = "aws:lambda/eventSourceMapping:EventSourceMapping"
_INVOKE_CONFIG: Final = "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig"
_ALIAS: Final = "aws:lambda/alias:Alias"


@dataclass(frozen=True, slots=True)
class Need:
    """What a function's role has to allow besides its own calls.

    Attributes:
        actions: By their full names.
        name: The name of the resource that they are used on; empty if that is not known.
        reason: Who uses them for what.
    """

    actions: tuple[str, ...]
    name: str
    reason: str


# https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html
_LOGS: Final = ("logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents")
# https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html
_TRACES: Final = (
    "xray:GetSamplingRules",
    "xray:GetSamplingStatisticSummaries",
    "xray:GetSamplingTargets",
    "xray:PutTelemetryRecords",
    "xray:PutTraceSegments",
)
# https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
_NETWORK: Final = (
    "ec2:AssignPrivateIpAddresses",
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSecurityGroups",
    "ec2:DescribeSubnets",
    "ec2:DescribeVpcs",
    "ec2:UnassignPrivateIpAddresses",
)
# https://docs.aws.amazon.com/lambda/latest/dg/configuration-filesystem.html
_FILES: Final = ("elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite")

# By the service in the ARN of an event source, or the property that tells of the source.
# https://docs.aws.amazon.com/lambda/latest/dg/lambda-invocation.html
_POLLED: Final[Mapping[str, tuple[str, ...]]] = {
    # https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
    "sqs": ("sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"),
    # https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-eventsourcemapping.html
    "dynamodb": (
        "dynamodb:DescribeStream",
        "dynamodb:GetRecords",
        "dynamodb:GetShardIterator",
        "dynamodb:ListStreams",
    ),
    # https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-create.html
    "kinesis": (
        "kinesis:DescribeStream",
        "kinesis:DescribeStreamSummary",
        "kinesis:GetRecords",
        "kinesis:GetShardIterator",
        "kinesis:ListShards",
        "kinesis:ListStreams",
        "kinesis:SubscribeToShard",
    ),
    # https://docs.aws.amazon.com/lambda/latest/dg/with-msk-permissions.html
    "kafka": (
        "kafka:DescribeCluster",
        "kafka:DescribeClusterV2",
        "kafka:DescribeVpcConnection",
        "kafka:GetBootstrapBrokers",
        "kafka:ListScramSecrets",
        "kafka-cluster:Connect",
        "kafka-cluster:DescribeClusterDynamicConfiguration",
        "kafka-cluster:DescribeGroup",
        "kafka-cluster:DescribeTopic",
        "kafka-cluster:ReadData",
        *_NETWORK,
    ),
    # https://docs.aws.amazon.com/lambda/latest/dg/with-mq.html
    "mq": ("mq:DescribeBroker", "secretsmanager:GetSecretValue", *_NETWORK),
    # https://docs.aws.amazon.com/lambda/latest/dg/with-documentdb.html
    "rds": (
        "rds:DescribeDBClusterParameters",
        "rds:DescribeDBClusters",
        "rds:DescribeDBSubnetGroups",
        "secretsmanager:GetSecretValue",
        *_NETWORK,
    ),
}

# https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
_DESTINATIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "events": ("events:PutEvents",),
    "lambda": ("lambda:InvokeFunction",),
    "s3": ("s3:ListBucket", "s3:PutObject"),
    "sns": ("sns:Publish",),
    "sqs": ("sqs:SendMessage",),
}

# What a service does with a customer-managed key for whoever takes an action of it. By the action,
# else by the service; the keys' own pages:
# https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
# https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
# https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
# https://docs.aws.amazon.com/kms/latest/developerguide/services-parameter-store.html
# https://docs.aws.amazon.com/streams/latest/dev/permissions-user-key-KMS.html
# https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-encryption-key-policy.html
_READS: Final = ("kms:Decrypt",)
_WRITES: Final = ("kms:Decrypt", "kms:GenerateDataKey")
_KEY_USES: Final[Mapping[str, tuple[str, ...]]] = {
    "dynamodb": (
        "kms:CreateGrant",
        "kms:Decrypt",
        "kms:DescribeKey",
        "kms:Encrypt",
        "kms:GenerateDataKey",
        "kms:GenerateDataKeyWithoutPlaintext",
        "kms:ReEncryptFrom",
        "kms:ReEncryptTo",
    ),
    "sqs:SendMessage": _WRITES,
    "sqs:ReceiveMessage": _READS,
    "sns:Publish": _WRITES,
    "s3:GetObject": _READS,
    "s3:PutObject": _WRITES,
    "secretsmanager:GetSecretValue": _READS,
    "secretsmanager:BatchGetSecretValue": _READS,
    "secretsmanager": _WRITES,
    "ssm:PutParameter": ("kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"),
    "ssm": _READS,
    "kinesis:PutRecord": ("kms:GenerateDataKey",),
    "kinesis:PutRecords": ("kms:GenerateDataKey",),
    "kinesis": _READS,
    "events:PutEvents": _WRITES,
    "states": _WRITES,
}


def key_uses(action: str) -> tuple[str, ...]:
    """What the service of an action does with the key of what it works on."""
    return _KEY_USES.get(action) or _KEY_USES.get(action.partition(":")[0], ())


def needs(function: Resource, graph: Graph) -> tuple[Need, ...]:
    """What a function's role has to allow besides the function's own calls.

    Args:
        function: The ``aws:lambda/function:Function``.
        graph: The stack that it is in.
    """
    return tuple(_needs(function, graph))


def _needs(function: Resource, graph: Graph) -> Iterator[Need]:
    yield Need(_LOGS, "", "Lambda writes the function's log")
    if function["tracingConfig"]["mode"].text == "Active":
        yield Need(_TRACES, "", "Lambda sends the function's traces")
    if not function["vpcConfig"].missing:
        yield Need(_NETWORK, "", "Lambda puts the function into its network")
    if not function["fileSystemConfig"].missing:
        yield Need(_FILES, "", "Lambda mounts the function's file system")
    dead_letters = function["deadLetterConfig"]["targetArn"]
    if not dead_letters.missing:
        yield _destination(dead_letters.text, "Lambda sends the events that failed")
    for config in _attached(function, graph, _INVOKE_CONFIG):
        for which in ("onFailure", "onSuccess"):
            target = config["destinationConfig"][which]["destination"]
            if not target.missing:
                yield _destination(target.text, "Lambda sends the outcome of events")
    for mapping in _attached(function, graph, _MAPPING):
        yield from _polled(mapping, graph)


def _polled(mapping: Resource, graph: Graph) -> Iterator[Need]:
    view = mapping["eventSourceArn"]
    arn = view.text
    services = [arn.split(":")[2]] if arn.count(":") >= 5 else _computed(mapping, graph)  # noqa: PLR2004 -- as every ARN
    if not mapping["selfManagedEventSource"].missing:
        services = ["kafka"]
    # The name of a stream is that of its table, and the last part of it is a time.
    name = short_name(arn) if services == ["sqs"] else ""
    for service in services:
        reason = f"Lambda reads the event source {mapping.name}"
        yield Need(_POLLED.get(service, ()), name, reason)
    failed = mapping["destinationConfig"]["onFailure"]["destinationArn"]
    if not failed.missing:
        yield _destination(failed.text, f"Lambda reports the batches of {mapping.name} that failed")


def _computed(mapping: Resource, graph: Graph) -> list[str]:
    """The services that an event source may be of whose ARN is not known yet."""
    urns = mapping.property_dependencies.get("eventSourceArn", ())
    types = [one.type for one in graph.resources if one.urn in urns]
    found = sorted({type_.partition(":")[2].partition("/")[0] for type_ in types})
    known = [service for service in found if service in _POLLED]
    return known or sorted(_POLLED)


def _destination(arn: str, reason: str) -> Need:
    """Of a destination that is not known yet, any may be meant."""
    service = arn.split(":")[2] if arn.startswith("arn:") and arn.count(":") >= 5 else ""  # noqa: PLR2004 -- as every ARN
    every = tuple(action for actions in _DESTINATIONS.values() for action in actions)
    name = short_name(arn) if service in {"sqs", "sns"} else ""
    return Need(_DESTINATIONS.get(service, ()) if service else every, name, reason)


def _attached(function: Resource, graph: Graph, type_: str) -> list[Resource]:
    """The resources of a type that name the function, by its ARN or name, or by an alias."""
    aliases = graph.attached(function, [_ALIAS], "functionName", [FUNCTION]).found
    alias_urns = {alias.urn for alias in aliases}
    name = function["name"].text
    found: list[Resource] = []
    for one in graph.of(type_):
        given = one["functionName"].text
        urns = one.property_dependencies.get("functionName", ())
        by_name = bool(name) and name in given.split(":") if given else False
        if by_name or function.urn in urns or not alias_urns.isdisjoint(urns):
            found.append(one)
    return found
