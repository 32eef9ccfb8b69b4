"""ARNs and patterns of ARNs: whether one names something, or everything there is."""

import re
from functools import lru_cache
from typing import NamedTuple

from guardrails.iam import wildcard

_FIELDS = 6
_ACCOUNT_DIGITS = 12
_PARTITION = re.compile(r"aws(-[a-z]+)*")
# Without "$" inside, so that "${${${" takes one pass; "${$}" is how a policy writes a "$".
_VARIABLE = re.compile(r"\$\{(?:\$|[^${}]*)\}")

# A text that no policy contains stands for a name that the policy's author did not think of: short
# as the shortest names of AWS, and long.
_UNTHOUGHT_OF = ("\ue000" * 3, "\ue000" * 24)

_ROOT_USER = "root"

# A policy variable is filled in at the request: one value, no wildcard.
FILLED_IN = "\ue001"


class Arn(NamedTuple):
    """The parts of an ARN or of a pattern of ARNs."""

    partition: str
    service: str
    region: str
    account: str
    resource: str


@lru_cache(maxsize=4096)
def split(text: str) -> Arn | None:
    """The parts of ``text``; ``None`` when it is no ARN.

    A ``*`` at the end covers the parts that are left out: ``arn:aws:s3*``.
    """
    parts = text.split(":", _FIELDS - 1)
    if parts[0] != "arn" or len(parts) == 1:
        return None
    if len(parts) < _FIELDS:
        if not text.endswith("*"):
            return None
        parts += ["*"] * (_FIELDS - len(parts))
    return Arn(*parts[1:])


def is_well_formed(text: str) -> bool:
    """Whether AWS takes ``text`` for an ARN, or a pattern of ARNs, in a statement's resources."""
    parts = fill_in(text).split(":", _FIELDS - 1)
    return len(parts) == _FIELDS and parts[0] == "arn" and bool(parts[2]) and bool(parts[5])


def flaw(text: str) -> tuple[str, str] | None:
    """What AWS does not take of a well-formed ARN: what it takes, and how to mend it."""
    parts = split(fill_in(text))
    if parts is None or FILLED_IN in parts.partition + parts.account:
        return None
    if not wildcard.has_wildcard(parts.partition) and not _PARTITION.fullmatch(parts.partition):
        return (
            "partitions are aws, aws-cn and their like",
            "Write aws.",
        )
    digits = parts.account.isascii() and parts.account.isdigit()
    if digits and len(parts.account) != _ACCOUNT_DIGITS:
        return "an account has 12 digits", "Write all 12 digits of the account."
    return None


def fill_in(pattern: str) -> str:
    """``pattern`` with a value of its own for each variable: ``${aws:username}``, ``${*}``."""
    return _VARIABLE.sub(FILLED_IN, pattern) if "${" in pattern else pattern


def is_everything(pattern: str) -> bool:
    """Whether ``pattern`` matches the resources of every service: ``*``, ``arn:aws:*:*:*:*``."""
    if wildcard.is_star(pattern):
        return True
    parts = split(fill_in(pattern))
    return parts is not None and all(map(wildcard.is_star, (parts.service, parts.resource)))


def is_everywhere(pattern: str) -> bool:
    """Whether a pattern holds in every account and region, of AWS's main partition at least."""
    if wildcard.is_star(pattern):
        return True
    parts = split(pattern)
    if parts is None or not wildcard.matches(parts.partition, "aws"):
        return False
    return all(not part or wildcard.is_star(part) for part in (parts.region, parts.account))


def covers_all(pattern: str, resource_type: str) -> bool:
    """Whether ``pattern`` matches every resource of a type, in one account and region at least.

    ``table/*`` covers all tables; ``table/orders/*`` and ``table/prod-*`` do not.

    Args:
        pattern: As it stands in a statement.
        resource_type: With placeholders, as ``reference.resource_types`` gives it.
    """
    pattern = fill_in(pattern)
    if wildcard.is_star(pattern):
        return True
    mine, theirs = split(pattern), split(resource_type)
    if mine is None or theirs is None:
        return False
    if theirs.resource == _ROOT_USER and theirs.service == "iam":
        # Each account has one, without a name to leave open.
        return wildcard.is_star(mine.account) and wildcard.matches(mine.resource, _ROOT_USER)
    if not wildcard.has_wildcard(mine.resource):
        return False
    if not _VARIABLE.search(theirs.service) and not _matches_all(mine.service, theirs.service):
        return False
    return _matches_all(mine.resource, theirs.resource)


def _matches_all(pattern: str, part: str) -> bool:
    """Whether ``pattern`` matches a part of an ARN with any names for its placeholders."""
    # Before any matching: names that nobody thought of have few characters to match.
    if not _characters(part).issuperset(pattern):
        return False
    return all(wildcard.matches(pattern, name) for name in _unthought_of(part))


@lru_cache(maxsize=4096)
def _unthought_of(part: str) -> tuple[str, ...]:
    """A part of an ARN with names that nobody thought of."""
    return tuple(_VARIABLE.sub(name, part).replace("*", name) for name in _UNTHOUGHT_OF)


@lru_cache(maxsize=4096)
def _characters(part: str) -> frozenset[str]:
    """What a pattern can consist of that matches those names."""
    return frozenset("*?").union(*_unthought_of(part))
