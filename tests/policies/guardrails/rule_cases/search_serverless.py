"""Collections of OpenSearch Serverless."""

import json

from tests.policies.guardrails.rule_cases.model import UNKNOWN, Cases, Properties

POLICY = "aws:opensearch/serverlessSecurityPolicy:ServerlessSecurityPolicy"


def security(type_: str, document: object) -> Properties:
    return {"name": "it", "type": type_, "policy": json.dumps(document)}


CASES = {
    "opensearch-serverless-public": Cases(
        POLICY,
        fails=[
            (
                security("network", [{"SourceVPCEs": ["vpce-1"]}, {"AllowFromPublic": True}]),
                ["policy[1].AllowFromPublic"],
            ),
        ],
        passes=[security("network", [{"AllowFromPublic": False, "SourceVPCEs": ["vpce-1"]}])],
        near_misses=[
            security("encryption", {"AllowFromPublic": True}),
            {"type": "network", "policy": "no JSON"},
        ],
        undetermined=[({"type": "network", "policy": UNKNOWN}, "policy")],
    ),
    "opensearch-serverless-cmk": Cases(
        POLICY,
        fails=[(security("encryption", {"AWSOwnedKey": True}), ["policy.AWSOwnedKey"])],
        passes=[security("encryption", {"AWSOwnedKey": False, "KmsARN": "arn:aws:kms:x"})],
        near_misses=[security("network", {"AWSOwnedKey": True})],
        undetermined=[({"type": "encryption", "policy": UNKNOWN}, "policy")],
    ),
}
