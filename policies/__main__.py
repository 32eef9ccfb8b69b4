"""The policy pack: `pulumi preview --policy-pack policies` starts this."""

from guardrails.registry import RULES
from guardrails.servicer import serve

serve(RULES)
