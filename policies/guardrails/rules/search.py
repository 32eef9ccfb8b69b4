"""OpenSearch, Elasticsearch and CloudSearch: encryption and access.

Their logs and nodes are in ``search_operation``, collections in ``search_serverless``.
"""

from typing import Final

from guardrails.demands import (
    Demand,
    demand_rule,
    given,
    none_of,
    not_off,
    not_on,
    on,
    one_of,
)
from guardrails.model import Level, Severity
from guardrails.subjects.own_keys import keyed, own_key_rule

_OPENSEARCH: Final = "aws:opensearch/domain:Domain"
_ELASTICSEARCH: Final = "aws:elasticsearch/domain:Domain"
_CLOUDSEARCH: Final = "aws:cloudsearch/domain:Domain"
_DOMAINS: Final = (_OPENSEARCH, _ELASTICSEARCH)
_PFS_2023: Final = "Policy-Min-TLS-1-2-PFS-2023-10"


def _switched_on(path: str, message: str, fix: str) -> tuple[Demand, Demand]:
    """A switch that can be turned on in place since OpenSearch, but not in every Elasticsearch."""
    return (
        Demand((_OPENSEARCH,), path, on, message, fix, mended=True),
        Demand((_ELASTICSEARCH,), path, on, message, fix),
    )


_AT_REST = demand_rule(
    "opensearch-at-rest",
    "Search domains are encrypted at rest",
    *_switched_on(
        "encryptAtRest.enabled",
        "Indices, logs and snapshots are stored in the clear.",
        "encrypt_at_rest={'enabled': True}",
    ),
    category="encryption-at-rest",
    severity=Severity.HIGH,
    why="An index holds a copy of the documents, and a domain stores it in the clear by default.",
    remediation="Set encrypt_at_rest={'enabled': True}; it cannot be turned off again.",
    snippet='aws.opensearch.Domain(..., encrypt_at_rest={"enabled": True})',
    equivalents=[
        "CKV_AWS_5",
        "FSBP:OpenSearch.1",
        "FSBP:ES.1",
        "cdk-nag:OS8",
        "AWSGuard:elasticsearchEncryptedAtRest",
        "trivy:AWS-0048",
    ],
)

_CUSTOMER_KEY = own_key_rule(
    "opensearch-cmk",
    "Search domains are encrypted with a KMS key of the account",
    keyed(
        _DOMAINS,
        "encryptAtRest.kmsKeyId",
        "encrypt_at_rest={'enabled': True, 'kms_key_id': key.arn}",
        when=lambda domain: domain["encryptAtRest"]["enabled"].flag is True,
    ),
    remediation="Set encrypt_at_rest={'enabled': True, 'kms_key_id': key.arn} from the start.",
    snippet="""aws.opensearch.Domain(
    ...,
    encrypt_at_rest={"enabled": True, "kms_key_id": key.arn},
)""",
    equivalents=["CKV_AWS_247"],
)

_NODE_TO_NODE = demand_rule(
    "opensearch-node-to-node",
    "The nodes of search domains speak TLS with each other",
    *_switched_on(
        "nodeToNodeEncryption.enabled",
        "The nodes exchange documents and queries in the clear.",
        "node_to_node_encryption={'enabled': True}",
    ),
    category="encryption-in-transit",
    severity=Severity.HIGH,
    why="HTTPS ends at the first node; what it asks the others is plain text by default.",
    remediation="Set node_to_node_encryption={'enabled': True}; it cannot be turned off again.",
    snippet='aws.opensearch.Domain(..., node_to_node_encryption={"enabled": True})',
    equivalents=[
        "CKV_AWS_6",
        "FSBP:OpenSearch.3",
        "FSBP:ES.3",
        "cdk-nag:OS2",
        "trivy:AWS-0043",
    ],
)


_HTTP: Final = "Requests over plain HTTP are answered, documents and credentials included."


def _https(types: tuple[str, ...], path: str, *, said: bool) -> Demand:
    block = path.partition(".")[0]
    return Demand(
        types,
        path,
        not_off if said else on,
        _HTTP,
        "enforce_https=True",
        mended=True,
        when=lambda domain: domain[block].missing != said,
    )


_HTTPS = demand_rule(
    "opensearch-https",
    "Search domains answer over HTTPS only",
    # Within the block the provider's default is on; without it AWS's default is off.
    _https(_DOMAINS, "domainEndpointOptions.enforceHttps", said=True),
    _https(_DOMAINS, "domainEndpointOptions.enforceHttps", said=False),
    Demand(
        (_CLOUDSEARCH,),
        "endpointOptions.enforceHttps",
        on,
        _HTTP,
        "endpoint_options={'enforce_https': True}",
        mended=True,
    ),
    category="encryption-in-transit",
    severity=Severity.HIGH,
    why="Over plain HTTP whoever is on the way reads and changes the documents.",
    remediation="Set enforce_https=True in domain_endpoint_options.",
    snippet='aws.opensearch.Domain(..., domain_endpoint_options={"enforce_https": True})',
    equivalents=["CKV_AWS_83", "CKV_AWS_220", "trivy:AWS-0046"],
)

_TLS = demand_rule(
    "opensearch-tls-version",
    "Search domains demand TLS 1.2",
    Demand(
        _DOMAINS,
        "domainEndpointOptions.tlsSecurityPolicy",
        one_of("Policy-Min-TLS-1-2-2019-07", _PFS_2023, "Policy-Min-TLS-1-2-RFC9151-FIPS-2024-08"),
        "TLS 1.0 is accepted, as it is by default: its ciphers are broken.",
        f"'tls_security_policy': '{_PFS_2023}'",
        mended=_PFS_2023,
    ),
    Demand(
        (_CLOUDSEARCH,),
        "endpointOptions.tlsSecurityPolicy",
        none_of("Policy-Min-TLS-1-0-2019-07"),
        "TLS 1.0 is accepted: its ciphers are broken.",
        "'tls_security_policy': 'Policy-Min-TLS-1-2-2019-07'",
        mended="Policy-Min-TLS-1-2-2019-07",
    ),
    category="encryption-in-transit",
    severity=Severity.MEDIUM,
    why="An attacker on the way chooses the oldest version that both ends accept.",
    remediation="Set tls_security_policy to a policy of TLS 1.2 in domain_endpoint_options.",
    snippet=f"""aws.opensearch.Domain(
    ...,
    domain_endpoint_options={{"tls_security_policy": "{_PFS_2023}"}},
)""",
    equivalents=["CKV_AWS_218", "CKV_AWS_228", "FSBP:OpenSearch.8", "FSBP:ES.8", "trivy:AWS-0126"],
)

_FINE_GRAINED = demand_rule(
    "opensearch-fgac",
    "Search domains know their users",
    Demand(
        _DOMAINS,
        "advancedSecurityOptions.enabled",
        on,
        "Whoever the access policy admits reads and deletes every index: it knows no users.",
        "advanced_security_options={'enabled': True, 'master_user_options': {...}}",
    ),
    Demand(
        (_OPENSEARCH,),
        "advancedSecurityOptions.anonymousAuthEnabled",
        not_on,
        "Requests without a user are answered: the switch is for the time of a migration.",
        "'anonymous_auth_enabled': False",
    ),
    category="least-privilege",
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    why="Only fine-grained access control tells one index, document or field from another.",
    remediation="Set advanced_security_options with a master user; it needs HTTPS and encryption.",
    snippet="""aws.opensearch.Domain(
    ...,
    advanced_security_options={
        "enabled": True,
        "master_user_options": {"master_user_arn": role.arn},
    },
)""",
    equivalents=["CKV2_AWS_52", "FSBP:OpenSearch.7"],
)

_IN_VPC = demand_rule(
    "opensearch-vpc",
    "Search domains are within a VPC",
    Demand(
        _DOMAINS,
        "vpcOptions.subnetIds",
        given,
        "The endpoint is on the internet: nothing but the access policy lies before it.",
        "vpc_options={'subnet_ids': subnet_ids, 'security_group_ids': [group.id]}",
    ),
    category="public-exposure",
    severity=Severity.HIGH,
    why="One statement too wide in the policy of a public domain shows its indices to everybody.",
    remediation="Give vpc_options when the domain is made: it cannot be moved into a VPC later.",
    snippet="""aws.opensearch.Domain(
    ...,
    vpc_options={"subnet_ids": subnet_ids, "security_group_ids": [group.id]},
)""",
    equivalents=[
        "CKV_AWS_137",
        "FSBP:OpenSearch.2",
        "FSBP:ES.2",
        "cdk-nag:OS1",
        "AWSGuard:elasticsearchInVpcOnly",
    ],
)

RULES = (
    _AT_REST,
    _CUSTOMER_KEY,
    _NODE_TO_NODE,
    _HTTPS,
    _TLS,
    _FINE_GRAINED,
    _IN_VPC,
)
