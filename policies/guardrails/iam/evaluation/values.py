"""Values of other types than text, as policies and requests write them."""

import base64
import binascii
import ipaddress
import re
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Final

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_NUMBER: Final = re.compile(r"[+-]?[0-9]{1,30}(\.[0-9]{1,30})?")

# https://www.w3.org/TR/NOTE-datetime, and seconds since 1970. Four digits are a year.
_SECONDS: Final = re.compile(r"-?[0-9]{5,15}(\.[0-9]{1,9})?")
_DATE: Final = re.compile(
    r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})"
    r"(?:T([0-9]{2}):([0-9]{2})(?::([0-9]{2})(\.[0-9]{1,9})?)?(Z|[+-][0-9]{2}:[0-9]{2})?)?)?)?"
)
_MINUTE: Final = 60

_LONGEST_ADDRESS: Final = 64


def number(text: str) -> Decimal | None:
    """The number that a text is."""
    return Decimal(text) if _NUMBER.fullmatch(text) else None


@lru_cache(maxsize=1024)
def seconds(text: str) -> Decimal | None:
    """The moment that a text is, in seconds since 1970."""
    if _SECONDS.fullmatch(text):
        return Decimal(text)
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second = (int(match[at] or 0) for at in range(1, 7))
    try:
        moment = datetime(year, month or 1, day or 1, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None
    whole = Decimal(int((moment - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds()))
    return whole + Decimal(f"0{match[7] or ''}") - _offset(match[8])


def _offset(zone: str | None) -> int:
    """The seconds that a zone is ahead of UTC."""
    if zone is None or zone == "Z":
        return 0
    ahead = (int(zone[1:3]) * _MINUTE + int(zone[4:6])) * _MINUTE
    return -ahead if zone[0] == "-" else ahead


@lru_cache(maxsize=1024)
def network(text: str) -> Network | None:
    """The range of addresses that a text is; a single address is one, too."""
    _, slash, length = text.partition("/")
    if len(text) > _LONGEST_ADDRESS or (slash and not (length.isascii() and length.isdigit())):
        return None
    try:
        return ipaddress.ip_network(text, strict=False)
    except ValueError:
        return None


def boolean(text: str) -> bool | None:
    """True or false, in any case."""
    return {"true": True, "false": False}.get(text.lower())


def binary(text: str) -> bytes | None:
    """The bytes that a text is in base 64."""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
