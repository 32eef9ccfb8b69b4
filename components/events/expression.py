"""When a schedule is due: ``rate``, ``cron`` and ``at``, as EventBridge Scheduler reads them.

https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
"""

import re
import zoneinfo
from dataclasses import dataclass
from datetime import datetime

from components.core.checks import matching
from components.core.errors import SpecError

_RATE = re.compile(r"rate\([1-9]\d{0,5} (minute|hour|day)s?\)")
_AT = re.compile(r"at\((\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})\)")
_CRON = re.compile(r"cron\(([^()]*)\)")
_TIMEZONE = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*")
_NUMBER = re.compile(r"[0-9]{1,4}")
_STEP = re.compile(r"[1-9]\d{0,3}")

_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_DAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
_DAY = f"([1-7]|{'|'.join(_DAYS)})"
_DAY_OF_WEEK = re.compile(rf"\?|L|{_DAY}L|{_DAY}#[1-5]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Field:
    """A field of ``cron``: its name, its numbers, their names, and what else it takes."""

    name: str
    numbers: range
    names: tuple[str, ...] = ()
    further: re.Pattern[str] | None = None

    def problem(self, text: str) -> str:
        """What is wrong with the field's text; empty when nothing is."""
        wrong = [part for part in text.split(",") if not self._takes(part)]
        if not wrong:
            return ""
        return f"{self.name} takes {self.numbers[0]} to {self.numbers[-1]}, not {wrong[0]!r}"

    def _takes(self, part: str) -> bool:
        if self.further is not None and self.further.fullmatch(part):
            return True
        span, slash, step = part.partition("/")
        if slash and not _STEP.fullmatch(step):
            return False
        first, dash, last = span.partition("-")
        if not dash:
            return first == "*" or self._number(first) is not None
        low, high = self._number(first), self._number(last)
        return low is not None and high is not None and low <= high

    def _number(self, text: str) -> int | None:
        if text.upper() in self.names:
            return self.numbers[self.names.index(text.upper())]
        if not _NUMBER.fullmatch(text) or int(text) not in self.numbers:
            return None
        return int(text)


_FIELDS = (
    _Field("minutes", range(60)),
    _Field("hours", range(24)),
    _Field("day of month", range(1, 32), further=re.compile(r"\?|L|LW|([1-9]|[12]\d|3[01])W")),
    _Field("month", range(1, 13), _MONTHS),
    _Field("day of week", range(1, 8), _DAYS, _DAY_OF_WEEK),
    _Field("year", range(1970, 2200)),
)


def check_expression(where: str, text: str) -> None:
    """Refuse what EventBridge Scheduler would: it does so only while it deploys.

    Raises:
        SpecError: No ``rate``, ``cron`` or ``at``, or one with a part out of range.
    """
    at = _AT.fullmatch(text)
    cron = _CRON.fullmatch(text)
    if at:
        try:
            datetime.fromisoformat(at[1])
        except ValueError as error:
            raise SpecError(where, text, f"a date and a time that exist ({error})") from error
    elif cron:
        problem = _cron_problem(cron[1].split())
        if problem:
            raise SpecError(where, text, f"a cron expression, and {problem}")
    elif not _RATE.fullmatch(text):
        allowed = "rate(1 day), cron(0 6 * * ? *) or at(2027-01-31T06:00:00)"
        raise SpecError(where, text, allowed)


def check_timezone(where: str, name: str) -> None:
    """Refuse a time zone that does not exist, as far as this machine knows them.

    Raises:
        SpecError: No such time zone.
    """
    allowed = "a time zone such as Europe/Berlin"
    matching(where, name, _TIMEZONE, allowed)
    # A machine without the database (a slim image) leaves the answer to AWS.
    if _exists("UTC") and not _exists(name):
        raise SpecError(where, name, allowed)


def _cron_problem(fields: list[str]) -> str:
    if len(fields) != len(_FIELDS):
        return f"it has 6 fields ({', '.join(field.name for field in _FIELDS)}), not {len(fields)}"
    problems = [field.problem(text) for field, text in zip(_FIELDS, fields, strict=True)]
    day_of_month, day_of_week = fields[2], fields[4]
    if (day_of_month == "?") == (day_of_week == "?"):
        problems.append("exactly one of day of month and day of week is ?")
    return next(filter(None, problems), "")


def _exists(timezone: str) -> bool:
    try:
        zoneinfo.ZoneInfo(timezone)
    except (zoneinfo.ZoneInfoNotFoundError, OSError, ValueError):
        return False
    return True
