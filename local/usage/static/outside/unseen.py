"""What code that we cannot see may do with what it gets."""

import ast
from typing import TYPE_CHECKING

from local.usage.static import binding
from local.usage.static.store import Arguments, Frame
from local.usage.static.values import (
    Class,
    Client,
    Function,
    Method,
    Resource,
    Values,
    Who,
    leaves,
)

if TYPE_CHECKING:
    from local.usage.static.machine import Machine


def escape(machine: "Machine", values: Values) -> None:
    """Follow the functions among the values: somebody whom we cannot see may call them."""
    for value in leaves(values):
        if isinstance(value, Function | Method | Class) and machine.first("escaped", value):
            if isinstance(value, Function):
                machine.invoke(value, Arguments(unnamed=True))
            elif isinstance(value, Method):
                machine.invoke(value.function, Arguments(unnamed=True), value.bound)
            else:
                binding.instance(machine, value.code, "", Arguments(unnamed=True))


def handed(machine: "Machine", frame: Frame, node: ast.AST, values: Values, to: str) -> None:
    """Follow or list what is handed to code that we cannot see."""
    escape(machine, values)
    for value in leaves(values):
        if isinstance(value, Client | Resource) and value.who is Who.OWN:
            what = value.service or "a service that is not known"
            text = f"a client of {what} is handed to {to or 'code that is not known'}"
            machine.unresolved(frame, node, text, value.service)
