"""Properties as rules read them: nothing raises, and every value knows its path."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from guardrails.origin import Origin
from guardrails.values import UNKNOWN, Secret

_LONGEST_SHOWN = 120


@dataclass(frozen=True, slots=True)
class View:
    """A value within a resource's properties.

    A missing property is a view of ``None``; what lies below an unknown value is unknown, with the
    path of that value, for it is what has to become known.

    Attributes:
        value: Plain JSON, ``UNKNOWN``, a ``File``, or ``None`` when there is nothing.
        path: Where it is, such as ``serverSideEncryption.enabled``; empty for the whole.
        secret: Whether messages must not show it.
    """

    value: object
    path: str = ""
    secret: bool = False

    @classmethod
    def of(cls, value: object, path: str, *, secret: bool = False) -> Self:
        """A view of ``value``, which may be a ``Secret``."""
        while isinstance(value, Secret):
            value, secret = value.value, True
        return cls(value, path, secret)

    def __getitem__(self, key: str) -> "View":
        """The property ``key``; of the only element, where the provider takes a list of one."""
        value: Any = self.value
        if value is UNKNOWN:
            return self
        path = f"{self.path}.{key}" if self.path else key
        # A dict most often: asking for any mapping takes ten times as long.
        if isinstance(value, dict) or isinstance(value, Mapping):  # noqa: SIM101 -- in this order
            return View.of(value.get(key), path, secret=self.secret)
        if isinstance(value, list) and len(value) == 1:
            return self.items()[0][key]
        return View(None, path, self.secret)

    @property
    def unknown(self) -> bool:
        """Whether the value is not known at preview."""
        return self.value is UNKNOWN

    @property
    def missing(self) -> bool:
        """Whether there is nothing: absent, null, an empty text or an empty list."""
        return self.value is None or self.value in ("", [])

    @property
    def text(self) -> str:
        """The value when it is text, else an empty text."""
        return self.value if isinstance(self.value, str) else ""

    @property
    def flag(self) -> bool | None:
        """The value as a boolean (programs in YAML write them as text), else ``None``."""
        if self.value in ("true", "false"):
            return self.value == "true"
        return self.value if isinstance(self.value, bool) else None

    @property
    def number(self) -> float | None:
        """The value as a number, else ``None``."""
        if isinstance(self.value, bool):
            return None
        if isinstance(self.value, str) and self.value.isascii() and self.value.isdigit():
            return float(self.value[:20])
        return float(self.value) if isinstance(self.value, int | float) else None

    def items(self) -> tuple["View", ...]:
        """The elements of a list; a single value counts as a list of one."""
        if self.value is None:
            return ()
        elements: Any = self.value
        if not isinstance(elements, list):
            return (self,)
        return tuple(
            View.of(element, f"{self.path}[{index}]", secret=self.secret)
            for index, element in enumerate(elements)
        )

    @property
    def gap(self) -> "View | None":
        """What is not known of it: the view itself, or the first such element of a list."""
        if self.unknown or not isinstance(self.value, list):
            return self if self.unknown else None
        return next((item for item in self.items() if item.unknown), None)

    def entries(self) -> Iterator[tuple[str, "View"]]:
        """The keys of an object with their values; none for anything else."""
        value: Any = self.value
        if isinstance(value, Mapping):
            for key in value:
                yield str(key), self[key]

    def first_unknown(self) -> "View | None":
        """The first value in it, itself included, that is not known at preview."""
        if self.unknown:
            return self
        inner = self.items() if isinstance(self.value, list) else (one for _, one in self.entries())
        return next(filter(None, (one.first_unknown() for one in inner)), None)

    def json(self) -> "View":
        """The document that the text holds; an object stays as it is.

        ``None`` inside means that it is no JSON.
        """
        if not isinstance(self.value, str):
            return self
        try:
            return View(json.loads(self.value), self.path, self.secret)
        except (ValueError, RecursionError):
            return View(None, self.path, self.secret)

    def shown(self) -> str:
        """The value for a message: short, and never a secret."""
        if self.secret:
            return "a secret value"
        value = self.value
        # Protobuf carries every number as a float.
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        text = json.dumps(value, default=repr) if isinstance(value, str | bool) else repr(value)
        return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


@dataclass(frozen=True, slots=True)
class Resource:
    """A resource as rules see it."""

    urn: str
    type: str
    name: str
    """The last part of the URN."""

    properties: View
    protect: bool = False
    dependencies: tuple[str, ...] = ()
    """The URNs that it waits for."""

    property_dependencies: Mapping[str, tuple[str, ...]] = field(
        default_factory=dict[str, tuple[str, ...]]
    )
    """The URNs that each property is computed from."""

    account_id: str | None = None
    """The only account that its provider may touch, where the provider says so."""

    region: str | None = None
    """Its provider's region."""

    origin: Origin | None = None
    """What it was translated from; none where it was declared as it is."""

    memo: dict[str, Any] = field(default_factory=dict[str, Any], compare=False, repr=False)
    """What several rules ask of it, worked out once."""

    def __getitem__(self, key: str) -> View:
        """A property."""
        return self.properties[key]

    def place(self, path: str) -> str:
        """A path as the program's author knows it, for a message."""
        return self.origin.place(path) if self.origin else path
