"""The snippets of the rules are Pulumi Python, and mend what they are for."""

import json
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from guardrails import documents
from guardrails.iam.model import DocumentKind
from guardrails.model import Rule
from guardrails.registry import RULES

pytestmark = pytest.mark.thorough

LONGEST_LINES = 14
LONGEST_LINE = 110

RULES_WITH_DOCUMENTS = [rule for rule in RULES if "Statement" in rule.snippet]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_shows_what_a_mended_declaration_looks_like(rule: Rule) -> None:
    lines = rule.snippet.strip().splitlines()

    assert 1 <= len(lines) <= LONGEST_LINES
    assert all(len(line) <= LONGEST_LINE for line in lines)
    compile(rule.snippet, rule.id, "exec")


class Anything:
    """Whatever a snippet takes from the program around it; it keeps the arguments of calls."""

    def __init__(self, name: str, calls: list[tuple[str, dict[str, Any]]]) -> None:
        self.name, self.calls = name, calls

    def __getattr__(self, name: str) -> "Anything":
        return Anything(f"{self.name}.{name}", self.calls)

    def __call__(self, *_given: object, **named: Any) -> "Anything":
        self.calls.append((self.name, named))
        return self


class Program(dict[str, Any]):
    """The names of a program: those that nobody has given are ``Anything``."""

    def __init__(self) -> None:
        super().__init__(json=SimpleNamespace(dumps=json.dumps))
        self.calls: list[tuple[str, dict[str, Any]]] = []

    def __missing__(self, name: str) -> Anything:
        return Anything(name, self.calls)


def documents_of(snippet: str) -> Iterator[tuple[DocumentKind, str]]:
    """The access documents that a snippet gives to resources."""
    program = Program()
    exec(snippet, {}, program)  # noqa: S102 -- our own text
    for function, named in program.calls:
        for argument, value in named.items():
            if not (isinstance(value, str) and value.startswith("{")):
                continue
            if argument == "assume_role_policy":
                yield DocumentKind.TRUST, value
            elif function.startswith(("aws.iam.", "aws.ssoadmin.")):
                yield DocumentKind.IDENTITY, value
            else:
                yield DocumentKind.RESOURCE, value


@pytest.mark.parametrize("rule", RULES_WITH_DOCUMENTS, ids=lambda rule: rule.id)
def test_a_document_in_a_snippet_has_nothing_wrong_itself(rule: Rule) -> None:
    found = list(documents_of(rule.snippet))

    assert found
    for kind, text in found:
        assert documents.parse(text, kind).problems == ()
        assert documents.judge(text, kind, "123456789012") == ()
