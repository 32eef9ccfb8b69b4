"""EKS."""

from tests.policies.guardrails.rule_cases.model import UNKNOWN, Cases, Properties

CLUSTER = "aws:eks/cluster:Cluster"
CIDRS, PUBLIC = "vpcConfig.publicAccessCidrs", "vpcConfig.endpointPublicAccess"
OFFICE = "203.0.113.0/24"


def network(**options: object) -> Properties:
    return {"vpcConfig": {"subnetIds": UNKNOWN, **options}}


CASES = {
    "eks-secrets": Cases(
        CLUSTER,
        fails=[({}, ["encryptionConfig.resources"])],
        passes=[{"encryptionConfig": {"provider": UNKNOWN, "resources": ["secrets"]}}],
        near_misses=[{"encryptionConfig": [{"resources": ["secrets"]}]}],
        undetermined=[({"encryptionConfig": UNKNOWN}, "encryptionConfig")],
    ),
    "eks-public-cidrs": Cases(
        CLUSTER,
        fails=[
            ({}, [CIDRS]),
            (network(endpointPublicAccess=True), [CIDRS]),
            (network(publicAccessCidrs=[OFFICE, "0.0.0.0/0"]), [f"{CIDRS}[1]"]),
            (network(publicAccessCidrs=[UNKNOWN, "::/0"]), [f"{CIDRS}[1]"]),
        ],
        passes=[network(endpointPublicAccess=False)],
        near_misses=[
            network(publicAccessCidrs=[OFFICE]),
            network(endpointPublicAccess=UNKNOWN, publicAccessCidrs=[OFFICE]),
            network(endpointPublicAccess=False, publicAccessCidrs=["0.0.0.0/0"]),
        ],
        undetermined=[
            ({"vpcConfig": UNKNOWN}, "vpcConfig"),
            (network(endpointPublicAccess=UNKNOWN), PUBLIC),
            (network(publicAccessCidrs=UNKNOWN), CIDRS),
            (network(publicAccessCidrs=[OFFICE, UNKNOWN]), f"{CIDRS}[1]"),
        ],
    ),
    "eks-public-endpoint": Cases(
        CLUSTER,
        fails=[(network(publicAccessCidrs=[OFFICE]), [PUBLIC])],
        passes=[network(endpointPublicAccess=False)],
        # Violations of eks-public-cidrs.
        near_misses=[{}, network(publicAccessCidrs=["0.0.0.0/0"])],
        undetermined=[(network(endpointPublicAccess=UNKNOWN), PUBLIC)],
    ),
    "eks-logs": Cases(
        CLUSTER,
        fails=[
            ({}, ["enabledClusterLogTypes"]),
            ({"enabledClusterLogTypes": ["api", "audit"]}, ["enabledClusterLogTypes"]),
        ],
        passes=[{"enabledClusterLogTypes": ["api", "audit", "authenticator"]}],
        near_misses=[{"enabledClusterLogTypes": ["authenticator", "scheduler", "audit", "api"]}],
        undetermined=[({"enabledClusterLogTypes": UNKNOWN}, "enabledClusterLogTypes")],
    ),
}
