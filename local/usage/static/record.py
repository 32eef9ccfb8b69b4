"""What was called, and what may be a call."""

from local.usage import sdk
from local.usage.found import Call, Found, Place, Unresolved, in_order
from local.usage.static.values import Operation, Who


class Record:
    """What a round finds.

    Attributes:
        services: boto3's names of those that clients are made of.
    """

    def __init__(self) -> None:
        self.services: set[str] = set()
        self._calls: dict[tuple[Who, Call], None] = {}
        self._unresolved: dict[Unresolved, None] = {}

    def clear(self) -> None:
        """Begin anew."""
        self.services.clear()
        self._calls.clear()
        self._unresolved.clear()

    def called(self, place: Place, operation: Operation, by: str) -> None:
        """Take note of a call."""
        call = Call(operation.service, operation.operation, place, operation.name, by)
        self._calls[operation.who, call] = None

    def unresolved(self, place: Place, text: str, service: str = "", method: str = "") -> None:
        """Take note of what may be a call."""
        self._unresolved[Unresolved(place, text, service, method)] = None

    def found(self, suspects: frozenset[str]) -> Found:
        """All of it in order, without the methods of unknown objects that no service has."""
        described = [found for one in self.services if (found := sdk.service(one))]
        names = suspects.union(*(one.methods for one in described))
        unresolved = [
            one
            for one in self._unresolved
            if not one.method or one.service or one.method in names or "." in one.method
        ]
        for who, call in self._calls:
            if who is Who.UNCLEAR:
                text = f"whose credentials the client of {call.service} has is not known"
                unresolved.append(Unresolved(call.place, text, call.service, call.operation))
        own = {call for who, call in self._calls if who is Who.OWN}
        others = {call for who, call in self._calls if who is Who.OTHER}
        return Found(in_order(own), in_order(others), tuple(sorted(set(unresolved))))
