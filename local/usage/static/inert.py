"""Which modules cannot call AWS, so that they need not be read.

A module that says nothing of boto3 or of the environment, and imports none that does, calls AWS
only with what it is handed. Until something that may lead to a call gets there, or something of it
decides what is called, its names are like those of a library; from then on it is a module like
others.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from local.usage.static.values import (
    Class,
    Client,
    Collection,
    Function,
    Instance,
    Made,
    Maker,
    Meta,
    Method,
    Operation,
    Quiet,
    Resource,
    Session,
    Special,
    Super,
    Value,
    Values,
    leaves,
)

if TYPE_CHECKING:
    from local.usage.package import Module as Source
    from local.usage.static.machine import Machine

_TELLING: Final = re.compile(
    rb"\b(?:aws_lambda_powertools|boto3|botocore|mypy_boto3_\w+|types_boto3_\w+)\b"
    rb"|\b(?:environ|getenv|import_module|__import__)\b|\b(?:eval|exec|globals)\("
)
_IMPORT: Final = re.compile(
    r"^[ \t]*(?:from[ \t]+([.\w]+)[ \t]+import[ \t]*(\([^)]*\)|[^\n]*)|import[ \t]+([^\n]*))",
    re.MULTILINE,
)
_NAME: Final = re.compile(r"[\w.]+")
_CARRYING: Final = (
    *(Class, Client, Collection, Function, Maker, Meta, Method, Operation, Resource, Session),
    *(Special, Super),
)


class Inert:
    """What is known of a package's modules in this respect."""

    def __init__(self, machine: "Machine") -> None:
        self._machine = machine
        self._awake: set[str] = set()
        self._imported: dict[str, frozenset[str]] = {}
        self._known: dict[str, bool] = {}

    def wake(self, module: str) -> None:
        """Read a module from the next round on."""
        if module not in self._awake:
            self._awake.add(module)
            self._known.clear()
            self._machine.unsettled = True

    def is_inert(self, name: str) -> bool:
        """Whether the package brings a module that can do nothing of its own."""
        if name not in self._known:
            self._known[name] = self._is_module(name) and not self._is_loud(name)
        return self._known[name]

    def _is_module(self, name: str) -> bool:
        source = self._machine.package.module(name)
        return source is not None and not source.foreign

    def _is_loud(self, name: str) -> bool:
        seen: set[str] = set()
        pending = [name]
        while pending:
            one = pending.pop()
            if one in self._awake:
                return True
            if one not in seen:
                seen.add(one)
                pending += self._imports(one)
        return False

    def _imports(self, name: str) -> frozenset[str]:
        """The modules of the package that one imports; one that tells of AWS wakes up."""
        if name not in self._imported:
            source = self._machine.package.module(name)
            self._imported[name] = frozenset()
            if source is not None and not source.foreign:
                if _TELLING.search(source.source):
                    self._awake.add(name)
                self._imported[name] = frozenset(_imported(name, source))
        if name in self._awake:
            return frozenset({name})
        return self._imported[name]

    def ask(self, values: Values) -> None:
        """Read the modules that values are of, for these values decide what is called."""
        for value in leaves(values):
            if isinstance(value, Quiet):
                self.wake(value.module)

    def handed(self, module: str, values: Values) -> None:
        """Take note that a module that is not read is handed values."""
        if self.carries(values):
            self.wake(module)

    def carries(self, values: Values) -> bool:
        """Whether any of the values may lead to a call of AWS."""
        return any(self._leads(one) for one in leaves(values))

    def _leads(self, value: Value) -> bool:
        if isinstance(value, Made):
            return bool(value.path)
        if isinstance(value, Instance):
            return self._machine.acts(value.code)
        return isinstance(value, _CARRYING)


def _imported(name: str, source: "Source") -> Iterator[str]:
    """The modules that a source may import, read off its lines; some may be no modules."""
    for found in _IMPORT.finditer(source.source.decode("utf-8", "replace")):
        origin, members, plain = found.groups()
        if plain is not None:
            for one in plain.split(","):
                yield from _with_parents(one.partition(" as ")[0].strip())
            continue
        base = absolute(name, origin, is_package=source.is_package)
        yield from _with_parents(base)
        for one in _NAME.findall(members):
            yield f"{base}.{one}"


def _with_parents(name: str) -> Iterator[str]:
    while name:
        yield name
        name = name.rpartition(".")[0]


def absolute(module: str, origin: str, *, is_package: bool) -> str:
    """The absolute name of the module that an import is from: ``..store`` or ``findings.store``."""
    name = origin.lstrip(".")
    level = len(origin) - len(name)
    if not level:
        return name
    parts = module.split(".")
    up = level - 1 if is_package else level
    parts = parts[: len(parts) - up] if up else parts
    return ".".join([*parts, *([name] if name else [])])
