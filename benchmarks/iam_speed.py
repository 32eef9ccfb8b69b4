"""How long Bulwark, parliament and cloudsplaining take for a policy document.

The documents are the identity policies of the corpus and larger ones like AWS's own, 300 together.
Each tool reads and judges each of them once in a process of its own, several times over; a
document's time is its shortest, of the processor. What is warm: each tool's data on AWS's actions,
and what it keeps of the documents before. The second column is Bulwark when it forgets those.
Python's garbage collection leaves each tool's data alone.
"""

import argparse
import functools
import gc
import importlib
import json
import pkgutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

import guardrails.iam
from benchmarks import iam_generated, iam_peers
from benchmarks.iam_corpus import Case, cases, judged
from guardrails.iam import reference
from guardrails.iam.actions import covered
from guardrails.iam.document import parse
from guardrails.iam.model import DocumentKind

COUNT: Final = 300
AIMS: Final = {"median": 0.2, "p95": 2.0, "worst": 20.0}
OURS: Final = "bulwark"
FORGETFUL: Final = "bulwark-forgetful"
PEERS: Final = ("parliament", "cloudsplaining")


def mixed() -> list[Case]:
    """The documents, each as a case of its own."""
    known = [case for case in cases() if case.kind is DocumentKind.IDENTITY]
    known = [case for case in known if case.category != "malformed"]
    texts = [text for case in known for text in case.texts]
    texts += iam_generated.documents(COUNT - len(texts))
    return [_case(str(at), text) for at, text in enumerate(texts)]


def _case(name: str, text: str) -> Case:
    return Case("", name, DocumentKind.IDENTITY, False, frozenset(), (text,), "", (), "")  # noqa: FBT003 -- no verdict


def measure(given: Sequence[Case], *, forgetful: bool = False) -> list[float]:
    """The seconds that Bulwark takes for each."""
    forget = tuple(_memories()) if forgetful else ()
    for service in reference.services():
        for action in reference.service_actions(service).values():
            covered(action.name)
    gc.freeze()
    taken: list[float] = []
    for case in given:
        for one in forget:
            one()
        begin = time.process_time()
        document = parse(case.texts[0], case.kind).document
        if document is not None:
            judged(document)
        taken.append(time.process_time() - begin)
    return taken


def _memories() -> Iterator[Callable[[], None]]:
    """What empties the engine's memories of documents, those of the reference apart."""
    for found in pkgutil.walk_packages(guardrails.iam.__path__, "guardrails.iam."):
        module = importlib.import_module(found.name)
        for one in vars(module).values():
            if not isinstance(one, functools._lru_cache_wrapper):  # noqa: SLF001 -- the type has no public name  # pyright: ignore[reportPrivateUsage]
                continue
            # What has no limit holds the reference.
            if one.__module__ == found.name and one.cache_info().maxsize is not None:
                yield one.cache_clear


def ours(how: str) -> list[float]:
    """The same in a process of its own."""
    command = [sys.executable, __file__, "--inside", how]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 -- our own script
    return json.loads(done.stdout)


def best(runs: int, times: Callable[[], Sequence[float]]) -> list[float]:
    """The shortest time of each document, in milliseconds."""
    return [1000 * min(some) for some in zip(*(times() for _ in range(runs)), strict=True)]


def figures(taken: list[float]) -> dict[str, float]:
    """What the table shows."""
    return {
        "median": statistics.median(taken),
        "p95": statistics.quantiles(taken, n=20)[-1],
        "worst": max(taken),
        "all together": sum(taken),
    }


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="processes per tool")
    parser.add_argument("--inside", choices=[OURS, FORGETFUL], help="print Bulwark's times as JSON")
    given = parser.parse_args()
    documents = mixed()
    if given.inside:
        json.dump(measure(documents, forgetful=given.inside == FORGETFUL), sys.stdout)
        return

    def peer(tool: str) -> list[float]:
        return [one.seconds for one in iam_peers.ask(tool, documents)]

    tools: dict[str, Callable[[], Sequence[float]]] = {
        how: functools.partial(ours, how) for how in (OURS, FORGETFUL)
    }
    tools |= {tool: functools.partial(peer, tool) for tool in PEERS}
    table = {tool: figures(best(given.runs, times)) for tool, times in tools.items()}
    print(f"{len(documents)} documents, shortest of {given.runs} processes, ms per document")
    print(f"{'':16}" + "".join(f"{tool:>26}" for tool in table) + f"{'aim':>10}")
    for name in table[OURS]:
        row = "".join(_cell(table, tool, name) for tool in table)
        print(f"{name:16}{row}" + (f"{AIMS[name]:>10.1f}" if name in AIMS else ""))


def _cell(table: dict[str, dict[str, Any]], tool: str, name: str) -> str:
    taken = table[tool][name]
    ratio = "" if tool == OURS else f" ({taken / table[OURS][name]:.1f} x)"
    return f"{f'{taken:.3f}{ratio}':>26}"


if __name__ == "__main__":
    main()
