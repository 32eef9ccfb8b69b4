"""The message by which the dispatcher asks for the audit of one account.

``{"version": 1, "account_id": "123456789012", "audit_id": "2026-05-01"}``
"""

import json
import re
from dataclasses import dataclass
from typing import Any, Final, Self

from findings.keys import ACCOUNT_ID

_VERSION: Final = 1
_KEYS: Final = frozenset({"version", "account_id", "audit_id"})
_LONGEST_BODY: Final = 1024
_AUDIT_ID: Final = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\dZ)?", re.ASCII)


class RequestError(ValueError):
    """A message that no retry mends."""


def audit_id(given: object) -> str:
    """Return ``given`` when it names an audit run.

    Raises:
        RequestError: It is neither a date nor a UTC time in ISO-8601.
    """
    if not isinstance(given, str) or not _AUDIT_ID.fullmatch(given):
        allowed = "a date such as 2026-05-01 or a time such as 2026-05-01T03:00:00Z"
        raise RequestError(f"audit_id: got {given!r:.100}; allowed: {allowed}.")
    return given


@dataclass(frozen=True, slots=True)
class AuditRequest:
    """One account to audit in one run."""

    account_id: str
    audit_id: str

    def body(self) -> str:
        """Return the message's text."""
        return json.dumps(
            {"version": _VERSION, "account_id": self.account_id, "audit_id": self.audit_id}
        )

    @classmethod
    def parse(cls, body: str) -> Self:
        """Read a message's text.

        Raises:
            RequestError: It is not exactly a message of version 1.
        """
        if len(body) > _LONGEST_BODY:
            raise RequestError(f"A message of {len(body)} characters; allowed: {_LONGEST_BODY}.")
        try:
            message: Any = json.loads(body, object_pairs_hook=_unique)
        except (ValueError, RecursionError) as error:
            raise RequestError(f"A message that is no JSON object: {error}") from error
        if not isinstance(message, dict) or message.keys() != _KEYS:
            got = sorted(message) if isinstance(message, dict) else type(message).__name__
            raise RequestError(f"A message with {got!r:.200}; allowed: exactly {sorted(_KEYS)}.")
        if type(message["version"]) is not int or message["version"] != _VERSION:
            raise RequestError(f"version: got {message['version']!r:.100}; allowed: {_VERSION}.")
        account = message["account_id"]
        if not isinstance(account, str) or not ACCOUNT_ID.fullmatch(account):
            raise RequestError(f"account_id: got {account!r:.100}; allowed: twelve digits.")
        return cls(account_id=account, audit_id=audit_id(message["audit_id"]))


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise RequestError("A message that gives a key twice.")
    return found
