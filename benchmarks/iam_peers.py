"""The other tools that judge policy documents, in a virtualenv that ``make bench`` prepares."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from benchmarks.iam_corpus import KINDS, Case
from guardrails.iam.model import DocumentKind

_CACHE: Final = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
PYTHON: Final = _CACHE / "bulwark" / "bench-venv" / "bin" / "python"
_SCRIPT: Final = Path(__file__).with_name("peer.py")
_NAMES: Final = {kind: name for name, kind in KINDS.items()}

JUDGES: Final = {
    "parliament": {DocumentKind.IDENTITY, DocumentKind.RESOURCE},
    "parliament-community": {DocumentKind.IDENTITY, DocumentKind.RESOURCE},
    "cloudsplaining": {DocumentKind.IDENTITY},
    "checkov": set(DocumentKind),
}
"""What kinds of documents each tool is for."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a tool said of one case.

    Attributes:
        found: Its findings by its own names.
        crash: The error that it ended with; empty without one.
        seconds: What it took, without the start of the tool.
    """

    found: tuple[str, ...]
    crash: str
    seconds: float


def ask(tool: str, given: Sequence[Case]) -> list[Answer]:
    """Run a tool over cases in a process of its own."""
    documents = [
        {"kind": _NAMES[case.kind], "type": case.type, "texts": case.texts} for case in given
    ]
    return [
        Answer(tuple(one["found"]), one["crash"], one["seconds"]) for one in _run(tool, documents)
    ]


def _run(tool: str, documents: list[dict[str, Any]]) -> list[dict[str, Any]]:
    if not PYTHON.exists():
        sys.exit(f"{PYTHON} is missing; `make bench` prepares it.")
    done = subprocess.run(  # noqa: S603 -- our own script
        [str(PYTHON), str(_SCRIPT), tool],
        input=json.dumps(documents),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"{tool} did not run: {done.stderr[-1000:]}")
    return json.loads(done.stdout)
