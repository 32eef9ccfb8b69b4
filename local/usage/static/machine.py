"""Follows a package's code from its handler until nothing new comes up."""

import ast
from collections.abc import Collection, Mapping
from typing import Final

from local.usage.found import Found, Place
from local.usage.package import Module as Source
from local.usage.package import Package, PackageError
from local.usage.static import binding
from local.usage.static.code import ClassCode, FunctionCode, FunctionNode, class_code, parsed
from local.usage.static.inert import Inert
from local.usage.static.outside import unseen
from local.usage.static.record import Record
from local.usage.static.store import Arguments, Frame, Store
from local.usage.static.syntax import annotations, statements
from local.usage.static.values import UNKNOWN, Function, Operation, Value, Values

_MOST_ROUNDS: Final = 12
# From then on, new sets of arguments of a function are no longer told apart.
_SETTLED: Final = 4
_MOST_STEPS: Final = 1_500_000
_MOST_CONTEXTS: Final = 24
_DEEPEST: Final = 32
_TOO_LARGE: Final = "the code is too large or too entangled to be followed to its end"


class ExhaustedError(Exception):
    """The code is too large or too entangled to be followed to its end."""


def analyse(
    package: Package,
    handler: str,
    environment: Mapping[str, str],
    suspects: Collection[str] = (),
) -> Found:
    """Find the calls that a function makes.

    Args:
        package: Its code.
        handler: Module and function: ``audit_account.handler.handler``.
        environment: The variables that it will be given, as far as they are known.
        suspects: Names of methods that count as calls also of an object that nothing is known of;
            those of the services that the code makes clients of always do.
    """
    return Machine(package, environment).run(handler, frozenset(suspects))


class Machine:
    """The state of one analysis."""

    def __init__(self, package: Package, environment: Mapping[str, str]) -> None:
        self.package = package
        self.environment = environment
        self.store = Store()
        self.functions: list[FunctionCode] = []
        self.classes: list[ClassCode] = []
        self.subclasses: dict[int, set[int]] = {}
        self.record = Record()
        self.holders: set[int] = set()
        self.inert = Inert(self)
        self.unsettled = False
        self._numbers: dict[ast.AST, int] = {}
        self._frames: dict[object, Frame] = {}
        self._by_number: list[Frame] = []
        self._contexts: dict[tuple[int, int], int] = {}
        self._trees: dict[str, ast.Module | None] = {}
        self._sources: dict[str, Source] = {}
        self._done: set[object] = set()
        self._later: list[tuple[Frame, FunctionCode]] = []
        self._round = 0
        self._steps = 0
        self._depth = 0

    def run(self, handler: str, suspects: Collection[str]) -> Found:
        """Follow the code from its handler."""
        module, _, name = handler.rpartition(".")
        module = module.replace("/", ".")
        for self._round in range(_MOST_ROUNDS):
            self._done.clear()
            self.record.clear()
            try:
                self._follow(module, name)
            except (ExhaustedError, RecursionError):
                self.record.unresolved(Place(self._shown(module), 1), _TOO_LARGE)
                break
            except PackageError as error:
                self.record.unresolved(Place(self._shown(module), 1), str(error))
                break
            if not self.store.turn() and not self.unsettled:
                break
            self.unsettled = False
        else:
            self.record.unresolved(Place(self._shown(module), 1), _TOO_LARGE)
        return self.record.found(frozenset(suspects))

    def _follow(self, module: str, name: str) -> None:
        self.inert.wake(module)
        if not self.load(module):
            place = Place(self._shown(module), 1)
            self.record.unresolved(place, f"the handler's module {module} is not in the package")
            return
        frame = self.module_frame(module)
        handlers = self.store.get((frame.number, name))
        if not handlers and self._trees[module] is not None:
            place = Place(self._shown(module), 1)
            self.record.unresolved(place, f"the handler {name} is not defined in {module}")
        unseen.escape(self, handlers)
        while self._later:
            self._body(*self._later.pop())

    # What is recorded

    def step(self) -> None:
        """Count an expression or a statement.

        Raises:
            ExhaustedError: There were too many.
        """
        self._steps += 1
        if self._steps > _MOST_STEPS:
            raise ExhaustedError

    def place(self, frame: Frame, node: ast.AST) -> Place:
        """Where a piece of code is."""
        return Place(self._shown(frame.module), getattr(node, "lineno", 1))

    def called(self, frame: Frame, node: ast.AST, operation: Operation, by: str = "") -> None:
        """Record a call."""
        self.record.called(self.place(frame, node), operation, by)

    def unresolved(
        self, frame: Frame, node: ast.AST, text: str, service: str = "", method: str = ""
    ) -> None:
        """Record what may be a call."""
        self.record.unresolved(self.place(frame, node), text, service, method)

    def _shown(self, module: str) -> str:
        source = self._sources.get(module)
        return source.path if source else module.replace(".", "/") + ".py"

    # Modules

    def load(self, name: str) -> bool:
        """Follow a module's own code, once in a round; whether the package brings it.

        Of a module that can do nothing of its own the answer is no: its names are from outside.
        """
        if ("module", name) in self._done:
            return name in self._sources
        parent = name.rpartition(".")[0]
        if parent:
            self.load(parent)
        if self.inert.is_inert(name):
            return False
        self._done.add(("module", name))
        if name not in self._trees:
            self._trees[name] = self._parsed(name)
        tree = self._trees[name]
        if tree is not None:
            statements.execute(self, self.module_frame(name), tree.body)
        elif name in self._sources:
            place = Place(self._shown(name), 1)
            self.record.unresolved(place, f"the module {name} is no Python that can be read")
        return name in self._sources

    def _parsed(self, name: str) -> ast.Module | None:
        source = self.package.module(name)
        if source is None or source.foreign:
            return None
        self._sources[name] = source
        return parsed(source.source)

    def is_package(self, name: str) -> bool:
        """Whether a module is a package's ``__init__``."""
        source = self._sources.get(name)
        return source is not None and source.is_package

    def module_frame(self, name: str) -> Frame:
        """The frame of a module's own names."""
        return self._frame(("module", name), module=name)

    # Functions and classes

    def function(self, node: FunctionNode, frame: Frame) -> int:
        """The number of a function, read when it is first met."""
        if node not in self._numbers:
            self._numbers[node] = len(self.functions)
            owner = frame.owner if frame.code is None else None
            self.functions.append(FunctionCode(node, frame.module, owner))
        return self._numbers[node]

    def class_(self, node: ast.ClassDef, frame: Frame) -> int:
        """The number of a class, read when it is first met."""
        if node not in self._numbers:
            self._numbers[node] = len(self.classes)
            self.classes.append(class_code(node, frame.module))
        return self._numbers[node]

    def class_frame(self, code: int, outer: Frame | None = None) -> Frame:
        """The frame of a class's body."""
        module = self.classes[code].module
        outer = outer or self.module_frame(module)
        return self._frame(("class", code), module=module, owner=code, outer=outer)

    def acts(self, code: int) -> bool:
        """Whether objects of a class can do anything, or hold what can."""
        if code in self.holders:
            return True
        return any(
            isinstance(value, Function)
            for one in binding.ancestors(self, code)
            for name in self.store.names(self.class_frame(one).number)
            for value in self.store.get((self.class_frame(one).number, name))
        )

    def frame(self, number: int) -> Frame:
        """The frame of that number."""
        return self._by_number[number]

    def _frame(self, key: object, **parts: object) -> Frame:
        if key not in self._frames:
            made = Frame(len(self._by_number), **parts)  # pyright: ignore[reportArgumentType] -- a frame's own
            self._frames[key] = made
            self._by_number.append(made)
        return self._frames[key]

    def invoke(
        self, function: Function, arguments: Arguments, bound: Value | None = None
    ) -> Values:
        """What a function gives for these arguments."""
        code = self.functions[function.code]
        given = binding.bind(self, function, code, arguments, bound)
        frame = self._context(function, code, given)
        for name, values in given.items():
            self.store.bind(frame.number, name, values)
        if self.first("followed", frame.number):
            if self._depth < _DEEPEST:
                self._body(frame, code)
            else:
                # Followed after the others; what it gives is known in the next round.
                self._later.append((frame, code))
        return self._promised(function, code, self.store.get((frame.number, "return")))

    def _body(self, frame: Frame, code: FunctionCode) -> None:
        self._depth += 1
        try:
            statements.body(self, frame, code)
        finally:
            self._depth -= 1

    def _promised(self, function: Function, code: FunctionCode, given: Values = UNKNOWN) -> Values:
        """What a function gives, by its annotation where its code does not tell."""
        declared = None if isinstance(code.node, ast.Lambda) else code.node.returns
        return annotations.otherwise(self, self.frame(function.closure), given, declared)

    def _context(
        self, function: Function, code: FunctionCode, given: Mapping[str, Values]
    ) -> Frame:
        key: object = (function, tuple(sorted(given.items(), key=lambda item: item[0])))
        which = (function.code, function.closure)
        if key not in self._frames:
            self._contexts[which] = self._contexts.get(which, 0) + 1
            if self._contexts[which] > _MOST_CONTEXTS or self._round > _SETTLED:
                # All further callers together: less is known of each, and nothing is lost.
                key = (function, "others")
        outer = self._by_number[function.closure]
        return self._frame(key, module=code.module, code=code, owner=code.owner, outer=outer)

    def first(self, what: str, value: object) -> bool:
        """Whether this is asked for the first time in this round."""
        new = (what, value) not in self._done
        self._done.add((what, value))
        return new
