"""Search domains."""

from tests.policies.guardrails.rule_cases.model import UNKNOWN, Cases, one

DOMAIN = "aws:opensearch/domain:Domain"
OLDER = "aws:elasticsearch/domain:Domain"
CLOUDSEARCH = "aws:cloudsearch/domain:Domain"
WITH_USERS = {"advancedSecurityOptions": {"enabled": True}}


CASES = {
    "opensearch-at-rest": Cases(
        DOMAIN,
        fails=[
            ({}, ["encryptAtRest.enabled"]),
            ([one(OLDER, {"encryptAtRest": {"enabled": False}})], ["encryptAtRest.enabled"]),
        ],
        passes=[{"encryptAtRest": {"enabled": True}}],
        near_misses=[{"encryptAtRest": [{"enabled": "true"}]}],
        undetermined=[({"encryptAtRest": {"enabled": UNKNOWN}}, "encryptAtRest.enabled")],
    ),
    "opensearch-cmk": Cases(
        DOMAIN,
        fails=[({"encryptAtRest": {"enabled": True}}, ["encryptAtRest.kmsKeyId"])],
        passes=[{"encryptAtRest": {"enabled": True, "kmsKeyId": "key/1"}}],
        near_misses=[{}, {"encryptAtRest": {"enabled": True, "kmsKeyId": UNKNOWN}}],
        always_known="a key that is given is a key, known or not",
    ),
    "opensearch-node-to-node": Cases(
        DOMAIN,
        fails=[
            ({}, ["nodeToNodeEncryption.enabled"]),
            ([one(OLDER, {})], ["nodeToNodeEncryption.enabled"]),
        ],
        passes=[{"nodeToNodeEncryption": {"enabled": True}}],
        near_misses=[{"nodeToNodeEncryption": [{"enabled": True}]}],
        undetermined=[({"nodeToNodeEncryption": UNKNOWN}, "nodeToNodeEncryption")],
    ),
    "opensearch-https": Cases(
        DOMAIN,
        fails=[
            ({}, ["domainEndpointOptions.enforceHttps"]),
            (
                {"domainEndpointOptions": {"enforceHttps": False}},
                ["domainEndpointOptions.enforceHttps"],
            ),
            ([one(CLOUDSEARCH, {})], ["endpointOptions.enforceHttps"]),
        ],
        passes=[{"domainEndpointOptions": {"enforceHttps": True}}],
        near_misses=[{"domainEndpointOptions": {"tlsSecurityPolicy": "x"}}],
        undetermined=[({"domainEndpointOptions": UNKNOWN}, "domainEndpointOptions")],
    ),
    "opensearch-tls-version": Cases(
        DOMAIN,
        fails=[
            ({}, ["domainEndpointOptions.tlsSecurityPolicy"]),
            (
                {"domainEndpointOptions": {"tlsSecurityPolicy": "Policy-Min-TLS-1-0-2019-07"}},
                ["domainEndpointOptions.tlsSecurityPolicy"],
            ),
            (
                [
                    one(
                        CLOUDSEARCH,
                        {"endpointOptions": {"tlsSecurityPolicy": "Policy-Min-TLS-1-0-2019-07"}},
                    )
                ],
                ["endpointOptions.tlsSecurityPolicy"],
            ),
        ],
        passes=[{"domainEndpointOptions": {"tlsSecurityPolicy": "Policy-Min-TLS-1-2-2019-07"}}],
        near_misses=[
            {"domainEndpointOptions": {"tlsSecurityPolicy": "Policy-Min-TLS-1-2-PFS-2023-10"}},
            [one(CLOUDSEARCH, {})],
        ],
        undetermined=[({"domainEndpointOptions": UNKNOWN}, "domainEndpointOptions")],
    ),
    "opensearch-fgac": Cases(
        DOMAIN,
        fails=[
            ({}, ["advancedSecurityOptions.enabled"]),
            (
                {"advancedSecurityOptions": {"enabled": True, "anonymousAuthEnabled": True}},
                ["advancedSecurityOptions.anonymousAuthEnabled"],
            ),
        ],
        passes=[WITH_USERS],
        near_misses=[{"advancedSecurityOptions": {"enabled": True, "anonymousAuthEnabled": False}}],
        undetermined=[
            (
                {"advancedSecurityOptions": {"enabled": UNKNOWN}},
                "advancedSecurityOptions.enabled",
            )
        ],
    ),
    "opensearch-vpc": Cases(
        DOMAIN,
        fails=[
            ({}, ["vpcOptions.subnetIds"]),
            ({"vpcOptions": {"subnetIds": []}}, ["vpcOptions.subnetIds"]),
        ],
        passes=[{"vpcOptions": {"subnetIds": ["subnet-1"]}}],
        near_misses=[{"vpcOptions": {"subnetIds": UNKNOWN}}],
        undetermined=[({"vpcOptions": UNKNOWN}, "vpcOptions")],
    ),
}
