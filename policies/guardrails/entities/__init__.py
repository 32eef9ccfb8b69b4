"""The principals and the resource policies of a stack, as the IAM engine takes them."""

from guardrails.entities.guarded import resource_policies
from guardrails.entities.principals import entities

__all__ = ["entities", "resource_policies"]
