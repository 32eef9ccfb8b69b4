"""Names of properties and variables, and what they say of their values."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_WORDS: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
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


@dataclass(frozen=True, slots=True)
class Weight:
    """What a name says of its value.

    Attributes:
        kind: What the value is.
        certain: Whether any text is that, or only a random one.
    """

    kind: str
    certain: bool


@lru_cache(maxsize=4096)
def weight(name: str) -> Weight | None:
    """What a name says of its value; ``None`` for nothing."""
    said = words(name)
    if said[-1:] and said[-1] in _PASSWORDS:
        return Weight("a password", certain=True)
    pair = said[-2:]
    if pair in _CERTAIN:
        return Weight("a credential", certain=True)
    single = said[-1:] and said[-1] in _LIKELY and pair not in _HARMLESS
    likely = single or pair in _LIKELY_PAIRS
    return Weight("a credential", certain=False) if likely else None


@lru_cache(maxsize=4096)
def words(name: str) -> tuple[str, ...]:
    """The words of ``masterPassword``, ``MASTER_PASSWORD`` or ``master-password-wo``."""
    found = tuple(word.lower() for word in _WORDS.findall(name))
    # What the provider takes without keeping it in the state has the suffix "wo": write only.
    return found[:-1] if found[-1:] == ("wo",) else found
