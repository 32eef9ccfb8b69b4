"""Known ways from some rights to more, and who in a stack can go them."""

from guardrails.iam.escalation.find import Opening, openings
from guardrails.iam.escalation.model import Kind, Path, Target
from guardrails.iam.escalation.paths import PATHS

__all__ = ["PATHS", "Kind", "Opening", "Path", "Target", "openings"]
