"""The place of a value, for error messages."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Where:
    """The path of a value, spelt as the reader wrote it.

    Args:
        path: Such as ``Organization 'main'`` or ``bulwark:organization``.
        spell: How the reader writes a key of ours, such as ``role_name``; YAML has ``roleName``.
    """

    path: str
    spell: Callable[[str], str] = str

    def key(self, name: str) -> Self:
        """The place of one of our keys below this one."""
        return self.name(self.spell(name))

    def name(self, name: str) -> Self:
        """The place of what the reader named himself, such as a unit."""
        return type(self)(f"{self.path}.{name}", self.spell)

    def __str__(self) -> str:
        return self.path


def camel_case(name: str) -> str:
    """``role_name`` as YAML and other languages spell it: ``roleName``."""
    first, *others = name.split("_")
    return first + "".join(part.capitalize() for part in others)
