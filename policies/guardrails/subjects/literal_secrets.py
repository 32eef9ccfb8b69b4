"""Which texts are credentials: by their form, or by the name that they stand under.

Only the kind of a credential is ever told, no part of it. Every pattern is linear: it starts at a
fixed text or at the start of a word, and no repetition gives back what it took.
"""

import base64
import binascii
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, cast

from guardrails.view import Resource, View

_SHORTEST_FORMAT: Final = 12
_LONGEST_RANDOM: Final = 4096
_LEAST_ENTROPY: Final = 3.0  # bits per character; 16 random hexadecimal digits have 3.2
_LEAST_SWITCHES: Final = 4  # between digits and letters; a time such as 20240115T101500Z has three
_LEAST_TURNS: Final = 0.4  # per character, between small, large and digits; 0.6 by lot
_LONGEST_SCRIPT: Final = 1_000_000  # characters that are searched for assignments


@dataclass(frozen=True, slots=True)
class _Format:
    """What credentials of one kind look like.

    Attributes:
        kind: What they are, with an article.
        markers: Texts of which a credential holds one; without any of them the pattern is spared.
        pattern: Finds one in a longer text.
    """

    kind: str
    markers: tuple[str, ...]
    pattern: re.Pattern[str]


def _format(kind: str, markers: str, pattern: str) -> _Format:
    return _Format(kind, tuple(markers.split()), re.compile(pattern))


# The forms are those that the services publish for scanners of secrets, such as
# https://docs.github.com/en/code-security/secret-scanning/introduction/supported-secret-scanning-patterns
_FORMATS: Final = (
    _format(
        "an AWS access key",
        "AKIA ASIA",
        r"(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z2-7]{16}(?![A-Za-z0-9])",
    ),
    _format("a private key", "PRIVATE", r"-----BEGIN [A-Z ]{0,24}PRIVATE KEY(?: BLOCK)?-----"),
    _format(
        "a GitHub token",
        "ghp_ gho_ ghu_ ghs_ ghr_ github_pat_",
        r"(?<![A-Za-z0-9])(?:gh[opurs]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{60})",
    ),
    _format("a GitLab token", "glpat- gldt- glrt-", r"\bgl(?:pat|dt|rt)-[A-Za-z0-9_-]{20}"),
    _format("a Slack token", "xox", r"\bxox[abeoprs]-[A-Za-z0-9-]{10}"),
    _format(
        "a Slack webhook",
        "hooks.slack.com/services/",
        r"hooks\.slack\.com/services/T[A-Z0-9]{6,14}+/B[A-Z0-9]{6,14}+/[A-Za-z0-9]{20}",
    ),
    _format(
        "a Stripe key",
        "_live_ _test_ whsec_",
        r"\b(?:[rs]k_(?:live|test)_[A-Za-z0-9]{16}|whsec_[A-Za-z0-9]{24})",
    ),
    _format(
        "a Google key",
        "AIza GOCSPX-",
        r"(?<![A-Za-z0-9_-])(?:AIza[A-Za-z0-9_-]{35}|GOCSPX-[A-Za-z0-9_-]{28})(?![A-Za-z0-9_-])",
    ),
    _format("an npm token", "npm_", r"\bnpm_[A-Za-z0-9]{36}\b"),
    _format("a PyPI token", "pypi-AgE", r"\bpypi-AgE[A-Za-z0-9_-]{50}"),
    _format(
        "a JSON web token",
        "eyJ",
        r"(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{10,}+\.eyJ[A-Za-z0-9_-]{10,}+\.[A-Za-z0-9_-]{10}",
    ),
    _format("a SendGrid key", "SG.", r"\bSG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}"),
    _format("a Twilio key", "SK", r"\bSK[0-9a-f]{32}\b"),
    _format("a key of an Azure storage account", "AccountKey=", r"AccountKey=[A-Za-z0-9+/]{86}=="),
    _format("a Pulumi token", "pul-", r"\bpul-[0-9a-f]{40}\b"),
    _format(
        "a key of a language model's service",
        "sk-ant- sk-proj-",
        r"\bsk-(?:ant|proj)-[A-Za-z0-9_-]{20}",
    ),
    _format("a Docker Hub token", "dckr_pat_", r"\bdckr_pat_[A-Za-z0-9_-]{27}"),
    _format("a Vault token", "hvs.", r"\bhvs\.[A-Za-z0-9_-]{24}"),
    _format(
        "a connection string with a password",
        "://",
        r"://[^\s/?#:@'\"<>{}$*]{0,128}+:[^\s/?#@'\"<>{}$*]{1,256}+@[A-Za-z0-9\[]",
    ),
)

_MARKERS: Final = tuple(marker for one in _FORMATS for marker in one.markers)

_ASSIGNMENT: Final = re.compile(
    r"(?<![\w.-])(?P<name>[A-Za-z_][\w.-]{0,63}+)"
    r"(?:(?P<tight>=)(?=[^\s=\"'])|[\"']?\s{0,4}+[=:]\s{0,4}+(?P<quote>[\"'])|\s{0,4}+=\s{0,4}+)"
    r"(?P<value>[^\s\"',;&<>(){}\[\]$|`]{4,512}+)(?P<after>.?)"
)
_SUSPICIOUS: Final = ("passw", "passphrase", "pwd", "secret", "token", "key", "credential")
_WORDS: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_CHUNKS: Final = re.compile(r"[A-Za-z0-9+]{16,}+|(?<![A-Za-z0-9/+])[A-Za-z0-9/+]{40}(?![\w/+])")
_RUNS: Final = re.compile(r"[0-9]++|[a-z]++|[A-Z]++")
_SWITCH: Final = re.compile(r"(?<=[0-9])(?=[A-Za-z])|(?<=[A-Za-z])(?=[0-9])")
_ID: Final = re.compile(r"[a-z]{1,12}-[0-9a-f]{8,32}")
_DOTTED: Final = re.compile(r"[A-Za-z_]+(?:\.[A-Za-z_]\w*+)++")
_REFERENCE: Final = re.compile(
    # By ARN, as a template's placeholder, as a path of a parameter or a file, by address.
    r"arn:|\{\{|\$[({A-Z_]|<|%|/[^/]+/|[./~]*/[^/]*$|(?:ssm|vault|secretsmanager|op|file|https?):"
)
_NO_VALUES: Final = frozenset(
    {"true", "false", "none", "null", "undefined", "string", "required", "optional", "enabled"}
)

_PASSWORDS: Final = frozenset({"password", "passwords", "passwd", "passphrase", "pwd"})
_CERTAIN: Final = frozenset(
    {
        *(("auth", "token"), ("secret", "string"), ("client", "secret")),
        *(("preshared", "key"), ("shared", "key")),
    }
)
"""Last words of names under which there is nothing but a credential, random or not."""

_LIKELY: Final = frozenset(
    {"secret", "secrets", "token", "tokens", "credential", "credentials", "apikey"}
)
_LIKELY_PAIRS: Final = frozenset(
    {
        *(("api", "key"), ("access", "key"), ("private", "key"), ("secret", "key")),
        *(("auth", "key"), ("account", "key"), ("signing", "key"), ("encryption", "key")),
        *(
            ("master", "key"),
            ("connection", "string"),
            ("secret", "value"),
            ("secret", "binary"),
            ("token", "key"),
        ),
    }
)
# Tokens of a listing's pages and of a repeated request, and what only names a secret.
_HARMLESS: Final = frozenset({("client", "token"), ("next", "token"), ("request", "token")})


def found(text: str) -> str | None:
    """The kind of credential that a text holds, such as ``an AWS access key``; ``None`` for none.

    The time is linear in the length of the text.
    """
    if len(text) < _SHORTEST_FORMAT:
        return None
    for marker in _MARKERS:
        if marker in text:
            kind = _of_format(text)
            if kind:
                return kind
            break
    return _assigned(text[:_LONGEST_SCRIPT]) if "=" in text or ":" in text else None


def found_under(name: str, text: str) -> str | None:
    """The kind of credential that a text is under that name; ``None`` for none.

    ``hunter2`` is one under ``masterPassword``, a random text also under ``API_TOKEN``, and
    ``AKIA…`` under any name.

    Args:
        name: A property's or a variable's, in any spelling.
        text: What it is set to.
    """
    return _by_name(name, text) or found(text)


def candidates(resource: Resource) -> Iterator[tuple[View, str]]:
    """The inputs of a resource that hold a credential in plain text, with its kind."""
    return within(resource.properties)


def within(view: View) -> Iterator[tuple[View, str]]:
    """The texts in a value that hold a credential in plain text, with its kind.

    Secrets of the program are passed over: Pulumi encrypts them wherever it keeps them. So are
    unknown values: what is computed is no literal.
    """
    if view.secret:
        return
    waiting: list[tuple[object, str, str]] = [(view.value, view.path, _last(view.path))]
    while waiting:
        value, path, name = waiting.pop()
        if isinstance(value, str):
            kind = _in_user_data(name, value) or found_under(name, value)
            if kind:
                yield View(value, path), kind
        elif isinstance(value, Mapping):
            entries = cast("Mapping[str, object]", value)
            waiting += [
                (inner, f"{path}.{key}" if path else key, _name(entries, key))
                for key, inner in reversed(list(entries.items()))
                if not key.startswith("__")
            ]
        elif isinstance(value, list):
            elements = list(enumerate(cast("list[object]", value)))
            waiting += [(inner, f"{path}[{i}]", name) for i, inner in reversed(elements)]


def _last(path: str) -> str:
    return path.rsplit(".", 1)[-1].partition("[")[0]


def _name(entries: Mapping[str, object], key: str) -> str:
    """The name of an entry; that of ``{"name": "DB_PASSWORD", "value": …}`` for its value."""
    name = entries.get("name") if key == "value" else None
    return name if isinstance(name, str) else key


def _in_user_data(name: str, text: str) -> str | None:
    """Looks into the script of a machine, which most inputs take in base64."""
    if not name.startswith("userData"):
        return None
    try:
        return found(base64.b64decode(text, validate=True).decode("latin-1"))
    except (binascii.Error, ValueError):
        return None


def _of_format(text: str) -> str | None:
    for one in _FORMATS:
        if any(marker in text for marker in one.markers) and one.pattern.search(text):
            return one.kind
    return None


def _assigned(text: str) -> str | None:
    """Looks for ``DB_PASSWORD=…``, ``"password": "…"`` and ``api_key = …``."""
    lower = text.lower()
    if not any(word in lower for word in _SUSPICIOUS):
        return None
    for match in _ASSIGNMENT.finditer(text):
        name, value = match["name"].rpartition(".")[2], match["value"]
        if not _weight(name):
            continue
        if match["tight"] and _is_code(name, value, match["after"]):
            continue
        if not match["tight"] and not match["quote"] and not _is_random(value):
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
    weight = _weight(name[:128])
    if not weight or not text.strip() or _REFERENCE.match(text) or _is_no_value(text):
        return None
    return weight.kind if weight.certain or _is_random(text) else None


def _is_no_value(text: str) -> bool:
    return text.lower() in _NO_VALUES or bool(_DOTTED.fullmatch(text[:256]))


@dataclass(frozen=True, slots=True)
class _Weight:
    """What a name says of its value.

    Attributes:
        kind: What the value is.
        certain: Whether any text is that, or only a random one.
    """

    kind: str
    certain: bool


@lru_cache(maxsize=4096)
def _weight(name: str) -> _Weight | None:
    """What a name says of its value; ``None`` for nothing."""
    words = _words(name)
    if words[-1:] and words[-1] in _PASSWORDS:
        return _Weight("a password", certain=True)
    pair = words[-2:]
    if pair in _CERTAIN:
        return _Weight("a credential", certain=True)
    single = words[-1:] and words[-1] in _LIKELY and pair not in _HARMLESS
    likely = single or pair in _LIKELY_PAIRS
    return _Weight("a credential", certain=False) if likely else None


def _words(name: str) -> tuple[str, ...]:
    """The words of ``masterPassword``, ``MASTER_PASSWORD`` or ``master-password-wo``."""
    words = tuple(word.lower() for word in _WORDS.findall(name))
    # What the provider takes without keeping it in the state has the suffix "wo": write only.
    return words[:-1] if words[-1:] == ("wo",) else words


def _is_random(text: str) -> bool:
    """Whether a part of the text looks drawn by lot, unlike names, dates, ids and addresses."""
    text = text[:_LONGEST_RANDOM]
    return not _ID.fullmatch(text) and any(map(_is_mixed, _CHUNKS.findall(text)))


def _is_mixed(chunk: str) -> bool:
    turns = len(_RUNS.findall(chunk)) / len(chunk)
    if len(_SWITCH.findall(chunk)) < _LEAST_SWITCHES and turns < _LEAST_TURNS:
        return False
    counts = Counter(chunk).values()
    entropy = -sum(count / len(chunk) * math.log2(count / len(chunk)) for count in counts)
    return entropy >= _LEAST_ENTROPY
