"""Whether a condition's value is one that its operator can compare."""

import ipaddress
import re
from collections.abc import Callable, Mapping
from typing import Final

from guardrails.iam import arn

# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
_NUMBER: Final = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_DATE: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?(Z|[+-][0-9]{2}:?[0-9]{2})?)?"
    r"|[0-9]+"
)

# The longest form of an IPv6 address with its prefix has 43 characters.
_LONGEST_ADDRESS: Final = 64


def needed(family: str, value: str) -> str | None:
    """What a value would have to be for operators of the family; ``None`` for one that it is.

    Args:
        family: How the operator begins, in lower case: ``numeric``.
        value: As it stands in the condition; what a variable becomes is not known.
    """
    form = _FORMS.get(family)
    if form is None or "${" in value:
        return None
    what, holds = form
    return None if holds(value) else what


def _is_flag(value: str) -> bool:
    return value.lower() in {"true", "false"}


def _is_network(value: str) -> bool:
    if len(value) > _LONGEST_ADDRESS:
        return False
    try:
        # AWS ignores the bits behind the prefix.
        ipaddress.ip_network(value, strict=False)
    except ValueError:
        return False
    return True


def _is_arn(value: str) -> bool:
    return value == "*" or arn.split(value) is not None


_FORMS: Final[Mapping[str, tuple[str, Callable[[str], bool]]]] = {
    "bool": ("true or false", _is_flag),
    "null": ("true or false", _is_flag),
    "numeric": ("a number", lambda value: _NUMBER.fullmatch(value) is not None),
    "date": (
        "a date such as 2026-01-31T12:00:00Z",
        lambda value: _DATE.fullmatch(value) is not None,
    ),
    "ip": ("an address or a range such as 192.0.2.0/24", _is_network),
    "arn": ("an ARN", _is_arn),
}
