"""The service control policies over a stack's account, as the stack declares what it inherits."""

from typing import Final

from guardrails.documents import parse
from guardrails.iam.entity import Policy
from guardrails.iam.model import DocumentKind
from guardrails.view import Resource

INHERITED: Final = "bulwark:index:InheritedPolicies"
"""The component that says so, in its input ``levels``."""

Levels = tuple[tuple[Policy, ...], ...]
"""Policies, level by level from the organization's root down to the account."""


def levels(inherited: Resource) -> Levels:
    """The policies of each level; those that cannot be read are left out."""
    return tuple(
        tuple(
            Policy(one["name"].text, document, inherited.urn, one["content"].path)
            for one in level.items()
            if (document := parse(one["content"].text, DocumentKind.SCP).document)
        )
        for level in inherited["levels"].items()
    )
