"""What an expression may be, as far as calls of AWS depend on it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeAlias


class Who(StrEnum):
    """Whose credentials a client has."""

    OWN = "own"
    """The function's role."""

    OTHER = "other"
    """Credentials that were given to it, such as those of a role that the function assumed."""

    UNCLEAR = "unclear"
    """Whether any were given is not known."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """``None``."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text that is known."""

    text: str


@dataclass(frozen=True, slots=True)
class External:
    """Something from outside of the package by its dotted name: ``boto3.client``."""

    path: str


@dataclass(frozen=True, slots=True)
class Quiet:
    """Something of a module of the package that can do nothing of its own and is not read."""

    module: str


@dataclass(frozen=True, slots=True)
class Made:
    """What something from outside gave: an object of no concern here, or one of a known library.

    Attributes:
        path: What made it; empty for the former.
        name: The resource that it works on.
    """

    path: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Session:
    """A session of boto3."""

    who: Who = Who.OWN


@dataclass(frozen=True, slots=True)
class Maker:
    """``boto3.client``, ``session.resource``: what makes clients (``client``) or resources."""

    what: str
    who: Who


@dataclass(frozen=True, slots=True)
class Client:
    """A client; ``service`` is empty where it is not known which."""

    service: str
    who: Who = Who.OWN


@dataclass(frozen=True, slots=True)
class Resource:
    """What ``boto3.resource`` gives: the service itself (``kind`` is empty) or an object of it."""

    service: str
    kind: str
    who: Who = Who.OWN
    name: str = ""


@dataclass(frozen=True, slots=True)
class Meta:
    """A resource's ``meta``, whose ``client`` is a client."""

    service: str
    who: Who


@dataclass(frozen=True, slots=True)
class Collection:
    """Objects of one kind, listed when they are asked for."""

    service: str
    kind: str
    who: Who
    name: str


@dataclass(frozen=True, slots=True)
class Operation:
    """A method that is a call."""

    service: str
    operation: str
    who: Who
    name: str = ""
    gives: str = ""
    """The kind of object that a resource's method gives."""


@dataclass(frozen=True, slots=True)
class Special:
    """Another method of a client: ``get_paginator``, ``generate_presigned_url``."""

    service: str
    method: str
    who: Who


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the package, with the frame that it was defined in."""

    code: int
    closure: int


@dataclass(frozen=True, slots=True)
class Class:
    """A class of the package."""

    code: int


@dataclass(frozen=True, slots=True)
class Instance:
    """An object of a class of the package.

    Attributes:
        code: The class.
        site: Where it is made; empty where only an annotation tells of it.
    """

    code: int
    site: str = ""


@dataclass(frozen=True, slots=True)
class Method:
    """A function bound to an object or to a class."""

    function: Function
    bound: "Instance | Class"


@dataclass(frozen=True, slots=True)
class Super:
    """An object as the classes behind ``owner`` see it."""

    owner: int
    instance: "Instance | Class"


@dataclass(frozen=True, slots=True)
class Module:
    """A module of the package."""

    name: str


@dataclass(frozen=True, slots=True)
class Tuple:
    """A tuple, element by element."""

    items: "tuple[Values, ...]"


@dataclass(frozen=True, slots=True)
class Box:
    """Any other container, with what is in it; ``fields`` are those under known keys."""

    content: "Values"
    fields: "tuple[tuple[str, Values], ...]" = ()


Value: TypeAlias = (
    Nothing
    | Text
    | External
    | Quiet
    | Made
    | Session
    | Maker
    | Client
    | Resource
    | Meta
    | Collection
    | Operation
    | Special
    | Function
    | Class
    | Instance
    | Method
    | Super
    | Module
    | Tuple
    | Box
)
Values: TypeAlias = frozenset[Value]

UNKNOWN: Final[Values] = frozenset()
NONE: Final[Values] = frozenset({Nothing()})
OPAQUE: Final[Values] = frozenset({Made()})

_DEEPEST: Final = 4
_MOST_VALUES: Final = 48


def leaves(values: Values) -> Values:
    """The values and what is in their containers, without the containers."""
    found: set[Value] = set()
    pending = list(values)
    while pending:
        value = pending.pop()
        if isinstance(value, Tuple):
            pending += [one for item in value.items for one in item]
        elif isinstance(value, Box):
            pending += value.content
            pending += [one for _, item in value.fields for one in item]
        else:
            found.add(value)
    return frozenset(found)


def elements(values: Values) -> Values:
    """What iterating over the values gives."""
    found: set[Value] = set()
    for value in values:
        if isinstance(value, Tuple):
            found |= UNKNOWN.union(*value.items)
        elif isinstance(value, Box):
            found |= value.content
            found |= UNKNOWN.union(*(item for _, item in value.fields))
        elif isinstance(value, Collection):
            found.add(Resource(value.service, value.kind, value.who, value.name))
        elif isinstance(value, Made):
            found.add(Made())
        elif isinstance(value, Quiet):
            found.add(value)
    return frozenset(found)


def box(content: Values, fields: dict[str, Values] | None = None) -> Values:
    """A container; one within many others is emptied into the outermost."""
    known = tuple(sorted((fields or {}).items(), key=lambda item: item[0]))
    made = Box(content, known)
    if _depth(made) > _DEEPEST:
        made = Box(leaves(frozenset({made})))
    return frozenset({made})


def _depth(value: Value) -> int:
    if isinstance(value, Box):
        inside = [*value.content, *(one for _, item in value.fields for one in item)]
    elif isinstance(value, Tuple):
        inside = [one for item in value.items for one in item]
    else:
        return 0
    return 1 + max(map(_depth, inside), default=0)


def texts(values: Values) -> frozenset[str]:
    """The texts among the values."""
    return frozenset(value.text for value in values if isinstance(value, Text))


def bounded(values: Values) -> Values:
    """The values; of too many, those that matter for calls."""
    if len(values) <= _MOST_VALUES:
        return values
    return frozenset(value for value in values if not isinstance(value, Text | Tuple | Box)) | {
        Box(leaves(values) - frozenset(Text(text) for text in texts(leaves(values))))
    }
