"""DocumentDB and Neptune, which have the API of RDS and defaults of their own."""

from collections.abc import Iterator
from typing import Final

from guardrails.answers import demand
from guardrails.demands import Demand, all_of, demand_rule, not_on, on
from guardrails.model import Level, Result, Severity, rule
from guardrails.subjects.own_keys import keyed, own_key_rule
from guardrails.subjects.parameter_groups import is_on, parameter
from guardrails.view import Resource

_DOCUMENTS: Final = "aws:docdb/cluster:Cluster"
_DOCUMENTS_GROUP: Final = "aws:docdb/clusterParameterGroup:ClusterParameterGroup"
_GRAPH: Final = "aws:neptune/cluster:Cluster"
_GRAPH_GROUP: Final = "aws:neptune/clusterParameterGroup:ClusterParameterGroup"
_GLOBAL: Final = (
    "aws:docdb/globalCluster:GlobalCluster",
    "aws:neptune/globalCluster:GlobalCluster",
)
_STORED_IN_THE_CLEAR: Final = "The data, its backups and its snapshots are stored in the clear."

_ENCRYPTED = demand_rule(
    "docdb-neptune-encrypt",
    "Clusters of DocumentDB and Neptune are encrypted",
    Demand(
        (_DOCUMENTS, _GRAPH),
        "storageEncrypted",
        on,
        _STORED_IN_THE_CLEAR,
        "storage_encrypted=True",
    ),
    Demand(
        _GLOBAL,
        "storageEncrypted",
        on,
        _STORED_IN_THE_CLEAR,
        "storage_encrypted=True",
        when=lambda cluster: cluster["sourceDbClusterIdentifier"].missing,
    ),
    category="encryption-at-rest",
    severity=Severity.HIGH,
    why="Both store in the clear by default, and that cannot be changed later without a new "
    "cluster.",
    remediation="Set storage_encrypted=True; a cluster that exists is replaced by it.",
    snippet="aws.docdb.Cluster(..., storage_encrypted=True, kms_key_id=key.arn)",
    equivalents=[
        "CKV_AWS_44",
        "CKV_AWS_74",
        "CKV_AWS_279",
        "CKV_AWS_292",
        "FSBP:DocumentDB.1",
        "FSBP:Neptune.1",
        "FSBP:Neptune.6",
        "cdk-nag:DOC1",
        "cdk-nag:N4",
        "trivy:AWS-0021",
        "trivy:AWS-0076",
    ],
)


def _is_encrypted(cluster: Resource) -> bool:
    return cluster["storageEncrypted"].flag is True


_CUSTOMER_KEY = own_key_rule(
    "docdb-neptune-cmk",
    "Clusters of DocumentDB and Neptune are encrypted with a KMS key of the account",
    keyed((_DOCUMENTS,), "kmsKeyId", when=_is_encrypted),
    keyed((_GRAPH,), "kmsKeyArn", "kms_key_arn=key.arn", when=_is_encrypted),
    keyed(("aws:docdb/elasticCluster:ElasticCluster",), "kmsKeyId"),
    remediation="Set kms_key_id=key.arn (DocumentDB) or kms_key_arn=key.arn (Neptune).",
    snippet="aws.neptune.Cluster(..., storage_encrypted=True, kms_key_arn=key.arn)",
    equivalents=[
        "CKV_AWS_182",
        "CKV_AWS_280",
        "CKV_AWS_347",
        "trivy:AWS-0022",
        "trivy:AWS-0128",
    ],
)


@rule(
    "docdb-neptune-tls",
    "Clusters of DocumentDB and Neptune refuse connections without TLS",
    category="encryption-in-transit",
    severity=Severity.HIGH,
    applies_to=(_DOCUMENTS_GROUP, _GRAPH_GROUP),
    why="TLS is demanded by default: a group that turns it off sends everything in the clear.",
    remediation="Leave the parameter tls (DocumentDB) or neptune_enforce_ssl (Neptune) out.",
    snippet="""aws.docdb.ClusterParameterGroup(
    ...,
    family="docdb5.0",
    parameters=[{"name": "tls", "value": "enabled"}],
)""",
    equivalents=["CKV_AWS_90", "FSBP:DocumentDB.6"],
)
def tls(group: Resource) -> Iterator[Result]:
    """DocumentDB has several words for on and one for off."""
    name = "tls" if group.type == _DOCUMENTS_GROUP else "neptune_enforce_ssl"
    value = parameter(group["parameters"], name)
    yield from demand(
        value,
        value.text.lower() != "disabled" and value.number != 0,
        "The cluster speaks plain text with its clients, passwords included.",
        f"leave the parameter {name} out",
    )


def _exports(type_: str, path: str, argument: str) -> Demand:
    return Demand(
        (type_,),
        path,
        all_of(["audit"]),
        "The audit log is not sent to CloudWatch, so nobody sees who read or changed what.",
        f"{argument}=['audit']",
    )


_AUDIT_EXPORTS = demand_rule(
    "docdb-neptune-audit-log",
    "Clusters of DocumentDB and Neptune send their audit log to CloudWatch",
    _exports(_DOCUMENTS, "enabledCloudwatchLogsExports", "enabled_cloudwatch_logs_exports"),
    _exports(_GRAPH, "enableCloudwatchLogsExports", "enable_cloudwatch_logs_exports"),
    category="logging",
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    why="CloudTrail tells who changed the cluster, and only the audit log who read its data.",
    remediation="Export the audit log, and turn it on in the cluster's parameter group.",
    snippet='aws.docdb.Cluster(..., enabled_cloudwatch_logs_exports=["audit"])',
    equivalents=[
        "CKV_AWS_85",
        "CKV_AWS_101",
        "FSBP:DocumentDB.4",
        "FSBP:Neptune.2",
        "cdk-nag:DOC5",
        "trivy:AWS-0020",
        "trivy:AWS-0075",
    ],
)


@rule(
    "docdb-neptune-audit-events",
    "The parameter groups of DocumentDB and Neptune have the audit log written",
    category="logging",
    severity=Severity.LOW,
    level=Level.ADVISORY,
    applies_to=(_DOCUMENTS_GROUP, _GRAPH_GROUP),
    why="A cluster that exports its audit log exports nothing until the parameter is on.",
    remediation="Set audit_logs to enabled (DocumentDB) or neptune_enable_audit_log to 1.",
    snippet="""aws.docdb.ClusterParameterGroup(
    ...,
    family="docdb5.0",
    parameters=[{"name": "audit_logs", "value": "enabled"}],
)""",
    equivalents=["CKV_AWS_104"],
)
def audit_events(group: Resource) -> Iterator[Result]:
    """Both are off by default; DocumentDB also takes a list of what it is to write."""
    if group.type == _DOCUMENTS_GROUP:
        name, on_ = "audit_logs", "enabled"
        value = parameter(group["parameters"], name)
        writes = value.text.lower() not in ("", "disabled", "none")
    else:
        name, on_ = "neptune_enable_audit_log", "1"
        value = parameter(group["parameters"], name)
        writes = is_on(value)
    yield from demand(
        value,
        writes,
        "No audit events are written, whatever the cluster exports.",
        f"parameters=[{{'name': '{name}', 'value': '{on_}'}}]",
    )


_IAM = demand_rule(
    "docdb-neptune-iam-auth",
    "Neptune asks IAM who its clients are",
    Demand(
        (_GRAPH,),
        "iamDatabaseAuthenticationEnabled",
        on,
        "Neptune has no passwords: without IAM, whoever reaches its port reads and changes all.",
        "iam_database_authentication_enabled=True",
        mended=True,
    ),
    category="least-privilege",
    severity=Severity.HIGH,
    why="Neptune knows no other kind of authentication than IAM's, and that is off by default.",
    remediation="Set iam_database_authentication_enabled=True, and sign the requests.",
    snippet="aws.neptune.Cluster(..., iam_database_authentication_enabled=True)",
    equivalents=["CKV_AWS_359", "FSBP:Neptune.7", "cdk-nag:N5"],
)

_PUBLIC = demand_rule(
    "docdb-neptune-public",
    "Neptune's instances and graphs have no public address",
    Demand(
        ("aws:neptune/clusterInstance:ClusterInstance",),
        "publiclyAccessible",
        not_on,
        "The instance has a public address: one rule of a security group lies between it and "
        "the internet.",
        "publicly_accessible=False",
    ),
    Demand(
        ("aws:neptunegraph/graph:Graph",),
        "publicConnectivity",
        not_on,
        "The graph is reached from the internet: only IAM lies between it and everyone.",
        "public_connectivity=False",
    ),
    category="public-exposure",
    severity=Severity.HIGH,
    why="A graph that anybody can reach is read by anybody who gets past what else guards it.",
    remediation="Leave publicly_accessible and public_connectivity out; reach it from within its "
    "VPC.",
    snippet="aws.neptune.ClusterInstance(..., publicly_accessible=False)",
    equivalents=["CKV_AWS_102"],
)

RULES = (_ENCRYPTED, _CUSTOMER_KEY, tls, _AUDIT_EXPORTS, audit_events, _IAM, _PUBLIC)
