"""The rules of Bulwark's own pack; importing this package has put the pack on the path."""

from guardrails.registry import RULES

__all__ = ["RULES"]
