"""Credentials that stand under no telling name: what a command sends, and what is drawn by lot."""

import re
from typing import Final

from guardrails.subjects.literal_secrets.names import words
from guardrails.subjects.literal_secrets.randomness import is_random

# curl -u user:password
_CURL: Final = re.compile(
    r"\bcurl\b[^\n|;]{0,256}?\s(?:-u|--user|-U|--proxy-user)(?:\s|=)?\s{0,4}[\"']?"
    r"(?P<user>[\w.@+-]{1,64}):(?P<value>[^\s\"'$`<>{}%|;&]{4,256})(?=[\s\"']|$)"
)
# Authorization: Bearer …
_HEADER: Final = re.compile(
    r"\b(?:authorization|private-token|x-api-key|x-auth-token)\s{0,4}[:=]\s{0,4}"
    r"(?:(?:bearer|basic|token)\s{1,4})?(?P<value>[\w.+/=-]{16,512}+)",
    re.IGNORECASE,
)

# As an AWS secret access key is: forty signs, and no part of a longer text.
_KEY_LENGTH: Final = 40
_KEY: Final = re.compile(rf"(?<![\w/+=.:-])[A-Za-z0-9/+]{{{_KEY_LENGTH}}}(?![\w/+=:-])")
_LEAST_OF_A_KIND: Final = 3
_MOST_SLASHES: Final = 4
_LONGEST_VALUE: Final = 256
_LONGEST_SCRIPT: Final = 1_000_000
_SCRIPTS: Final = frozenset({"data", "script", "command", "commands", "buildspec"})
# What stands under a name that ends so tells one thing from another.
_HARMLESS: Final = frozenset(
    {
        *("arn", "checksum", "digest", "etag", "fingerprint", "hash", "id", "ids", "integrity"),
        *("name", "sha", "signature", "thumbprint", "token", "tokens", "version", "versions"),
    }
)


def sent(text: str) -> str | None:
    """The kind of credential that a command in the text sends; ``None`` for none."""
    if "curl" in text and any(
        one["user"] != "token" and one["value"] != "x-oauth-basic" and not one["value"].isdigit()
        for one in _CURL.finditer(text[:_LONGEST_SCRIPT])
    ):
        return "a password"
    # One by one: a loop over them takes longer than all the rest.
    named = (
        "uthorization" in text or "-token" in text or "-key" in text or "-T" in text or "-K" in text
    )
    if named and any(is_random(one["value"]) for one in _HEADER.finditer(text[:_LONGEST_SCRIPT])):
        return "a credential"
    return None


def nameless(name: str, text: str) -> str | None:
    """A text that looks like a secret key under any name; a longer one only where scripts stand."""
    size = len(text)
    if not _KEY_LENGTH <= size <= _LONGEST_SCRIPT or text.startswith("arn:"):
        return None
    if size > _LONGEST_VALUE and not _SCRIPTS.intersection(words(name[:128])):
        return None
    if not any(map(_is_drawn, _KEY.findall(text))):
        return None
    return (
        None if _HARMLESS.intersection(words(name[:128])[-1:]) else "what looks like a secret key"
    )


def _is_drawn(chunk: str) -> bool:
    kinds = (str.isupper, str.islower, str.isdigit)
    mixed = all(sum(map(kind, chunk)) >= _LEAST_OF_A_KIND for kind in kinds)
    return mixed and chunk.count("/") <= _MOST_SLASHES and is_random(chunk.replace("/", "+"))
