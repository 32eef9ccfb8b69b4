"""The security policies of OpenSearch Serverless."""

from collections.abc import Iterator
from typing import Final

from guardrails.answers import demand
from guardrails.demands import not_on
from guardrails.model import Level, Result, Severity, rule
from guardrails.view import Resource

_POLICY: Final = "aws:opensearch/serverlessSecurityPolicy:ServerlessSecurityPolicy"
_OWN: Final = (
    "Other tools read domains; what holds for a collection is in a security policy of its own."
)


@rule(
    "opensearch-serverless-public",
    "Collections of OpenSearch Serverless are reached from within a VPC",
    category="public-exposure",
    severity=Severity.HIGH,
    level=Level.ADVISORY,
    applies_to=[_POLICY],
    why="A public collection has nothing but its access policy before it.",
    remediation="Set AllowFromPublic to false and name the endpoints in SourceVPCEs.",
    snippet="""access = {"Rules": rules, "AllowFromPublic": False, "SourceVPCEs": [endpoint]}
aws.opensearch.ServerlessSecurityPolicy(
    ...,
    type="network",
    policy=json.dumps([access]),
)""",
    own=_OWN,
)
def serverless_network(policy: Resource) -> Iterator[Result]:
    """Each rule of a policy of the type ``network``."""
    if policy["type"].text != "network":
        return
    for one in policy["policy"].json().items():
        public = one["AllowFromPublic"]
        yield from demand(
            public,
            not_on(public),
            "The collection is reached from the internet.",
            "'AllowFromPublic': False, 'SourceVPCEs': [endpoint.id]",
        )


@rule(
    "opensearch-serverless-cmk",
    "Collections of OpenSearch Serverless are encrypted with a KMS key of the account",
    category="encryption-at-rest",
    severity=Severity.LOW,
    level=Level.ADVISORY,
    applies_to=[_POLICY],
    why="Only a key of the account has a policy that can take the data away from somebody.",
    remediation="Name the key in KmsARN and leave AWSOwnedKey out.",
    snippet="""aws.opensearch.ServerlessSecurityPolicy(
    ...,
    type="encryption",
    policy=json.dumps({"Rules": rules, "KmsARN": key_arn}),
)""",
    own=_OWN,
)
def serverless_key(policy: Resource) -> Iterator[Result]:
    """A policy of the type ``encryption`` is one object."""
    if policy["type"].text == "encryption":
        owned = policy["policy"].json()["AWSOwnedKey"]
        yield from demand(
            owned,
            not_on(owned),
            "The key is AWS's own: its use is not logged, and it cannot be taken away.",
            "'KmsARN': <key ARN>",
        )


RULES = (serverless_network, serverless_key)
