"""Whether a document says what its author meant: AWS takes it, and does something else.

What AWS refuses altogether is found when the document is read (``guardrails.iam.document``).
"""

from collections.abc import Iterator

from guardrails.iam import variable_grammar
from guardrails.iam.findings import Finding
from guardrails.iam.model import Document
from guardrails.iam.validity import keys, mfa, resources, variables


def judge(document: Document) -> Iterator[Finding]:
    """What does not do what it seems to, in documents of every kind."""
    for statement in document.statements:
        yield from resources.judge(statement)
    yield from keys.judge(document)
    if variable_grammar.any_in(document.statements):
        yield from variables.judge(document)
    yield from mfa.judge(document)
