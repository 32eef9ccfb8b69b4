"""What a property can be besides plain JSON: unknown, secret, or a file."""

from dataclasses import dataclass
from typing import Final


class Unknown:
    """A value that only the deployment can tell."""

    def __repr__(self) -> str:
        return "<not known at preview>"


UNKNOWN: Final = Unknown()


@dataclass(frozen=True, slots=True)
class Secret:
    """A value that rules may judge and messages may not show."""

    value: object

    def __repr__(self) -> str:
        return "<a secret>"


@dataclass(frozen=True, slots=True)
class File:
    """An asset or an archive: where its bytes are, not the bytes."""

    kind: str
    """``asset`` or ``archive``."""

    source: str
    """Its path or address; empty for one whose text is inline."""
