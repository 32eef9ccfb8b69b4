"""Credentials by their form: what services give out looks like nothing else."""

import re
from dataclasses import dataclass
from typing import Final


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


def of_format(text: str) -> str | None:
    """The kind of credential that a text holds by its form; ``None`` for none."""
    if not any(marker in text for marker in _MARKERS):
        return None
    for one in _FORMATS:
        if any(marker in text for marker in one.markers) and one.pattern.search(text):
            return one.kind
    return None
