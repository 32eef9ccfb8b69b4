"""DAX clusters, the cache before DynamoDB."""

from guardrails.demands import Demand, demand_rule, on, one_of
from guardrails.model import Severity

_CLUSTER = "aws:dax/cluster:Cluster"

encrypted = demand_rule(
    "dax-encrypt",
    "DAX clusters are encrypted at rest",
    Demand(
        (_CLUSTER,),
        "serverSideEncryption.enabled",
        on,
        "The cluster writes what it caches to its disks in the clear.",
        "server_side_encryption={'enabled': True}",
        mended=True,
    ),
    category="encryption-at-rest",
    severity=Severity.HIGH,
    why="A cluster that is not told to encrypt its disks does not, whatever the table behind it "
    "does.",
    remediation="Set server_side_encryption={'enabled': True}; AWS replaces the cluster.",
    snippet="aws.dax.Cluster(..., server_side_encryption={'enabled': True})",
    equivalents=[
        "CKV_AWS_47",
        "FSBP:DynamoDB.3",
        "cdk-nag:DDB4",
        "trivy:AWS-0023",
        "cfn_nag:W83",
    ],
)

tls = demand_rule(
    "dax-tls",
    "DAX clusters are reached by TLS",
    Demand(
        (_CLUSTER,),
        "clusterEndpointEncryptionType",
        one_of("TLS"),
        "Items travel between the cluster and its clients in the clear.",
        "cluster_endpoint_encryption_type='TLS'",
        mended="TLS",
    ),
    category="encryption-in-transit",
    severity=Severity.MEDIUM,
    why="Whoever is in the network reads the items that a plain connection carries.",
    remediation="Set cluster_endpoint_encryption_type='TLS'; AWS replaces the cluster.",
    snippet="aws.dax.Cluster(..., cluster_endpoint_encryption_type='TLS')",
    equivalents=["CKV_AWS_239", "FSBP:DynamoDB.7"],
)

RULES = (encrypted, tls)
