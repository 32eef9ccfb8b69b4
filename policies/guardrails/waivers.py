"""Violations that somebody answers for, for a time: the file ``waivers.yaml`` beside the pack.

    waivers:
      - rule: sqs-cmk
        resource: urn:pulumi:dev::*::aws:sqs/queue:Queue::orders
        reason: The queue carries public prices only.
        owner: orders-team
        expires: 2027-03-31

``resource`` is a pattern with ``*`` and ``?``; ``statement``, which may be left out, is the Sid of
one statement of a policy. Nothing is waived without a reason, an owner and a date.
"""

import datetime as dt
import re
from collections.abc import Hashable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from guardrails.iam import wildcard
from guardrails.settings import ConfigurationError

FILE: Final = "waivers.yaml"
LONGEST_DAYS: Final = 366
"""A waiver that holds for longer is one that nobody looks at again."""

_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LARGEST_FILE: Final = 1_000_000
_REQUIRED: Final = ("rule", "resource", "reason", "owner", "expires")
_KEYS: Final = (*_REQUIRED, "statement")


@dataclass(frozen=True, slots=True)
class Waiver:
    """One entry of the file.

    Attributes:
        rule: The rule's id.
        resource: A pattern of URNs.
        reason: Why it is right not to mend it.
        owner: Who answers for it.
        expires: The last day on which it holds.
        statement: The Sid of the only statement that it is for; empty for all.
        place: Where it stands: ``waivers[2]``.
    """

    rule: str
    resource: str
    reason: str
    owner: str
    expires: dt.date
    statement: str
    place: str

    def covers(self, rule: str, urn: str, statement: str) -> bool:
        """Whether it is about a violation."""
        return (
            self.rule == rule
            and self.statement in ("", statement)
            and wildcard.matches(self.resource, urn)
        )

    def is_for_stack(self, urn: str) -> bool:
        """Whether it is about the stack that ``urn`` is of, and so should match something there."""
        mine, colons, _ = self.resource.partition("::")
        return not colons or wildcard.matches(mine, urn.partition("::")[0])


def read(file: Path, rules: Iterable[str], today: dt.date) -> tuple[Waiver, ...]:
    """Read the file; a missing one waives nothing.

    Args:
        file: Its path.
        rules: The ids of the rules that there are.
        today: What "too far away" is measured from.

    Raises:
        ConfigurationError: Every mistake in it, each with its place.
    """
    if not file.exists():
        return ()
    if file.stat().st_size > _LARGEST_FILE:
        raise ConfigurationError(f"{file}: larger than {_LARGEST_FILE} bytes; it was not read.")
    try:
        given: Any = yaml.load(file.read_text(encoding="utf-8"), _Loader)  # noqa: S506 -- a safe one
    except _TwiceError as error:
        raise ConfigurationError(f"{file}: {error}.") from None
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise ConfigurationError(f"{file}: not YAML: {' '.join(str(error).split())}") from None
    reader = _Reader(frozenset(rules), today)
    waivers = reader.read({} if given is None else given)
    if reader.problems:
        raise ConfigurationError(f"{file}:\n" + "\n".join(reader.problems))
    return waivers


class _TwiceError(Exception):
    """A key comes twice: YAML's own reader would take the last one without a word."""


class _Loader(yaml.SafeLoader):
    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002 -- as it is declared
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                continue
            if key.value in seen:
                line = key.start_mark.line + 1
                raise _TwiceError(f"line {line}: the key {key.value!r} comes twice")
            seen.add(key.value)
        return super().construct_mapping(node, deep)


class _Reader:
    def __init__(self, rules: frozenset[str], today: dt.date) -> None:
        self.problems: list[str] = []
        self._rules = rules
        self._today = today

    def read(self, given: object) -> tuple[Waiver, ...]:
        known = isinstance(given, Mapping) and not set(given) - {"waivers"}
        entries: object = given.get("waivers", []) if isinstance(given, Mapping) else None
        if not known or not isinstance(entries, list):
            self.problems.append("The file holds one key, waivers, with a list.")
            return ()
        read = (self._entry(f"waivers[{at}]", entry) for at, entry in enumerate(entries))
        return tuple(waiver for waiver in read if waiver is not None)

    def _entry(self, place: str, given: object) -> Waiver | None:
        if not isinstance(given, Mapping):
            return self._refuse(place, "is no object with " + ", ".join(_REQUIRED))
        unknown = [str(key) for key in given if key not in _KEYS]
        if unknown:
            return self._refuse(f"{place}.{unknown[0]}", "is unknown; known: " + ", ".join(_KEYS))
        for key in _REQUIRED:
            if given.get(key) is None or not str(given[key]).strip():
                return self._refuse(f"{place}.{key}", "is missing")
        texts = {key: str(given.get(key, "")).strip() for key in _KEYS if key != "expires"}
        if texts["rule"] not in self._rules:
            return self._refuse(f"{place}.rule", f"is {texts['rule']!r}, no rule of the pack")
        if not texts["resource"].strip("*?"):
            return self._refuse(
                f"{place}.resource", "is every resource; name one, or turn the rule off"
            )
        expires = self._date(place, given["expires"])
        return Waiver(**texts, expires=expires, place=place) if expires else None

    def _date(self, place: str, given: object) -> dt.date | None:
        if isinstance(given, str) and _DATE.fullmatch(given):
            # Quoted: YAML takes it for a text.
            with suppress(ValueError):
                given = dt.date.fromisoformat(given)
        if isinstance(given, dt.datetime) or not isinstance(given, dt.date):
            return self._refuse(
                f"{place}.expires", f"is {given!r}; write a date such as 2027-03-31"
            )
        if (given - self._today).days > LONGEST_DAYS:
            latest = self._today + dt.timedelta(LONGEST_DAYS)
            return self._refuse(
                f"{place}.expires", f"is {given}; at most {latest}, a year from today"
            )
        return given

    def _refuse(self, place: str, what: str) -> None:
        self.problems.append(f"{place} {what}.")
