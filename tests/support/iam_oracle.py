"""Another evaluator of IAM policies: ``@cloud-copilot/iam-simulate``, run by Node.

``make oracle`` installs it, pinned by hash, under ``build/oracle``; nothing is installed here.
"""

import json
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from guardrails.iam.evaluation import Answer

_ROOT = Path(__file__).parents[2]
_INSTALLED = _ROOT / "build" / "oracle"
_SCRIPT = _ROOT / "tests" / "oracle" / "simulate.mjs"
_SECONDS = 120

_ANSWERS = {
    "Allowed": Answer.ALLOWED,
    "ExplicitlyDenied": Answer.EXPLICITLY_DENIED,
    "ImplicitlyDenied": Answer.IMPLICITLY_DENIED,
}


def missing() -> str:
    """Why the oracle cannot be asked; empty when it can."""
    if shutil.which("node") is None:
        return "no Node on PATH: with it, `make oracle` installs the evaluator to compare with"
    if not (_INSTALLED / ".ready").is_file():
        return "the evaluator to compare with is not installed: `make oracle` does it"
    return ""


def ask(simulations: Iterable[dict[str, Any]]) -> list[Answer]:
    """The oracle's answer to each simulation; those with a session policy take its slower way.

    Raises:
        AssertionError: It refused one.
    """
    cases = [
        json.dumps({"simulation": one, "session": "sessionPolicy" in one}) for one in simulations
    ]
    node = shutil.which("node")
    assert node
    done = subprocess.run(  # noqa: S603 -- the project's own script
        [node, str(_SCRIPT), str(_INSTALLED)],
        input="\n".join(cases),
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=True,
    )
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == len(cases)
    refused = [
        (case, one["error"]) for case, one in zip(cases, answers, strict=True) if "error" in one
    ]
    assert not refused, refused[0]
    return [_ANSWERS[one["answer"]] for one in answers]
