"""Looks for credentials in a text: by their form, and in what it assigns to a name."""

import re
from typing import Final

from guardrails.subjects.literal_secrets.formats import of_format
from guardrails.subjects.literal_secrets.loose import nameless, sent
from guardrails.subjects.literal_secrets.names import weight
from guardrails.subjects.literal_secrets.randomness import is_random

_SHORTEST_FORMAT: Final = 12
_LONGEST_SCRIPT: Final = 1_000_000  # characters that are searched for assignments

_ASSIGNMENT: Final = re.compile(
    r"(?<![\w.-])(?P<name>[A-Za-z_][\w.-]{0,63}+)"
    r"(?:(?P<tight>=)(?=[^\s=\"'])|[\"']?\s{0,4}+[=:]\s{0,4}+(?P<quote>[\"'])|\s{0,4}+=\s{0,4}+)"
    r"(?P<value>[^\s\"',;&<>(){}\[\]$|`]{4,512}+)(?P<after>.?)"
)
_SUSPICIOUS: Final = ("passw", "passphrase", "pwd", "secret", "token", "key", "credential")
_DOTTED: Final = re.compile(r"[A-Za-z_]+(?:\.[A-Za-z_]\w*+)++")
_REFERENCE: Final = re.compile(
    # By ARN, as a template's placeholder, as a path of a parameter or a file, by address.
    r"arn:|\{\{|\$[({A-Z_]|<|%|/[^/]+/|[./~]*/[^/]*$|(?:ssm|vault|secretsmanager|op|file|https?):"
)
_NO_VALUES: Final = frozenset(
    {"true", "false", "none", "null", "undefined", "string", "required", "optional", "enabled"}
)


def found(text: str) -> str | None:
    """The kind of credential that a text holds, such as ``an AWS access key``; ``None`` for none.

    The time is linear in the length of the text.
    """
    if len(text) < _SHORTEST_FORMAT:
        return None
    kind = of_format(text)
    if kind:
        return kind
    if "=" not in text and ":" not in text:
        return None
    return _assigned(text[:_LONGEST_SCRIPT]) or sent(text)


def found_under(name: str, text: str) -> str | None:
    """The kind of credential that a text is under that name; ``None`` for none.

    ``hunter2`` is one under ``masterPassword``, a random text also under ``API_TOKEN``, and
    ``AKIA…`` under any name, as are forty signs drawn by lot.

    Args:
        name: A property's or a variable's, in any spelling.
        text: What it is set to.
    """
    return _by_name(name, text) or found(text) or nameless(name, text)


def _assigned(text: str) -> str | None:
    """Looks for ``DB_PASSWORD=…``, ``"password": "…"`` and ``api_key = …``."""
    lower = text.lower()
    if not any(word in lower for word in _SUSPICIOUS):
        return None
    for match in _ASSIGNMENT.finditer(text):
        name, value = match["name"].rpartition(".")[2], match["value"]
        if not weight(name):
            continue
        if match["tight"] and _is_code(name, value, match["after"]):
            continue
        if not match["tight"] and not match["quote"] and not is_random(value):
            continue
        kind = _by_name(name, value)
        if kind:
            return kind
    return None


def _is_code(name: str, value: str, after: str) -> bool:
    """Whether ``name=value`` without quotes hands on a variable instead of a literal."""
    if after and after in "([{$":
        return True
    return not name.isupper() and after != ";" and value.replace("_", "").replace(".", "").isalpha()


def _by_name(name: str, text: str) -> str | None:
    said = weight(name[:128])
    if not said or not text.strip() or _REFERENCE.match(text) or _is_no_value(text):
        return None
    return said.kind if said.certain or is_random(text) else None


def _is_no_value(text: str) -> bool:
    return text.lower() in _NO_VALUES or bool(_DOTTED.fullmatch(text[:256]))
