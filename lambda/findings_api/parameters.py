"""What callers send, checked field by field."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Final, TypeVar

from findings.keys import ACCOUNT_ID, FINDING_ID
from findings.model import Severity, Status
from findings.text import plain
from findings_api.errors import bad_request

DEFAULT_LIMIT: Final = 50
HIGHEST_LIMIT: Final = 100
LONGEST_NOTE: Final = 500
_LONGEST_BODY: Final = 4096
_HIGHEST_VERSION: Final = 2**53 - 1
_NAMES: Final = frozenset({"account", "severity", "status", "limit", "next"})

Kind = TypeVar("Kind", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Filters:
    """Which findings a listing shows; ``None`` shows all."""

    account: str | None = None
    severity: Severity | None = None
    status: Status | None = None

    def as_json(self) -> dict[str, str | None]:
        """Return the filters as a cursor carries them."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Listing:
    """A request for one page."""

    filters: Filters
    limit: int
    cursor: str | None


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """A body of ``POST …/acknowledge``."""

    version: int
    note: str | None


def listing(event: Mapping[str, Any]) -> Listing:
    """Read the query string of an API Gateway event.

    Raises:
        ApiError: 400, naming the parameter.
    """
    given = _query(event)
    return Listing(
        filters=Filters(
            account=account_id(given["account"]) if "account" in given else None,
            severity=_choice(given, "severity", Severity),
            status=_choice(given, "status", Status),
        ),
        limit=_limit(given["limit"]) if "limit" in given else DEFAULT_LIMIT,
        cursor=given.get("next"),
    )


def account_id(given: str) -> str:
    """Return ``given`` when it is an account id, else raise a 400."""
    if not ACCOUNT_ID.fullmatch(given):
        raise bad_request("account", given, "twelve digits")
    return given


def finding_id(given: str) -> str:
    """Return ``given`` when it is a finding's id, else raise a 400."""
    if not FINDING_ID.fullmatch(given):
        raise bad_request("id", given, "32 hexadecimal characters in lower case")
    return given


def acknowledgement(body: str | None) -> Acknowledgement:
    """Read a body.

    Raises:
        ApiError: 400, naming the field.
    """
    given = _json_object(body)
    for name in sorted(given.keys() - {"version", "note"}):
        raise bad_request("body", name, "the keys note, version")
    version = given.get("version")
    if type(version) is not int or not 1 <= version <= _HIGHEST_VERSION:
        raise bad_request("version", version, "the version of the finding that was read")
    note = given.get("note")
    if note is None:
        return Acknowledgement(version, None)
    if not isinstance(note, str) or len(note) > LONGEST_NOTE:
        raise bad_request("note", note, f"a text of at most {LONGEST_NOTE} characters")
    return Acknowledgement(version, plain(note, LONGEST_NOTE) or None)


def _query(event: Mapping[str, Any]) -> dict[str, str]:
    repeated: Mapping[str, list[str]] = event.get("multiValueQueryStringParameters") or {}
    for name, values in sorted(repeated.items()):
        if len(values) > 1:
            raise bad_request(name, values, "one value")
    given: dict[str, str] = dict(event.get("queryStringParameters") or {})
    given |= {name: values[0] for name, values in repeated.items() if values}
    for name in sorted(given.keys() - _NAMES):
        raise bad_request(name, given[name], f"the parameters {', '.join(sorted(_NAMES))}")
    return given


def _limit(given: str) -> int:
    # Three digits first: int() of a long text is slow, and it takes digits of other scripts.
    number = int(given) if given.isascii() and given.isdigit() and len(given) <= 3 else 0  # noqa: PLR2004 -- as said
    if not 1 <= number <= HIGHEST_LIMIT:
        raise bad_request("limit", given, f"a whole number from 1 to {HIGHEST_LIMIT}")
    return number


def _choice(given: Mapping[str, str], name: str, kind: type[Kind]) -> Kind | None:
    if name not in given:
        return None
    try:
        return kind(given[name])
    except ValueError:
        raise bad_request(name, given[name], f"one of {', '.join(kind)}") from None


def _json_object(body: str | None) -> dict[str, Any]:
    if body is None or len(body) > _LONGEST_BODY:
        size = 0 if body is None else len(body)
        allowed = f"a JSON object of at most {_LONGEST_BODY} characters"
        raise bad_request("body", f"{size} characters", allowed)
    try:
        given: Any = json.loads(body)
    except (ValueError, RecursionError):
        given = None
    if not isinstance(given, dict):
        raise bad_request("body", body, "a JSON object")
    return given
