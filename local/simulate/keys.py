"""The context keys of documents, wherever they are."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rich.console import Console

from guardrails.documents import AccessDocument, all_documents
from guardrails.graph import Graph
from guardrails.iam.document import parse
from guardrails.iam.evaluation.keys import read_by
from guardrails.iam.model import Parsed, Problem
from guardrails.view import Resource
from local.errors import InputError
from local.lint.inputs import entries, files
from local.lint.judging import kind_of
from local.report.console import clean, styled


@dataclass(frozen=True)
class Read:
    """A document with the keys that it reads.

    Attributes:
        name: What people know it by.
        keys: Each with the places that read it.
        problem: Why it could not be read, or the first thing that AWS would not take of it; empty
            when there is none.
    """

    name: str
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    problem: str = ""


def of_files(paths: Sequence[str]) -> Iterator[Read]:
    """The documents of files and folders.

    Raises:
        InputError: A file holds none, or one of which nothing can be understood.
    """
    for entry in (entry for path in paths for file in files(path) for entry in entries(file)):
        parsed = parse(entry.raw, kind_of(entry.raw))
        if parsed.document is None or not parsed.document.statements:
            problem = parsed.problems[0]
            raise InputError(f"{entry.name}: {_told(problem)} {problem.fix}")
        yield Read(entry.name, read_by(parsed.document), _first(parsed))


def _told(problem: Problem) -> str:
    # A document as a whole has no place to be told, nor has its list of statements.
    place = f"{problem.path}: " if "." in problem.path or "[" in problem.path else ""
    return f"{place}{problem.message}"


def _first(parsed: Parsed) -> str:
    if not parsed.problems:
        return ""
    further = len(parsed.problems) - 1
    more = f" {further} more: `bulwark lint` tells them." if further else ""
    return f"{_told(parsed.problems[0])}{more}"


def of_graph(graph: Graph) -> Iterator[Read]:
    """The documents of resources, in the order of their URNs."""
    for resource in graph.resources:
        for document in all_documents(resource):
            yield _of_resource(resource, document)


def _of_resource(resource: Resource, document: AccessDocument) -> Read:
    type_ = resource.origin.type if resource.origin else resource.type
    name = f"{type_.rpartition(':')[2]} {resource.name}: {resource.place(document.view.path)}"
    if document.unknown:
        return Read(name, problem="not known at preview")
    if document.view.secret:
        return Read(name, problem="a secret, which is not shown")
    parsed = document.parsed()
    if parsed.document is None:
        return Read(name, problem="no policy document")
    return Read(name, read_by(parsed.document), _first(parsed))


def text(console: Console, found: Sequence[Read]) -> None:
    """Show each document that reads keys or could not be read, and one line at the end."""
    for one in found:
        if one.problem:
            problem = clean(one.problem)
            console.print(styled((clean(one.name), "bold"), (f"  {problem}", "yellow")))
        elif one.keys:
            console.print(styled((clean(one.name), "bold")))
        widest = max(map(len, one.keys), default=0)
        for key, places in one.keys.items():
            told = ", ".join(place.removesuffix(f".{key}") for place in places)
            console.print(styled((f"  {clean(key):<{widest}}  ", ""), (clean(told), "dim")))
    keys = _keys(found)
    console.print(
        styled(
            (f"{len(found)} {'document' if len(found) == 1 else 'documents'}: ", "bold"),
            (clean(", ".join(keys)) or "no key is read", ""),
        )
    )


def data(found: Sequence[Read]) -> str:
    """The report of ``bulwark context-keys --json``; its shape stays stable."""
    report = {
        "documents": [
            {
                "name": one.name,
                "problem": one.problem or None,
                "keys": [{"key": key, "places": list(at)} for key, at in one.keys.items()],
            }
            for one in found
        ],
        "keys": _keys(found),
    }
    return json.dumps(report, indent=2)


def _keys(found: Sequence[Read]) -> list[str]:
    """All keys, each once whatever its case, in the order of the alphabet."""
    spelt: dict[str, str] = {}
    for key in (key for one in found for key in one.keys):
        spelt.setdefault(key.lower(), key)
    return [spelt[key] for key in sorted(spelt)]
