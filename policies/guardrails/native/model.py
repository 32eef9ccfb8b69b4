"""What the tables of native types are made of."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from guardrails.view import View

ITSELF: Final = ""
"""The path of an element of a list, from that element."""


@dataclass(frozen=True, slots=True)
class Made:
    """A value in the classic shape.

    Attributes:
        value: The value.
        places: Where it and what is in it come from, by what follows its own path:
            ``{"": "tags", ".team": "tags[0].value"}``.
    """

    value: object
    places: Mapping[str, str]


How = Callable[[View], Made]
"""Puts a native value that is known and given into the classic shape."""


@dataclass(frozen=True, slots=True)
class At:
    """Where a native type has what a classic property says.

    Attributes:
        path: The native property, dotted where it is nested; an object that stands alone in a list
            is passed through as in ``guardrails.view``.
        how: How its value is put into the classic shape; as it is without.
        default: What holds where the native type says nothing, where the classic one has another
            default.
    """

    path: str
    how: How | None = None
    default: object = None


@dataclass(frozen=True, slots=True)
class Lacking:
    """A classic property that the native type does not have.

    Attributes:
        path: The native property at which is told what a rule says of it.
    """

    path: str


Place = str | At | Lacking | tuple[str | At, ...]
"""Where a native value is: a path alone for one that stays as it is; of several, the one given."""

Table = Mapping[str, Place]
"""The native places by classic property."""


@dataclass(frozen=True, slots=True)
class Part:
    """What the native type has within it, and the classic provider as a resource of its own.

    Attributes:
        type: The classic type.
        at: The native property that holds it, dotted where it is nested; there is no such part
            where that is missing.
        properties: Paths from the native resource; from the element, for a part of ``each``.
        whole: The classic property that names what the part belongs to, where one does.
        each: Whether there is one part for each element of the list.
        always: Whether there is one where the property is missing too.
    """

    type: str
    at: str
    properties: Table
    whole: str = ""
    each: bool = False
    always: bool = False


@dataclass(frozen=True, slots=True)
class NativeType:
    """A native type and its classic shape.

    Attributes:
        type: Such as ``aws-native:dynamodb:Table``.
        classic: The classic type.
        properties: Where the native type has the classic type's properties.
        parts: What the classic provider has as further resources.
        documents: Its access documents: native paths, dotted where they are nested.
        left_out: The rules that this type cannot answer, each with the reason.
        instead: A native property, and what the type is where that is given.
    """

    type: str
    classic: str
    properties: Table
    parts: tuple[Part, ...] = ()
    documents: tuple[str, ...] = ()
    left_out: Mapping[str, str] = field(default_factory=dict[str, str])
    instead: "tuple[str, NativeType] | None" = None

    @property
    def classics(self) -> frozenset[str]:
        """The classic types that rules see of it."""
        return frozenset((self.classic, *(part.type for part in self.parts)))
