"""Redshift."""

from collections.abc import Iterator
from typing import Final

from guardrails.answers import demand
from guardrails.demands import Demand, all_of, demand_rule, not_off, not_on
from guardrails.graph import Graph
from guardrails.model import Fail, Level, Result, Scope, Severity, Undetermined, rule
from guardrails.subjects.own_keys import keyed, own_key_rule
from guardrails.subjects.parameter_groups import is_on, parameter
from guardrails.view import Resource

_CLUSTER: Final = "aws:redshift/cluster:Cluster"
_GROUP: Final = "aws:redshift/parameterGroup:ParameterGroup"
_LOGGING: Final = "aws:redshift/logging:Logging"
_NAMESPACE: Final = "aws:redshiftserverless/namespace:Namespace"
_WORKGROUP: Final = "aws:redshiftserverless/workgroup:Workgroup"

_AT_REST = demand_rule(
    "redshift-at-rest",
    "Warehouses are encrypted",
    Demand(
        (_CLUSTER,),
        "encrypted",
        not_off,
        "Encryption is turned off: the data and its snapshots are stored in the clear.",
        "encrypted=True",
    ),
    category="encryption-at-rest",
    severity=Severity.HIGH,
    why="New clusters are encrypted since January 2025, unless somebody turns it off.",
    remediation="Leave encrypted out, or set it to True.",
    snippet="aws.redshift.Cluster(..., encrypted=True, kms_key_id=key.arn)",
    equivalents=["CKV_AWS_64", "FSBP:Redshift.10", "cdk-nag:RS6"],
)

_CUSTOMER_KEY = own_key_rule(
    "redshift-cmk",
    "Warehouses and their copies are encrypted with a KMS key of the account",
    keyed(
        (_CLUSTER,),
        "kmsKeyId",
        when=lambda cluster: cluster["encrypted"].flag is not False,
    ),
    keyed((_NAMESPACE, "aws:redshift/snapshotCopyGrant:SnapshotCopyGrant"), "kmsKeyId"),
    remediation="Set kms_key_id=key.arn.",
    snippet="aws.redshiftserverless.Namespace(..., kms_key_id=key.arn)",
    equivalents=[
        "CKV_AWS_142",
        "CKV_AWS_281",
        "CKV_AWS_282",
        "FSBP:RedshiftServerless.4",
        "trivy:AWS-0084",
    ],
)

_PLAIN: Final = "The warehouse also answers clients that do not encrypt, passwords included."
_OLD_DEFAULTS: Final = "redshift-1.0"


@rule(
    "redshift-tls",
    "Warehouses refuse connections without TLS",
    category="encryption-in-transit",
    severity=Severity.MEDIUM,
    applies_to=(_GROUP, _CLUSTER, _WORKGROUP),
    why="Clients of databases fall back to plain text without a word.",
    remediation="Set the parameter require_ssl to true.",
    snippet="""aws.redshift.ParameterGroup(
    ...,
    family="redshift-1.0",
    parameters=[{"name": "require_ssl", "value": "true"}],
)""",
    equivalents=["CKV_AWS_105", "FSBP:Redshift.2", "FSBP:RedshiftServerless.2", "cdk-nag:RS1"],
)
def tls(resource: Resource) -> Iterator[Result]:
    """The default is off in the family ``redshift-1.0`` and on in all that came later."""
    if resource.type == _CLUSTER:
        group = resource["clusterParameterGroupName"]
        if group.text == f"default.{_OLD_DEFAULTS}":
            yield Fail(_PLAIN, group.path, "a parameter group with require_ssl, or none")
        return
    if resource.type == _GROUP:
        value = parameter(resource["parameters"], "require_ssl")
        by_default = resource["family"].text != _OLD_DEFAULTS
        fix = "parameters=[{'name': 'require_ssl', 'value': 'true'}]"
    else:
        given = resource["configParameters"]
        value = parameter(given, "require_ssl", "parameterKey", "parameterValue")
        by_default = True
        fix = "config_parameters=[{'parameter_key': 'require_ssl', 'parameter_value': 'true'}]"
    yield from demand(value, is_on(value) or (by_default and value.missing), _PLAIN, fix)


_PUBLIC = demand_rule(
    "redshift-public",
    "Warehouses have no public address",
    Demand(
        (_CLUSTER, _WORKGROUP),
        "publiclyAccessible",
        not_on,
        "The warehouse has a public address: one rule of a security group lies between it and "
        "the internet.",
        "publicly_accessible=False",
        mended=False,
    ),
    category="public-exposure",
    severity=Severity.HIGH,
    why="Passwords of databases are guessed from anywhere as soon as their port answers.",
    remediation="Leave publicly_accessible out; reach the warehouse from within its VPC.",
    snippet="aws.redshift.Cluster(..., publicly_accessible=False)",
    equivalents=[
        "CKV_AWS_87",
        "FSBP:Redshift.1",
        "FSBP:RedshiftServerless.3",
        "cdk-nag:RS8",
        "AWSGuard:redshiftClusterPublicAccess",
    ],
)


@rule(
    "redshift-logs",
    "Warehouses log who connects and what is asked",
    category="logging",
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    scope=Scope.STACK,
    applies_to=(_CLUSTER, _NAMESPACE),
    why="Without the audit log nobody sees who read what, nor who tried.",
    remediation="Create an aws.redshift.Logging for the cluster; give log_exports to a namespace.",
    snippet="""aws.redshift.Logging(
    ...,
    cluster_identifier=warehouse.id,
    log_destination_type="cloudwatch",
    log_exports=["connectionlog", "userlog", "useractivitylog"],
)""",
    equivalents=[
        "CKV_AWS_71",
        "FSBP:Redshift.4",
        "FSBP:RedshiftServerless.6",
        "cdk-nag:RS5",
        "AWSGuard:redshiftClusterConfiguration",
    ],
)
def logs(graph: Graph) -> Iterator[Result]:
    """A resource of its own; version 6 of the provider had a block in the cluster."""
    for cluster in graph.of(_CLUSTER):
        attached = graph.attached(cluster, [_LOGGING], "clusterIdentifier", [_CLUSTER])
        if attached.found or cluster["logging"]["enable"].flag is True:
            continue
        if attached.maybe:
            holder, path = attached.maybe[0]
            yield Undetermined(path, holder.urn)
        else:
            yield Fail(_UNSEEN, "logging", _LOGGED, cluster.urn)
    for namespace in graph.of(_NAMESPACE):
        exports = namespace["logExports"]
        if exports.unknown:
            yield Undetermined(exports.path, namespace.urn)
        elif not all_of(["connectionlog", "userlog"])(exports):
            yield Fail(
                _UNSEEN,
                exports.path,
                "log_exports=['connectionlog', 'userlog', 'useractivitylog']",
                namespace.urn,
            )


_UNSEEN: Final = "Nobody can tell afterwards who connected, or failed to, and what was changed."
_LOGGED: Final = (
    "aws.redshift.Logging(cluster_identifier=cluster.id, log_destination_type='cloudwatch', "
    "log_exports=['connectionlog', 'userlog'])"
)

RULES = (_AT_REST, _CUSTOMER_KEY, tls, _PUBLIC, logs)
