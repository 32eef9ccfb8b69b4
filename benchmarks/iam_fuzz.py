"""Documents made to break the engine: none may raise, or take more than a second.

Each is parsed, judged by its kind, asked for ways to more rights, and evaluated for a request. What
is said about it must be safe to print: one line without control characters.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from benchmarks.iam_corpus import ACCOUNT, judged
from benchmarks.iam_hostile import Hostile, documents
from guardrails.iam.document import parse
from guardrails.iam.entity import Entity, EntityKind, Policy
from guardrails.iam.escalation.across import across_policies, by_target
from guardrails.iam.escalation.stack import Stack
from guardrails.iam.evaluation import Policies, Request, evaluate
from guardrails.iam.model import Document, DocumentKind

SECONDS: Final = 1.0
_ROLE: Final = f"arn:aws:iam::{ACCOUNT}:role/someone"
_REQUESTS: Final = tuple(
    Request(_ROLE, ACCOUNT, action, resource, unknown=unknown)
    for action, resource in (
        ("s3:GetObject", "arn:aws:s3:::orders/january"),
        ("iam:PassRole", f"arn:aws:iam::{ACCOUNT}:role/*"),
    )
    for unknown in (True, False)
)


@dataclass(slots=True)
class Tally:
    """What came of many documents.

    Attributes:
        counts: How many there were of each way to be hostile.
        slowest: For each way the most seconds of processor that one of them took.
        faults: What went wrong: the way, what happened, and the number of the document.
        problems: How often each kind of problem and finding was told.
    """

    counts: Counter[str] = field(default_factory=Counter[str])
    slowest: dict[str, float] = field(default_factory=dict[str, float])
    faults: list[str] = field(default_factory=list[str])
    problems: Counter[str] = field(default_factory=Counter[str])


def tally(given: Iterable[Hostile], longest: float = SECONDS) -> Tally:
    """Try documents.

    Args:
        given: The documents.
        longest: The seconds of processor from which on one counts as a fault.
    """
    found = Tally()
    for number, one in enumerate(given):
        begin = time.process_time()
        try:
            said = list(_tried(one))
        except Exception as error:  # noqa: BLE001 -- an error is what is looked for
            found.faults.append(f"{one.way} {number}: {type(error).__name__}: {error}"[:300])
            continue
        seconds = time.process_time() - begin
        found.counts[one.way] += 1
        found.slowest[one.way] = max(found.slowest.get(one.way, 0), seconds)
        found.problems.update(kind for kind, _ in said)
        if seconds > longest:
            found.faults.append(f"{one.way} {number}: took {seconds:.2f} s")
        unsafe = next((words for _, words in said if not words.isprintable()), None)
        if unsafe is not None:
            found.faults.append(f"{one.way} {number}: says {unsafe!r}"[:300])
    return found


def _tried(one: Hostile) -> Iterator[tuple[str, str]]:
    """What is said about a document: its kind and its words."""
    parsed = parse(one.raw, one.kind)
    for problem in parsed.problems:
        yield "malformed-policy", f"{problem.path}{problem.message}{problem.fix}"
    document = parsed.document
    if document is None:
        return
    for finding in judged(document):
        yield finding.rule, f"{finding.path}{finding.message}{finding.fix}"
    if one.kind is DocumentKind.IDENTITY:
        for rule in _escalations(document):
            yield rule, ""
    for request in _REQUESTS:
        yield str(evaluate(request, _policies(document)).answer), ""


def _escalations(document: Document) -> Iterator[str]:
    mine = Entity(EntityKind.ROLE, "someone", _ROLE, ACCOUNT, (Policy("hostile", document),))
    stack = Stack([mine, Entity(EntityKind.ROLE, "other", f"{_ROLE}-else", ACCOUNT)])
    yield from ("privesc-cross-policy" for _ in across_policies(0, stack))
    yield from ("privesc-target-dependent" for _ in by_target(0, stack))


def _policies(document: Document) -> Policies:
    """The document where its kind has its say, among others that allow everything."""
    policy = (Policy("hostile", document),)
    match document.kind:
        case DocumentKind.IDENTITY:
            return Policies(identity=policy, boundary=document, session=document)
        case DocumentKind.TRUST | DocumentKind.RESOURCE:
            return Policies(resource=document)
        case DocumentKind.SCP:
            return Policies(identity=_ALL, scps=(policy, policy))
        case DocumentKind.RCP:
            return Policies(identity=_ALL, rcps=(policy,))


def _everything() -> tuple[Policy, ...]:
    statement = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    document = parse({"Statement": statement}, DocumentKind.IDENTITY).document
    return (Policy("everything", document),) if document else ()


_ALL: Final = _everything()


def main() -> None:
    """Print a table; the exit code is 1 if a document broke something."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    begin = time.perf_counter()
    found = tally(documents(given.documents, given.seed))
    seconds = time.perf_counter() - begin
    print(f"{given.documents} documents in {seconds:.0f} s, {len(found.faults)} faults")
    print(f"{'':20}{'documents':>10}{'worst':>12}")
    for way, worst in sorted(found.slowest.items(), key=lambda one: -one[1]):
        print(f"{way:20}{found.counts[way]:>10}{1000 * worst:>9.1f} ms")
    told = ", ".join(f"{kind} {count}" for kind, count in found.problems.most_common())
    print(f"told: {told}")
    print("\n".join(found.faults[:20]))
    sys.exit(1 if found.faults else 0)


if __name__ == "__main__":
    main()
