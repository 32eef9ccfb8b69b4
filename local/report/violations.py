"""What the policies found, for people: equal findings together, and the worst last in a table."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Final, Protocol, TypeVar

from rich.console import Console
from rich.text import Text

from local.policy.client import Judgement, Remedied, Undetermined, Violation
from local.report.console import clean, styled
from local.report.styles import SEVERITIES
from local.report.words import plural

_MOST_NAMED: Final = 10
_FITTING: Final = 6
"""So many findings fit a screen, and need no table."""

_MOST_RULES: Final = 20
_WHOLE: Final = "the stack as a whole"
_RANK: Final = {severity: rank for rank, severity in enumerate(SEVERITIES)}


class _About(Protocol):
    @property
    def type(self) -> str: ...
    @property
    def name(self) -> str: ...


_One = TypeVar("_One", bound=_About)


def show(console: Console, judged: Judgement, unknown: str) -> None:
    """Show what was mended, what is wrong, and what ``unknown`` values keep from being judged."""
    for mended in _groups(judged.remedied, lambda one: one.rule):
        _remedied(console, mended)
    for violations in _groups(judged.violations, _said):
        _violations(console, violations)
    if judged.undetermined:
        console.print(styled((f"not judged, because {unknown}:", "dim")))
    for held in _groups(judged.undetermined, lambda one: (one.rule, one.path)):
        _undetermined(console, held)


def table(console: Console, judged: Judgement) -> None:
    """Show how much each rule found, the worst last, where that is more than a screen holds."""
    if len(_groups(judged.violations, _said)) <= _FITTING:
        return
    counts = Counter((_level(one), one.severity, one.rule) for one in judged.violations)
    ranked = sorted(counts, key=lambda one: (one[0] == "mandatory", -_RANK[one[1]], one[2]))
    console.print()
    left = ranked[:-_MOST_RULES]
    if left:
        found = plural(sum(counts[one] for one in left), "lesser finding")
        console.print(styled((f"… {found} of {plural(len(left), 'rule')}", "dim")))
    width = len(str(max(counts.values())))
    for level, severity, rule in ranked[-_MOST_RULES:]:
        console.print(
            styled(
                (f"{severity:<8}  ", SEVERITIES[severity]),
                (f"{level:<9}  {counts[level, severity, rule]:>{width}}  ", "dim"),
                (clean(rule), "bold"),
            )
        )


def _said(violation: Violation) -> tuple[Hashable, ...]:
    """What makes findings equal: all but where they are."""
    return (
        violation.rule,
        violation.level,
        violation.severity,
        violation.message,
        violation.fix,
        violation.waiver,
    )


def _groups(found: Iterable[_One], key: Callable[[_One], Hashable]) -> list[list[_One]]:
    groups: dict[Hashable, list[_One]] = {}
    for one in found:
        groups.setdefault(key(one), []).append(one)
    return list(groups.values())


def _level(violation: Violation) -> str:
    return "waived" if violation.waived else violation.level


def _violations(console: Console, equal: Sequence[Violation]) -> None:
    first = equal[0]
    level = _level(first)
    shown = f"{first.severity} " if level == "mandatory" else f"{first.severity} ({level}) "
    style = SEVERITIES[first.severity]
    console.print(styled((shown, style), (clean(first.rule), "bold"), *_subject(equal)))
    _line(console, "  ", clean(first.message))
    paths = list(dict.fromkeys(clean(one.path) for one in equal))
    together = len(paths) == 1 or len(_resources(equal)) == 1
    if together:
        _lines(console, "where", _first(path for path in paths if path))
    _lines(console, "fix", clean(first.fix, lines=True).splitlines(), "green")
    _lines(console, "waiver", [clean(first.waiver)] if first.waiver else [], "cyan")
    if together:
        _named(console, equal)
    else:
        _lines(console, "on", _first(f"{_label(one)}: {clean(one.path)}" for one in equal))


def _undetermined(console: Console, equal: Sequence[Undetermined]) -> None:
    first = equal[0]
    where = f": {clean(first.path)}" if first.path else ""
    console.print(
        styled((f"  {clean(first.rule)}", "bold"), *_subject(equal), (where, "")),
    )
    _named(console, equal)


def _remedied(console: Console, equal: Sequence[Remedied]) -> None:
    first = equal[0]
    console.print(
        styled(("remedied ", "green"), (clean(first.rule), "bold"), *_subject(equal)),
    )
    _named(console, equal)


def _subject(equal: Sequence[_About]) -> tuple[tuple[str, str], ...]:
    """The only resource, or how many there are."""
    resources = _resources(equal)
    one = equal[0]
    if len(resources) > 1:
        return ((f"  {plural(len(resources), 'resource')}", ""),)
    if not one.type:
        return ((f"  {_label(one)}", ""),)
    return ((f"  {clean(one.type)} ", "dim"), (clean(one.name), ""))


def _named(console: Console, equal: Sequence[_About]) -> None:
    """Which resources, where there are several."""
    resources = _resources(equal)
    if len(resources) > 1:
        _lines(console, "on", _first(resources))


def _resources(equal: Iterable[_About]) -> list[str]:
    return list(dict.fromkeys(map(_label, equal)))


def _label(one: _About) -> str:
    return f"{clean(one.type)} {clean(one.name)}".strip() or _WHOLE


def _first(given: Iterable[str]) -> list[str]:
    lines = list(given)
    more = len(lines) - _MOST_NAMED
    return [*lines[:_MOST_NAMED], f"and {more} more"] if more > 0 else lines


def _lines(console: Console, label: str, lines: Sequence[str], style: str = "") -> None:
    for number, line in enumerate(lines):
        _line(console, f"  {'' if number else label:<7}", line, style)


def _line(console: Console, start: str, text: str, style: str = "") -> None:
    """One line; on a terminal what does not fit goes on below its beginning."""
    parts = [Text(text, style)]
    if not console.soft_wrap and len(start) < console.width:
        parts = list(parts[0].wrap(console, console.width - len(start)))
    for part in parts:
        part.rstrip()
        console.print(Text.assemble((start, "dim"), part))
        start = " " * len(start)
