"""MSK and Amazon MQ."""

from tests.policies.guardrails.rule_cases.model import UNKNOWN, Cases, Properties, one

KAFKA = "aws:msk/cluster:Cluster"
CONNECTOR = "aws:mskconnect/connector:Connector"
BROKER = "aws:mq/broker:Broker"
IN_TRANSIT = "encryptionInfo.encryptionInTransit"
PUBLIC = "brokerNodeGroupInfo.connectivityInfo.publicAccess.type"


def in_transit(**settings: object) -> Properties:
    return {"encryptionInfo": {"encryptionInTransit": settings}}


def addresses(type_: object) -> Properties:
    return {"brokerNodeGroupInfo": {"connectivityInfo": {"publicAccess": {"type": type_}}}}


def asking(**kinds: object) -> Properties:
    return {"clientAuthentication": kinds}


def logging_to(place: str, *, enabled: object) -> Properties:
    return {"loggingInfo": {"brokerLogs": {place: {"enabled": enabled}}}}


CASES = {
    "msk-tls": Cases(
        KAFKA,
        fails=[
            (in_transit(clientBroker="TLS_PLAINTEXT"), [f"{IN_TRANSIT}.clientBroker"]),
            (in_transit(clientBroker="PLAINTEXT"), [f"{IN_TRANSIT}.clientBroker"]),
            (in_transit(inCluster=False), [f"{IN_TRANSIT}.inCluster"]),
            ([one(CONNECTOR, {})], ["kafkaClusterEncryptionInTransit.encryptionType"]),
        ],
        passes=[in_transit(clientBroker="TLS", inCluster=True)],
        near_misses=[{}, in_transit()],
        undetermined=[
            (in_transit(clientBroker=UNKNOWN), f"{IN_TRANSIT}.clientBroker"),
        ],
    ),
    "msk-cmk": Cases(
        KAFKA,
        fails=[({}, ["encryptionInfo.encryptionAtRestKmsKeyArn"])],
        passes=[{"encryptionInfo": {"encryptionAtRestKmsKeyArn": "key/1"}}],
        near_misses=[{"encryptionInfo": {"encryptionAtRestKmsKeyArn": UNKNOWN}}],
        undetermined=[({"encryptionInfo": UNKNOWN}, "encryptionInfo")],
    ),
    "msk-public": Cases(
        KAFKA,
        fails=[(addresses("SERVICE_PROVIDED_EIPS"), [PUBLIC])],
        passes=[addresses("DISABLED")],
        near_misses=[{}],
        undetermined=[(addresses(UNKNOWN), PUBLIC)],
    ),
    "msk-auth": Cases(
        KAFKA,
        fails=[
            ({}, ["clientAuthentication"]),
            (asking(sasl={"iam": False}), ["clientAuthentication"]),
            (
                asking(sasl={"iam": True}, unauthenticated=True),
                ["clientAuthentication.unauthenticated"],
            ),
        ],
        passes=[asking(sasl={"iam": True}), asking(sasl={"scram": True}, unauthenticated=False)],
        near_misses=[asking(tls={"certificateAuthorityArns": UNKNOWN})],
        undetermined=[({"clientAuthentication": UNKNOWN}, "clientAuthentication")],
    ),
    "msk-logs": Cases(
        KAFKA,
        fails=[
            ({}, ["loggingInfo.brokerLogs"]),
            (logging_to("s3", enabled=False), ["loggingInfo.brokerLogs"]),
        ],
        passes=[logging_to("cloudwatchLogs", enabled=True)],
        near_misses=[logging_to("firehose", enabled="true")],
        undetermined=[(logging_to("s3", enabled=UNKNOWN), "loggingInfo.brokerLogs.s3.enabled")],
    ),
    "mq-public": Cases(
        BROKER,
        fails=[({"publiclyAccessible": True}, ["publiclyAccessible"])],
        passes=[{"publiclyAccessible": False}],
        near_misses=[{}],
        undetermined=[({"publiclyAccessible": UNKNOWN}, "publiclyAccessible")],
    ),
    "mq-cmk": Cases(
        BROKER,
        fails=[({}, ["encryptionOptions.kmsKeyId"])],
        passes=[{"encryptionOptions": {"kmsKeyId": "key/1", "useAwsOwnedKey": False}}],
        near_misses=[{"encryptionOptions": {"kmsKeyId": UNKNOWN}}],
        undetermined=[({"encryptionOptions": UNKNOWN}, "encryptionOptions")],
    ),
    "mq-logs": Cases(
        BROKER,
        fails=[
            ({"engineType": "RabbitMQ"}, ["logs.general"]),
            ({"engineType": "ActiveMQ", "logs": {"general": True}}, ["logs.audit"]),
        ],
        passes=[{"engineType": "ActiveMQ", "logs": {"general": True, "audit": "true"}}],
        # It has no audit log.
        near_misses=[{"engineType": "RabbitMQ", "logs": {"general": True}}],
        undetermined=[({"engineType": "RabbitMQ", "logs": UNKNOWN}, "logs")],
    ),
}
