"""Policy variables: ``${aws:username}``, ``${aws:username, 'nobody'}``, ``${*}``.

What a variable stands for is taken literally: a ``*`` of it is no wildcard, a ``:`` of it does not
begin the next part of an ARN.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

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
        pattern: With literal characters marked, and ``*`` for what is not known.
        resolved: Whether all variables have a value; a text with one that has none is not met.
        unknown: The keys that are not known.
    """

    pattern: str
    resolved: Met = Met.YES
    unknown: tuple[str, ...] = ()

    def matches(self, text: str) -> Met:
        """Whether it matches a text; case matters."""
        return self.decided(wildcard.matches(whole(self.pattern), literally(text)))

    def matches_in_any_case(self, text: str) -> Met:
        """Whether it matches a text in upper or lower case."""
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
    if "${" not in text:
        return Filled(text if wildcards else literally(text))
    parts: list[str] = []
    unknown: list[str] = []
    resolved, at = Met.YES, 0
    for match in _VARIABLE.finditer(text):
        before = text[at : match.start()]
        parts.append(before if wildcards else literally(before))
        at = match.end()
        variable = _read(match[1])
        value, key, found = _value(variable, context)
        resolved = min(resolved, found)
        parts.append(value)
        if key:
            unknown.append(key)
    rest = text[at:]
    parts.append(rest if wildcards else literally(rest))
    return Filled("".join(parts), resolved, tuple(unknown))


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


def _value(variable: _Variable, context: Context) -> tuple[str, str, Met]:
    """The value, the key when it is not known, and whether there is a value at all."""
    if variable.character:
        return variable.character.translate(_WITHIN_ARN), "", Met.YES
    values = context.values(variable.key) if variable.key else ()
    if values is None:
        return "*", variable.key, Met.UNKNOWN if variable.default is None else Met.YES
    # A key with several values fills in nothing.
    text = values[0] if len(values) == 1 else variable.default
    if text is None:
        return "", "", Met.NO
    return text.translate(_WITHIN_ARN), "", Met.YES


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
