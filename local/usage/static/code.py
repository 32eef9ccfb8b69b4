"""The functions and classes of a package: what their source says before it is followed."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Final, TypeAlias

FunctionNode: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda

_SCOPES: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a function; ``kind`` is ``""``, ``*`` or ``**``."""

    name: str
    annotation: ast.expr | None
    kind: str = ""
    keyword_only: bool = False


class FunctionCode:
    """A function's source; what takes a walk through its body is read when it is first asked for.

    Attributes:
        module: The module that it is in.
        owner: The class that it is a method of, by its number.
        flags: What its decorators make of a method: ``property``, ``staticmethod``, …
    """

    def __init__(self, node: FunctionNode, module: str, owner: int | None) -> None:
        self.node = node
        self.module = module
        self.owner = owner
        is_lambda = isinstance(node, ast.Lambda)
        self.flags = frozenset[str]() if is_lambda else frozenset(_flags(node))

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """Its parameters, in the order in which arguments fill them."""
        return tuple(_parameters(self.node.args))

    @cached_property
    def names(self) -> frozenset[str]:
        """The names that it binds."""
        return frozenset({one.name for one in self.parameters} | _bound(self.node))

    @cached_property
    def calls(self) -> bool:
        """Whether it calls anything."""
        return any(isinstance(one, ast.Call) for one in ast.walk(self.node))


@dataclass(frozen=True)
class ClassCode:
    """A class's source; ``fields`` are what its body annotates, in order."""

    node: ast.ClassDef
    module: str
    fields: dict[str, ast.expr] = field(default_factory=dict[str, ast.expr])

    @property
    def name(self) -> str:
        """Its name."""
        return self.node.name


@lru_cache(maxsize=1024)
def parsed(source: bytes) -> ast.Module | None:
    """The syntax tree of a module, the same for every function that it is shipped with."""
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def class_code(node: ast.ClassDef, module: str) -> ClassCode:
    """Read a class's annotated fields."""
    fields = {
        one.target.id: one.annotation
        for one in node.body
        if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name)
    }
    return ClassCode(node, module, fields)


def _parameters(args: ast.arguments) -> Iterator[Parameter]:
    for one in (*args.posonlyargs, *args.args):
        yield Parameter(one.arg, one.annotation)
    if args.vararg:
        yield Parameter(args.vararg.arg, args.vararg.annotation, "*")
    for one in args.kwonlyargs:
        yield Parameter(one.arg, one.annotation, keyword_only=True)
    if args.kwarg:
        yield Parameter(args.kwarg.arg, args.kwarg.annotation, "**")


def defaults(args: ast.arguments) -> Iterator[tuple[str, ast.expr]]:
    """The parameters that have a default, with it."""
    positional = [*args.posonlyargs, *args.args]
    with_default = positional[len(positional) - len(args.defaults) :]
    yield from ((one.arg, value) for one, value in zip(with_default, args.defaults, strict=True))
    for one, value in zip(args.kwonlyargs, args.kw_defaults, strict=True):
        if value is not None:
            yield one.arg, value


def _flags(node: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[str]:
    """What its decorators make of a method, as far as their names tell."""
    for decorator in node.decorator_list:
        named = decorator.attr if isinstance(decorator, ast.Attribute) else ""
        named = decorator.id if isinstance(decorator, ast.Name) else named
        if named in {"property", "cached_property", "staticmethod", "classmethod"}:
            yield "property" if named == "cached_property" else named


def _bound(node: FunctionNode) -> set[str]:
    """The names that a body binds, without those that it declares to be of elsewhere."""
    found: set[str] = set()
    foreign: set[str] = set()
    body: list[ast.AST] = [node.body] if isinstance(node, ast.Lambda) else [*node.body]
    while body:
        one = body.pop()
        if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store):
            found.add(one.id)
        elif isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(one.name)
        elif isinstance(one, ast.Global | ast.Nonlocal):
            foreign.update(one.names)
        elif isinstance(one, ast.alias):
            found.add((one.asname or one.name).partition(".")[0])
        elif (isinstance(one, ast.ExceptHandler) and one.name) or (
            isinstance(one, ast.MatchAs | ast.MatchStar) and one.name
        ):
            found.add(one.name)
        elif isinstance(one, ast.MatchMapping) and one.rest:
            found.add(one.rest)
        if not isinstance(one, _SCOPES):
            body += ast.iter_child_nodes(one)
    return found - foreign
