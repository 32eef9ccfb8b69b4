"""Hands arguments to functions, and makes objects of the package's classes."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from local.usage.static.code import FunctionCode
from local.usage.static.outside import unseen
from local.usage.static.store import Arguments
from local.usage.static.syntax import annotations
from local.usage.static.values import (
    UNKNOWN,
    Class,
    Function,
    Instance,
    Method,
    Value,
    Values,
    box,
)

if TYPE_CHECKING:
    from local.usage.static.machine import Machine


def bind(
    machine: "Machine",
    function: Function,
    code: FunctionCode,
    arguments: Arguments,
    bound: Value | None,
) -> dict[str, Values]:
    """What each parameter of a function is."""
    positional = list(arguments.positional)
    if bound is not None and "staticmethod" not in code.flags:
        positional.insert(0, frozenset({bound}))
    given: dict[str, Values] = {}
    left = dict(arguments.keywords)
    for parameter in code.parameters:
        if parameter.kind == "*":
            given[parameter.name] = box(UNKNOWN.union(*positional, arguments.rest or UNKNOWN))
            positional.clear()
        elif parameter.kind == "**":
            given[parameter.name] = box(UNKNOWN, left)
        elif positional and not parameter.keyword_only:
            given[parameter.name] = positional.pop(0)
        elif parameter.name in left:
            given[parameter.name] = left.pop(parameter.name)
        else:
            default = machine.store.get(
                (function.closure, "default", function.code, parameter.name)
            )
            rest = UNKNOWN if parameter.keyword_only else arguments.rest or UNKNOWN
            given[parameter.name] = default | rest
    frame = machine.frame(function.closure)
    for parameter in code.parameters:
        if not parameter.kind:
            given[parameter.name] = annotations.otherwise(
                machine, frame, given[parameter.name], parameter.annotation
            )
    return given


def ancestors(machine: "Machine", code: int) -> Iterator[int]:
    """A class and those that it is derived from, the nearest first."""
    seen: set[int] = set()
    pending = [code]
    while pending:
        one = pending.pop(0)
        if one not in seen:
            seen.add(one)
            yield one
            bases = machine.store.get(("bases", one))
            pending[:0] = sorted(base.code for base in bases if isinstance(base, Class))


def is_foreign(machine: "Machine", code: int) -> bool:
    """Whether a class is derived from one that we cannot see, which may call its methods."""
    return any(
        not isinstance(base, Class)
        for one in ancestors(machine, code)
        for base in machine.store.get(("bases", one))
    )


def instance(machine: "Machine", code: int, site: str, arguments: Arguments) -> Values:
    """Make an object of a class."""
    made = Instance(code, site)
    constructor = class_attribute(machine, code, "__init__")
    if constructor:
        for one in constructor:
            if isinstance(one, Function):
                machine.invoke(one, arguments, made)
    else:
        _set_fields(machine, made, arguments)
        for one in class_attribute(machine, code, "__post_init__"):
            if isinstance(one, Function):
                machine.invoke(one, Arguments(unnamed=True), made)
    if is_foreign(machine, code):
        _escape_methods(machine, made)
    return frozenset({made})


def _escape_methods(machine: "Machine", made: Instance) -> None:
    if not machine.first("methods", made):
        return
    for one in ancestors(machine, made.code):
        frame = machine.class_frame(one)
        for name in machine.store.names(frame.number):
            for value in machine.store.get((frame.number, name)):
                if isinstance(value, Function) and name != "__init__":
                    unseen.escape(machine, frozenset({Method(value, made)}))


def _set_fields(machine: "Machine", made: Instance, arguments: Arguments) -> None:
    """Set the fields of a dataclass, a named tuple or the like."""
    lines = [machine.classes[one].fields for one in ancestors(machine, made.code)]
    names = list(dict.fromkeys(name for fields in reversed(lines) for name in fields))
    for name, values in zip(names, arguments.positional, strict=False):
        set_field(machine, made, name, values)
    for name, values in arguments.keywords.items():
        set_field(machine, made, name, values)
    if arguments.rest:
        for name in names[len(arguments.positional) :]:
            set_field(machine, made, name, arguments.rest)


def set_field(machine: "Machine", holder: Instance, name: str, values: Values) -> None:
    """Set an attribute of an object."""
    if machine.inert.carries(values):
        machine.holders.add(holder.code)
    machine.store.add(("field", holder.code, holder.site, name), values)
    machine.store.add(("field of any", holder.code, name), values)


def field(machine: "Machine", holder: Instance, name: str) -> Values:
    """An attribute of an object, without those of its class."""
    found = machine.store.get(("field", holder.code, holder.site, name))
    if not holder.site:
        # Of an object that only an annotation tells of: what any object of its class has.
        kinds = {holder.code, *machine.subclasses.get(holder.code, ())}
        found = found.union(*(machine.store.get(("field of any", one, name)) for one in kinds))
    for one in ancestors(machine, holder.code):
        annotation = machine.classes[one].fields.get(name)
        if annotation is not None:
            frame = machine.class_frame(one)
            return annotations.otherwise(machine, frame, found, annotation)
    return found


def class_attribute(machine: "Machine", code: int, name: str) -> Values:
    """An attribute of a class or of the nearest class behind it."""
    for one in ancestors(machine, code):
        key = (machine.class_frame(one).number, name)
        if key in machine.store:
            return machine.store.get(key)
    return UNKNOWN
