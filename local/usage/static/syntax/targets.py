"""What an assignment adds to: a name, an attribute, what is under a key."""

import ast
from typing import TYPE_CHECKING

from local.usage.static import binding
from local.usage.static.store import Frame
from local.usage.static.syntax import expressions
from local.usage.static.values import (
    UNKNOWN,
    Class,
    Instance,
    Module,
    Quiet,
    Tuple,
    Values,
    box,
    elements,
    leaves,
    texts,
)

if TYPE_CHECKING:
    from local.usage.static.machine import Machine


def assign(machine: "Machine", frame: Frame, target: ast.expr, values: Values) -> None:
    """Add to what a target may be."""
    match target:
        case ast.Name():
            at = frame
            while at.code is not None and target.id not in at.code.names and at.outer is not None:
                at = at.outer
            machine.store.bind(at.number, target.id, values)
        case ast.Attribute():
            for holder in expressions.evaluate(machine, frame, target.value):
                _set(machine, holder, target.attr, values)
        case ast.Subscript():
            key = texts(expressions.evaluate(machine, frame, target.slice))
            named = {next(iter(key)): values} if len(key) == 1 else {}
            held = box(UNKNOWN if named else values, named)
            if leaves(values):
                assign(machine, frame, target.value, held)
        case ast.Tuple() | ast.List():
            _spread(machine, frame, target.elts, values)
        case ast.Starred():
            assign(machine, frame, target.value, box(values))
        case _:
            expressions.evaluate(machine, frame, target)


def _set(machine: "Machine", holder: object, name: str, values: Values) -> None:
    if isinstance(holder, Instance):
        binding.set_field(machine, holder, name, values)
    elif isinstance(holder, Class):
        machine.store.bind(machine.class_frame(holder.code).number, name, values)
    elif isinstance(holder, Quiet):
        machine.inert.handed(holder.module, values)
    elif isinstance(holder, Module):
        machine.store.bind(machine.module_frame(holder.name).number, name, values)


def _spread(machine: "Machine", frame: Frame, targets: list[ast.expr], values: Values) -> None:
    exact = [one for one in values if isinstance(one, Tuple) and len(one.items) == len(targets)]
    others = elements(values - frozenset(exact))
    for index, target in enumerate(targets):
        found = others.union(*(one.items[index] for one in exact))
        assign(machine, frame, target, found)
