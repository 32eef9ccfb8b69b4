"""What names, attributes and results may be, as far as it is known by now."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field

from local.usage.static.code import FunctionCode
from local.usage.static.values import UNKNOWN, Values, bounded


class Store:
    """Sets of values by key; those of the last round are seen until this round ends."""

    def __init__(self) -> None:
        self._old: dict[Hashable, Values] = {}
        self._new: dict[Hashable, Values] = {}
        self._names: dict[int, set[str]] = {}

    def get(self, key: Hashable) -> Values:
        """What was added by this round or the last."""
        return self._new.get(key, UNKNOWN) | self._old.get(key, UNKNOWN)

    def bind(self, frame: int, name: str, values: Values) -> None:
        """Add to what a frame's name may be; that there is such a name is a fact too."""
        self._names.setdefault(frame, set()).add(name)
        self.add((frame, name), values)

    def add(self, key: Hashable, values: Values) -> None:
        """Add values under a key."""
        self._new[key] = bounded(self._new.get(key, UNKNOWN) | values)

    def __contains__(self, key: Hashable) -> bool:
        """Whether anything was ever added under the key."""
        return key in self._new or key in self._old

    def names(self, frame: int) -> list[str]:
        """The names of a frame."""
        return sorted(self._names.get(frame, ()))

    def turn(self) -> bool:
        """Begin a round; whether the one that ended said anything else than the one before."""
        changed = self._old != self._new
        self._old, self._new = self._new, {}
        return changed


@dataclass(frozen=True, slots=True)
class Frame:
    """Where names are bound: a module, a class's body, or a function for one set of arguments.

    Attributes:
        number: Tells frames apart.
        module: The module that the code is in.
        code: The function's; ``None`` for a module or a class.
        owner: The class whose body or method it is.
        outer: Where names are looked up that it does not bind; ``None`` for a module.
        quiet: Whether only types are of interest (``if TYPE_CHECKING``).
    """

    number: int
    module: str
    code: FunctionCode | None = None
    owner: int | None = None
    outer: "Frame | None" = None
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Arguments:
    """What a call is given.

    Attributes:
        positional: In their order.
        keywords: By name.
        rest: What further positional ones may be (``*args``); ``None`` if there are none.
        unnamed: Whether there may be keywords that are not known (``**kwargs``).
    """

    positional: tuple[Values, ...] = ()
    keywords: Mapping[str, Values] = field(default_factory=dict[str, Values])
    rest: Values | None = None
    unnamed: bool = False

    @property
    def all(self) -> Values:
        """Everything that is handed over."""
        return UNKNOWN.union(*self.positional, *self.keywords.values(), self.rest or UNKNOWN)

    def get(self, name: str, index: int) -> Values | None:
        """The argument of that name or position; ``None`` when it is not given."""
        if name in self.keywords:
            return self.keywords[name]
        return self.positional[index] if index < len(self.positional) else None
