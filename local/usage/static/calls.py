"""What a call gives, and what it reaches."""

import ast
from typing import TYPE_CHECKING, Final

from local.usage.static import attributes, binding
from local.usage.static.outside import clients, functions, libraries, unseen
from local.usage.static.store import Arguments, Frame
from local.usage.static.syntax import containers
from local.usage.static.values import (
    NONE,
    OPAQUE,
    UNKNOWN,
    Box,
    Class,
    Client,
    Collection,
    External,
    Function,
    Instance,
    Made,
    Maker,
    Method,
    Operation,
    Quiet,
    Resource,
    Session,
    Special,
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

_SESSIONS: Final = frozenset(
    {
        "boto3.Session",
        "boto3.session.Session",
        "botocore.session.Session",
        "botocore.session.get_session",
    }
)
# Methods that every list, text or dictionary has: of an object that nothing is known of, they are
# no sign of a method of ours.
_COMMON: Final = frozenset(
    name for kind in (dict, list, set, str, bytes, int) for name in dir(kind)
)
_READING: Final = frozenset({"get", "pop", "setdefault"})
_WHOLE: Final = frozenset({"values", "copy", "keys", "union"})


def call(  # noqa: C901, PLR0911, PLR0912 -- one case per kind of value
    machine: "Machine", frame: Frame, node: ast.expr, callee: Value, arguments: Arguments
) -> Values:
    """What calling a value gives."""
    match callee:
        case Function():
            return machine.invoke(callee, arguments)
        case Method():
            return machine.invoke(callee.function, arguments, callee.bound)
        case Class():
            site = f"{frame.module}:{node.lineno}:{node.col_offset}"
            if leaves(arguments.all) - OPAQUE - NONE:
                # What one caller of a helper puts into its object is not in another's.
                site = f"{site}:{frame.number}"
            return binding.instance(machine, callee.code, site, arguments)
        case Instance():
            return of_method(machine, frame, node, callee, "__call__", arguments)
        case Operation():
            return clients.record(machine, frame, node, callee, arguments)
        case Special():
            return clients.special(machine, frame, node, callee, arguments)
        case Maker():
            return clients.make(machine, frame, node, callee, arguments)
        case Resource():
            # What is within a bucket or a queue works on the bucket or the queue.
            name = callee.name or clients.name_in(arguments.get("name", 0))
            return frozenset({Resource(callee.service, callee.kind, callee.who, name)})
        case Collection():
            return frozenset({callee})
        case External(path) if path in _SESSIONS:
            return frozenset({Session(clients.credentials(arguments, "session"))})
        case External("boto3.client" | "boto3.resource"):
            maker = Maker(callee.path.rpartition(".")[2], Who.OWN)
            return clients.make(machine, frame, node, maker, arguments)
        case Quiet():
            machine.inert.handed(callee.module, arguments.all)
            # What comes back is of that module too: who needs to know more, wakes it up.
            return frozenset({callee})
        case External():
            return functions.call(machine, frame, node, callee.path, arguments)
        case Made(path) if path:
            return libraries.call(machine, frame, node, callee, arguments)
        case Made():
            unseen.handed(machine, frame, node, arguments.all, "")
            return OPAQUE
        case _:
            unseen.handed(machine, frame, node, arguments.all, "")
            return UNKNOWN


def of_method(  # noqa: PLR0913, PLR0917 -- a call's parts
    machine: "Machine", frame: Frame, node: ast.expr, holder: Value, name: str, arguments: Arguments
) -> Values:
    """What a method of a value gives."""
    if isinstance(holder, Box | Tuple):
        return _of_container(holder, name, arguments)
    if isinstance(holder, External) and holder.path == "os.environ" and name in _READING:
        return functions.variable(machine, arguments)
    if isinstance(holder, Text):
        return UNKNOWN
    found = attributes.attribute(machine, frame, node, holder, name)
    if not found:
        if isinstance(holder, Client):
            text = f"no operation of {holder.service} is called {name}"
            machine.unresolved(frame, node, text, holder.service, name)
        unseen.handed(machine, frame, node, arguments.all, "")
        return UNKNOWN
    return UNKNOWN.union(*(call(machine, frame, node, one, arguments) for one in found))


def of_unknown(
    machine: "Machine", frame: Frame, node: ast.Call, name: str, arguments: Arguments
) -> Values:
    """A method of an object that nothing is known of: any of that name that we have."""
    machine.unresolved(frame, node, f"of what {name} is called is not known", method=name)
    found = UNKNOWN
    for code, _ in enumerate(machine.classes) if name not in _COMMON else ():
        for value in binding.class_attribute(machine, code, name):
            if isinstance(value, Function):
                found |= machine.invoke(value, arguments, Instance(code))
    if not found:
        unseen.handed(machine, frame, node, arguments.all, "")
    return found


def _of_container(holder: Box | Tuple, name: str, arguments: Arguments) -> Values:
    inside = elements(frozenset({holder}))
    if name in _READING:
        keys = texts(arguments.get("key", 0) or UNKNOWN)
        default = arguments.get("default", 1) or UNKNOWN
        return (containers.named(holder, keys) if isinstance(holder, Box) else inside) | default
    if name == "items":
        return box(frozenset({Tuple((UNKNOWN, inside))}))
    return box(inside) if name in _WHOLE else inside
