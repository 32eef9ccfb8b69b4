"""Whether a pattern of ARNs can match any resource of a type.

A type's ARN has placeholders, a statement's has wildcards and variables; the two overlap when some
text is matched by both. No backtracking: each character of the pattern is read once.
"""

import re
from functools import cache, lru_cache
from typing import Final, NamedTuple

from guardrails.iam import arn, wildcard

_PLACEHOLDER: Final = re.compile(r"\$\{([^}]*)\}|\*")

NO_SLASH: Final = frozenset(
    {
        ("cassandra", "TableName"),
        ("dynamodb", "TableName"),
        ("kafka", "TopicName"),
        ("s3", "BucketName"),
        ("s3-outposts", "BucketName"),
        ("s3express", "BucketName"),
        ("s3vectors", "BucketName"),
        ("sns", "TopicName"),
        ("sqs", "QueueName"),
        ("timestream", "TableName"),
    }
)
"""The names that cannot have a ``/``, by service: an object's ARN is not a bucket's.

A topic of SNS has none, and a topic of IoT has one for each level:
https://docs.aws.amazon.com/iot/latest/developerguide/topics.html
"""


def fits(pattern: str, resource_type: str) -> bool:
    """Whether ``pattern`` can match a resource of the type; yes where either is no ARN.

    Args:
        pattern: As it stands in a statement.
        resource_type: With placeholders, as ``reference.resource_types`` gives it.
    """
    mine, kind = _split(pattern), _kind(resource_type)
    if mine is None or kind is None:
        return True
    theirs = kind.parts
    if theirs.service != mine.service and not wildcard.matches(mine.service, theirs.service):
        return False
    for given, fixed in ((mine.region, theirs.region), (mine.account, theirs.account)):
        if "$" not in fixed and not wildcard.matches(given, fixed):
            return False
    # An exact name is soon compared, but for what a "*" takes and a name without "/" does not.
    if not wildcard.has_wildcard(mine.resource):
        if not wildcard.matches(kind.pattern, mine.resource):
            return False
        if not kind.has_plain_names:
            return True
    return _shape(theirs.service, theirs.resource).overlaps(mine.resource)


@lru_cache(maxsize=512)
def _split(pattern: str) -> arn.Arn | None:
    # A variable's value can be anything.
    return arn.split(arn.fill_in(pattern).replace(arn.FILLED_IN, "*"))


class _Kind(NamedTuple):
    """A type of resources.

    Attributes:
        parts: Of its ARN.
        pattern: The last one with ``*`` for each placeholder.
        has_plain_names: Whether some of them take no ``/``.
    """

    parts: arn.Arn
    pattern: str
    has_plain_names: bool


@cache
def _kind(resource_type: str) -> _Kind | None:
    """What is known of a type; ``None`` when the service is a placeholder as well."""
    parts = arn.split(resource_type)
    if parts is None or "$" in parts.service:
        return None
    names = _PLACEHOLDER.findall(parts.resource)
    is_plain = any((parts.service, name) in NO_SLASH for name in names)
    return _Kind(parts, _PLACEHOLDER.sub("*", parts.resource), is_plain)


@cache
def _shape(service: str, resource: str) -> "_Shape":
    return _Shape(service, resource)


class _Shape:
    """The resource's part of a type's ARN, as an automaton that reads patterns.

    A state is how many of its tokens are behind; the set of states reached is one number, a bit
    for each.
    """

    def __init__(self, service: str, resource: str) -> None:
        self._literal: dict[str, int] = {}
        self._any = self._name = count = 0
        for text, placeholder in _tokens(resource):
            if placeholder is None:
                for character in text:
                    self._literal[character] = self._literal.get(character, 0) | 1 << count
                    count += 1
            elif (service, placeholder) in NO_SLASH:
                self._name |= 1 << count
                count += 1
            else:
                self._any |= 1 << count
                count += 1
        self._end = 1 << count

    def overlaps(self, pattern: str) -> bool:
        """Whether some text is matched by ``pattern`` and by this."""
        every = (self._end << 1) - 1
        open_ended = self._any | self._name
        literal = every ^ open_ended ^ self._end
        states = self._close(1)
        for character in pattern:
            if character == "*":
                # What follows the first state reached can be reached by some text.
                states = every ^ ((states & -states) - 1)
                continue
            if character == "?":
                states = (states & literal) << 1 | states & open_ended
            else:
                stays = self._any if character == "/" else open_ended
                states = (states & self._literal.get(character, 0)) << 1 | states & stays
            if not states:
                return False
            states = self._close(states)
        return bool(states & self._end)

    def _close(self, states: int) -> int:
        """With the states behind placeholders, which can stand for nothing."""
        open_ended = self._any | self._name
        while True:
            further = states | (states & open_ended) << 1
            if further == states:
                return states
            states = further


def _tokens(resource: str) -> list[tuple[str, str | None]]:
    """Literal texts, and placeholders by their names."""
    found: list[tuple[str, str | None]] = []
    at = 0
    for match in _PLACEHOLDER.finditer(resource):
        found += [(resource[at : match.start()], None), ("", match[1] or "")]
        at = match.end()
    return [*found, (resource[at:], None)]
