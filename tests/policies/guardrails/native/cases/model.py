"""What a native type is tried with: a stack that is well made, and one that is not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from tests.policies.guardrails.native.asked import UNKNOWN, Declared, Found

__all__ = [
    "ACCOUNT",
    "KEY",
    "REGION",
    "UNKNOWN",
    "Case",
    "Declared",
    "document",
    "native",
    "tls",
]

ACCOUNT: Final = "123456789012"
REGION: Final = "eu-central-1"
KEY: Final = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/7f3a0a1b-0000-0000-0000-000000000000"

QUEUE_ARN: Final = f"arn:aws:sqs:{REGION}:{ACCOUNT}:orders"
DEAD_ARN: Final = f"arn:aws:sqs:{REGION}:{ACCOUNT}:dead"
STREAM_ARN: Final = f"arn:aws:kinesis:{REGION}:{ACCOUNT}:stream/clicks"


@dataclass(frozen=True)
class Case:
    """The stacks of one type.

    Attributes:
        good: In it nothing is found.
        bad: In it is found what ``found`` says, and nothing else.
        found: Each rule with the path in the declaration, sorted.
    """

    good: Sequence[Declared]
    bad: Sequence[Declared]
    found: Sequence[Found]


def native(
    type_: str,
    name: str = "it",
    properties: Mapping[str, Any] | None = None,
    *,
    depends: Mapping[str, Sequence[Declared]] | None = None,
    protect: bool = True,
) -> Declared:
    return Declared(f"aws-native:{type_}", properties or {}, name, depends or {}, protect)


def document(*statements: Mapping[str, Any]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def tls(actions: str, *resources: str) -> dict[str, Any]:
    """A statement that refuses what is not encrypted on its way."""
    return {
        "Sid": "Tls",
        "Effect": "Deny",
        "Principal": "*",
        "Action": actions,
        "Resource": list(resources),
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
