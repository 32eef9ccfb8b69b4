"""What became of a deployment and of the calls to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from local.emulator.backend import Report
    from local.engine.run import Run
    from local.usage.recorded import Seen


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was tried and held.

    Attributes:
        call: What was called, such as ``GET /findings``.
        result: What came back, in a few words.
        seconds: How long it took.
    """

    call: str
    result: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Smoke:
    """What the smoke calls saw.

    Attributes:
        steps: In their order.
        findings: As the API gave them in the end.
    """

    steps: tuple[Step, ...]
    findings: tuple[Mapping[str, Any], ...]


@dataclass
class Outcome:
    """What became of a deployment.

    Attributes:
        run: The program's run against the embedded AWS.
        report: What was made of it there.
        smoke: What the smoke calls saw; ``None`` when one failed, or the stack has none.
        error: Which smoke call failed and how.
        timings: Seconds by phase.
        seen: What each function called meanwhile.
    """

    run: "Run"
    report: "Report"
    smoke: "Smoke | None" = None
    error: str | None = None
    timings: dict[str, float] = field(default_factory=dict[str, float])
    seen: "tuple[Seen, ...]" = ()
