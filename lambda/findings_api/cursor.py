"""Where the next page begins, as an opaque text.

The text is base64url of the JSON ``{"filters": {…}, "after": {…}}``. It grants nothing: whatever it
says, it is a place within the listing that its filters ask for, and those have to be the caller's.
"""

import base64
import binascii
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from findings.keys import ACCOUNT_ID, FINDING_ID
from findings.model import TIMESTAMP, Severity
from findings_api.errors import ApiError, bad_request
from findings_api.parameters import Filters

_LONGEST: Final = 1024
_ALPHABET: Final = re.compile(r"[A-Za-z0-9_-]+")
_PLACE: Final = {
    "account": ACCOUNT_ID,
    "finding": FINDING_ID,
    "changed_at": TIMESTAMP,
    "severity": re.compile("|".join(Severity)),
}
# The keys of the table and of its index by severity.
_TABLE_KEY: Final = frozenset({"account", "finding"})
_INDEX_KEY: Final = frozenset(_PLACE)
_INDEX_START: Final = frozenset({"severity"})


@dataclass(frozen=True, slots=True)
class Place:
    """The key of the last item that was read, or that of the partition to begin with."""

    key: Mapping[str, str]

    @property
    def start_key(self) -> Mapping[str, str] | None:
        """The key after which to read on; ``None`` reads a partition from its beginning."""
        return self.key if "finding" in self.key else None


def encode(filters: Filters, place: Place) -> str:
    """Return the text for a place in the listing of ``filters``."""
    return _packed({"filters": filters.as_json(), "after": dict(place.key)})


def decode(text: str, filters: Filters) -> Place:
    """Return the place that ``text`` names.

    Raises:
        ApiError: 400: it is not one that ``encode`` made for these filters.
    """
    content = _unpacked(text)
    if content is None or content.keys() != {"filters", "after"}:
        raise _refused(text)
    if content["filters"] != filters.as_json():
        raise bad_request("next", text, "the cursor of a listing with the same filters")
    after = content["after"]
    if not isinstance(after, dict) or not _fits(after, filters):
        raise _refused(text)
    return Place(after)


def _fits(after: Mapping[str, Any], filters: Filters) -> bool:
    if not all(
        name in _PLACE and isinstance(value, str) and _PLACE[name].fullmatch(value)
        for name, value in after.items()
    ):
        return False
    if filters.account is not None:
        return frozenset(after) == _TABLE_KEY and after["account"] == filters.account
    if filters.severity is not None and after.get("severity") != filters.severity:
        return False
    return frozenset(after) in (_INDEX_KEY, _INDEX_START)


def _packed(content: Mapping[str, Any]) -> str:
    plain = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")


def _unpacked(text: str) -> dict[str, Any] | None:
    if len(text) > _LONGEST or not _ALPHABET.fullmatch(text):
        return None
    try:
        content: Any = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (binascii.Error, ValueError, RecursionError):
        return None
    # One text per content: no second spelling, no key given twice.
    return content if isinstance(content, dict) and _packed(content) == text else None


def _refused(text: str) -> ApiError:
    return bad_request("next", text, "a cursor as the previous page gave it")
