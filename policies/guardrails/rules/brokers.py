"""MSK and Amazon MQ."""

from collections.abc import Iterator
from typing import Final

from guardrails.demands import Demand, demand_rule, none_of, not_off, not_on, on, one_of
from guardrails.model import Fail, Level, Result, Severity, Undetermined, rule
from guardrails.subjects.own_keys import keyed, own_key_rule
from guardrails.view import Resource

_KAFKA: Final = "aws:msk/cluster:Cluster"
_CONNECTOR: Final = "aws:mskconnect/connector:Connector"
_BROKER: Final = "aws:mq/broker:Broker"

_TLS = demand_rule(
    "msk-tls",
    "Kafka is spoken over TLS",
    Demand(
        (_KAFKA,),
        "encryptionInfo.encryptionInTransit.clientBroker",
        none_of("TLS_PLAINTEXT", "PLAINTEXT"),
        "Clients that do not encrypt are answered: whoever is on the way reads the records.",
        "'encryption_in_transit': {'client_broker': 'TLS'}",
        mended="TLS",
    ),
    Demand(
        (_KAFKA,),
        "encryptionInfo.encryptionInTransit.inCluster",
        not_off,
        "The brokers exchange the records in the clear.",
        "'encryption_in_transit': {'in_cluster': True}",
    ),
    Demand(
        (_CONNECTOR,),
        "kafkaClusterEncryptionInTransit.encryptionType",
        one_of("TLS"),
        "The connector exchanges the records with the brokers in the clear, as by default.",
        "kafka_cluster_encryption_in_transit={'encryption_type': 'TLS'}",
    ),
    category="encryption-in-transit",
    severity=Severity.HIGH,
    why="Records are what the services tell each other; TLS is the default of a cluster.",
    remediation="Leave encryption_in_transit out, and set encryption_type='TLS' for connectors.",
    snippet="""in_transit = {"client_broker": "TLS", "in_cluster": True}
aws.msk.Cluster(..., encryption_info={"encryption_in_transit": in_transit})""",
    equivalents=[
        "CKV_AWS_81",
        "FSBP:MSK.1",
        "FSBP:MSK.3",
        "cdk-nag:MSK2",
        "cdk-nag:MSK3",
        "trivy:AWS-0073",
    ],
)

_KAFKA_KEY = own_key_rule(
    "msk-cmk",
    "Kafka's disks are encrypted with a KMS key of the account",
    keyed(
        (_KAFKA,),
        "encryptionInfo.encryptionAtRestKmsKeyArn",
        "encryption_info={'encryption_at_rest_kms_key_arn': key.arn}",
    ),
    remediation="Set the key when the cluster is made: it cannot be changed later.",
    snippet="aws.msk.Cluster(..., encryption_info={'encryption_at_rest_kms_key_arn': key.arn})",
    equivalents=["trivy:AWS-0179"],
)

_KAFKA_PUBLIC = demand_rule(
    "msk-public",
    "Kafka's brokers have no public address",
    Demand(
        (_KAFKA,),
        "brokerNodeGroupInfo.connectivityInfo.publicAccess.type",
        none_of("SERVICE_PROVIDED_EIPS"),
        "The brokers have public addresses: their authentication is all that lies before them.",
        "'public_access': {'type': 'DISABLED'}",
        mended="DISABLED",
    ),
    category="public-exposure",
    severity=Severity.HIGH,
    why="A broker on the internet is tried by everybody, and so is each version of Kafka.",
    remediation="Leave public_access out; connect VPCs with a multi-VPC connection.",
    snippet="""connectivity = {"public_access": {"type": "DISABLED"}}
aws.msk.Cluster(..., broker_node_group_info={"connectivity_info": connectivity})""",
    equivalents=["CKV_AWS_291", "FSBP:MSK.4"],
)


@rule(
    "msk-auth",
    "Kafka asks its clients who they are",
    category="least-privilege",
    severity=Severity.HIGH,
    level=Level.ADVISORY,
    applies_to=[_KAFKA],
    why="Without authentication whoever reaches a broker reads, writes and deletes every topic.",
    remediation="Set client_authentication={'sasl': {'iam': True}}, and unauthenticated nowhere.",
    snippet='aws.msk.Cluster(..., client_authentication={"sasl": {"iam": True}})',
    equivalents=["FSBP:MSK.6"],
)
def kafka_asks(cluster: Resource) -> Iterator[Result]:
    """AWS's default without a block is to ask nobody."""
    block = cluster["clientAuthentication"]
    unasked = block["unauthenticated"]
    kinds = (
        block["sasl"]["iam"],
        block["sasl"]["scram"],
        block["tls"]["certificateAuthorityArns"],
    )
    asks = any(kind.flag is True or (not kind.missing and kind.flag is None) for kind in kinds)
    if unasked.unknown:
        yield Undetermined(unasked.path)
    elif unasked.flag is True or not asks:
        yield Fail(
            "Whoever reaches a broker reads, writes and deletes every topic.",
            unasked.path if unasked.flag is True else block.path,
            "client_authentication={'sasl': {'iam': True}}",
        )


@rule(
    "msk-logs",
    "Kafka's brokers write a log",
    category="logging",
    severity=Severity.LOW,
    level=Level.ADVISORY,
    applies_to=[_KAFKA],
    why="Without the brokers' log nobody sees refused clients and failing disks.",
    remediation="Set logging_info with one of cloudwatch_logs, firehose and s3.",
    snippet="""aws.msk.Cluster(
    ...,
    logging_info={
        "broker_logs": {"cloudwatch_logs": {"enabled": True, "log_group": group.name}},
    },
)""",
    equivalents=["CKV_AWS_80", "cdk-nag:MSK6", "trivy:AWS-0074"],
)
def kafka_logs(cluster: Resource) -> Iterator[Result]:
    """One of the three places is enough."""
    logs = cluster["loggingInfo"]["brokerLogs"]
    places = [logs[place]["enabled"] for place in ("cloudwatchLogs", "firehose", "s3")]
    if any(place.flag is True for place in places):
        return
    unknown = next((place for place in places if place.unknown), None)
    if unknown:
        yield Undetermined(unknown.path)
    else:
        yield Fail(
            "The brokers write no log: refused clients and failing disks go unseen.",
            logs.path,
            "'broker_logs': {'cloudwatch_logs': {'enabled': True, 'log_group': group.name}}",
        )


_BROKER_PUBLIC = demand_rule(
    "mq-public",
    "Message brokers have no public address",
    Demand(
        (_BROKER,),
        "publiclyAccessible",
        not_on,
        "The broker and its console are on the internet: a password is all that lies before them.",
        "publicly_accessible=False",
    ),
    category="public-exposure",
    severity=Severity.HIGH,
    why="Passwords of brokers are guessed from anywhere, and ActiveMQ had holes that need none.",
    remediation="Leave publicly_accessible out; a broker that exists is replaced by it.",
    snippet="aws.mq.Broker(..., publicly_accessible=False)",
    equivalents=["CKV_AWS_69", "trivy:AWS-0072"],
)

_BROKER_KEY = own_key_rule(
    "mq-cmk",
    "Message brokers are encrypted with a KMS key of the account",
    keyed(
        (_BROKER,),
        "encryptionOptions.kmsKeyId",
        "encryption_options={'kms_key_id': key.arn, 'use_aws_owned_key': False}",
    ),
    remediation="Set the key when the broker is made: it cannot be changed later.",
    snippet="""aws.mq.Broker(
    ...,
    encryption_options={"kms_key_id": key.arn, "use_aws_owned_key": False},
)""",
    equivalents=["CKV_AWS_209"],
)


def _is_active(broker: Resource) -> bool:
    return broker["engineType"].text.lower() == "activemq"


_BROKER_LOGS = demand_rule(
    "mq-logs",
    "Message brokers send their logs to CloudWatch",
    Demand(
        (_BROKER,),
        "logs.general",
        on,
        "The broker's log stays within it: refused clients and full disks go unseen.",
        "'general': True",
        mended=True,
    ),
    Demand(
        (_BROKER,),
        "logs.audit",
        on,
        "Nobody sees who changed users and queues in the console.",
        "'audit': True",
        mended=True,
        when=_is_active,
    ),
    category="logging",
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    why="What happens in a broker is seen nowhere else.",
    remediation="Set logs={'general': True, 'audit': True}; RabbitMQ has no audit log.",
    snippet='aws.mq.Broker(..., logs={"general": True, "audit": True})',
    equivalents=[
        "CKV_AWS_48",
        "CKV_AWS_197",
        "FSBP:MQ.2",
        "trivy:AWS-0070",
        "trivy:AWS-0071",
    ],
)

RULES = (
    _TLS,
    _KAFKA_KEY,
    _KAFKA_PUBLIC,
    kafka_asks,
    kafka_logs,
    _BROKER_PUBLIC,
    _BROKER_KEY,
    _BROKER_LOGS,
)
