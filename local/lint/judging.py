"""Judges the documents of files."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from guardrails.iam import foreign, judge
from guardrails.iam.document import parse
from guardrails.iam.findings import HIGH, MEDIUM, Finding
from guardrails.iam.model import Document, DocumentKind, Parsed
from guardrails.iam.text import name
from guardrails.iam.validity import size
from local.lint import lines
from local.lint.inputs import Entry, File, entries

MALFORMED: Final = "malformed-policy"
TOO_LARGE: Final = "policy-size"

# A file does not say what carries its document: the most that any carrier may have.
_SIZES: Final = {
    DocumentKind.IDENTITY: size.MANAGED,
    DocumentKind.TRUST: size.TRUST,
    DocumentKind.RESOURCE: size.KEY,
    DocumentKind.SCP: size.SCP,
    DocumentKind.RCP: size.RCP,
}


@dataclass(frozen=True)
class Judged:
    """A document with what is wrong with it.

    Attributes:
        entry: The document.
        kind: What it is for, as told or as it looks.
        findings: With those of kind ``malformed-policy``, each with its line in the file.
        malformed: Whether AWS would refuse it, or read it otherwise than its author.
    """

    entry: Entry
    kind: DocumentKind
    findings: tuple[tuple[Finding, int | None], ...]
    malformed: bool


def judge_files(
    files: Iterable[File], kind: DocumentKind | None, account_id: str | None
) -> Iterator[Judged]:
    """Judge every document of the files.

    Args:
        files: What was read.
        kind: What the documents are for; ``None`` to tell by what stands in them.
        account_id: The account that they are in, where it matters whose a principal is.

    Raises:
        InputError: A file holds no document.
    """
    for file in files:
        found = entries(file)
        root = lines.tree(file.text) if _is_json(found) else None
        for entry in found:
            yield _judged(entry, root, kind, account_id)


def _is_json(found: tuple[Entry, ...]) -> bool:
    return not (len(found) == 1 and found[0].raw is found[0].file.text)


def _judged(
    entry: Entry, root: lines.Node | None, kind: DocumentKind | None, account_id: str | None
) -> Judged:
    kind = kind or kind_of(entry.raw)
    parsed = parse(entry.raw, kind)
    found = [*_problems(parsed), *_too_large(entry.raw, kind)]
    if parsed.document is not None:
        found += _findings(parsed.document, account_id)
    # Within a text of its own a document has no lines of the file but that one.
    node = root and _node(root, entry)
    placed = ((one, node and lines.line_of(node, _path(entry, one))) for one in found)
    return Judged(entry, kind, tuple(placed), bool(parsed.problems))


def _node(root: lines.Node, entry: Entry) -> lines.Node | None:
    if not entry.place:
        return root
    return root.within.get(entry.place) or root.within.get(name(entry.place))


def _path(entry: Entry, found: Finding) -> str:
    return "" if isinstance(entry.raw, str) else found.path


def _problems(parsed: Parsed) -> Iterator[Finding]:
    severity = HIGH if parsed.document is None else MEDIUM
    for problem in parsed.problems:
        yield Finding(MALFORMED, severity, problem.path, problem.message, problem.fix)


def _too_large(raw: object, kind: DocumentKind) -> Iterator[Finding]:
    text = raw if isinstance(raw, str) else json.dumps(raw, separators=(",", ":"))
    limit = _SIZES[kind]
    length = size.measured(text, limit)
    if length > limit.characters:
        message = f"There are {length:,} characters; AWS takes {limit.characters:,} for "
        yield Finding(TOO_LARGE, MEDIUM, "", f"{message}{limit.what}.", "Split it.")


def _findings(document: Document, account_id: str | None) -> list[Finding]:
    match document.kind:
        case DocumentKind.IDENTITY:
            return judge.principal_policy(document)
        case DocumentKind.TRUST:
            return judge.trust_policy(document, account_id)
        case DocumentKind.RESOURCE:
            told = foreign.judge(document, account_id) if account_id else ()
            return [*judge.resource_policy(document, account_id), *(one for _, one in told)]
        case DocumentKind.SCP | DocumentKind.RCP:
            return judge.service_control_policy(document)


def kind_of(raw: object) -> DocumentKind:
    """What a document is for: whom it names, and whether they take a role, tell."""
    document = parse(raw, DocumentKind.RESOURCE).document
    statements = document.statements if document else ()
    if not any(one.principals or one.not_principals for one in statements):
        return DocumentKind.IDENTITY
    actions = [action for one in statements for action in (*one.actions, *one.not_actions)]
    if all(action.lower().startswith("sts:") for action in actions):
        return DocumentKind.TRUST
    return DocumentKind.RESOURCE
