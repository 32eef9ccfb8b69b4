"""Athena and Glue."""

from collections.abc import Iterator
from typing import Final

from guardrails.answers import demand
from guardrails.demands import Demand, demand_rule, given, none_of, not_off, on, one_of
from guardrails.model import Level, Result, Severity, rule
from guardrails.view import Resource

_WORKGROUP: Final = "aws:athena/workgroup:Workgroup"
_DATABASE: Final = "aws:athena/database:Database"
_CATALOG: Final = "aws:glue/dataCatalogEncryptionSettings:DataCatalogEncryptionSettings"
_SECURITY: Final = "aws:glue/securityConfiguration:SecurityConfiguration"
_CONNECTION: Final = "aws:glue/connection:Connection"

_ENFORCED = demand_rule(
    "athena-enforced",
    "The settings of a workgroup hold for every query",
    Demand(
        (_WORKGROUP,),
        "configuration.enforceWorkgroupConfiguration",
        not_off,
        "A client's own settings win: it chooses where results go and whether they are encrypted.",
        "'enforce_workgroup_configuration': True",
        mended=True,
    ),
    category="encryption-at-rest",
    severity=Severity.MEDIUM,
    why="Encryption and the place of the results are only as good as the clients if these decide.",
    remediation="Leave enforce_workgroup_configuration out, or set it to True.",
    snippet="""aws.athena.Workgroup(
    ...,
    configuration={"enforce_workgroup_configuration": True},
)""",
    equivalents=["CKV_AWS_82", "trivy:AWS-0007"],
)


def _stores_results(workgroup: Resource) -> bool:
    # Results that Athena keeps itself are always encrypted.
    managed = workgroup["configuration"]["managedQueryResultsConfiguration"]["enabled"]
    return managed.unknown or managed.flag is not True


_BY_THE_BUCKET: Final = (
    "Results are encrypted as their bucket is by default, which need not be with KMS."
)
_RESULTS = demand_rule(
    "athena-results",
    "The results of queries say how they are encrypted",
    Demand(
        (_WORKGROUP,),
        "configuration.resultConfiguration.encryptionConfiguration.encryptionOption",
        given,
        _BY_THE_BUCKET,
        "'encryption_configuration': {'encryption_option': 'SSE_KMS', 'kms_key_arn': key.arn}",
        when=_stores_results,
    ),
    Demand(
        (_DATABASE,),
        "encryptionConfiguration.encryptionOption",
        given,
        _BY_THE_BUCKET,
        "encryption_configuration={'encryption_option': 'SSE_KMS', 'kms_key': key.arn}",
    ),
    category="encryption-at-rest",
    severity=Severity.LOW,
    level=Level.ADVISORY,
    why="A result is a copy of the data, in a bucket that may be encrypted otherwise.",
    remediation="Give result_configuration an encryption_configuration with a key.",
    snippet="""aws.athena.Database(
    ...,
    encryption_configuration={"encryption_option": "SSE_KMS", "kms_key": key.arn},
)""",
    equivalents=["CKV_AWS_77", "CKV_AWS_159", "FSBP:Athena.1", "cdk-nag:ATH1", "trivy:AWS-0006"],
)

_SETTINGS: Final = "dataCatalogEncryptionSettings"
_CATALOG_ENCRYPTED = demand_rule(
    "glue-catalog",
    "Glue's catalog and the passwords in its connections are encrypted",
    Demand(
        (_CATALOG,),
        f"{_SETTINGS}.encryptionAtRest.catalogEncryptionMode",
        one_of("SSE-KMS", "SSE-KMS-WITH-SERVICE-ROLE"),
        "The catalog is not encrypted with KMS: tables, columns and statistics are told to whoever "
        "may read it.",
        "'encryption_at_rest': {'catalog_encryption_mode': 'SSE-KMS', "
        "'sse_aws_kms_key_id': key.arn}",
    ),
    Demand(
        (_CATALOG,),
        f"{_SETTINGS}.connectionPasswordEncryption.returnConnectionPasswordEncrypted",
        on,
        "Passwords of connections are returned in the clear to whoever may read a connection.",
        "'connection_password_encryption': {'return_connection_password_encrypted': True, "
        "'aws_kms_key_id': key.arn}",
    ),
    category="encryption-at-rest",
    severity=Severity.MEDIUM,
    why="The catalog says where all data is, and its connections hold the passwords to it.",
    remediation="Set catalog_encryption_mode='SSE-KMS' and "
    "return_connection_password_encrypted=True.",
    snippet="""aws.glue.DataCatalogEncryptionSettings(..., data_catalog_encryption_settings={
    "encryption_at_rest": {"catalog_encryption_mode": "SSE-KMS", "sse_aws_kms_key_id": arn},
    "connection_password_encryption": {
        "return_connection_password_encrypted": True,
        "aws_kms_key_id": arn,
    },
})""",
    equivalents=["CKV_AWS_94"],
)


def _encrypts(part: str, mode: str, what: str) -> Demand:
    return Demand(
        (_SECURITY,),
        f"encryptionConfiguration.{part}.{mode}",
        lambda view: not view.missing and none_of("DISABLED")(view),
        f"{what} not encrypted by this configuration.",
        "'SSE-KMS' (CSE-KMS for bookmarks) with kms_key_arn=key.arn",
    )


_SECURITY_ENCRYPTS = demand_rule(
    "glue-security-configuration",
    "Glue's security configurations encrypt all that a job writes",
    _encrypts("s3Encryption", "s3EncryptionMode", "What jobs write to S3 is"),
    _encrypts("cloudwatchEncryption", "cloudwatchEncryptionMode", "Logs are"),
    _encrypts("jobBookmarksEncryption", "jobBookmarksEncryptionMode", "Bookmarks are"),
    category="encryption-at-rest",
    severity=Severity.MEDIUM,
    why="A configuration that leaves a part out leaves it DISABLED, and jobs trust its name.",
    remediation="Give all three parts a mode and a key.",
    snippet="""key = {"kms_key_arn": arn}
aws.glue.SecurityConfiguration(..., encryption_configuration={
    "s3_encryption": {"s3_encryption_mode": "SSE-KMS", **key},
    "cloudwatch_encryption": {"cloudwatch_encryption_mode": "SSE-KMS", **key},
    "job_bookmarks_encryption": {"job_bookmarks_encryption_mode": "CSE-KMS", **key},
})""",
    equivalents=["CKV_AWS_99", "cdk-nag:GL3"],
)

_JOBS = demand_rule(
    "glue-job",
    "Glue's jobs and crawlers have a security configuration",
    Demand(
        ("aws:glue/job:Job", "aws:glue/crawler:Crawler", "aws:glue/devEndpoint:DevEndpoint"),
        "securityConfiguration",
        given,
        "Logs and bookmarks are not encrypted by KMS without a security configuration.",
        "security_configuration=security.name",
    ),
    category="encryption-at-rest",
    severity=Severity.LOW,
    level=Level.ADVISORY,
    why="A job logs what it reads, and nothing but its security configuration encrypts that.",
    remediation="Set security_configuration=security.name.",
    snippet="aws.glue.Job(..., security_configuration=security.name)",
    equivalents=["CKV_AWS_195", "cdk-nag:GL1"],
)


@rule(
    "glue-connection-tls",
    "Glue connects to databases over TLS",
    category="encryption-in-transit",
    severity=Severity.MEDIUM,
    applies_to=[_CONNECTION],
    why="Without it a job goes on in plain text with a database that does not insist.",
    remediation="Set JDBC_ENFORCE_SSL to 'true' in connection_properties.",
    snippet="""aws.glue.Connection(
    ...,
    connection_properties={"JDBC_CONNECTION_URL": url, "JDBC_ENFORCE_SSL": "true"},
)""",
    equivalents=["prowler:glue_database_connections_ssl_enabled"],
)
def connection_tls(connection: Resource) -> Iterator[Result]:
    """Of the type ``JDBC``, which a connection has without a word."""
    if connection["connectionType"].text in ("", "JDBC"):
        enforced = connection["connectionProperties"]["JDBC_ENFORCE_SSL"]
        yield from demand(
            enforced,
            enforced.flag is True,
            "The connection also works without TLS, password included.",
            "'JDBC_ENFORCE_SSL': 'true'",
        )


RULES = (_ENFORCED, _RESULTS, _CATALOG_ENCRYPTED, _SECURITY_ENCRYPTS, _JOBS, connection_tls)
