"""What principals can do, worked out from their policies and all that bounds them."""

from guardrails.iam.reach.patterns import Resources
from guardrails.iam.reach.reach import Allowed, Reach, reach, reach_of

__all__ = ["Allowed", "Reach", "Resources", "reach", "reach_of"]
