"""What a property can be besides plain JSON: unknown, secret, or a file."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, cast


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


def revealed(value: object) -> object:
    """The value with what the secrets in it hold."""
    if isinstance(value, Secret):
        return revealed(value.value)
    if isinstance(value, list):
        return [revealed(element) for element in cast("list[object]", value)]
    if isinstance(value, Mapping):
        entries = cast("Mapping[str, object]", value).items()
        return {key: revealed(element) for key, element in entries}
    return value
