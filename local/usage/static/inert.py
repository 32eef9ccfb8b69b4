"""Which modules cannot call AWS, so that what they do need not be followed.

A module that says nothing of boto3 or of the environment, and imports none that does, calls AWS
only with what it is handed. Until a client, or something that may hold one, gets there, its
functions are not followed; from then on it is a module like others.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from local.usage.static.code import FunctionCode
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
    Resource,
    Session,
    Special,
    Super,
    Value,
    Values,
    leaves,
)

if TYPE_CHECKING:
    from local.usage.static.machine import Machine

_TELLING: Final = re.compile(
    rb"\b(?:aws_lambda_powertools|boto3|botocore|environ|eval|exec|getenv|globals|import_module"
    rb"|mypy_boto3_\w+|types_boto3_\w+|__import__)\b"
)
_OF_AWS: Final = (Client, Collection, Maker, Meta, Operation, Resource, Session, Special)


class Inert:
    """What is known of a package's modules in this respect."""

    def __init__(self, machine: "Machine") -> None:
        self._machine = machine
        self._awake: set[str] = set()
        self._known: dict[str, frozenset[str]] = {}
        self._loud: dict[str, bool] = {}

    def wake(self, module: str) -> None:
        """Follow a module from the next round on: something got there that may call AWS."""
        if module not in self._awake:
            self._awake.add(module)
            self._loud.clear()

    def met(self, name: str, source: bytes, tree: ast.Module | None, *, is_package: bool) -> None:
        """Take note of a module: what it speaks of, and what it imports."""
        self._loud.clear()
        if tree is None or _TELLING.search(source):
            self._awake.add(name)
        found: set[str] = set()
        for node in _imports(tree.body if tree else ()):
            if isinstance(node, ast.Import):
                found.update(one.name for one in node.names)
            else:
                origin = absolute(name, node, is_package=is_package)
                found.add(origin)
                found.update(f"{origin}.{one.name}" for one in node.names)
        self._known[name] = frozenset(found)

    def is_inert(self, name: str) -> bool:
        """Whether a module and all that it imports can do nothing of their own."""
        if name not in self._loud:
            seen: set[str] = set()
            pending = [name]
            while pending:
                one = pending.pop()
                if one not in seen:
                    seen.add(one)
                    pending += self._known.get(one, ())
            self._loud[name] = not self._awake.isdisjoint(seen)
        return not self._loud[name]

    def passes(self, code: FunctionCode, given: Values) -> bool:
        """Whether a function need not be followed for what it is given."""
        if not self.is_inert(code.module) or not _calls(code):
            return False
        if self.carries(given):
            self.wake(code.module)
            return False
        return True

    def carries(self, values: Values) -> bool:
        """Whether any of the values may lead to a call of AWS."""
        return any(self._leads(one) for one in leaves(values))

    def _leads(self, value: Value) -> bool:
        machine = self._machine
        match value:
            case Made():
                return bool(value.path)
            case Function():
                return not self.is_inert(machine.functions[value.code].module)
            case Method():
                return self._leads(value.function) or self._leads(value.bound)
            case Super():
                return self._leads(value.instance)
            case Class() | Instance():
                return not self.is_inert(machine.classes[value.code].module)
            case _:
                return isinstance(value, _OF_AWS)


def _imports(given: Iterable[ast.AST]) -> Iterator[ast.Import | ast.ImportFrom]:
    """Every import, wherever it stands; expressions are not looked through."""
    pending = list(given)
    while pending:
        node = pending.pop()
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node
        for name in ("body", "orelse", "handlers", "finalbody", "cases"):
            held = getattr(node, name, None)
            if isinstance(held, list):
                pending += held


def _calls(code: FunctionCode) -> bool:
    """Whether a function calls anything: one that does not costs nothing to follow."""
    return code.calls


def absolute(module: str, node: ast.ImportFrom, *, is_package: bool) -> str:
    """The absolute name of the module that an import is from."""
    if not node.level:
        return node.module or ""
    parts = module.split(".")
    up = node.level - 1 if is_package else node.level
    parts = parts[: len(parts) - up] if up else parts
    return ".".join([*parts, *([node.module] if node.module else [])])
