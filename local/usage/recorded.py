"""What functions were seen to call while the embedded AWS ran them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from local.emulator.journal import Recorded
from local.usage import actions
from local.usage.result import Usage

# As sessions are named: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
_LONGEST_SESSION = 64


@dataclass(frozen=True, slots=True)
class Seen:
    """The calls of one function.

    Attributes:
        function: Its name.
        calls: What it called with its own role: action and resource.
        not_found: Actions among them that its source does not show.
        refused: Actions among them that no grant allows.
        not_called: Actions that its source shows, and that this run did not come to.
    """

    function: str
    calls: tuple[tuple[str, str], ...]
    not_found: tuple[str, ...]
    refused: tuple[str, ...]
    not_called: tuple[str, ...]


def seen(usages: Sequence[Usage], recorded: Iterable[Recorded]) -> tuple[Seen, ...]:
    """Hold what was recorded against what the source of each function shows."""
    by_session: dict[str, list[Recorded]] = {}
    for one in recorded:
        session = one.principal.rpartition(":assumed-role/")[2]
        by_session.setdefault(session, []).append(one)
    return tuple(
        _seen(usage, by_session.get(f"{usage.role}/{usage.function[:_LONGEST_SESSION]}", []))
        for usage in usages
        if usage.role
    )


def _seen(usage: Usage, recorded: Sequence[Recorded]) -> Seen:
    shown: set[str] = set()
    free: set[str] = set()
    for call in usage.calls:
        needed = actions.needed(call.service, call.operation)
        shown.update(needed.all if needed else ())
        if needed is not None and not needed.all:
            free.add(f"{actions.prefix(call.service)}:{call.operation}")
    called = {one.action for one in recorded}
    return Seen(
        function=usage.function,
        calls=tuple(dict.fromkeys((one.action, one.resource) for one in recorded)),
        not_found=tuple(sorted(called - shown - free)),
        refused=tuple(sorted({one.action for one in recorded if not one.allowed})),
        not_called=tuple(sorted(shown - called)),
    )
