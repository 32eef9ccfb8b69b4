"""Policy variables: ``${aws:username}``, ``${aws:username, 'nobody'}``, ``${*}``.

What a variable stands for is taken literally: a ``*`` of it is no wildcard, a ``:`` of it does not
begin the next part of an ARN. A variable without a value matches nothing, so that what negates a
comparison with it is met.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from guardrails.iam import wildcard
from guardrails.iam.evaluation.logic import Met
from guardrails.iam.evaluation.request import Context

# "$" and braces stand in no name, so that "${${${" takes one pass.
_VARIABLE: Final = re.compile(r"\$\{(\$|[^${}]*)\}")
_CHARACTERS: Final = frozenset("*?$")

# Unicode's noncharacters, which no text holds, stand for characters that are meant literally.
_STAR, _MARK, _COLON = "\ufdd0", "\ufdd1", "\ufdd2"
_LITERAL: Final = str.maketrans("*?", _STAR + _MARK)
_WITHIN_ARN: Final = str.maketrans("*?:", _STAR + _MARK + _COLON)

# A version that knows no variables takes them for text.
WITH_VARIABLES: Final = "2012-10-17"


@dataclass(frozen=True, slots=True)
class Filled:
    """A text of a policy with its variables filled in.

    Attributes:
        pattern: With literal characters marked, and ``*`` for what is not known; ``None`` when a
            variable has no value: then nothing matches.
        unknown: The keys that are not known.
    """

    pattern: str | None
    unknown: tuple[str, ...] = ()

    def matches(self, text: str) -> Met:
        """Whether it matches a text; case matters."""
        if self.pattern is None:
            return Met.NO
        return self.decided(wildcard.matches(whole(self.pattern), literally(text)))

    def matches_in_any_case(self, text: str) -> Met:
        """Whether it matches a text in upper or lower case."""
        if self.pattern is None:
            return Met.NO
        pattern = whole(self.pattern).lower()
        return self.decided(wildcard.matches(pattern, literally(text).lower()))

    def decided(self, fits: bool) -> Met:  # noqa: FBT001 -- it is the value, not an option
        """Whether the text matches once all is known, when the pattern ``fits`` as it is."""
        return Met.UNKNOWN if fits and self.unknown else Met.of(fits)


def fill(text: str, context: Context, *, wildcards: bool) -> Filled:
    """Fill in the variables of a text.

    Args:
        text: As it stands in the policy.
        context: The values.
        wildcards: Whether ``*`` and ``?`` of the text itself match more than themselves.
    """
    parts: list[str] = []
    unknown: list[str] = []
    at = 0
    for match in _VARIABLE.finditer(text) if "${" in text else ():
        parts += [_plain(text[at : match.start()], wildcards=wildcards)]
        at = match.end()
        value = _value(_read(match[1]), context)
        if value is None:
            return Filled(None)
        parts.append(value.text)
        unknown += [value.key] if value.key else []
    parts.append(_plain(text[at:], wildcards=wildcards))
    return Filled("".join(parts), tuple(unknown))


def _plain(text: str, *, wildcards: bool) -> str:
    return text if wildcards else literally(text)


@dataclass(frozen=True, slots=True)
class _Variable:
    """A key with what stands in for it, or a character that is meant literally."""

    key: str
    default: str | None
    character: str = ""


@lru_cache(maxsize=1024)
def _read(inside: str) -> _Variable:
    if inside in _CHARACTERS:
        return _Variable("", None, inside)
    key, _, rest = inside.partition(",")
    rest = rest.strip()
    quoted = len(rest) > 1 and rest[0] == rest[-1] == "'"
    return _Variable(key.strip(), rest[1:-1] if quoted else None)


class _Value(NamedTuple):
    """What a variable stands for; with its key while that is not known."""

    text: str
    key: str = ""


def _value(variable: _Variable, context: Context) -> _Value | None:
    """What to fill in; ``None`` for a variable without a value."""
    if variable.character:
        return _Value(variable.character.translate(_WITHIN_ARN))
    values = context.values(variable.key) if variable.key else ()
    if values is None:
        return _Value("*", variable.key)
    # A key with several values fills in nothing.
    text = values[0] if len(values) == 1 else variable.default
    return None if text is None else _Value(text.translate(_WITHIN_ARN))


def literally(text: str) -> str:
    """``text`` with its wildcards marked as characters: what patterns are matched with."""
    return text.translate(_LITERAL) if wildcard.has_wildcard(text) else text


def whole(pattern: str) -> str:
    """A filled-in pattern, or a part of one, for a text whose colons part nothing."""
    return pattern.replace(_COLON, ":")


def read_by(text: str) -> Iterator[str]:
    """The keys that the variables of a text read."""
    for match in _VARIABLE.finditer(text) if "${" in text else ():
        key = _read(match[1]).key
        if key:
            yield key
