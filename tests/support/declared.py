"""Resources as the policy pack sees them, for stacks made up by a test."""

from collections.abc import Mapping, Sequence
from typing import Any

from guardrails.view import Resource, View

ACCOUNT = "111122223333"
REGION = "eu-central-1"


def urn(type_: str, name: str) -> str:
    return f"urn:pulumi:dev::app::{type_}::{name}"


def declared(
    type_: str,
    properties: Mapping[str, Any],
    name: str = "it",
    depends: Mapping[str, Sequence[str]] | None = None,
    region: str = REGION,
) -> Resource:
    """A resource; ``depends`` tells by property what it is computed from."""
    return Resource(
        urn=urn(type_, name),
        type=type_,
        name=name,
        properties=View(properties),
        property_dependencies={key: tuple(urns) for key, urns in (depends or {}).items()},
        account_id=ACCOUNT,
        region=region,
    )
