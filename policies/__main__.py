"""The policy pack: `pulumi preview --policy-pack policies` starts this."""

from pathlib import Path

from guardrails.registry import RULES
from guardrails.servicer import serve

serve(RULES, Path(__file__).parent)
