"""Which texts are credentials: by their form, or by the name that they stand under.

Only the kind of a credential is ever told, no part of it. Every pattern is linear: it starts at a
fixed text or at the start of a word, and no repetition gives back what it took.
"""

from guardrails.subjects.literal_secrets.inputs import candidates, within
from guardrails.subjects.literal_secrets.texts import found, found_under

__all__ = ["candidates", "found", "found_under", "within"]
