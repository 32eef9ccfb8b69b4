"""DMS."""

from typing import Final

from guardrails.demands import Demand, demand_rule, none_of, not_on, one_of
from guardrails.model import Severity
from guardrails.subjects.own_keys import keyed, own_key_rule
from guardrails.view import Resource

_MACHINE: Final = "aws:dms/replicationInstance:ReplicationInstance"
_ENDPOINT: Final = "aws:dms/endpoint:Endpoint"
# The engines that take a mode; the other ones are services of AWS, which are reached over HTTPS.
_WITH_MODE: Final = frozenset(
    {
        "aurora",
        "aurora-postgresql",
        "aurora-postgresql-serverless",
        "aurora-serverless",
        "azure-sql-managed-instance",
        "azuredb",
        "babelfish",
        "db2",
        "db2-zos",
        "docdb",
        "mariadb",
        "mongodb",
        "mysql",
        "oracle",
        "postgres",
        "sqlserver",
        "sybase",
    }
)

_PUBLIC = demand_rule(
    "dms-public",
    "Machines that replicate databases have no public address",
    Demand(
        (_MACHINE,),
        "publiclyAccessible",
        not_on,
        "The machine that holds the passwords of two databases has a public address.",
        "publicly_accessible=False",
    ),
    category="public-exposure",
    severity=Severity.HIGH,
    why="Who gets into the machine gets into the source and the target.",
    remediation="Set publicly_accessible=False; a machine that exists is replaced by it.",
    snippet="aws.dms.ReplicationInstance(..., publicly_accessible=False)",
    equivalents=["CKV_AWS_89", "FSBP:DMS.1", "cdk-nag:DMSReplicationNotPublic"],
)


def _takes_mode(endpoint: Resource) -> bool:
    return endpoint["engineName"].text in _WITH_MODE


_TLS = demand_rule(
    "dms-tls",
    "Databases are replicated over TLS",
    Demand(
        (_ENDPOINT,),
        "sslMode",
        one_of("require", "verify-ca", "verify-full"),
        "The whole database travels in the clear, and so does its password.",
        "ssl_mode='verify-full'",
        when=_takes_mode,
    ),
    Demand(
        (_ENDPOINT,),
        "kafkaSettings.securityProtocol",
        one_of("ssl-encryption", "ssl-authentication", "sasl-ssl"),
        "The records travel to Kafka in the clear.",
        "kafka_settings={'security_protocol': 'ssl-encryption'}",
        when=lambda endpoint: endpoint["engineName"].text == "kafka",
    ),
    Demand(
        (_ENDPOINT,),
        "redisSettings.sslSecurityProtocol",
        none_of("plaintext"),
        "The records travel to Redis in the clear.",
        "redis_settings={'ssl_security_protocol': 'ssl-encryption'}",
    ),
    category="encryption-in-transit",
    severity=Severity.HIGH,
    why="A migration sends every row, often between networks, and without TLS by default.",
    remediation="Set ssl_mode='verify-full' with the authority's certificate_arn.",
    snippet="aws.dms.Endpoint(..., ssl_mode='verify-full', certificate_arn=authority.arn)",
    equivalents=["CKV2_AWS_49", "FSBP:DMS.9", "FSBP:DMS.12"],
)

_CUSTOMER_KEY = own_key_rule(
    "dms-cmk",
    "Replications and their endpoints are encrypted with a KMS key of the account",
    keyed(
        (_MACHINE, _ENDPOINT, "aws:dms/s3Endpoint:S3Endpoint"), "kmsKeyArn", "kms_key_arn=key.arn"
    ),
    keyed(
        ("aws:dms/replicationConfig:ReplicationConfig",),
        "computeConfig.kmsKeyId",
        "compute_config={'kms_key_id': key.arn}",
    ),
    remediation="Set the key when the resource is made: it cannot be changed later.",
    snippet="aws.dms.ReplicationInstance(..., kms_key_arn=key.arn)",
    equivalents=["CKV_AWS_212", "CKV_AWS_296", "CKV_AWS_298"],
)

RULES = (_PUBLIC, _TLS, _CUSTOMER_KEY)
