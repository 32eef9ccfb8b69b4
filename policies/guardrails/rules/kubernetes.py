"""EKS."""

from collections.abc import Iterator
from typing import Final

from guardrails.demands import Demand, all_of, demand_rule
from guardrails.model import Fail, Level, Result, Severity, Undetermined, rule
from guardrails.view import Resource, View

_CLUSTER: Final = "aws:eks/cluster:Cluster"
_EVERYWHERE: Final = ("0.0.0.0/0", "::/0")
_LOGS: Final = ["api", "audit", "authenticator", "controllerManager", "scheduler"]


_SECRETS = demand_rule(
    "eks-secrets",
    "Kubernetes secrets are encrypted with a KMS key of the account",
    Demand(
        (_CLUSTER,),
        "encryptionConfig.resources",
        all_of(["secrets"]),
        "Secrets are encrypted with a key of EKS's own, if the version encrypts them at all.",
        "encryption_config={'provider': {'key_arn': key.arn}, 'resources': ['secrets']}",
    ),
    category="encryption-at-rest",
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    why="From version 1.28 EKS encrypts what Kubernetes stores, but with a key of its own, whose "
    "use is not logged.",
    remediation="Give encryption_config with the resource secrets; it cannot be taken back.",
    snippet="""aws.eks.Cluster(
    ...,
    encryption_config={"provider": {"key_arn": key.arn}, "resources": ["secrets"]},
)""",
    equivalents=["CKV_AWS_58", "FSBP:EKS.3", "trivy:AWS-0039"],
)


@rule(
    "eks-public-cidrs",
    "The Kubernetes API does not answer the whole internet",
    category="public-exposure",
    severity=Severity.HIGH,
    applies_to=[_CLUSTER],
    why="By default everybody can reach the API server, and tries each hole of it.",
    remediation="Set endpoint_public_access=False, or name the networks in public_access_cidrs.",
    snippet="""aws.eks.Cluster(
    ...,
    vpc_config={"public_access_cidrs": ["203.0.113.0/24"], "subnet_ids": subnet_ids},
)""",
    equivalents=["CKV_AWS_38", "trivy:AWS-0041"],
)
def reached_by_everybody(cluster: Resource) -> Iterator[Result]:
    """Without a list AWS takes 0.0.0.0/0."""
    public, networks = _endpoint(cluster)
    wide = _wide(networks)
    unknown = next((one for one in networks.items() if one.unknown), None)
    if public.flag is False or (wide is None and unknown is None):
        return
    if public.unknown:
        yield Undetermined(public.path)
    elif wide is not None:
        yield Fail(
            "The API server answers the whole internet.",
            wide.path,
            "'endpoint_public_access': False, 'endpoint_private_access': True",
        )
    elif unknown is not None:
        yield Undetermined(unknown.path)


@rule(
    "eks-public-endpoint",
    "The Kubernetes API is reached from within the VPC only",
    category="public-exposure",
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    applies_to=[_CLUSTER],
    why="A list of networks is as good as the networks that are on it.",
    remediation="Set endpoint_public_access=False and endpoint_private_access=True.",
    snippet="""aws.eks.Cluster(
    ...,
    vpc_config={"endpoint_public_access": False, "endpoint_private_access": True},
)""",
    equivalents=["CKV_AWS_39", "FSBP:EKS.1", "cdk-nag:EKS1", "trivy:AWS-0040"],
)
def public_endpoint(cluster: Resource) -> Iterator[Result]:
    """An endpoint that everybody reaches is a violation of ``eks-public-cidrs``."""
    public, networks = _endpoint(cluster)
    if public.unknown:
        yield Undetermined(public.path)
    elif public.flag is not False and _wide(networks) is None and not networks.unknown:
        yield Fail(
            "The API server has a public address, for the networks that are named.",
            public.path,
            "'endpoint_public_access': False, 'endpoint_private_access': True",
        )


def _endpoint(cluster: Resource) -> tuple[View, View]:
    network = cluster["vpcConfig"]
    return network["endpointPublicAccess"], network["publicAccessCidrs"]


def _wide(networks: View) -> View | None:
    if networks.missing:
        return networks
    return next((one for one in networks.items() if one.text in _EVERYWHERE), None)


_LOGGED = demand_rule(
    "eks-logs",
    "Kubernetes clusters log who asks the API for what",
    Demand(
        (_CLUSTER,),
        "enabledClusterLogTypes",
        all_of(["api", "audit", "authenticator"]),
        "The control plane does not log all of api, audit and authenticator: who did what in the "
        "cluster is not told.",
        f"enabled_cluster_log_types={_LOGS}",
        mended=_LOGS,
    ),
    category="logging",
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    why="CloudTrail does not see what is asked of Kubernetes itself.",
    remediation="Set enabled_cluster_log_types with at least api, audit and authenticator.",
    snippet="""aws.eks.Cluster(
    ...,
    enabled_cluster_log_types=["api", "audit", "authenticator"],
)""",
    equivalents=["CKV_AWS_37", "FSBP:EKS.8", "cdk-nag:EKS2", "trivy:AWS-0038"],
)

RULES = (_SECRETS, reached_by_everybody, public_endpoint, _LOGGED)
