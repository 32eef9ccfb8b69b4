"""Variables of policies as they are written: ``${aws:username}``, ``${aws:username, 'nobody'}``.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from guardrails.iam import text
from guardrails.iam.model import Statement
from guardrails.iam.reader import Reader

# With the others a "${" is plain text.
_FILLED_IN: Final = ("string", "arn", "bool")

# "$" and braces stand in no name, so that "${${${" takes one pass.
_VARIABLE: Final = re.compile(r"\$\{(?:[*?$]\}|([^${}]*)(\}?))")

# Tags have names of the customer's, with spaces where they like.
_SPACE_BEFORE_TAG: Final = re.compile(r"^\s|^[^/]*\s|\s$")


class Variable(NamedTuple):
    """One variable of a text.

    Attributes:
        text: As it stands.
        key: What is filled in; with the spaces around it.
        default: What stands behind the comma, quotes included; ``None`` without one.
        closed: Whether its brace is closed.
    """

    text: str
    key: str
    default: str | None
    closed: bool


def variables(value: str) -> Iterator[Variable]:
    """The variables of a text in their order; not those that stand for ``*``, ``?`` or ``$``."""
    for match in _VARIABLE.finditer(value) if "${" in value else ():
        inside, closing = match.groups()
        if inside is not None:
            key, comma, default = inside.partition(",")
            yield Variable(match[0], key, default.strip() if comma else None, bool(closing))


def any_in(statements: tuple[Statement, ...]) -> bool:
    """Whether there may be a variable in some text: most documents have none, and end here."""
    for statement in statements:
        for pattern in statement.resources or statement.not_resources:
            if "${" in pattern:
                return True
        for condition in statement.conditions:
            for value in condition.values:
                if "${" in value:
                    return True
    return False


def values(statement: Statement) -> Iterator[tuple[str, str]]:
    """The texts of a statement in which variables are filled in, each with its place."""
    for element, patterns in (
        ("Resource", statement.resources),
        ("NotResource", statement.not_resources),
    ):
        for at, pattern in enumerate(patterns):
            if "${" in pattern:
                yield pattern, statement.place(element, at)
    for condition in statement.conditions:
        for value in condition.values:
            if "${" in value and condition.operator.startswith(_FILLED_IN):
                yield value, condition.path


def check(statements: tuple[Statement, ...], reader: Reader) -> None:
    """Report the variables that AWS refuses, one for each text.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
    """
    for statement in statements:
        for value, place in values(statement):
            flaw = next(filter(None, map(_flaw, variables(value))), None)
            if flaw is not None:
                what, fix = flaw
                reader.problem(place, f"{text.shown(value)} {what}", fix)


def _flaw(variable: Variable) -> tuple[str, str] | None:
    """What AWS does not take of a variable, and how to mend it."""
    shown, key, default = text.shown(variable.text), variable.key, variable.default
    if not variable.closed:
        return (
            f"opens a variable with {shown} and does not close it.",
            "Close it with }, as in ${aws:username}; write ${$} for a $ that begins no variable.",
        )
    what = f"has the variable {shown}"
    if not key.strip():
        return f"{what}, which names no key.", "Name a key, as in ${aws:username}, or remove it."
    if _SPACE_BEFORE_TAG.search(key):
        own, slash, tag = key.strip().partition("/")
        mended = f"${{{''.join(own.split())}{slash}{tag}}}"
        return f"{what}, and AWS takes no space there.", _write(mended, "Leave out the space.")
    if default is not None and not _is_quoted(default):
        mended = f"${{{key}, '{default.strip(_QUOTE)}'}}"
        advice = _write(mended, "Put the default in single quotes.")
        return f"{what}, whose default is not in single quotes.", advice
    return None


def _write(mended: str, otherwise: str) -> str:
    """The mended variable, where a stranger's text is fit to be repeated."""
    is_fit = mended.isprintable() and len(mended) <= _LONGEST_REPEATED
    return f"Write {mended}." if is_fit else otherwise


_QUOTE: Final = "'"
_LONGEST_REPEATED: Final = 80


def _is_quoted(default: str) -> bool:
    return len(default) > 1 and default[0] == default[-1] == "'"
