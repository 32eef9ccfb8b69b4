"""What the code of a function was seen to call, and what could not be seen."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A line of code.

    Attributes:
        file: Relative to the project where its file is known, else within the package.
        line: From 1.
    """

    file: str
    line: int

    def __str__(self) -> str:
        """As editors and terminals make a link of it."""
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Call:
    """A call of an AWS service.

    Attributes:
        service: What ``boto3.client`` takes: ``dynamodb``.
        operation: ``GetItem``.
        place: Where it is made; of what a library does, where it is asked to.
        name: The name of the resource that it works on, as far as the code tells; else empty.
        by: The library that makes it for the function; empty for its own calls.
    """

    service: str
    operation: str
    place: Place
    name: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Unresolved:
    """Something that may call AWS, and the code does not tell what.

    Attributes:
        place: Where.
        text: What it is and what is not known of it.
        service: boto3's name of the service, where that much is known.
        method: The client's method, where that much is known.
    """

    place: Place
    text: str
    service: str = ""
    method: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What a function's code was seen to do, in the order of files and lines.

    Attributes:
        calls: Those that it makes with its own role.
        others: Those that it makes with credentials of another principal, such as of a role that
            it assumed: they need no grant of its own role.
        unresolved: What may be a call.
    """

    calls: tuple[Call, ...] = ()
    others: tuple[Call, ...] = ()
    unresolved: tuple[Unresolved, ...] = ()


def in_order(calls: Iterable[Call]) -> tuple[Call, ...]:
    """The calls by files and lines; one whose resource is known in one way is known."""
    given = set(calls)
    named = {(one.place, one.service, one.operation) for one in given if one.name}
    found = (
        one for one in given if one.name or (one.place, one.service, one.operation) not in named
    )
    return tuple(
        sorted(found, key=lambda one: (one.place, one.service, one.operation, one.name, one.by))
    )
