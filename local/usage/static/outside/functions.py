"""What functions from outside of the package give: Python's own, and those of libraries."""

import ast
from typing import TYPE_CHECKING, Final

from local.usage.static import attributes, binding
from local.usage.static.outside import libraries, unseen
from local.usage.static.store import Arguments, Frame
from local.usage.static.syntax import expressions
from local.usage.static.values import (
    OPAQUE,
    UNKNOWN,
    Box,
    Class,
    Client,
    External,
    Function,
    Instance,
    Method,
    Module,
    Resource,
    Super,
    Text,
    Tuple,
    Value,
    Values,
    Who,
    box,
    elements,
    leaves,
    texts,
)

if TYPE_CHECKING:
    from local.usage.static.machine import Machine

_TRANSPARENT: Final = (
    "abc.",
    "aws_lambda_powertools.Logger",
    "aws_lambda_powertools.Metrics",
    "aws_lambda_powertools.Tracer",
    "aws_lambda_powertools.logging",
    "aws_lambda_powertools.metrics",
    "aws_lambda_powertools.middleware_factory",
    "aws_lambda_powertools.tracing",
    "aws_lambda_powertools.utilities",
    "backoff.",
    "builtins.",
    "contextlib.",
    "dataclasses.",
    "enum.",
    "functools.",
    "tenacity.",
    "typing.",
    "typing_extensions.",
)
# They give what they are given, or what is in it.
_PASSING: Final = frozenset(
    {
        "contextlib.closing",
        "contextlib.nullcontext",
        "copy.copy",
        "copy.deepcopy",
        "functools.cache",
        "functools.lru_cache",
        "functools.wraps",
        "typing.cast",
    }
)
_ITERATING: Final = frozenset(
    {
        "builtins.dict",
        "builtins.frozenset",
        "builtins.iter",
        "builtins.list",
        "builtins.reversed",
        "builtins.set",
        "builtins.sorted",
        "builtins.tuple",
        "itertools.chain",
        "itertools.chain.from_iterable",
        "itertools.cycle",
        "itertools.islice",
    }
)
_TAKING: Final = frozenset({"builtins.next", "builtins.max", "builtins.min", "random.choice"})
# They neither call nor keep what they are given.
_HARMLESS: Final = frozenset(
    f"builtins.{one.__name__}"
    for one in (
        *(all, any, bool, bytes, callable, float, format, hasattr, hash, id, int, isinstance),
        *(issubclass, len, print, range, repr, round, str, sum, type, vars),
    )
)
_DYNAMIC: Final = frozenset({"builtins.eval", "builtins.exec", "builtins.compile"})
_SCOPES: Final = frozenset({"builtins.globals", "builtins.locals"})
_SIGNING: Final = ("botocore.auth.", "botocore.awsrequest.", "botocore.signers.")
# Which of the arguments is a function that is called with the others.
_CALLING: Final = {
    "functools.partial": 0,
    "functools.reduce": 0,
    "builtins.filter": 0,
    "builtins.map": 0,
    "itertools.starmap": 0,
    "asyncio.to_thread": 0,
}


def is_transparent(path: str) -> bool:
    """Whether a decorator of that name calls the function only when it is called."""
    return path.startswith(_TRANSPARENT)


def call(  # noqa: C901, PLR0911, PLR0912 -- one case per kind of function
    machine: "Machine", frame: Frame, node: ast.expr, path: str, arguments: Arguments
) -> Values:
    """What a function from outside gives."""
    if libraries.known(path) is not None:
        return libraries.make(machine, frame, node, path, arguments)
    if path in _PASSING:
        return UNKNOWN.union(*arguments.positional)
    if path == "dataclasses.replace":
        return _replaced(machine, arguments)
    if path == "dataclasses.field":
        return _field(machine, frame, node, arguments)
    if path == "builtins.super":
        return _super(machine, frame)
    if path == "builtins.getattr":
        return _get_attribute(machine, frame, node, arguments)
    if path == "os.getenv":
        return variable(machine, arguments)
    if path == "importlib.import_module":
        return _import(machine, frame, node, arguments)
    if path in _DYNAMIC or path in _SCOPES:
        text = f"what {path.partition('.')[2]} does is not known before it runs"
        machine.unresolved(frame, node, text)
        return UNKNOWN
    if path.startswith(_SIGNING):
        machine.unresolved(frame, node, "a request that is signed by hand may be any call")
        return OPAQUE
    if path in _CALLING:
        return _called(machine, frame, node, path, arguments)
    if path in _ITERATING:
        return box(elements(arguments.all))
    if path in _TAKING:
        return elements(arguments.all)
    if path == "builtins.enumerate":
        return box(frozenset({Tuple((UNKNOWN, elements(arguments.all)))}))
    if path == "builtins.zip":
        return box(frozenset({Tuple(tuple(map(elements, arguments.positional)))}))
    if path not in _HARMLESS:
        _started(machine, arguments)
        unseen.handed(machine, frame, node, arguments.all, path.removeprefix("builtins."))
    return OPAQUE if not path.startswith("builtins.") else UNKNOWN


def variable(machine: "Machine", arguments: Arguments) -> Values:
    """What reading a variable of the environment gives: ``os.getenv``, ``os.environ.get``."""
    keys = texts(arguments.get("key", 0) or UNKNOWN)
    known = frozenset(Text(machine.environment[key]) for key in keys if key in machine.environment)
    return known or (arguments.get("default", 1) or UNKNOWN)


def _replaced(machine: "Machine", arguments: Arguments) -> Values:
    found = arguments.positional[0] if arguments.positional else UNKNOWN
    for one in found:
        for name, values in arguments.keywords.items():
            if isinstance(one, Instance):
                binding.set_field(machine, one, name, values)
    return found


def _field(machine: "Machine", frame: Frame, node: ast.expr, arguments: Arguments) -> Values:
    factory = arguments.keywords.get("default_factory")
    made = expressions.call_all(machine, frame, node, factory, Arguments()) if factory else UNKNOWN
    return made | arguments.keywords.get("default", UNKNOWN)


def _super(machine: "Machine", frame: Frame) -> Values:
    at: Frame | None = frame
    while at is not None and (at.code is None or at.code.owner is None):
        at = at.outer
    if at is None or at.code is None or at.code.owner is None or not at.code.parameters:
        return OPAQUE
    first = machine.store.get((at.number, at.code.parameters[0].name))
    return frozenset(
        Super(at.code.owner, one) for one in first if isinstance(one, Instance | Class)
    )


def _get_attribute(
    machine: "Machine", frame: Frame, node: ast.expr, arguments: Arguments
) -> Values:
    holders = arguments.get("object", 0) or UNKNOWN
    name_values = arguments.get("name", 1) or UNKNOWN
    names = texts(name_values)
    default = arguments.get("default", 2) or UNKNOWN
    machine.inert.ask(name_values)
    if names and len(names) == len(name_values):
        found = (attributes.of_all(machine, frame, node, holders, name) for name in sorted(names))
        return default.union(*found)
    for holder in holders:
        if isinstance(holder, Client | Resource) and holder.who is Who.OWN:
            what = holder.service or "a service that is not known"
            text = f"which operation of {what} is called is not known"
            machine.unresolved(frame, node, text, holder.service)
        elif isinstance(holder, Instance | Class | Module):
            unseen.escape(machine, _members(machine, holder))
    return default


def _members(machine: "Machine", holder: Instance | Class | Module) -> Values:
    """Every function that a module or an object has."""
    if isinstance(holder, Module):
        numbers = [machine.module_frame(holder.name).number]
    else:
        kinds = binding.ancestors(machine, holder.code)
        numbers = [machine.class_frame(one).number for one in kinds]
    found: set[Value] = set()
    for number in numbers:
        for name in machine.store.names(number):
            for value in machine.store.get((number, name)):
                if isinstance(value, Function):
                    bound = isinstance(holder, Instance)
                    found.add(Method(value, holder) if bound else value)
    return frozenset(found)


def _import(machine: "Machine", frame: Frame, node: ast.expr, arguments: Arguments) -> Values:
    names = texts(arguments.get("name", 0) or UNKNOWN)
    if not names:
        machine.unresolved(frame, node, "which module is imported here is not known")
    return frozenset(
        Module(name) if machine.load(name) else External(name) for name in sorted(names)
    )


def _called(
    machine: "Machine", frame: Frame, node: ast.expr, path: str, arguments: Arguments
) -> Values:
    """Call the function that another one is given."""
    functions = arguments.positional[0] if arguments.positional else UNKNOWN
    rest = arguments.positional[1:]
    if path not in {"functools.partial", "asyncio.to_thread"}:
        rest = tuple(map(elements, rest))
    given = Arguments(rest, arguments.keywords, arguments.rest, unnamed=True)
    result = expressions.call_all(machine, frame, node, functions, given) if functions else UNKNOWN
    if path == "functools.partial":
        return functions
    return result if path in {"asyncio.to_thread", "functools.reduce"} else box(result)


def _started(machine: "Machine", arguments: Arguments) -> None:
    """Call a function that is given with its arguments: ``Thread(target=…, args=…)``."""
    for function in leaves(arguments.keywords.get("target", UNKNOWN)):
        held = arguments.keywords.get("args", UNKNOWN)
        exact = next((one.items for one in held if isinstance(one, Tuple)), ())
        named = next(
            (one for one in arguments.keywords.get("kwargs", UNKNOWN) if isinstance(one, Box)), None
        )
        given = Arguments(exact, dict(named.fields) if named else {}, unnamed=True)
        if isinstance(function, Function):
            machine.invoke(function, given)
        elif isinstance(function, Method):
            machine.invoke(function.function, given, function.bound)
