"""The corpus of policy documents with verdicts: reads ``corpus/*.toml`` and asks the engine.

A file is a category: ``about`` says what of, ``kind`` what its documents are (``identity``,
``trust`` or ``resource``). A case has

- ``verdict``: ``bad`` or ``good``, decided by what AWS does with the documents;
- ``rules``: of a bad one, the rules any of which finds it;
- ``statements`` of one document, or ``policies`` of one principal, or the ``text`` of a document;
- ``role``: the principal's name; ``others``: the roles beside it, with the service that takes them
  and what runs as them;
- ``type``: what a resource policy is attached to.
"""

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Final

from guardrails.iam import escalation, judge
from guardrails.iam.document import parse
from guardrails.iam.entity import Entity, EntityKind, Policy, Runner
from guardrails.iam.escalation.across import across_policies, by_target
from guardrails.iam.escalation.stack import Stack
from guardrails.iam.model import Document, DocumentKind

ACCOUNT: Final = "123456789012"
FOLDER: Final = Path(__file__).with_name("corpus")
KINDS: Final = {
    "identity": DocumentKind.IDENTITY,
    "trust": DocumentKind.TRUST,
    "resource": DocumentKind.RESOURCE,
}
_NAMELESS: Final = "someone"


@dataclass(frozen=True, slots=True)
class Case:
    """Documents that hold together, and the verdict on them.

    Attributes:
        rules: Any of them finds it; empty for a good one.
        texts: The documents as AWS gets them.
        role: The principal that has them.
        others: The roles beside it.
        type: What a resource policy is attached to: ``bucket``.
    """

    category: str
    name: str
    kind: DocumentKind
    is_bad: bool
    rules: frozenset[str]
    texts: tuple[str, ...]
    role: str
    others: tuple[Mapping[str, Any], ...]
    type: str


@cache
def cases() -> tuple[Case, ...]:
    """Every case, by category."""
    files = sorted(FOLDER.glob("*.toml"))
    return tuple(case for file in files for case in _read(file))


def _read(file: Path) -> Iterator[Case]:
    given = tomllib.loads(file.read_text(encoding="utf-8"))
    for one in given["case"]:
        yield Case(
            category=file.stem,
            name=one["name"],
            kind=KINDS[given["kind"]],
            is_bad={"bad": True, "good": False}[one["verdict"]],
            rules=frozenset(one.get("rules", ())),
            texts=tuple(_texts(one)),
            role=one.get("role", _NAMELESS),
            others=tuple(one.get("others", ())),
            type=one.get("type", ""),
        )


def _texts(case: Mapping[str, Any]) -> Iterator[str]:
    if "text" in case:
        yield case["text"]
        return
    for statements in case.get("policies", [case.get("statements")]):
        yield document_text(statements)


def document_text(statements: object) -> str:
    """A document with these statements."""
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def found(case: Case) -> frozenset[str]:
    """The rules by which the engine finds something wrong with a case."""
    rules: set[str] = set()
    for text in case.texts:
        parsed = parse(text, case.kind)
        if parsed.problems:
            rules.add("malformed-policy")
        if parsed.document is not None:
            rules |= {one.rule for one in judged(parsed.document)}
    if case.kind is DocumentKind.IDENTITY:
        stack = Stack(entities(case))
        rules |= {"privesc-cross-policy"} if across_policies(0, stack) else set()
        rules |= {"privesc-target-dependent"} if any(by_target(0, stack)) else set()
    return frozenset(rules)


def judged(document: Document) -> list[judge.Finding]:
    """What the engine finds wrong with one document."""
    match document.kind:
        case DocumentKind.IDENTITY:
            return [*judge.identity_policy(document), *escalation.judge(document)]
        case DocumentKind.TRUST:
            return judge.trust_policy(document, ACCOUNT)
        case DocumentKind.RESOURCE:
            return judge.resource_policy(document, ACCOUNT)
        case DocumentKind.SCP | DocumentKind.RCP:
            return judge.service_control_policy(document)


def entities(case: Case) -> tuple[Entity, ...]:
    """The principal of a case first, and those beside it."""
    documents = (parse(text, case.kind).document for text in case.texts)
    own = _entity(case.role, *(one for one in documents if one is not None))
    return (own, *map(_other, case.others))


def _entity(name: str, *documents: Document) -> Entity:
    policies = tuple(Policy(f"policy {at}", one) for at, one in enumerate(documents))
    arn = f"arn:aws:iam::{ACCOUNT}:role/{name}"
    return Entity(EntityKind.ROLE, name, arn, ACCOUNT, policies)


def _other(given: Mapping[str, Any]) -> Entity:
    service = given["service"]
    trust = [{"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}]
    return replace(
        _entity(given["role"], _parsed(given["statements"], DocumentKind.IDENTITY)),
        trust=_parsed(trust, DocumentKind.TRUST),
        runners=(Runner(service, given["runs"], ""),) if "runs" in given else (),
    )


def _parsed(statements: object, kind: DocumentKind) -> Document:
    parsed = parse(document_text(statements), kind)
    if parsed.document is None:
        raise ValueError(f"The corpus holds {statements!r}, which is no {kind}.")
    return parsed.document
